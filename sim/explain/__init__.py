"""Explain: why a published number is what it is, how sure it is, found by re-running its round."""
