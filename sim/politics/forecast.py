"""Forecasts: what a cut-off would cost and bring, in closed form (§P.33 to §P.37).

Nobody runs the economy in his head: these are what governments reckon with before they act, and
what meters show. C countries, P products; first axis sender, second target. Losses are yearly
[% of GDP].
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt

from sim.odds import Part
from sim.politics.contest.horizon import at_once
from sim.politics.contest.situation import Situation
from sim.politics.home.cost import felt
from sim.politics.sums import Floats
from sim.world.world import Network, World

YEAR = 12.0
"""Months in a year: how far governments look."""

PER_CENT = 100.0


@dataclass(frozen=True, eq=False)
class Leverage:
    """What each country could do to each other by product; NaN where a GDP is unknown."""

    denial: Floats
    """Loss of the target if the sender no longer sells to it [% of GDP]; shape (C, C, P)."""
    denial_cost: Floats
    """Loss of the sender in doing so [% of GDP]; shape (C, C, P)."""
    closure: Floats
    """Loss of the target if the sender no longer buys from it [% of GDP]; shape (C, C, P)."""
    closure_cost: Floats
    """Loss of the sender in doing so [% of GDP]; shape (C, C, P)."""


def known_losses(values: Floats) -> Floats:
    """Return losses, with nothing where a GDP is unknown."""
    return cast(Floats, np.where(np.isfinite(values), values, 0.0))


def leverage(
    network: Network,
    world: World,
    gdp: Floats,
    ticks_a_year: float,
    parameters: Mapping[str, float],
) -> Leverage:
    """Return what each country could do to each other, from who supplies whom at present.

    `gdp` is that of each country [USD/year]; shape (C,).
    """
    trade = purchases(network, world, ticks_a_year)
    with np.errstate(invalid="ignore"):  # an unknown GDP stays unknown
        cut = _cut_off(trade, _weight(network, ticks_a_year) / gdp[:, None], parameters)
        lost = _unsold(trade, parameters) / gdp[None, :, None]
    # What one does to the other by not selling, the other does to himself by not buying.
    return Leverage(
        denial=PER_CENT * cut,
        denial_cost=PER_CENT * lost.transpose(1, 0, 2),
        closure=PER_CENT * lost,
        closure_cost=PER_CENT * cut.transpose(1, 0, 2),
    )


def purchases(network: Network, world: World, ticks_a_year: float) -> Floats:
    """Return what each country buys of each at base prices [USD/year]; (C seller, C buyer, P)."""
    slot = network.link_slot
    seller = network.firm_country[network.outlet_firm[network.link_outlet]]
    shape = (len(network.countries), len(network.countries), len(network.products))
    row = np.ravel_multi_index(
        (seller, network.slot_country[slot], network.slot_product[slot]), shape
    )
    value = world.share * network.slot_base_use[slot] * network.link_base_price
    return _summed(row, value * ticks_a_year, shape)


def _weight(network: Network, ticks_a_year: float) -> Floats:
    """Return what hangs on each product in each country [USD/year] (§P.33); shape (C, P).

    What is paid for it; or, where more, the value added that stops without it.
    """
    paid = network.slot_base_use * network.slot_base_price
    level = np.divide(
        network.slot_base_use,
        network.slot_base_amount,
        out=np.zeros_like(paid),
        where=network.slot_base_amount > 0.0,
    )
    owned = network.slot_firm >= 0
    added = np.where(owned, network.firm_factor_cost[network.slot_firm] * level, 0.0)
    at_stake = np.maximum(paid, network.slot_criticality * added)
    shape = (len(network.countries), len(network.products))
    row = np.ravel_multi_index((network.slot_country, network.slot_product), shape)
    return _summed(row, at_stake * ticks_a_year, shape)


def _cut_off(trade: Floats, weight: Floats, parameters: Mapping[str, float]) -> Floats:
    """Return the loss from losing each supplier, share of GDP (§P.33); shape (C, C, P)."""
    whole = trade.sum(axis=0)
    share = np.divide(trade, whole, out=np.zeros_like(trade), where=whole > 0.0)
    _nothing_at_home(share)
    elasticity = max(parameters["forecast_substitution"], parameters["forecast_substitution_least"])
    with np.errstate(divide="ignore"):  # a sole supplier: everything is lost
        steep = -np.log1p(-np.minimum(share, 1.0)) / (elasticity - 1.0)
    return cast(Floats, weight * np.minimum(1.0, steep))


def _unsold(trade: Floats, parameters: Mapping[str, float]) -> Floats:
    """Return what a seller loses with each buyer [USD/year] (§P.34); (C buyer, C seller, P)."""
    abroad = trade.copy()
    _nothing_at_home(abroad)
    bought = abroad.sum(axis=0)
    market = bought.sum(axis=0)
    part = np.divide(bought, market, out=np.zeros_like(bought), where=market > 0.0)
    kept = 1.0 - parameters["forecast_redirection"] * (1.0 - part)
    return cast(Floats, abroad.transpose(1, 0, 2) * kept[:, None, :])


def _summed(row: npt.NDArray[np.intp], values: Floats, shape: tuple[int, ...]) -> Floats:
    """Return values added up by their row of an array of a shape."""
    summed = np.bincount(row, values, math.prod(shape)).reshape(shape)
    return summed.astype(np.float64, copy=False)


def _nothing_at_home(values: Floats) -> None:
    """Set to 0, in place, what countries are to themselves."""
    own = np.arange(len(values))
    values[own, own] = 0.0


@dataclass(frozen=True)
class Launch:
    """What coercing would be worth to a sender, part by part (§P.36)."""

    parts: tuple[Part, ...]
    probability: float
    """That a government would do it [1] (§P.37)."""

    @property
    def worth(self) -> float:
        """Return the parts added up [1]."""
        return sum(value for _, value in self.parts)


def concession_within_a_year(
    s: Situation,
    parameters: Mapping[str, float],
    *,
    damage_target: float,
    damage_sender: float = 0.0,
) -> float:
    """Return how likely the target concedes within 12 months of measures [1] (§P.35)."""
    fates = at_once(s, YEAR, parameters, damage_target=damage_target, damage_sender=damage_sender)
    return float(fates.conceded)


def launch(
    s: Situation,
    parameters: Mapping[str, float],
    *,
    damage_target: float,
    damage_sender: float = 0.0,
    joint: float = 0.0,
    reprisal: float = 0.0,
    legitimacy: float = 0.0,
    capital: float = 0.0,
) -> Launch:
    """Return what coercing would be worth to the sender (§P.36).

    Parameters
    ----------
    s : the situation it expects
    damage_target, damage_sender : yearly losses from the measure [% of GDP]
    joint : chance of a joint answer [1]
    reprisal : own yearly loss from such an answer [% of GDP]
    legitimacy : standing that it would lose [0 to 1]
    capital : political capital that it takes [points]
    """
    p = parameters
    wins = concession_within_a_year(s, p, damage_target=damage_target, damage_sender=damage_sender)
    parts = (
        ("concession", float(s.stake_sender) * wins),
        ("own cost", -p["launch_own_cost"] * float(felt(damage_sender, p))),
        ("joint answer", -p["launch_reprisal"] * joint * float(felt(reprisal, p))),
        ("legitimacy", -p["launch_legitimacy"] * legitimacy),
        ("political capital", -p["launch_capital"] * capital),
    )
    return Launch(parts, _launched(sum(value for _, value in parts), p))


def _launched(worth: float, parameters: Mapping[str, float]) -> float:
    """Return how likely a government's threshold lies below the worth [1] (§P.37)."""
    above = (worth - parameters["launch_threshold"]) / parameters["launch_noise"]
    return 0.5 * (1.0 + math.erf(above / math.sqrt(2.0)))
