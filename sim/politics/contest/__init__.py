"""Contest: how a quarrel runs: threats, steps up and down, and how it ends."""
