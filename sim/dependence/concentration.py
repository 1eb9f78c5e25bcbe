"""Concentration and asymmetry, after Hirschman (§D.8, §D.9)."""

from __future__ import annotations

import numpy as np

from sim.dependence.trade import Floats, Rows, Trade, counted, ratio


def of_suppliers(trade: Trade) -> Floats:
    """Return the concentration of each country's imports by seller (§D.8) [1]; shape (C, P)."""
    return _squares(trade, trade.buyer, trade.imports)


def of_markets(trade: Trade) -> Floats:
    """Return the concentration of each country's exports by buyer (§D.8) [1]; shape (C, P)."""
    return _squares(trade, trade.seller, trade.exports)


def of_exporters(trade: Trade) -> Floats:
    """Return the concentration of each world market by exporter (§D.8) [1]; shape (P,)."""
    return np.asarray((ratio(trade.exports, trade.world) ** 2).sum(axis=0))


def asymmetry(theirs: float, ours: float) -> float | None:
    """Return how much more one depends than the other (§D.9) [1]; None where neither does.

    >>> asymmetry(0.25, 0.75)
    0.75
    """
    return ours / (theirs + ours) if theirs + ours > 0.0 else None


def weight_of(trade: Trade, country: int, other: int) -> float:
    """Return the share of a country's trade that is with another (§D.9) [1]."""
    with_it = trade.bought(country, [other]).sum() + trade.bought(other, [country]).sum()
    whole = trade.imports[country].sum() + trade.exports[country].sum()
    return float(with_it / whole) if whole > 0.0 else 0.0


def _squares(trade: Trade, country: Rows, whole: Floats) -> Floats:
    rows = trade.abroad
    cell = np.ravel_multi_index((country[rows], trade.product[rows]), whole.shape)
    share = trade.value[rows] / whole.ravel()[cell]
    return counted(cell, share**2, whole.size).reshape(whole.shape)
