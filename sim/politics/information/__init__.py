"""Information: who finds out, who misreads, and what hangs on small firms."""
