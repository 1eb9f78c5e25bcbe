"""Rehearsal: an exercise played by itself before the day, and what in it would not work."""
