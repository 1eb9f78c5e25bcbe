"""Common: what the views of several readers hold, as plain values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass

from pydantic import BaseModel

from sim.events import Event
from sim.exercise.exercise import Exercise
from sim.exercise.table import Table
from sim.exercise.topics.injects import Delivered
from sim.exercise.topics.rounds import CLOCK, ROUNDS, Rounds, Sheet, remaining
from sim.exercise.topics.seats import SEATS
from sim.exercise.topics.talk import Item
from sim.game import Game
from sim.language import retold
from sim.observation.plain import Plain, observation_data, plain


@dataclass(frozen=True)
class Clocks:
    """How far the exercise is, by both clocks."""

    phase: str
    round: int
    """The one under way, or the last one published; 0: none has begun."""
    rounds: int
    """How many the exercise has."""
    start: dt.date
    """First day of the round under way, or of the next one."""
    end: dt.date
    """First day after it."""
    elapsed: float
    """Since STARTEX, pauses taken out [s]."""
    remaining: float | None
    """For planning [s], below 0 once it is over; None: no end is set."""
    paused: bool


@dataclass(frozen=True)
class Head:
    """What stands at the head of every page and screen."""

    title: str
    marking: str
    """Handling mark, at the foot too."""
    language: str
    clocks: Clocks


@dataclass(frozen=True)
class Line:
    """Something that happened."""

    date: dt.date
    kind: str
    text: str


@dataclass(frozen=True)
class Letter:
    """Something that was said."""

    kind: str
    """message, press, rfi or answer."""
    round: int
    at: dt.datetime
    sender: str
    """By the name that it bears."""
    to: tuple[str, ...]
    """None: everybody."""
    headline: str
    text: str
    rfi: str = ""


@dataclass(frozen=True)
class Happening:
    """An inject, as it was delivered."""

    round: int
    """In which it was; 0: before the first."""
    title: str
    """Or how its text begins."""
    text: str
    sender: str
    delivery: str


def head(exercise: Exercise, table: Table) -> Head:
    """Return what stands at the head of every page."""
    setup = exercise.setup
    return Head(setup.title, setup.marking, setup.language, clocks(exercise, table))


def clocks(exercise: Exercise, table: Table) -> Clocks:
    """Return how far the exercise is."""
    rounds, clock, at = exercise.of(ROUNDS), exercise.of(CLOCK), exercise.clock()
    shown = rounds.round + 1 if rounds.phase in ("planning", "between") else rounds.round
    before = max(1, shown) - 1
    return Clocks(
        phase=rounds.phase,
        round=rounds.round,
        rounds=table.format.rounds,
        start=table.day(before),
        end=table.day(before + 1),
        elapsed=clock.elapsed(at),
        remaining=remaining(exercise.state, at),
        paused=clock.paused is not None,
    )


def published(exercise: Exercise) -> int:
    """Return how many rounds everybody may know the result of."""
    return exercise.of(ROUNDS).published


def started(exercise: Exercise) -> bool:
    """Return whether STARTEX has been; before it nobody sees the world."""
    return exercise.of(CLOCK).started is not None


def sheets(exercise: Exercise, round: int) -> Mapping[str, Sheet]:
    """Return the sheets of a round that was locked, by seat."""
    begun = exercise.state.line.starts.get(round + 1)  # how things were when the next one began
    rounds: Rounds = begun[ROUNDS.name] if begun else exercise.of(ROUNDS)
    return rounds.sheets if rounds.round == round else {}


def told_to(exercise: Exercise, told: Delivered, seat: str) -> bool:
    """Return whether an inject was for a seat: for everybody, for the room, or for it by name.

    What is for a country that nobody plays is for its ministries.
    """
    to, country = told.row.to, seat.partition(".")[0]
    unplayed = country not in exercise.of(SEATS).places
    return told.row.public or not to or seat in to or (unplayed and country in to)


def lines(events: tuple[Event, ...]) -> tuple[Line, ...]:
    """Return events as plain values, without what they are about."""
    return tuple(Line(event.date, event.kind, retold(event.text)) for event in events)


def letter(item: Item) -> Letter:
    """Return something that was said, under the name that it bears."""
    return Letter(
        kind=item.kind, round=item.round, at=item.at, sender=item.author, to=item.to,
        headline=item.headline, text=item.text, rfi=item.rfi,
    )  # fmt: skip


def happening(told: Delivered) -> Happening:
    """Return an inject as it was delivered: neither what it is to bring about, nor for what."""
    row = told.row
    return Happening(told.round, row.headline, row.text, row.sender, row.delivery)


def knowledge(game: Game, seat: str, table: Table) -> dict[str, Plain]:
    """Return a seat's Observation as plain values, its rounds counted as the exercise does."""
    observation = game.observe(seat)
    return {**observation_data(observation), "round": observation.round - table.prelude}


def data(view: object) -> Plain:
    """Return a view as JSON has it.

    >>> data(Line(dt.date(2031, 3, 3), "Voted", "It passed"))
    {'date': '2031-03-03', 'kind': 'Voted', 'text': 'It passed'}
    """
    if is_dataclass(view) and not isinstance(view, type):
        return {field.name: data(getattr(view, field.name)) for field in fields(view)}
    if isinstance(view, BaseModel):
        return data(dict(view))
    if isinstance(view, Mapping):
        return {str(name): data(one) for name, one in view.items()}
    if isinstance(view, list | tuple):
        return [data(one) for one in view]
    if isinstance(view, dt.datetime):
        return view.isoformat()
    return plain(view)
