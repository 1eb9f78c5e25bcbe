"""Pillars: autonomy and indispensability, and the tags green, blue and red (§D.5, §D.6, §D.11)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.dependence.definitions import ROUNDING, control
from sim.dependence.trade import Bools, Floats, Trade, ratio

TAGS: Mapping[str, str] = {"green": "diversify", "blue": "protect", "red": "invest"}
"""What each tag asks for."""


@dataclass(frozen=True, eq=False)
class Hold:
    """What others would miss if a country withheld each product (§D.6); shape (P,) each."""

    holding: Floats
    """Share of others' supplies [1]."""
    hardness: Floats
    """How hard it is to replace [1]."""

    @property
    def indispensability(self) -> Floats:
        """Return what others would miss [1]."""
        return self.holding * self.hardness


def left_by_others(trade: Trade, country: int, friends: Sequence[int]) -> Floats:
    """Return what a country has if all but its friends stop selling (§D.5) [unit]; shape (P,)."""
    return np.asarray(trade.home[country] + trade.bought(country, friends))


def hold(trade: Trade, country: int, parameters: Mapping[str, float]) -> Hold:
    """Return what a country holds of others' supplies, and how hard that is to replace (§D.6)."""
    sold = trade.exports[country]
    others = np.arange(len(trade.countries)) != country
    output = (trade.exports + trade.home)[others].sum(axis=0)
    added = ratio(parameters["replacement_spare"] * output, sold)
    hardness = np.where(sold > 0.0, 1.0 - np.minimum(1.0, added), 0.0)
    return Hold(ratio(sold, trade.supplies[others].sum(axis=0)), hardness)


def market_growth(trade: Trade) -> float:
    """Return the growth of all trade (§D.10) [1/year]; NaN where unknown."""
    known = np.isfinite(trade.growth) & (trade.world > 0.0)
    if not known.any():
        return float("nan")
    return float(np.average(trade.growth[known], weights=trade.world[known]))


def upheaval(trade: Trade, parameters: Mapping[str, float]) -> Bools:
    """Return in which products the field is in upheaval (§D.11); shape (P,)."""
    beyond = trade.growth - market_growth(trade)
    return trade.disruptive | (beyond > parameters["disruptive_growth"] + ROUNDING)


def tags(
    trade: Trade, country: int, dependent: Bools, held: Hold, parameters: Mapping[str, float]
) -> tuple[str, ...]:
    """Return the tag of each product for a country, "" for none (§D.11)."""
    above = trade.exports[country] > trade.imports[country] * (1.0 + ROUNDING)
    strong = held.indispensability >= parameters["indispensable"] - ROUNDING
    small = control(trade)[country] < parameters["disruptive_share"] - ROUNDING
    found = np.select(
        [dependent, above & strong, upheaval(trade, parameters) & small],
        ["green", "blue", "red"],
        "",
    )
    return tuple(str(name) for name in found)
