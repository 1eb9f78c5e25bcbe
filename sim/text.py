"""Text: signs that do what nobody means who writes them."""

from __future__ import annotations

import re
import unicodedata

HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""They steer a terminal, turn the direction of writing, break lines unseen, or no file can hold
them. Tabs and plain line ends are none."""


def visible(text: str, instead: str = "\N{REPLACEMENT CHARACTER}") -> str:
    r"""Return a text with a sign that can be seen for each that is hidden.

    >>> visible("red \x1b[31malert\n", "?")
    'red ?[31malert\n'
    """
    return HIDDEN.sub(instead, text)


def like_formula(text: str) -> bool:
    """Return whether a spreadsheet may take a text for a formula and run it."""
    return unicodedata.normalize("NFKC", text[:1]) in ("=", "+", "-", "@")
