"""Words: changes of numbers, and what made them, as sentences have them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sim.figures import signed, written
from sim.language import called, retold, t

PROBABILITY = "probability"

ABSOLUTE = (
    "1", "week", "month", "of 100", "points", "rung", PROBABILITY, "% of GDP", "% of GDP a year",
)  # fmt: skip
"""Units in which a change is told as it is; of all others it is told as a share of what was."""

MOST_NAMED = 5
"""A sentence names so many causes at most."""

LITTLE = 0.005
"""What adds less than this share of the most that a cause adds is not named [1]."""


class Added(NamedTuple):
    """What a cause adds to a number."""

    title: str
    whose: str
    """Empty for what is nobody's."""
    share: float
    """In the number's unit."""


def least(shares: Iterable[float]) -> float:
    """Return the size above which shares of a number are told one by one.

    >>> least([-4.0, 1.0]), least([])
    (0.02, 0.0)
    """
    return LITTLE * max(map(abs, shares), default=0.0)


def level(value: float | None, unit: str) -> str:
    """Return a value without its unit, a probability in per cent; a dash for none.

    >>> level(0.1234, "probability"), level(31.4, "week"), level(None, "week")
    ('12.3 %', '31.4', '–')
    """
    if value is not None and unit == PROBABILITY:
        return f"{written(float(f'{100.0 * value:.3g}'))} %"
    return written(value)


def change(value: float, unit: str) -> str:
    """Return a change in three digits with its sign, that of a probability in points.

    >>> change(0.0861, "probability"), change(-1234.5, "t")
    ('+8.61 points', '−1,230')
    """
    return f"{signed(100.0 * value)}{_points()}" if unit == PROBABILITY else signed(value)


def sentence(
    name: str,
    unit: str,
    base: float | None,
    value: float | None,
    causes: Sequence[Added],
    *,
    least_named: float | None = None,
) -> str:
    """Return how much a number differs from what it would have been, and what made it.

    The causes that add most come first; those that add no more than `least_named` (in the number's
    unit; left out: a trifle) are taken together.

    >>> sentence("SORIN.imports(magnet)", "t", 100.0, 56.0, [Added("export ban", "KORVA", -44.0)])
    'SORIN.imports(magnet) −44 %: export ban (KORVA) −44.'
    """
    if base is None or value is None:
        return t("{number} has no value in this round, or none without some of the orders.",
                 number=name)  # fmt: skip
    telling = [cause for cause in causes if cause.share]
    if not telling:
        return t("Nothing that was ordered or in force changed {number}.", number=name)
    scale, tail = _scale(unit, base)
    little = least(cause.share for cause in telling) if least_named is None else least_named
    named = [cause for cause in telling if abs(cause.share) > little][:MOST_NAMED]
    told = [f"{_titled(cause)} {signed(cause.share * scale)}" for cause in named]
    rest = sum(cause.share for cause in telling) - sum(cause.share for cause in named)
    if abs(rest) > little:
        told.append(t("all others {change}", change=signed(rest * scale)))
    return f"{name} {signed((value - base) * scale)}{tail}: {', '.join(told)}."


def _titled(cause: Added) -> str:
    title = retold(cause.title)
    return f"{title} ({cause.whose})" if cause.whose else title


def _scale(unit: str, base: float) -> tuple[float, str]:
    """Return what turns a change into what is told, and its unit: per cent of what was, points."""
    if unit == PROBABILITY:
        return 100.0, _points()
    if unit not in ABSOLUTE and base:
        return 100.0 / abs(base), " %"
    return 1.0, "" if unit == "1" else f" {called('unit', unit)}"


def _points() -> str:
    """Return the unit of changes of a probability, as it stands after one."""
    return f" {called('change', 'points')}"
