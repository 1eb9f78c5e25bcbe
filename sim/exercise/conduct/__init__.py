"""Conduct: what can be done in an exercise, a function for each verb.

Each turns a wish into acts, which `Exercise.do` checks, writes and follows. What needs the model is
handed a `Table`. Functions without `by` are the white cell's.
"""
