"""Observing: a seat's Observation, built up from nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from sim.observation.estimates import estimated, own_cover
from sim.observation.knowledge import Leverage, Observation, Standpoint
from sim.observation.later import Later, LaterRow
from sim.orders.base import Order
from sim.orders.effects.deed import Standing
from sim.orders.legality import refused
from sim.orders.price import left_to_spend
from sim.orders.timing import deed_of
from sim.politics import forecast
from sim.politics.coalitions.deterrence import worth
from sim.politics.coalitions.scene import Scene
from sim.politics.home.support import pressure
from sim.politics.information.chokepoints import Chokepoint, known_chokepoints
from sim.rng import Streams
from sim.values import replace
from sim.world.deals import Deal
from sim.world.disputes import Dispute
from sim.world.measures import Measure
from sim.world.setting import Setting
from sim.world.world import Floats, Network, World, frozen


def observe(
    world: World, setting: Setting, seat: str, draw: Streams, forces: forecast.Leverage
) -> Observation:
    """Return what a seat (a country, a ministry or a firm) sees at the start of a round.

    `forces` are what countries could do to each other, from trade statistics that all can read.
    """
    country = _country_of(setting, seat)
    start = setting.timeline.date(world.tick)
    plain = Observation(
        seat=seat,
        round=setting.timeline.round(start),
        start=start,
        end=setting.timeline.date(world.tick + setting.timeline.ticks_per_round),
        tick_days=setting.timeline.tick_days,
        luck=setting.seed,
        prices=Later(partial(_public_prices, world, setting.network)),
        cover=Later(partial(own_cover, world, setting, country, draw)),
        measures=_seen_measures(world, country),
    )
    if country is None:
        return plain
    firm = seat in setting.polity.firms  # what its government agrees on in secret, it is not told
    deals = tuple(d for d in world.politics.deals if _told(d, None if firm else country))
    disputes = tuple(
        estimated(d, country, world, setting, draw)
        for d in world.politics.disputes
        if d.open and d.known_to(country)
    )

    def ranked(theirs: Floats, ours: Floats, *, inward: bool = False) -> LaterRow[Leverage]:
        return LaterRow(partial(_ranked, setting, country, theirs, ours, inward=inward))

    seen = replace(
        plain,
        own=_standpoint(world, setting, country, disputes),
        disputes=disputes,
        deals=deals,
        exposures=setting.polity.exposures,
        denial=ranked(forces.denial, forces.denial_cost),
        market=ranked(forces.closure, forces.closure_cost),
        threats=ranked(forces.denial_cost, forces.denial, inward=True),
        may=_checker(world, setting, seat, start),
    )
    if firm:
        unsaid = {d.id for d in world.politics.deals} - {d.id for d in deals}
        return replace(seen, measures=tuple(m for m in seen.measures if m.origin not in unsaid))
    scenes = _quiet_scenes(world, setting, country, forces)
    return replace(
        seen,
        deterrence=Later(partial(_deterrence, scenes, deniable=False)),
        deterrence_denied=Later(partial(_deterrence, scenes, deniable=True)),
        listed=partial(_chokepoints, world, setting, country),
    )


def _quiet_scenes(
    world: World, setting: Setting, country: str, forces: forecast.Leverage
) -> tuple[Scene, ...]:
    """Return a country's own quiet disputes as third countries see them, as far as it knows.

    How others stand to each other and how far clubs hold is known; what is stirred up there is not.
    """
    quiet = [
        d for d in world.politics.disputes
        if d.sender == country and d.stage in ("latent", "threat")
    ]  # fmt: skip
    if not quiet:
        return ()
    calm = replace(world.politics, rally=frozen(np.zeros_like(world.politics.rally)))
    known = replace(world, measures=_seen_measures(world, country), politics=calm)
    return tuple(Scene(dispute, known, setting, forces) for dispute in quiet)


def _deterrence(scenes: tuple[Scene, ...], *, deniable: bool) -> dict[str, forecast.Launch]:
    """Return what pressing would be worth in own quiet disputes (§C.15)."""
    return {scene.dispute.id: worth(scene, deniable=deniable) for scene in scenes}


MOST = 16
"""Levers listed at most: weaker ones are no use to anybody."""


def _ranked(
    setting: Setting, country: str, theirs: Floats, ours: Floats, *, inward: bool = False
) -> tuple[Leverage, ...]:
    """Return a country's levers, or those of others over it, the strongest first."""
    network = setting.network
    row = network.countries[country]
    hit, own = (theirs[:, row], ours[:, row]) if inward else (theirs[row], ours[row])
    strength = np.where(np.isfinite(own + hit), own if inward else hit, 0.0).ravel()
    ranked = np.argsort(-strength, kind="stable")[:MOST]
    ranked = ranked[strength[ranked] > 0.0]
    others, products = network.countries.names, network.products.names
    return tuple(
        Leverage(others[flat // len(products)], products[flat % len(products)], theirs_lost, lost)
        for flat, theirs_lost, lost in zip(
            ranked.tolist(), hit.ravel()[ranked].tolist(), own.ravel()[ranked].tolist(), strict=True
        )
    )


def _checker(
    world: World, setting: Setting, seat: str, day: dt.date
) -> Callable[[Order], str | None]:
    """Return a function that says why an order of the seat would be refused."""
    standing = Standing(world.measures, world.politics)

    def may(order: Order) -> str | None:
        return refused(deed_of(order, "asked", seat, day, setting, world), standing)

    return may


def _country_of(setting: Setting, seat: str) -> str | None:
    """Return the country a seat acts in; None for one that is nobody here."""
    country = setting.polity.state_of(seat)
    return country if country in setting.network.countries else None


def _standpoint(
    world: World, setting: Setting, country: str, disputes: Sequence[Dispute]
) -> Standpoint:
    politics, polity = world.politics, setting.polity
    row = polity.countries[country]
    return Standpoint(
        country=country,
        support=float(politics.support[row]),
        capital=float(politics.capital[row]),
        pressure=_pressure(world, setting, row, disputes),
        budget=_known_number(left_to_spend(setting, politics, country)),
        gdp=_known_number(polity.gdp_of(country)),
        relations={c: float(politics.relations[row, n]) for n, c in enumerate(polity.countries)},
        allies=tuple(c for n, c in enumerate(polity.countries) if polity.treaty[row, n]),
        government=polity.governments[row],
    )


def _pressure(world: World, setting: Setting, row: int, disputes: Sequence[Dispute]) -> float:
    """Return the pressure at home from the quarrel that presses most, as seen [0 to 1] (§P.20)."""
    traits = setting.polity.traits
    return max(
        (
            float(
                pressure(
                    d.toll.damage[row],
                    setting.parameters,
                    sector=d.toll.sector[row],
                    weight=float(traits["sector_weight"][row]),
                    shortage=d.toll.shortage[row],
                    rally=float(world.politics.rally[row]),
                    alignment=float(traits["business_alignment"][row]),
                )
            )
            for d in disputes
            if d.toll is not None
        ),
        default=0.0,
    )


def _known_number(value: float) -> float | None:
    return value if np.isfinite(value) else None


def _seen_measures(world: World, country: str | None) -> tuple[Measure, ...]:
    """Return the measures that a country sees, without what they took the place of elsewhere."""
    return tuple(
        m if m.by == country or not m.replaced else replace(m, replaced=())
        for m in world.measures
        if m.seen_by(country, world.tick)
    )


def _chokepoints(world: World, setting: Setting, country: str) -> tuple[Chokepoint, ...]:
    """Return the chokepoints of its own that a country knows of (§I.9)."""
    return known_chokepoints(world, setting, country)[:MOST]


def _public_prices(world: World, network: Network) -> dict[str, float]:
    """Return the mean price of every product, weighted by normal output [USD/unit]."""
    size = network.firm_reference[network.outlet_firm] * network.outlet_yield
    count = len(network.products)
    weight = np.bincount(network.outlet_product, size, count)
    value = np.bincount(network.outlet_product, size * world.price, count)
    return {n: float(value[p] / weight[p]) for p, n in enumerate(network.products) if weight[p] > 0}


def _told(deal: Deal, country: str | None) -> bool:
    """Return whether a country knows of a deal: its own, or one that was signed in public."""
    signed = deal.signed is not None and not deal.secret
    return country in deal.parties or signed
