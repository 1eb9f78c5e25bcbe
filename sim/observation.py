"""Observation: what one seat may see, built up from nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from sim.orders.base import Order
from sim.orders.effects.deed import Standing
from sim.orders.legality import refused
from sim.orders.price import left_to_spend
from sim.orders.timing import deed_of
from sim.politics import forecast
from sim.politics.coalitions.deterrence import deterrence
from sim.politics.home.support import pressure
from sim.politics.information.appearance import apparent
from sim.politics.information.attribution import all_denied
from sim.politics.information.chokepoints import Chokepoint, known_chokepoints
from sim.rng import Streams
from sim.world.deals import Deal
from sim.world.disputes import Dispute, Toll
from sim.world.measures import Measure
from sim.world.politics import Exposure
from sim.world.setting import Setting
from sim.world.watching import watch
from sim.world.world import STATE, Floats, Network, World, frozen


@dataclass(frozen=True)
class Standpoint:
    """What a seat's own country is in politics."""

    country: str
    support: float
    """[0 to 100]"""
    capital: float
    """[points]"""
    pressure: float
    """To give way in one of its quarrels, from home [0 to 1] (§P.20)."""
    budget: float | None
    """Left to spend this year [USD]; None where its GDP is not given."""
    gdp: float | None
    """[USD/year]; None where it is not given."""
    relations: Mapping[str, float]
    """Country -> how one stands to it [-1 to 1]."""
    allies: tuple[str, ...]
    government: str


@dataclass(frozen=True)
class Leverage:
    """What cutting a trade would cost, by closed-form forecast from trade shares (§P.33)."""

    other: str
    product: str
    loss_other: float
    """[% of GDP a year]"""
    loss_self: float
    """[% of GDP a year]"""


@dataclass(frozen=True)
class Observation:
    """A seat's knowledge at the start of a round."""

    seat: str
    round: int
    start: dt.date
    """First day of the round."""
    end: dt.date
    """First day after the round."""
    tick_days: int
    """Length of a tick, by which measures and disputes are dated [day]."""
    luck: int
    """The same for everybody in a game, another in another: what scripted seats draw by."""
    prices: Mapping[str, float]
    """Product -> world mean of sellers' prices, which are public [USD/unit]."""
    cover: Mapping[str, float]
    """Product -> weeks of use in stock in the seat's own country, by estimate [week] (§I.7)."""
    measures: tuple[Measure, ...]
    """Measures in force or announced; deniable ones only if they hit the seat or are its own."""
    own: Standpoint | None = None
    """None where the seat's country is none of the scenario's."""
    disputes: tuple[Dispute, ...] = ()
    """Open disputes it knows of; losses as it estimates them, others' late; resolve hidden.

    How far those of others have gone is told from the steps that it has heard of (§I.12).
    """
    deals: tuple[Deal, ...] = ()
    """Deals it is party to, and public ones."""
    exposures: tuple[Exposure, ...] = ()
    """Streams of money between countries, which are public."""
    denial: tuple[Leverage, ...] = ()
    """What it could withhold, strongest first."""
    market: tuple[Leverage, ...] = ()
    """What it could refuse to buy, strongest first."""
    threats: tuple[Leverage, ...] = ()
    """What others could withhold from it (loss_self is its own), strongest first."""
    deterrence: Mapping[str, forecast.Launch] = field(default_factory=dict)
    """Own dispute that has not come to measures -> what pressing in the open would be worth."""
    deterrence_denied: Mapping[str, forecast.Launch] = field(default_factory=dict)
    """The same where all that it does would be denied."""
    chokepoints: tuple[Chokepoint, ...] = ()
    """Its own small firms on which much hangs; none before it asked firms, or watches them."""
    may: Callable[[Order], str | None] = field(
        default=lambda order: None, repr=False, compare=False
    )
    """Why an order of its own would be refused now, or None."""


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
        prices=_public_prices(world, setting.network),
        cover=_own_cover(world, setting, country, draw),
        measures=_seen_measures(world, country),
    )
    if country is None:
        return plain
    disputes = tuple(
        _estimated(d, country, world, setting, draw)
        for d in world.politics.disputes
        if d.open and d.known_to(country)
    )
    seen = replace(
        plain,
        own=_standpoint(world, setting, country, disputes),
        disputes=disputes,
        deals=tuple(d for d in world.politics.deals if _told(d, country)),
        exposures=setting.polity.exposures,
        denial=_ranked(setting, country, forces.denial, forces.denial_cost),
        market=_ranked(setting, country, forces.closure, forces.closure_cost),
        threats=_ranked(setting, country, forces.denial_cost, forces.denial, inward=True),
        may=_checker(world, setting, seat, start),
    )
    if seat in setting.polity.firms:
        return seen
    return replace(
        seen,
        deterrence=_deterrence(world, setting, country, forces, deniable=False),
        deterrence_denied=_deterrence(world, setting, country, forces, deniable=True),
        chokepoints=_chokepoints(world, setting, country),
    )


def _deterrence(
    world: World, setting: Setting, country: str, forces: forecast.Leverage, *, deniable: bool
) -> dict[str, forecast.Launch]:
    """Return what pressing would be worth in own disputes without measures (§C.15).

    How others stand to each other and how far clubs hold is known; what is stirred up there is not.
    """
    quiet = [
        d for d in world.politics.disputes
        if d.sender == country and d.stage in ("latent", "threat")
    ]  # fmt: skip
    if not quiet:
        return {}
    calm = replace(world.politics, rally=frozen(np.zeros_like(world.politics.rally)))
    known = replace(world, measures=_seen_measures(world, country), politics=calm)
    return {d.id: deterrence(d, known, setting, forces, deniable=deniable) for d in quiet}


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


