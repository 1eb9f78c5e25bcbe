"""Design: which points of the unknown are looked at."""
