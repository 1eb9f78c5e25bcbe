"""Amounts: how much an amount of a condition is, in the unit of the number it stands against."""

from __future__ import annotations

from collections.abc import Mapping

from sim.errors import SimError
from sim.exercise.conditions.terms import Amount
from sim.explain.published import Number
from sim.explain.words import PROBABILITY
from sim.units import WORDED, convert, singular, worded

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
    size = worded(amount.unit, number.unit)
    if size is not None:
        return size
    if number.unit in WORDED:
        words = list(WORDED[number.unit])[:4]
        would = " or ".join(f"{amount.number:g} {word}".rstrip() for word in words)
        raise SimError(f"'{amount.unit}' does not measure it (its unit: {number.unit}); {would}")
    if not amount.unit:
        raise SimError(f"{amount} of what? It is counted in {number.unit}; write "
                       f"{amount} {number.unit}")  # fmt: skip
    unit = singular(amount.unit)
    return 1.0 if unit == number.unit else convert(1.0, unit, number.unit)
