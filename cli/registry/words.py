"""Words: what else people call the nouns, and how a typed line falls into words."""

from __future__ import annotations

import re
from collections.abc import Mapping

SYNONYMS: Mapping[str, str] = {
    "game": "exercise",
    "session": "exercise",
    "move": "round",
    "turn": "round",
    "role": "seat",
    "control": "white",
    "action": "order",
    "event": "inject",
    "mel": "msel",
    "message": "msg",
}
"""Accepted word -> the word that is printed."""

_WORD = re.compile(r'(?:[^\s"“”]|["“”][^"“”]*["“”]?)+')


def plain_noun(word: str) -> str:
    """Return the word that is printed for one that was typed.

    >>> plain_noun("Turn"), plain_noun("MEL"), plain_noun("seat")
    ('round', 'msel', 'seat')
    """
    low = word.casefold()
    return SYNONYMS.get(low, low)


def words_of(line: str) -> list[str]:
    """Return the words of a typed line; what stands in double quotes is one word.

    >>> words_of('msg JPN "we don’t agree" --secret')
    ['msg', 'JPN', 'we don’t agree', '--secret']
    >>> words_of('reason="so it is')
    ['reason=so it is']
    """
    return [re.sub('["“”]', "", word) for word in _WORD.findall(line)]
