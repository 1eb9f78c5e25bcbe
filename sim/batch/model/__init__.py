"""Model: a scenario played once at a point, and what is read off it."""
