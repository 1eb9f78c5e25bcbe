"""Adjudication: a locked round handed to the model, and what came of it kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sim.exercise.conduct.deals import acts_of
from sim.exercise.conduct.effects import Effects, effects_of
from sim.exercise.exercise import Exercise
from sim.exercise.log.entry import content_hash
from sim.exercise.table import Table, sheets_of
from sim.exercise.topics.injects import INJECTS
from sim.exercise.topics.orders import ORDERS
from sim.exercise.topics.rounds import ROUNDS
from sim.game import Game
from sim.records import to_bytes


@dataclass(frozen=True)
class Kept:
    """A resolved round as the file keeps it."""

    name: str
    digest: str
    """Of the World after it."""
    records: dict[str, bytes]


def resolved(exercise: Exercise, table: Table) -> Kept:
    """Return the round that is locked, resolved by the model alone."""
    game = table.game()
    effects = dictated(exercise, game.timeline.date(game.tick))
    effects += Effects(acts_of(exercise, table))
    game.dictate(effects.acts, effects.patches)
    for seat, sheet in sheets_of(exercise.of(ROUNDS)).items():
        game.submit(seat, sheet)
    game.resolve()
    return kept(table, game)


def dictated(exercise: Exercise, day: dt.date) -> Effects:
    """Return what injects fired and ideas allowed since the last round do in this."""
    injects, orders, round = exercise.of(INJECTS), exercise.of(ORDERS), exercise.of(ROUNDS).round
    found = Effects()
    for id in injects.acting:
        row = injects.rows[id]
        found += effects_of(id, row.headline, row.effects, day)
    allowed = (c for c in orders.customs.values() if c.state == "allowed" and c.round == round)
    for n, custom in enumerate(allowed, 1):
        # Everybody reads the ids of what is done in the open; this one does not say whose idea.
        found += effects_of(f"idea-{round}-{n}", custom.text, custom.effects, day)
    return found


def kept(table: Table, game: Game) -> Kept:
    """Return the last round of a Game as the file keeps it."""
    record = game.record()
    data = to_bytes(record)
    name = content_hash(data)
    table.remember(name, record)
    return Kept(name, game.journal[-1].state, {name: data})
