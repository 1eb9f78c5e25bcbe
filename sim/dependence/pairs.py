"""Pairs: for how many products each country depends on each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.dependence.definitions import Cases
from sim.dependence.profile import definition_of
from sim.dependence.trade import Trade


@dataclass(frozen=True)
class Pair:
    """A country that depends on another for some products."""

    country: str
    on: str
    products: int
    """For which it is strategically dependent (§D.4)."""
    value: float
    """What it buys of them there [unit]."""
    share: float
    """That over all its imports [1]."""


def pairs(trade: Trade, parameters: Mapping[str, float], *, by: str = "hjs") -> tuple[Pair, ...]:
    """Return who depends on whom, by the number of products, most first."""
    definition = definition_of(by)
    rows = np.flatnonzero(trade.abroad)
    if definition.of_leading:
        rows = np.unique(trade.leading[trade.leading >= 0])
    rows = rows[definition.judge(trade, Cases.of(trade, rows), parameters).dependent]
    count = len(trade.countries)
    cell = trade.buyer[rows] * count + trade.seller[rows]
    products = np.bincount(cell, minlength=count**2)
    value = np.bincount(cell, trade.value[rows], count**2)
    bought = trade.imports.sum(axis=1)
    found = [
        Pair(
            trade.countries.name(at // count),
            trade.countries.name(at % count),
            int(products[at]),
            float(value[at]),
            float(value[at] / bought[at // count]),
        )
        for at in np.flatnonzero(products).tolist()
    ]
    return tuple(sorted(found, key=lambda p: (-p.products, -p.value, p.country, p.on)))
