"""Coalitions: who joins against a sender, what it has to reckon with, and what deters it."""
