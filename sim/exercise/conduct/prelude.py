"""Prelude: the rounds before STARTEX, played as they are dated."""

from __future__ import annotations

from sim.exercise.conduct.adjudication import kept
from sim.exercise.table import Table
from sim.game import Game
from sim.seats.history import HistorySeats


def played(table: Table) -> tuple[tuple[str, ...], dict[str, bytes]]:
    """Return the names of the prelude's records, in order, and the records."""
    game: Game = table.beginning.copy()
    seats = HistorySeats(table.scenario)
    names, records = [], {}
    for _ in range(table.prelude):
        for seat, dated in seats.items():
            game.ask(seat, dated)
        game.resolve()
        result = kept(table, game)
        names.append(result.name)
        records.update(result.records)
    return tuple(names), records
