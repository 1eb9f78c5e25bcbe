"""Experiment: the text that says what is chosen, what is unknown and what is measured."""
