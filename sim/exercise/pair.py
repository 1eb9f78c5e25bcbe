"""Pair: two tables that play one exercise on one seed, and where what they did parts them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isclose
from pathlib import Path

from sim.errors import SimError, raise_all
from sim.exercise.aar.compare import Course, compared, played
from sim.exercise.aar.numbers import telling
from sim.exercise.aar.report import Comparison
from sim.exercise.conduct.create import create
from sim.exercise.exercise import Exercise
from sim.exercise.table import Result, Table
from sim.exercise.topics.injects import INJECTS
from sim.exercise.topics.seats import Chair
from sim.explain.published import Number, published_of

SAME = 1e-9
"""Numbers that differ by less than this share of them are equal."""


@dataclass(frozen=True)
class OrdersApart:
    """What one table ordered for a seat in a round, and the other did not."""

    seat: str
    one: tuple[str, ...]
    other: tuple[str, ...]


@dataclass(frozen=True)
class NumberApart:
    """A number that came out otherwise."""

    number: str
    unit: str
    one: float | None
    other: float | None


@dataclass(frozen=True)
class Apart:
    """Where two tables part in a round; nothing in it: they do not."""

    round: int
    orders: tuple[OrdersApart, ...]
    injects: tuple[tuple[str, ...], tuple[str, ...]]
    """Those that fired at one table alone, and at the other alone."""
    numbers: tuple[NumberApart, ...]


def pair(
    one: Path,
    other: Path,
    scenario: str,
    *,
    format: str | None = None,
    seed: int = 0,
    chairs: Mapping[str, Chair] | None = None,
    language: str = "en",
    marking: str | None = None,
    settings: Mapping[str, float] | None = None,
) -> tuple[Exercise, Exercise]:
    """Return two new exercises that differ by their join codes alone; both are made, or none."""
    there = [str(path) for path in (one, other) if path.exists()]
    if there or one == other:
        what = ", ".join(there) or str(one)
        raise SimError(f"{what}: two new files are needed; name others")
    made: list[Exercise] = []
    for path in (one, other):
        try:
            made.append(
                create(
                    path, scenario, format=format, seed=seed, chairs=chairs, language=language,
                    marking=marking, settings=settings,
                )
            )  # fmt: skip
        except BaseException:
            for exercise in made:
                exercise.close()
                exercise.file.path.unlink(missing_ok=True)
            raise
    return made[0], made[1]


def unlike(one: Exercise, other: Exercise) -> tuple[str, ...]:
    """Return all that keeps two exercises from being a pair; none: only their players differ."""
    a, b = one.setup, other.setup
    told: tuple[tuple[object, object, str], ...] = (
        (
            a.scenario_text,
            b.scenario_text,
            f"they play other scenarios: {a.scenario}, {b.scenario}",
        ),
        (a.template_text, b.template_text, "their exercise files differ"),
        (a.format, b.format, f"they are played as '{a.format}' and as '{b.format}'"),
        (a.seed, b.seed, f"their seeds are {a.seed} and {b.seed}"),
        (dict(a.parameters), dict(b.parameters), "their parameters differ"),
    )
    return tuple(why for x, y, why in told if x != y)


def paired(one: Table, other: Table, names: Sequence[str] = ()) -> tuple[Apart, ...]:
    """Return where two tables part, round by round, as far as both have published.

    SimError tells everything that keeps them from being a pair.
    """
    wrong = unlike(one.exercise, other.exercise)
    raise_all(wrong)
    courses = [played(one), played(other)]
    last = min(len(course.games) for course in courses)
    if not last:
        raise SimError("no round is published at both tables yet: there is nothing to compare")
    numbers = compared(courses, _told(one, other, courses, names))
    return tuple(
        Apart(
            round=round,
            orders=tuple(_orders(one.result(round), other.result(round))),
            injects=_injects(one.exercise, other.exercise, round),
            numbers=tuple(_numbers(numbers, round)),
        )
        for round in range(1, last + 1)
    )


def _told(
    one: Table, other: Table, courses: Sequence[Course], names: Sequence[str]
) -> tuple[Number, ...]:
    """Return the numbers asked for; left out, those that are worth telling at either table."""
    first, second = courses[0].games, courses[1].games
    if names:
        return published_of(list(names), first[-1])
    return tuple(dict.fromkeys((*telling(one, first), *telling(other, second))))


def _orders(one: Result, other: Result) -> Iterator[OrdersApart]:
    sheets = one.moment.sheets, other.moment.sheets
    for seat in dict.fromkeys((*sheets[0], *sheets[1])):
        first, second = ([str(e.order) for e in sheet.get(seat, ())] for sheet in sheets)
        if sorted(first) != sorted(second):
            yield OrdersApart(seat, _beyond(first, second), _beyond(second, first))


def _beyond(some: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    """Return what is in one list more often than in another."""
    left = list(others)
    found = []
    for one in some:
        if one in left:
            left.remove(one)
        else:
            found.append(one)
    return tuple(found)


def _injects(one: Exercise, other: Exercise, round: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    first, second = (
        tuple(told.id for told in exercise.of(INJECTS).told if told.round == round)
        for exercise in (one, other)
    )
    return _beyond(first, second), _beyond(second, first)


def _numbers(found: Comparison, round: int) -> Iterator[NumberApart]:
    one, other = (column.values for column in found.columns)
    for row, (number, unit) in enumerate(zip(found.numbers, found.units, strict=True)):
        a, b = one[row][round - 1], other[row][round - 1]
        if a is None or b is None:
            apart = a is not b
        else:
            apart = not isclose(a, b, rel_tol=SAME, abs_tol=SAME)
        if apart:
            yield NumberApart(number, unit, a, b)
