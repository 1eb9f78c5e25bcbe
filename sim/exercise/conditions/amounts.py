"""Amounts: how much an amount of a condition is, in the unit of the number it stands against."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sim.errors import SimError
from sim.exercise.conditions.terms import Amount
from sim.explain.published import PROBABILITY, Number
from sim.units import convert, names

SHARE: Mapping[str, float] = {"": 1.0, "1": 1.0, "%": 0.01, "percent": 0.01}

WORDED: Mapping[str, Mapping[str, float]] = {
    "1": SHARE,
    PROBABILITY: SHARE,
    "of 100": dict.fromkeys(("", "of 100", "%", "percent", "point", "points"), 1.0),
    "points": dict.fromkeys(("", "point", "points"), 1.0),
    "rung": dict.fromkeys(("", "rung", "rungs"), 1.0),
    "% of GDP a year": dict.fromkeys(("%", "percent", "% of GDP", "% of GDP a year"), 1.0),
}
"""Unit of a number that `sim.units` does not know -> what may be written, and how much one is."""

MOST: Mapping[str, float] = {PROBABILITY: 1.0, "of 100": 100.0}
"""Unit -> the most that a number in it can be."""


def in_unit_of(number: Number, amount: Amount) -> float:
    """Return an amount in a number's unit; SimError if it measures something else."""
    value = amount.number * one_in_unit_of(number, amount)
    most = MOST.get(number.unit)
    if most is not None and not 0.0 <= value <= most:
        hint = f"; write {amount.number:g} %" if 1.0 < value <= 100.0 else ""
        raise SimError(f"{amount} is no {number.unit}, which lies between 0 and {most:g}{hint}")
    return value


def one_in_unit_of(number: Number, amount: Amount) -> float:
    """Return how much one of the unit written is, in a number's unit."""
    worded = WORDED.get(number.unit)
    if worded is not None:
        known = {word.casefold(): size for word, size in worded.items()}
        if amount.unit.casefold() in known:
            return known[amount.unit.casefold()]
        would = " or ".join(f"{amount.number:g} {word}".rstrip() for word in list(worded)[:4])
        raise SimError(f"'{amount.unit}' does not measure it (its unit: {number.unit}); {would}")
    if not amount.unit:
        raise SimError(f"{amount} of what? It is counted in {number.unit}; write "
                       f"{amount} {number.unit}")  # fmt: skip
    unit = _singular(amount.unit)
    return 1.0 if unit == number.unit else convert(1.0, unit, number.unit)


def _singular(unit: str) -> str:
    """Return a unit with its plurals taken off: `weeks`, `barrels/week`."""
    known = names()
    return re.sub(
        r"[A-Za-z0-9]+",
        lambda word: word[0][:-1] if word[0] not in known and word[0][:-1] in known else word[0],
        unit,
    )
