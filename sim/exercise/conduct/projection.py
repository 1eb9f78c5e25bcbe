"""Projection: the world run on after ENDEX, so that what outlasts the game is seen."""

from __future__ import annotations

from math import ceil

from sim.errors import SimError
from sim.exercise.conduct.adjudication import run_on
from sim.exercise.table import Table
from sim.world.setting import MONTH_DAYS


def projected(table: Table, months: int) -> tuple[tuple[str, ...], dict[str, bytes]]:
    """Return the names of the records of so many months after the last published round, and these.

    Nobody orders anything in them: what was begun goes on, what was agreed is kept or runs out.
    """
    game = table.published()
    rounds = ceil(months * MONTH_DAYS / (game.timeline.tick_days * game.timeline.ticks_per_round))
    left = game.timeline.rounds - game.round + 1
    if rounds > left:
        most = int(left * game.timeline.ticks_per_round * game.timeline.tick_days / MONTH_DAYS)
        raise SimError(f"the calendar goes on for {most} months; run it on for that at most")
    return run_on(table, game, rounds, {})
