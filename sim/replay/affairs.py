"""Affairs: the politics of a run round by round, who paid, and prices under measures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from sim.index import Index
from sim.indicators import Record
from sim.journal import Entry
from sim.replay.history import Reading
from sim.replay.lines import Line
from sim.replay.run import RunResult
from sim.replay.score import reader
from sim.timeline import Period
from sim.world.deals import Deal
from sim.world.disputes import Dispute, Toll
from sim.world.measures import RULE_KINDS
from sim.world.politics import Politics, Polity
from sim.world.setting import MONTH_DAYS

Losses = Mapping[str, Mapping[str, float]]
"""Dispute -> country -> loss; below 0 for a gain."""

LITTLE = 0.005
"""A loss less than this is not told of who has no part in a dispute [% of GDP]."""

A_PART = 0.01
"""The same where a GDP is unknown: share of the greatest loss of anybody [1]."""


@dataclass(frozen=True)
class Backing:
    """What a government can draw on at the end of a round."""

    support: float
    """[0 to 100]"""
    capital: float
    """[points]"""


@dataclass(frozen=True)
class Ripple:
    """What a dispute cost those who have no part in it, up to a day (§P.46)."""

    parties: float
    """Lost by sender and target and who acts with them [USD]."""
    thirds: float
    """Lost by third countries; what others of them gained is not set against it [USD]."""
    developing: float
    """The part of that lost by developing countries [USD]."""
    thirds_gdp: float
    """What third countries lost over their GDP, where it is known [% of a year's GDP]."""
    developing_gdp: float
    """The same of developing ones [% of a year's GDP]."""
    hardest: tuple[str, float] | None
    """The third country that lost most for its GDP, and what [% of a year's GDP]."""

    @property
    def index(self) -> float | None:
        """Return the loss of third countries for each USD that the parties lost [1]."""
        return self.thirds / self.parties if self.parties > 0.0 else None

    @property
    def developing_index(self) -> float | None:
        """Return that of developing countries [1]."""
        return self.developing / self.parties if self.parties > 0.0 else None


@dataclass(frozen=True)
class Affairs:
    """Politics at the end of a round, and what its disputes cost."""

    until: dt.date
    """First day after the round."""
    backing: Mapping[str, Backing]
    """Of every party to a dispute of the run, and of `thirds`."""
    disputes: tuple[Dispute, ...]
    deals: tuple[Deal, ...]
    damage: Losses
    """In the round, yearly [% of GDP]."""
    lost: Losses
    """From the start to the end of the round [% of a year's GDP]."""
    usd: Losses = field(default_factory=dict)
    """The same in money, also where a GDP is unknown [USD]."""
    thirds: tuple[str, ...] = ()
    """Countries without a part in any dispute of the run that some dispute cost something."""
    ripple: Mapping[str, Ripple] = field(default_factory=dict)
    """Dispute -> what it cost others so far."""


def affairs(result: RunResult) -> tuple[Affairs, ...]:
    """Return politics round by round."""
    found: list[Affairs] = []
    lost: Losses = {}
    usd: Losses = {}
    polity, parties = result.setting.polity, parties_of(result)
    thirds = thirds_of(result, parties)
    told = [c for c in polity.countries if c in (*parties, *thirds)]
    for entry in result.journal:
        politics, countries = entry.politics, polity.countries
        shares = _shares(entry, countries, lambda toll: toll.damage)
        lost = _added(lost, shares)
        usd = _added(usd, _shares(entry, countries, lambda toll: toll.usd))
        years = sum(month.years for month in entry.months)
        damage = {d: {c: loss / years for c, loss in by.items()} for d, by in shares.items()}
        found.append(
            Affairs(
                until=entry.end,
                backing={c: _backing(politics, countries[c]) for c in told},
                disputes=politics.disputes,
                deals=politics.deals,
                damage=_of(damage, told),
                lost=_of(lost, told),
                usd=_of(usd, told),
                thirds=thirds,
                ripple={d.id: ripple(d, usd[d.id], polity) for d in politics.disputes},
            )
        )
    return tuple(found)


def ripple(dispute: Dispute, usd: Mapping[str, float], polity: Polity) -> Ripple:
    """Return what a dispute cost others, from what it cost each country [USD] (§P.46)."""
    inside = (dispute.sender, dispute.target, *dispute.partners, *dispute.defenders)
    thirds = [c for c in polity.countries if c not in inside]
    developing = [c for c in thirds if c in polity.developing]
    return Ripple(
        parties=_lost(usd, dict.fromkeys(inside)),
        thirds=_lost(usd, thirds),
        developing=_lost(usd, developing),
        thirds_gdp=_share_of_gdp(usd, thirds, polity),
        developing_gdp=_share_of_gdp(usd, developing, polity),
        hardest=max(
            ((c, _share_of_gdp(usd, [c], polity)) for c in thirds if usd[c] > 0.0),
            key=lambda row: row[1],
            default=None,
        ),
    )


def _lost(usd: Mapping[str, float], countries: Iterable[str]) -> float:
    """Return what countries lost in all; a gain of one is no relief to another [USD]."""
    return sum(max(0.0, usd[c]) for c in countries)


def _share_of_gdp(usd: Mapping[str, float], countries: Iterable[str], polity: Polity) -> float:
    """Return what countries lost over their GDP, those left out whose GDP is unknown [%]."""
    known = [c for c in countries if np.isfinite(polity.gdp_of(c))]
    whole = sum(polity.gdp_of(c) for c in known)
    return 100.0 * _lost(usd, known) / whole if whole > 0.0 else 0.0


def _shares(entry: Entry, countries: Index, read: Callable[[Toll], Sequence[float]]) -> Losses:
    """Return what each dispute cost every country in a round [as read, over a year]."""
    found: Losses = {}
    for month in entry.months:
        part = {
            dispute: {c: read(toll)[countries[c]] * month.years for c in countries}
            for dispute, toll in month.tolls
        }
        found = _added(found, part)
    return {d.id: found.get(d.id, dict.fromkeys(countries, 0.0)) for d in entry.politics.disputes}


def _of(losses: Losses, countries: Sequence[str]) -> Losses:
    """Return the losses of some countries."""
    return {d: {c: by[c] for c in countries} for d, by in losses.items()}


def _added(one: Losses, other: Losses) -> Losses:
    """Return losses added up by dispute and country."""
    return {
        dispute: {
            country: one.get(dispute, {}).get(country, 0.0)
            + other.get(dispute, {}).get(country, 0.0)
            for country in {**one.get(dispute, {}), **other.get(dispute, {})}
        }
        for dispute in {**one, **other}
    }


def parties_of(result: RunResult) -> tuple[str, ...]:
    """Return the countries with a part in a dispute of the run, in the scenario's order."""
    named = {
        country
        for entry in result.journal
        for d in entry.politics.disputes
        for country in (d.sender, d.target, *d.partners, *d.defenders)
    }
    return tuple(c for c in result.setting.polity.countries if c in named)


def thirds_of(result: RunResult, parties: Sequence[str]) -> tuple[str, ...]:
    """Return the other countries that a dispute cost or brought something, in order."""
    polity = result.setting.polity
    tolls = [toll for e in result.journal for month in e.months for _, toll in month.tolls]
    if not tolls:
        return ()
    damage = np.abs([toll.damage for toll in tolls]).max(axis=0)
    money = np.abs([toll.usd for toll in tolls]).max(axis=0)
    hit = np.where(np.isfinite(polity.gdp), damage >= LITTLE, money > A_PART * money.max())
    return tuple(c for c, told in zip(polity.countries, hit, strict=True)
                 if told and c not in parties)  # fmt: skip


@dataclass(frozen=True)
class Prices:
    """What a product cost its buyers in each country that a measure on it was by or against."""

    product: str
    title: str
    unit: str
    lines: Mapping[str, Line]
    """Country -> price paid, month by month."""


def prices(result: RunResult) -> tuple[Prices, ...]:
    """Return what products under measures cost, those under most measures first."""
    sides = _sides(result)
    found = []
    for product in sorted(sides, key=lambda product: -len(sides[product])):
        countries = [c for c in result.record.countries if c in sides[product]]
        lines = {c: _price_line(result.record, c, product) for c in countries}
        named = result.scenario.products[product]
        known = {country: line for country, line in lines.items() if line.values}
        if known:
            found.append(Prices(product, named.name, f"USD/{named.unit}", known))
    return tuple(found)


def _sides(result: RunResult) -> dict[str, list[str]]:
    """Return, for each product under a measure ordered in the run, by and against whom."""
    sides: dict[str, list[str]] = {}
    ordered = {ruling.order_id for entry in result.journal for ruling in entry.rulings}
    for measure in result.measures:
        if measure.origin in ordered and measure.kind not in RULE_KINDS:
            for product in measure.products:
                sides.setdefault(product, []).extend((measure.by, *measure.targets))
    return sides


def _price_line(record: Record, country: str, product: str) -> Line:
    """Return the price that a country's buyers pay, over steps of about a month."""
    read = reader(Reading(indicator="buyer_price", country=country, product=product), record)
    timeline = record.timeline
    step = max(1, round(MONTH_DAYS / timeline.tick_days))
    ticks = range(0, len(record.flows), step)
    spans = [Period(timeline.date(tick), timeline.date(tick + step)) for tick in ticks]
    points = [(span.middle, read(span)) for span in spans]
    told = [(day, value) for day, value in points if value is not None]
    return Line(tuple(day for day, _ in told), tuple(value for _, value in told))


def _backing(politics: Politics, row: int) -> Backing:
    return Backing(float(politics.support[row]), float(politics.capital[row]))
