"""Prelude: the rounds before STARTEX, played as they are dated."""

from __future__ import annotations

from sim.exercise.conduct.adjudication import run_on
from sim.exercise.table import Table
from sim.seats.history import HistorySeats


def played(table: Table) -> tuple[tuple[str, ...], dict[str, bytes]]:
    """Return the names of the prelude's records, in order, and the records."""
    dated = HistorySeats(table.scenario)
    return run_on(table, table.beginning.copy(), table.prelude, dated)
