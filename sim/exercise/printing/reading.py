"""Reading: what each reader's papers are made from, built up from nothing for each.

    Shared   what everybody may read
    Own      what one seat reads of itself, and nobody else
    Whole    what the white cell reads: everything

A paper for a seat is handed `Shared` and its `Own`, and can hold nothing else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sim.exercise.conduct.orders import spelt_out
from sim.exercise.conduct.prelude import played
from sim.exercise.msel.rows import InjectRow
from sim.exercise.printing.entry import Entry, entry, worded
from sim.exercise.table import Table
from sim.exercise.template.papers import Manual, RoleCard, manual, role_card
from sim.exercise.template.spec import Format, Section
from sim.exercise.topics.evaluation import EVALUATION, Evaluation
from sim.exercise.topics.injects import INJECTS
from sim.exercise.topics.rounds import ROUNDS
from sim.exercise.topics.seats import SEATS, Chair
from sim.game import Game
from sim.language import t
from sim.observation import Observation
from sim.orders.base import Order
from sim.orders.governments import authority, government_of
from sim.orders.instruments import instruments


@dataclass(frozen=True)
class Period:
    """A round on the scenario's calendar."""

    round: int
    first: dt.date
    last: dt.date


@dataclass(frozen=True)
class Shared:
    """What everybody may read."""

    title: str
    marking: str
    language: str
    format: Format
    manual: Manual
    objectives: tuple[str, ...]
    rounds: tuple[Period, ...]


@dataclass(frozen=True)
class Standing:
    """How a seat's country stands to another."""

    country: str
    relation: float
    """[-1 to 1]"""
    ally: bool
    """By treaty."""


@dataclass(frozen=True)
class Office:
    """A part of a government, and what it decides."""

    name: str
    title: str
    decides: tuple[str, ...]
    """Titles of instruments."""


@dataclass(frozen=True)
class Means:
    """What a government has to act with."""

    support: float
    """[of 100]"""
    capital: float
    """[points]"""
    budget: float | None
    """Left to spend this year [USD]; None: the scenario gives no GDP."""


@dataclass(frozen=True)
class Own:
    """What one seat reads of itself."""

    card: RoleCard
    code: str
    """By which it joins; empty before there is an exercise."""
    round: int
    """The round that it orders in next."""
    firm: bool
    """Whether it is the board of a firm."""
    means: Means | None
    """None for a firm."""
    standings: tuple[Standing, ...]
    offices: tuple[Office, ...]
    """Those of its government; none for a firm."""
    playbook: tuple[Entry, ...]
    otherwise: tuple[str, ...]
    """What is ordered if it hands in nothing."""


@dataclass(frozen=True)
class Place:
    """Who sits where."""

    seat: str
    title: str
    chair: Chair
    code: str


@dataclass(frozen=True)
class Whole:
    """What the white cell reads."""

    shared: Shared
    places: tuple[Place, ...]
    rows: tuple[InjectRow, ...]
    evaluation: Evaluation
    scale: Mapping[str, str]
    """Marks of the evaluation, the best first, and what each means."""
    facilitator: tuple[Section, ...]
    hotwash: tuple[str, ...]


def shared(table: Table) -> Shared:
    """Return what everybody may read."""
    exercise = table.exercise
    objectives = exercise.of(EVALUATION).objectives.values()
    places, papers = exercise.of(SEATS).places, manual(table.template)
    seats = tuple(notice for notice in papers.seats if notice.seat in places)
    return Shared(
        title=exercise.setup.title,
        marking=exercise.setup.marking,
        language=exercise.setup.language,
        format=table.format,
        manual=replace(papers, seats=seats),
        objectives=tuple(one.title for one in objectives),
        rounds=tuple(_periods(table)),
    )


def own(table: Table, game: Game, seat: str, *, codes: bool = True) -> Own:
    """Return what a seat reads of itself, in a Game as it may know of it."""
    exercise = table.exercise
    seen = game.observe(seat)
    card = role_card(table.template, seat)
    firm = seat in game.setting.polity.firms
    place = exercise.of(SEATS).places.get(seat)
    rounds = exercise.of(ROUNDS)
    return Own(
        card=card,
        code=place.code if place and codes else "",
        round=rounds.round + (rounds.phase in ("planning", "between")),
        firm=firm,
        means=_means(seen, firm=firm),
        standings=tuple(_standings(seen, table)),
        offices=() if firm else tuple(_offices(game, seat)),
        playbook=tuple(entry(play, game, table.scenario, seat) for play in card.playbook),
        otherwise=tuple(_otherwise(card, table, seat)),
    )


def whole(table: Table, *, codes: bool = True) -> Whole:
    """Return what the white cell reads."""
    exercise = table.exercise
    titles = {seat: row.title for seat, row in table.template.seats.items()}
    return Whole(
        shared=shared(table),
        places=tuple(
            Place(seat, titles.get(seat, seat), place.chair, place.code if codes else "")
            for seat, place in exercise.of(SEATS).places.items()
        ),
        rows=tuple(exercise.of(INJECTS).rows.values()),
        evaluation=exercise.of(EVALUATION),
        scale=_scale(table),
        facilitator=table.template.facilitator,
        hotwash=table.template.hotwash,
    )


def _scale(table: Table) -> dict[str, str]:
    """Return the marks in the order that the template gives; the log keeps none."""
    scale = table.exercise.of(EVALUATION).scale
    order = dict.fromkeys((*table.template.ratings, *scale))
    return {mark: scale[mark] for mark in order if mark in scale}


def known(table: Table) -> Game:
    """Return the Game as seats may know of it; before STARTEX, as it will be then."""
    if table.exercise.of(ROUNDS).phase != "planning":
        return table.published()
    names, _ = played(table)
    return table.after(names)


def _periods(table: Table) -> Iterator[Period]:
    for round in range(1, table.format.rounds + 1):
        yield Period(round, table.day(round - 1), table.day(round) - dt.timedelta(days=1))


def _means(seen: Observation, *, firm: bool) -> Means | None:
    if firm or seen.own is None:
        return None
    return Means(seen.own.support, seen.own.capital, seen.own.budget)


def _standings(seen: Observation, table: Table) -> Iterator[Standing]:
    """Yield how a seat's country stands to others, allies and friends first."""
    mine, countries = seen.own, table.scenario.countries
    if mine is None:
        return
    ranked = sorted(
        (other not in mine.allies, -value, other) for other, value in mine.relations.items()
    )
    for stranger, value, other in ranked:
        if other != mine.country:
            yield Standing(countries[other].name, -value, not stranger)


def _offices(game: Game, seat: str) -> Iterator[Office]:
    """Yield the parts of a seat's government; a ministry that has a seat reads the same."""
    polity = game.setting.polity
    country = polity.state_of(seat)
    form = polity.governments[polity.countries[country]]
    decides: dict[str, list[str]] = {}
    for one in instruments().values():
        by = authority(one, form)
        if by is not None:
            decides.setdefault(by, []).append(t(one.title))
    for name, ministry in government_of(form).ministries.items():
        yield Office(name, t(ministry.title), tuple(decides.get(name, ())))


def _otherwise(card: RoleCard, table: Table, seat: str) -> Iterator[str]:
    """Yield in words what is ordered for a seat that says nothing."""
    titles = {play.order: play.title for play in card.playbook}
    for text in card.default_orders:
        order = Order.parse(spelt_out(table, seat, text))
        yield titles.get(text) or worded(order, table.scenario)
