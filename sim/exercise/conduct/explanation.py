"""Explanation: the numbers of a round traced to their causes, with their range, and kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.exercise.acts import PROGRAM
from sim.exercise.causes import Cause, Traced, from_bytes, to_bytes
from sim.exercise.exercise import Exercise
from sim.exercise.log.entry import Entry
from sim.exercise.table import Result, Table
from sim.exercise.topics.rounds import ROUNDS
from sim.exercise.topics.white import WHITE_CELL, Explained
from sim.explain import explained as explaining
from sim.explain.items import items_of
from sim.explain.published import published_of
from sim.explain.spread import Progress, Spread, serial
from sim.explain.trail import PAIRS
from sim.game import Game

MEMBERS = 200
"""Re-runs that a range is usually of."""

MOST_RERUNS = 400
"""Re-runs by which causes are sampled, so that nobody waits long where much was ordered."""

FEWEST_PAIRS = 2
"""Pairs of walks that at least are drawn: fewer do not tell how sure their mean is."""


def explain(
    exercise: Exercise,
    table: Table,
    round: int,
    *,
    names: Sequence[str] = (),
    members: int = MEMBERS,
    spread: Spread = serial,
    progress: Progress | None = None,
) -> Entry:
    """Trace numbers of an adjudicated round to their causes, and keep what was found.

    Left out, the numbers are those that are told of every round. With `members`, each gets its
    range over as many re-runs under other chance and parameters.
    """
    result = table.result(round)
    told = list(names) or list(told_of(table, result.game))
    return keep(
        exercise, round, trace(result, told, members=members, spread=spread, progress=progress)
    )


def trace(
    result: Result,
    names: Sequence[str],
    *,
    members: int = 0,
    reruns: int = MOST_RERUNS,
    spread: Spread = serial,
    progress: Progress | None = None,
) -> tuple[Traced, ...]:
    """Return numbers of a round traced to their causes, without keeping anything.

    With many orders causes are sampled by about as many re-runs as `reruns`, range aside.
    """
    game, moment = result.game, result.moment
    acting = sum(item.acts for item in items_of(game, moment))
    pairs = max(FEWEST_PAIRS, min(PAIRS, reruns // (2 * acting or 1)))
    numbers = published_of(list(names), game)
    found = explaining.explained(
        game, moment, numbers, members=members, pairs=pairs, spread=spread, progress=progress
    )
    return tuple(_traced(one) for one in found)


def keep(exercise: Exercise, round: int, found: Sequence[Traced]) -> Entry:
    """Keep what was found of a round's numbers, in the place of what was kept before."""
    name, records = exercise.keep(to_bytes(found))
    of = exercise.of(ROUNDS).records[round - 1]
    return exercise.do(PROGRAM, Explained(round=round, of=of, record=name), records)


def causes(exercise: Exercise, round: int) -> tuple[Traced, ...]:
    """Return what was found of a round's numbers; nothing where nobody asked yet."""
    name = exercise.of(WHITE_CELL).explained.get(round)
    return from_bytes(exercise.file.record(name)) if name else ()


def told_of(table: Table, game: Game) -> Iterator[str]:
    """Yield the names of the numbers that are told of every round.

    Loss and support of each country with a seat, and how far each quarrel has gone.
    """
    polity = game.setting.polity
    seated = dict.fromkeys(polity.state_of(seat) for seat in table.template.seats)
    for country in seated:
        if country not in polity.countries:
            continue
        yield f"{country}.damage"
        yield f"{country}.support"
    for dispute in game.world.politics.disputes:
        if dispute.open or dispute.ending is not None:
            yield f"{dispute.id}.escalation"
            yield f"{dispute.id}.concession"


def _traced(one: explaining.Explained) -> Traced:
    trail, number, found = one.trail, one.number, one.range
    return Traced(
        number=str(number),
        subject=number.subject,
        unit=number.unit,
        meaning=number.meaning,
        before=trail.base,
        after=trail.whole,
        causes=tuple(
            Cause(id=p.item.id, seat=p.item.seat, title=p.item.title, share=p.share, error=p.error)
            for p in trail.parts
        ),
        exact=trail.exact,
        low=found.low if found else None,
        median=found.median if found else None,
        high=found.high if found else None,
        members=found.members if found else 0,
        mark=one.mark.status,
    )
