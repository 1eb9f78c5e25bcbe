"""Levers: what one country could withhold from another with effect (§D.7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.dependence.definitions import ROUNDING
from sim.dependence.trade import Floats, Trade, ratio


@dataclass(frozen=True)
class Lever:
    """A product of which another country gets most from here."""

    product: str
    alone: float
    """Share of the other's supplies that the country sells it [1]."""
    together: float
    """The same with its friends [1]."""
    sold: float
    """By the country to the other [unit]."""
    loss: float | None
    """What withholding would cost the other [% of GDP]; None: unknown."""
    cost: float | None
    """What it would cost the country [% of GDP]; None: unknown."""


def levers(
    trade: Trade,
    country: str,
    other: str,
    friends: Sequence[str],
    parameters: Mapping[str, float],
) -> tuple[Lever, ...]:
    """Return what a country could withhold from another, strongest first (§D.7)."""
    seller, buyer = trade.countries[country], trade.countries[other]
    sold = trade.bought(buyer, [seller])
    helpers = [trade.countries[name] for name in friends]
    alone = ratio(sold, trade.supplies[buyer])
    together = ratio(trade.bought(buyer, [seller, *helpers]), trade.supplies[buyer])
    enough = (together >= parameters["dependence_gate"] - ROUNDING) & (sold > 0.0)
    found = [
        Lever(
            trade.products.name(p),
            float(alone[p]),
            float(together[p]),
            float(sold[p]),
            _of(trade.losses, seller, buyer, p),
            _of(trade.costs, seller, buyer, p),
        )
        for p in np.flatnonzero(enough).tolist()
    ]
    return tuple(
        sorted(found, key=lambda lever: (-(lever.loss or 0.0), -lever.sold, lever.product))
    )


def _of(values: Floats | None, seller: int, buyer: int, product: int) -> float | None:
    if values is None or np.isnan(values[seller, buyer, product]):
        return None
    return float(values[seller, buyer, product])
