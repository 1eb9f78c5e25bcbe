"""Replays of historical cases: observed data, scores."""
