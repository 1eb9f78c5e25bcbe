"""The instruments known so far: their keys, and the kind of measure each makes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sim.world.measures import MeasureKind


@dataclass(frozen=True)
class Key:
    """One key of an order's text."""

    kind: Literal["names", "number", "date"]
    meaning: str
    required: bool = False
    default: float | None = None
    low: float = 0.0
    high: float = math.inf
    of: Literal["product", "country", "activity", "firm", "channel", "order", ""] = ""
    """What the names are names of."""


@dataclass(frozen=True)
class Instrument:
    """What can be ordered, by its keys, and what it makes."""

    name: str
    title: str
    makes: MeasureKind | None
    """The kind of measure it imposes; None for `lift`."""
    own: Mapping[str, Key]

    @property
    def keys(self) -> dict[str, Key]:
        """Return the instrument's own keys, then those that every order may carry."""
        return {**self.own, **_WHEN}


_WHEN = {
    "from": Key("date", "first day in force"),
    "until": Key("date", "last day in force"),
}
_PRODUCT = Key("names", "products, or *", required=True, of="product")
_TARGET = Key("names", "countries, or *", of="country")
_RATE = Key("number", "a share", required=True, high=1.0)
_CHANNEL = Key("names", "channels goods leave by: declared, unquoted, undeclared", of="channel")
_ACTIVITY = Key("names", "activities", required=True, of="activity")


def _instrument(name: str, title: str, makes: MeasureKind | None, **own: Key) -> Instrument:
    return Instrument(name, title, makes, own)


INSTRUMENTS: Mapping[str, Instrument] = {
    i.name: i
    for i in (
        _instrument(
            "export_ban", "Forbid exports", "licence",
            product=_PRODUCT, target=_TARGET, channel=_CHANNEL,
        ),
        _instrument(
            "export_licence", "Let through only a share of export requests", "licence",
            product=_PRODUCT, target=_TARGET, channel=_CHANNEL, rate=_RATE,
        ),
        _instrument(
            "export_quota", "Limit what may leave in a period", "quota",
            product=_PRODUCT, target=_TARGET, channel=_CHANNEL,
            amount=Key("number", "units in the period", required=True),
            carry=Key(
                "number", "share of what the quota before left unused that is added",
                default=0.0, high=1.0,
            ),
        ),
        _instrument(
            "export_duty", "Tax exports", "duty",
            product=_PRODUCT, target=_TARGET, channel=_CHANNEL,
            rate=Key("number", "a share of the seller's price", required=True, high=10.0),
        ),
        _instrument(
            "import_tariff", "Tax imports", "tariff", product=_PRODUCT,
            origin=Key("names", "countries, or *", of="country"),
            rate=Key("number", "a share of the border price", required=True, high=10.0),
        ),
        _instrument(
            "customs_hold", "Keep shipments waiting at the border", "hold",
            product=_PRODUCT, target=_TARGET, channel=_CHANNEL,
            share=Key("number", "share of shipments kept", required=True, high=1.0),
            release=Key("number", "share of the queue released a week", default=0.0, high=1.0),
        ),
        _instrument(
            "boycott", "Refuse to buy", "boycott", product=_PRODUCT,
            origin=Key("names", "countries, or *", of="country"),
            firm=Key("names", "firms", of="firm"), rate=_RATE,
        ),
        _instrument(
            "domestic_first", "Serve buyers at home before those abroad", "domestic_first",
            product=_PRODUCT,
        ),
        _instrument(
            "production_cap", "Let only a share of capacity be worked", "cap",
            activity=_ACTIVITY, rate=_RATE,
        ),
        _instrument(
            "production_tax", "Tax production", "tax", activity=_ACTIVITY,
            rate=Key("number", "a share of normal unit cost", default=0.0, high=10.0),
            amount=Key("number", "USD per unit of the activity's level", default=0.0),
        ),
        _instrument(
            "suspend", "Halt a share of firms' capacity", "cap",
            firm=Key("names", "firms", required=True, of="firm"),
            share=Key("number", "share of capacity halted", required=True, high=1.0),
        ),
        _instrument(
            "enforcement", "Crack down on a trade: only a share of its capacity remains", "cap",
            activity=_ACTIVITY, rate=_RATE,
        ),
        _instrument(
            "support_research", "Speed up saving and substitution", "research",
            product=_PRODUCT,
            factor=Key("number", "multiple of the usual pace", required=True, low=1.0, high=10.0),
        ),
        _instrument(
            "support_capacity", "Pay for new capacity of firms", "capacity",
            firm=Key("names", "firms", required=True, of="firm"),
            amount=Key("number", "capacity added, units of the activity a year", default=0.0),
            usd=Key("number", "money spent", default=0.0),
        ),
        _instrument(
            "stockpile_buy", "Buy for the state's stockpile", "stockpile",
            product=_PRODUCT, amount=Key("number", "units in the period", required=True),
        ),
        _instrument(
            "stockpile_release", "Sell from the state's stockpile", "stockpile",
            product=_PRODUCT, amount=Key("number", "units in the period", required=True),
        ),
        _instrument(
            "lift", "End the measures of an earlier order", None,
            order=Key("names", "ids of orders", required=True, of="order"),
        ),
    )
}  # fmt: skip
