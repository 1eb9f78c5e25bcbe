"""Adjudication: a locked round handed to the model, and what came of it kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sim.exercise.conduct.deals import acts_of
from sim.exercise.conduct.effects import Effects, effects_of
from sim.exercise.exercise import Exercise
from sim.exercise.log.entry import content_hash
from sim.exercise.msel.rows import InjectRow
from sim.exercise.table import Table, sheets_of
from sim.exercise.topics.injects import INJECTS
from sim.exercise.topics.orders import ORDERS, Custom
from sim.exercise.topics.rounds import ROUNDS
from sim.game import Game
from sim.patches.apply import missing
from sim.records import to_bytes
from sim.seats.base import Seat


@dataclass(frozen=True)
class Kept:
    """A resolved round as the file keeps it."""

    name: str
    digest: str
    """Of the World after it."""
    records: dict[str, bytes]
    acted: tuple[str, ...] = ()
    """Injects and ideas whose effects it had."""


def resolved(exercise: Exercise, table: Table) -> Kept:
    """Return the round that is locked, resolved by the model alone."""
    game = table.game()
    dictating = waiting(exercise)
    effects = dictated(dictating, exercise.of(ROUNDS).round, game.timeline.date(game.tick))
    effects += Effects(acts_of(exercise, table))
    where = (game.world, game.setting, game.scenario)
    there = [patch for patch in effects.patches if not missing([patch], *where)]
    game.dictate(effects.acts, there)  # a quarrel may have ended since its inject was written
    for seat, sheet in sheets_of(exercise.of(ROUNDS)).items():
        game.submit(seat, sheet)
    game.resolve()
    acted = tuple(one.id for one in dictating)
    return replace(kept(table, game), acted=acted)


def waiting(exercise: Exercise) -> tuple[InjectRow | Custom, ...]:
    """Return the injects fired and the ideas allowed whose effects no round has had yet."""
    injects, customs = exercise.of(INJECTS), exercise.of(ORDERS).customs.values()
    allowed = (one for one in customs if one.state == "allowed" and one.acted is None)
    return (*(injects.rows[id] for id in injects.acting), *allowed)


def dictated(ones: Iterable[InjectRow | Custom], round: int, day: dt.date) -> Effects:
    """Return what injects and ideas do in a round that begins on a day."""
    found, ideas = Effects(), 0
    for one in ones:
        if isinstance(one, InjectRow):
            found += effects_of(one.id, one.headline, one.effects, day)
        else:
            # Everybody reads the ids of what is done in the open; this does not say whose idea.
            ideas += 1
            found += effects_of(f"idea-{round}-{ideas}", one.text, one.effects, day)
    return found


def run_on(
    table: Table, game: Game, rounds: int, seats: Mapping[str, Seat]
) -> tuple[tuple[str, ...], dict[str, bytes]]:
    """Run a Game on for some rounds; return the names of their records, in order, and these.

    `seats` alone are asked for orders, and nothing of the exercise is in it.
    """
    names, records = [], {}
    for _ in range(rounds):
        for seat, plays in seats.items():
            game.ask(seat, plays)
        game.resolve()
        result = kept(table, game)
        names.append(result.name)
        records.update(result.records)
    return tuple(names), records


def kept(table: Table, game: Game) -> Kept:
    """Return the last round of a Game as the file keeps it."""
    record = game.record()
    data = to_bytes(record)
    name = content_hash(data)
    table.remember(name, record)
    return Kept(name, game.journal[-1].state, {name: data})
