"""Lettering: what stands in drawings, in the language that is spoken where it can be drawn.

The typeface that matplotlib brings has no signs of East Asian languages. Where the machine has one
that does, it is taken; elsewhere drawings are lettered in English, and their captions are not.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping

from sim.language import SOURCE, called, speaking, spoken, t

TYPEFACES: Mapping[str, tuple[str, ...]] = {
    "ja": (
        "Noto Sans CJK JP", "Noto Sans JP", "IPAexGothic", "IPAGothic", "Yu Gothic", "Meiryo",
        "Hiragino Sans", "Hiragino Kaku Gothic ProN", "BIZ UDGothic", "MS Gothic", "TakaoGothic",
        "VL Gothic",
    ),
}  # fmt: skip
"""Language -> typefaces with its signs, the best first; languages without are in any typeface."""


@functools.cache
def typeface(language: str) -> str | None:
    """Return a typeface of this machine that has the signs of a language, if it wants its own."""
    from matplotlib import font_manager  # a second: only where something is drawn

    there = {font.name for font in font_manager.fontManager.ttflist}
    return next((name for name in TYPEFACES.get(language, ()) if name in there), None)


def drawn() -> str:
    """Return the language that drawings are lettered in while one is spoken."""
    language = spoken()
    return SOURCE if language in TYPEFACES and typeface(language) is None else language


def label(text: str, /) -> str:
    """Return a text as it stands in a drawing."""
    with speaking(drawn()):
        return t(text)


def unit_label(unit: str) -> str:
    """Return a unit as it stands in a drawing."""
    with speaking(drawn()):
        return called("unit", unit)
