"""The economy: what one tick computes."""
