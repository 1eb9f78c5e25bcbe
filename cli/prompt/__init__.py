"""Prompt: commands typed one after the other: the facilitator's, and a seat's.

`core` takes a line and answers it, `lines` reads lines without a terminal, `terminal` with one
(the only place that imports prompt_toolkit), `start` chooses between them.
"""
