"""Numbers: which numbers of an exercise are worth a line in its report, and their causes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from sim.exercise.causes import Traced
from sim.exercise.conduct.explanation import causes, keep, told_of, trace
from sim.exercise.exercise import Exercise
from sim.exercise.table import Table
from sim.explain.played import Played
from sim.explain.published import Number, published_of
from sim.explain.spread import Progress, Spread, serial
from sim.game import Game
from sim.replay.course import CaseCourse, record_of
from sim.replay.run import RunResult
from sim.world.measures import MeasureKind

MOST_PRODUCTS = 3
"""Products under measures that are told of, those under most measures first."""

MOST_COUNTRIES = 3
"""Countries told of with each."""

RESTRAINTS: tuple[MeasureKind, ...] = (
    "licence", "quota", "duty", "tariff", "hold", "boycott", "domestic_first",
)  # fmt: skip
"""Kinds of measure that keep goods from somebody."""

RERUNS = 150
"""By which the causes of a round are sampled for what nobody asked about before: a report is
wanted soon."""


def telling(table: Table, games: Sequence[Game]) -> tuple[Number, ...]:
    """Return the numbers to tell of games, each the last of a round.

    Those told of every round; then price, cover and imports of what was under measures. What has
    no value in any round is left out.
    """
    last = games[-1]
    names = dict.fromkeys((*told_of(table, last), *_restricted(table, last)))
    played = [Played.last(game) for game in games]
    return tuple(
        number
        for number in published_of(list(names), last)
        if any(value_in(number, one) is not None for one in played)
    )


def value_in(number: Number, played: Played) -> float | None:
    """Return a number of a round; None where that course of play has no such thing."""
    return number.value(played) if _there(number, played.game) else None


def traced(
    exercise: Exercise,
    table: Table,
    round: int,
    numbers: Sequence[Number],
    *,
    members: int = 0,
    spread: Spread = serial,
    progress: Progress | None = None,
) -> tuple[Traced, ...]:
    """Return why numbers of a round are what they are; what is not known yet is kept."""
    result = table.result(round)
    names = [str(number) for number in numbers if _there(number, result.game)]
    known = {one.number: one for one in causes(exercise, round) if one.members >= members}
    missing = [name for name in names if name not in known]
    if missing:
        found = trace(
            result, missing, members=members, reruns=RERUNS, spread=spread, progress=progress
        )
        others = [one for one in causes(exercise, round) if one.number not in missing]
        keep(exercise, round, (*others, *found))
        known |= {one.number: one for one in found}
    return tuple(known[name] for name in names)


def restrained(table: Table, game: Game) -> dict[str, Counter[str]]:
    """Return product -> country -> measures that keep it from it, the most restrained first.

    What is aimed at nobody is felt by all seats but its author's.
    """
    state_of = game.setting.polity.state_of
    seated = dict.fromkeys(state_of(seat) for seat in table.template.seats)
    countries = [name for name in seated if name in game.network.countries]
    felt: dict[str, Counter[str]] = {}
    for measure in game.world.measures:
        if measure.kind in RESTRAINTS and measure.instrument:
            targets = measure.targets or [c for c in countries if c != measure.by]
            for product in measure.products:
                felt.setdefault(product, Counter()).update(targets)
    return {one: felt[one] for one in sorted(felt, key=lambda one: -felt[one].total())}


def run_of(game: Game) -> RunResult:
    """Return a game as accounts of runs read it."""
    return RunResult(
        scenario=game.scenario, seed=game.seed, settings={}, without=(), policies={},
        ticks=game.tick, record=record_of(game), course=CaseCourse((), ()), setting=game.setting,
        journal=game.journal, measures=game.world.measures,
    )  # fmt: skip


def _restricted(table: Table, game: Game) -> Iterator[str]:
    """Yield the names of numbers of what was restrained, where most of it was felt."""
    for product, felt in [*restrained(table, game).items()][:MOST_PRODUCTS]:
        for country, _ in felt.most_common(MOST_COUNTRIES):
            for what in ("price", "cover", "imports"):
                yield f"{country}.{what}({product})"


def _there(number: Number, game: Game) -> bool:
    """Return whether a game knows what a number is about; disputes may begin in play."""
    return number.kind != "dispute" or game.world.politics.dispute(number.subject) is not None
