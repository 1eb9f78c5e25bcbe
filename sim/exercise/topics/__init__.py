"""Topics: what an exercise is about, one module each: its acts, when they may be done, and then.

A topic's slice of the state changes by acts alone; nothing else is remembered.
"""
