"""Affairs: the politics of a run round by round, who paid, and prices under measures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.index import Index
from sim.indicators import Record
from sim.journal import Entry
from sim.orders.effects.restrict import origin_of
from sim.replay.history import Reading
from sim.replay.lines import Line
from sim.replay.run import RunResult
from sim.replay.score import reader
from sim.timeline import Period
from sim.world.deals import Deal
from sim.world.disputes import Dispute
from sim.world.measures import RULE_KINDS
from sim.world.politics import Politics
from sim.world.setting import MONTH_DAYS

Losses = Mapping[str, Mapping[str, float]]
"""Dispute -> country -> loss; below 0 for a gain."""


@dataclass(frozen=True)
class Backing:
    """What a government can draw on at the end of a round."""

    support: float
    """[0 to 100]"""
    capital: float
    """[points]"""


@dataclass(frozen=True)
class Affairs:
    """Politics at the end of a round, and what its disputes cost."""

    until: dt.date
    """First day after the round."""
    backing: Mapping[str, Backing]
    """Of every party to a dispute of the run."""
    disputes: tuple[Dispute, ...]
    deals: tuple[Deal, ...]
    damage: Losses
    """In the round, yearly [% of GDP]."""
    lost: Losses
    """From the start to the end of the round [% of a year's GDP]."""


def affairs(result: RunResult) -> tuple[Affairs, ...]:
    """Return politics round by round."""
    found: list[Affairs] = []
    lost: Losses = {}
    parties = parties_of(result)
    for entry in result.journal:
        politics, countries = entry.politics, result.setting.polity.countries
        shares = _shares(entry, parties, countries)
        lost = _added(lost, shares)
        years = sum(month.years for month in entry.months)
        damage = {d: {c: loss / years for c, loss in by.items()} for d, by in shares.items()}
        backing = {c: _backing(politics, countries[c]) for c in parties}
        found.append(Affairs(entry.end, backing, politics.disputes, politics.deals, damage, lost))
    return tuple(found)


def _shares(entry: Entry, parties: Sequence[str], countries: Index) -> Losses:
    """Return what each dispute cost the parties in a round [% of a year's GDP]."""
    found: Losses = {}
    for month in entry.months:
        part = {
            dispute: {c: toll.damage[countries[c]] * month.years for c in parties}
            for dispute, toll in month.tolls
        }
        found = _added(found, part)
    return {d.id: found.get(d.id, dict.fromkeys(parties, 0.0)) for d in entry.politics.disputes}


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
        if origin_of(measure) in ordered and measure.kind not in RULE_KINDS:
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
