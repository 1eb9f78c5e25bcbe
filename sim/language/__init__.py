"""Language: what players and documents show, in English or in the language that is spoken now.

English is the source: a text says itself, and the catalogues in `locale` say it in others.
"""

from sim.language.retelling import retold
from sim.language.speech import SOURCE, called, known, languages, later, n, speaking, spoken, t

__all__ = [
    "SOURCE",
    "called",
    "known",
    "languages",
    "later",
    "n",
    "retold",
    "speaking",
    "spoken",
    "t",
]
