"""Observation: what one seat may see, built up from nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.timeline import Timeline
from sim.world.measures import Measure
from sim.world.world import STATE, Network, World


@dataclass(frozen=True)
class Observation:
    """A seat's knowledge at the start of a round."""

    seat: str
    round: int
    start: dt.date
    """First day of the round."""
    end: dt.date
    """First day after the round."""
    prices: Mapping[str, float]
    """Product -> world mean of sellers' prices, which are public [USD/unit]."""
    cover: Mapping[str, float]
    """Product -> weeks of use in stock in the seat's own country [week]."""
    measures: tuple[Measure, ...]
    """Measures in force or announced; customs holds only those that hit the seat or are its own."""


def observe(world: World, network: Network, timeline: Timeline, seat: str) -> Observation:
    """Return what a seat (a country or a firm) sees at the start of a round."""
    country = seat if seat in network.countries else _country_of(network, seat)
    start = timeline.date(world.tick)
    return Observation(
        seat=seat,
        round=timeline.round(start),
        start=start,
        end=timeline.date(world.tick + timeline.ticks_per_round),
        prices=_public_prices(world, network),
        cover=_own_cover(world, network, timeline, country),
        measures=tuple(m for m in world.measures if _visible(m, world.tick, country)),
    )


def _country_of(network: Network, firm: str) -> str | None:
    """Return a firm's country; None for a firm that holds no goods in the model."""
    if firm not in network.firms:
        return None
    return network.countries.name(int(network.firm_country[network.firms[firm]]))


def _public_prices(world: World, network: Network) -> dict[str, float]:
    prices = {}
    for p, name in enumerate(network.products):
        rows = network.outlet_product == p
        if rows.any():
            size = network.firm_reference[network.outlet_firm[rows]] * network.outlet_yield[rows]
            prices[name] = float(np.average(world.price[rows], weights=size))
    return prices


def _own_cover(
    world: World, network: Network, timeline: Timeline, country: str | None
) -> dict[str, float]:
    if country is None:
        return {}
    here = (network.slot_country == network.countries[country]) & (network.slot_kind != STATE)
    cover = {}
    for p, name in enumerate(network.products):
        rows = here & (network.slot_product == p)
        use = world.expected_use[rows].sum()
        if use > 0:
            cover[name] = float(world.stock[rows].sum() / use * timeline.tick_weeks)
    return cover


def _visible(measure: Measure, tick: int, country: str | None) -> bool:
    if measure.known > tick or (measure.until is not None and measure.until <= tick):
        return False
    deniable = measure.kind == "hold"
    return not deniable or country in (measure.by, *measure.targets)
