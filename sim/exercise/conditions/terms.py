"""Terms: what a condition is made of, each with a text form that comes back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

Sign = Literal["<", "<=", ">", ">=", "=", "!="]

ANYBODY = "anybody"
"""Stands for whoever it was."""


@dataclass(frozen=True)
class Amount:
    """A number as it was written, with its unit or none."""

    number: float
    unit: str = ""

    def __str__(self) -> str:
        whole = self.number == int(self.number) and abs(self.number) < 1e15
        number = repr(int(self.number)) if whole else repr(self.number)
        return f"{number} {self.unit}".rstrip()


@dataclass(frozen=True)
class _Term:
    column: int = field(default=1, compare=False, kw_only=True)
    """Where it stands in the text, from 1."""


@dataclass(frozen=True)
class Compared(_Term):
    """A published number against an amount."""

    name: str
    sign: Sign
    amount: Amount

    def __str__(self) -> str:
        return f"{self.name} {self.sign} {self.amount}"


@dataclass(frozen=True)
class InRound(_Term):
    """The round against a number of a round."""

    sign: Sign
    number: int

    def __str__(self) -> str:
        return f"round {self.sign} {self.number}"


@dataclass(frozen=True)
class OnDate(_Term):
    """The scenario's day against a day."""

    sign: Sign
    day: dt.date

    def __str__(self) -> str:
        return f"date {self.sign} {self.day}"


@dataclass(frozen=True)
class Ordered(_Term):
    """Somebody had an order carried out, this round or earlier."""

    by: str
    instrument: str = ""
    """Empty: any."""

    def __str__(self) -> str:
        return (
            f"ordered({self.by}, {self.instrument})" if self.instrument else f"ordered({self.by})"
        )


@dataclass(frozen=True)
class Fired(_Term):
    """An inject has been fired."""

    inject: str

    def __str__(self) -> str:
        return f"fired({self.inject})"


@dataclass(frozen=True)
class Not(_Term):
    """The opposite."""

    inner: Condition

    def __str__(self) -> str:
        inside = f"({self.inner})" if isinstance(self.inner, AllOf | AnyOf) else str(self.inner)
        return f"not {inside}"


@dataclass(frozen=True)
class AllOf(_Term):
    """Every part."""

    parts: tuple[Condition, ...]

    def __str__(self) -> str:
        return " and ".join(
            f"({p})" if isinstance(p, AllOf | AnyOf) else str(p) for p in self.parts
        )


@dataclass(frozen=True)
class AnyOf(_Term):
    """At least one part."""

    parts: tuple[Condition, ...]

    def __str__(self) -> str:
        return " or ".join(f"({p})" if isinstance(p, AnyOf) else str(p) for p in self.parts)


Leaf = Compared | InRound | OnDate | Ordered | Fired
Condition = Leaf | Not | AllOf | AnyOf
