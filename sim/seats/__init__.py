"""Seats: who decides for whom."""
