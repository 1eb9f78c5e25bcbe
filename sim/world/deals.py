"""Deals: what two or more countries agree to do and to deliver, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

DealState = Literal["offered", "signed", "refused", "lapsed", "broken", "kept"]
Verb = Literal["lift", "pay", "concede", "supply", "hold_off"]
"""lift:ORDER ends a measure; pay:USD is a transfer; concede:DISPUTE; supply:PRODUCT:AMOUNT is so
much a year to the other side; hold_off: no new measure against the other side."""


@dataclass(frozen=True)
class Term:
    """One thing a party binds itself to."""

    party: str
    verb: Verb
    subject: str = ""
    """Order, dispute or product."""
    amount: float = 0.0
    """[USD] for pay, [unit/year] for supply."""

    def __str__(self) -> str:
        parts = [self.verb, *([self.subject] if self.subject else [])]
        return ":".join([*parts, *([f"{self.amount:g}"] if self.amount else [])])


@dataclass(frozen=True)
class Deal:
    """An agreement between two seats: terms in orders and in flows."""

    id: str
    parties: tuple[str, str]
    """Who proposed it, and to whom."""
    terms: tuple[Term, ...]
    offered: int
    """Tick."""
    until: int
    """First tick at which it no longer binds, or the offer no longer stands."""
    state: DealState = "offered"
    signed: int | None = None
    """Tick."""
    secret: bool = False
    dispute: str | None = None
    months: float = 12.0
    """How long it binds once it is signed [month]."""