def _estimated(
    dispute: Dispute, country: str, world: World, setting: Setting, draw: Streams
) -> Dispute:
    """Return a dispute as a country sees it: losses by estimate, others' a round late (§P.41)."""
    dispute = apparent(dispute, country, world, setting)
    seen = replace(dispute, resolve=0.0, toll=None, toll_before=None, misread=(), plain_since=None)
    if dispute.toll is None:
        return seen
    clear = _watch(world, setting, country)
    row, count = setting.polity.countries[country], len(setting.polity.countries)
    late = dispute.toll if clear > 0.0 else dispute.toll_before  # §I.6
    spread = (1.0 - clear) * _noise(dispute, country, world, setting)
    errors = np.exp(spread * draw(f"{country} {dispute.id}").standard_normal((3, count)))
    damage, sector, shortage = (
        _own_now(now, then, row) * error
        for now, then, error in zip(
            _arrays(dispute.toll), _arrays(late, count), errors, strict=True
        )
    )
    # Built up from nothing: what else a toll knows is not told.
    toll = Toll(_tuple(damage), _tuple(np.minimum(1.0, sector)), _tuple(np.minimum(1.0, shortage)))
    return replace(seen, toll=toll)


def _arrays(toll: Toll | None, count: int = 0) -> tuple[Floats, Floats, Floats]:
    """Return the parts of a toll; nothing of one that nobody has heard of yet."""
    if toll is None:
        return np.zeros(count), np.zeros(count), np.zeros(count)
    return np.array(toll.damage), np.array(toll.sector), np.array(toll.shortage)


def _own_now(now: Floats, then: Floats, row: int) -> Floats:
    """Return what a country knows of: its own as it is now, others' as it was then."""
    known = then.copy()
    known[row] = now[row]
    return known


def _noise(dispute: Dispute, country: str, world: World, setting: Setting) -> Floats:
    """Return the spread of what a country sees of each one's losses, log (§I.5); shape (C,).

    Where all measures that it knows of are denied, it cannot tell what is their doing; but those
    who take them can.
    """
    countries, parameters = setting.polity.countries, setting.parameters
    noise = np.full(len(countries), setting.polity.trait("observation_noise", country))
    noise[countries[country]] = parameters["own_noise"]
    steps = [
        m for m in world.measures if m.dispute == dispute.id and m.seen_by(country, world.tick)
    ]
    in_doubt = not steps or all_denied(steps, parameters)
    if in_doubt and country not in (dispute.sender, *dispute.partners):
        noise = np.maximum(noise, parameters["denied_noise"])
    return noise


def _seen_measures(world: World, country: str | None) -> tuple[Measure, ...]:
    """Return the measures that a country sees, without what they took the place of elsewhere."""
    return tuple(
        m if m.by == country or not m.replaced else replace(m, replaced=())
        for m in world.measures
        if m.seen_by(country, world.tick)
    )


def _chokepoints(world: World, setting: Setting, country: str) -> tuple[Chokepoint, ...]:
    """Return the chokepoints of its own that a country knows of (§I.9)."""
    ticks_a_year = 1.0 / setting.timeline.tick_years
    return known_chokepoints(
        setting.network, world, setting.polity, country, ticks_a_year, setting.parameters
    )[:MOST]


def _tuple(values: Floats) -> tuple[float, ...]:
    return tuple(values.tolist())


def _public_prices(world: World, network: Network) -> dict[str, float]:
    """Return the mean price of every product, weighted by normal output [USD/unit]."""
    size = network.firm_reference[network.outlet_firm] * network.outlet_yield
    count = len(network.products)
    weight = np.bincount(network.outlet_product, size, count)
    value = np.bincount(network.outlet_product, size * world.price, count)
    return {n: float(value[p] / weight[p]) for p, n in enumerate(network.products) if weight[p] > 0}


def _own_cover(
    world: World, setting: Setting, country: str | None, draw: Streams
) -> dict[str, float]:
    """Return how long a country's stocks seem to last, by product [week] (§I.7).

    Firms do not disclose what they hold unless they are asked.
    """
    if country is None:
        return {}
    network = setting.network
    here = (network.slot_country == network.countries[country]) & (network.slot_kind != STATE)
    count, product = len(network.products), network.slot_product[here]
    use = np.bincount(product, world.expected_use[here], count)
    stock = np.bincount(product, world.stock[here].sum(axis=1), count)
    weeks = setting.timeline.tick_weeks
    noise = setting.parameters["cover_noise"]
    errors = np.exp(noise * draw(f"{country} cover").standard_normal(count))
    return {
        n: float(
            stock[p] / use[p] * weeks * errors[p] ** (1.0 - _watch(world, setting, country, n))
        )
        for p, n in enumerate(network.products)
        if use[p] > 0
    }


def _watch(world: World, setting: Setting, country: str, product: str | None = None) -> float:
    """Return how well a country sees what happens [0 to 1] (§I.1)."""
    return watch(
        world.measures, country, world.tick, setting.polity, setting.parameters, product=product
    )


def _told(deal: Deal, country: str) -> bool:
    """Return whether a country knows of a deal: its own, or one that was signed in public."""
    signed = deal.signed is not None and not deal.secret
    return country in deal.parties or signed
