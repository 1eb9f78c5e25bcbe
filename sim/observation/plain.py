"""Plain: an Observation as plain values, as programs and files get it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from sim.observation.knowledge import Observation
from sim.observation.told import OBSERVATION, Told

Plain: TypeAlias = "bool | int | float | str | list[Plain] | dict[str, Plain] | None"
"""What JSON can say."""

DIGITS = 6
"""Significant digits of numbers."""


def observation_data(observation: Observation) -> dict[str, Plain]:
    """Return what a seat sees as plain values: what the tables name, and nothing else."""
    return _data(OBSERVATION, observation, observation)


def plain(value: object) -> Plain:
    """Return a value as JSON says it: days as texts, numbers rounded, none for what is no number.

    >>> plain({"since": dt.date(2010, 9, 7), "rate": 1 / 3, "amount": math.inf})
    {'since': '2010-09-07', 'rate': 0.333333, 'amount': None}
    """
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else None
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    raise TypeError(f"{type(value).__name__} has no plain form")


def _data(fields: tuple[Told[Any], ...], thing: object, seen: Observation) -> dict[str, Plain]:
    return {field.name: _told(field, thing, seen) for field in fields}


def _told(field: Told[Any], thing: object, seen: Observation) -> Plain:
    """Return what a field tells of a thing; of each part, where it has parts."""
    value = field.read(thing, seen) if field.read else getattr(thing, field.name)
    if not field.parts or value is None:
        return plain(value)
    if isinstance(value, Mapping):
        return {str(name): _data(field.parts, one, seen) for name, one in value.items()}
    if isinstance(value, Sequence):
        return [_data(field.parts, one, seen) for one in value]
    return _data(field.parts, value, seen)
