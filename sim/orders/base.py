"""Orders: what a seat asks for, with a text form that comes back.

    export_quota product=lace,ndpr amount=7976 from=2010-07-01 until=2010-12-31

An instrument's name, then `key=value` in any order; lists are joined by commas. A text that is
not understood raises InvalidOrderError; an order that is understood and refused gets a Ruling.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from sim.errors import InvalidOrderError, unknown
from sim.orders.instruments import Instrument, Key, instruments

Value = float | dt.date | tuple[str, ...]


LARGEST = 1e13
"""Most that an order can name; the world's product of a year in USD is a tenth of it."""


@dataclass(frozen=True)
class Order:
    """One action a seat asks for."""

    instrument: str
    values: tuple[tuple[str, Value], ...]
    """Key and value, in the order the instrument lists its keys."""

    @staticmethod
    def parse(text: str) -> Order:
        """Return the order a text states.

        >>> str(Order.parse("export_licensing rate=0.5 product=ore target=B"))
        'export_licensing product=ore target=B rate=0.5'

        Raises InvalidOrderError with everything that is wrong with the text.
        """
        return _parsed(text)

    def __str__(self) -> str:
        return " ".join([self.instrument, *self.words])

    @property
    def words(self) -> tuple[str, ...]:
        """Return each `key=value` of the order's text."""
        return tuple(f"{k}={_text(v)}" for k, v in self.values)

    def names(self, key: str) -> tuple[str, ...]:
        """Return a list value; empty where the order leaves it open or says `*`."""
        value = self._value(key)
        return value if isinstance(value, tuple) and value != ("*",) else ()

    def number(self, key: str) -> float:
        """Return a number value, or the instrument's default for it."""
        value = self._value(key)
        if isinstance(value, float):
            return value
        default = instruments()[self.instrument].keys[key].default
        return default if default is not None else 0.0

    def number_or_none(self, key: str) -> float | None:
        """Return a number value; None where the order gives none."""
        value = self._value(key)
        return value if isinstance(value, float) else None

    def chosen(self, key: str) -> str:
        """Return a choice; empty where the order makes none."""
        value = self._value(key)
        return value[0] if isinstance(value, tuple) else ""

    def date(self, key: str) -> dt.date | None:
        """Return a date value, or None."""
        value = self._value(key)
        return value if isinstance(value, dt.date) else None

    def _value(self, key: str) -> Value | None:
        return self._by_key.get(key)

    @cached_property
    def _by_key(self) -> Mapping[str, Value]:
        return dict(self.values)


@lru_cache(maxsize=1024)  # seats say the same again and again
def _parsed(text: str) -> Order:
    words = text.split()
    if not words:
        raise InvalidOrderError("an order starts with the name of an instrument")
    known = instruments()
    if words[0] not in known:
        raise InvalidOrderError(unknown("instrument", words[0], known))
    instrument = known[words[0]]
    found = _pairs(words[1:], instrument)
    missing = [k for k, key in instrument.keys.items() if key.required and k not in found]
    if missing:
        wanted = ", ".join(f"{k}= ({instrument.keys[k].meaning})" for k in missing)
        raise InvalidOrderError(f"{words[0]} needs {wanted}")
    return Order(words[0], tuple((k, found[k]) for k in instrument.keys if k in found))


def _pairs(words: list[str], instrument: Instrument) -> Mapping[str, Value]:
    found: dict[str, Value] = {}
    for word in words:
        key, equals, text = word.partition("=")
        if not equals:
            raise InvalidOrderError(f"'{word}' should read key=value")
        if key not in instrument.keys:
            raise InvalidOrderError(unknown(f"key of {instrument.name}", key, instrument.keys))
        if key in found:
            raise InvalidOrderError(f"{key}= is given twice")
        found[key] = _value(key, text, instrument.keys[key])
    return found


def _value(name: str, text: str, key: Key) -> Value:
    if key.kind == "names":
        parts = tuple(text.split(","))
        if not all(parts) or ("*" in parts and len(parts) > 1):
            raise InvalidOrderError(f"{name}={text}: give names joined by commas, or *")
        return parts
    if key.kind == "choice":
        if text not in key.choices:
            raise InvalidOrderError(f"{name}={text}: give {' or '.join(key.choices)}")
        return (text,)
    if key.kind == "date":
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            raise InvalidOrderError(f"{name}={text}: give a date such as 2010-09-21") from None
    try:
        number = float(text)
    except ValueError:
        raise InvalidOrderError(f"{name}={text}: give a number") from None
    high = min(key.high, LARGEST)
    if not math.isfinite(number) or not key.low <= number <= high:
        raise InvalidOrderError(
            f"{name}={text}: {key.meaning} lies between {key.low:g} and {high:g}"
        )
    return number


def _text(value: Value) -> str:
    if isinstance(value, tuple):
        return ",".join(value)
    if isinstance(value, float):
        return repr(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
    return value.isoformat()
