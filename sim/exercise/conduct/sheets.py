"""Sheets: what each seat has ordered when a round is locked, and where that comes from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Protocol

from sim.errors import SimError
from sim.exercise.conduct.orders import spelt_out
from sim.exercise.exercise import Exercise
from sim.exercise.table import Table, lines_of
from sim.exercise.topics.orders import ORDERS, Draft, next_ids
from sim.exercise.topics.rounds import OrderLine, Sheet
from sim.exercise.topics.seats import SEATS, Chair
from sim.game import Game
from sim.orders.sheet import OrderSheet
from sim.replay.run import HISTORY
from sim.seats.base import Passive, Seat
from sim.seats.history import HistorySeats
from sim.seats.policies import policy


class Programs(Protocol):
    """The programs that play seats, as they are running."""

    def sheet(
        self, seat: str, command: tuple[str, ...], table: Table
    ) -> tuple[OrderSheet | None, str]:
        """Return a program's orders, or None with the reason why there are none."""
        ...


def sheets(exercise: Exercise, table: Table, programs: Programs | None) -> Mapping[str, Sheet]:
    """Return the sheet of every seat for the round under way.

    What people wrote for a seat counts, whoever holds it; else its script or program decides; a
    silent seat gives its default orders.
    """
    game = table.game()
    orders = exercise.of(ORDERS)
    return {
        seat: _written(orders.draft(seat), game)
        or _decided(seat, place.chair, exercise, table, game, programs)
        for seat, place in exercise.of(SEATS).places.items()
    }


def _written(draft: Draft, game: Game) -> Sheet | None:
    if not draft.orders and not draft.submitted:
        return None
    given = game.timeline.date(game.tick)
    lines = tuple(
        OrderLine(id=o.id, given=given, text=o.text, reason=o.reason) for o in draft.orders
    )
    return Sheet(orders=lines, origin="submitted" if draft.submitted else "draft")


def _decided(
    seat: str,
    chair: Chair,
    exercise: Exercise,
    table: Table,
    game: Game,
    programs: Programs | None,
) -> Sheet:
    if chair.kind == "script":
        return _scripted(seat, chair.policy, table, game)
    if chair.kind == "program":
        if programs is None:
            return _default(seat, exercise, table, game, "no program was started")
        sheet, why = programs.sheet(seat, chair.command, table)
        try:
            if sheet is not None:
                return Sheet(orders=lines_of(sheet), origin="program", told=why)
        except SimError as error:  # a program must not keep a round from being locked
            why = f"its orders cannot be written down: {error}"
        return _default(seat, exercise, table, game, why)
    return _default(seat, exercise, table, game, "")


def _scripted(seat: str, name: str, table: Table, game: Game) -> Sheet:
    dated = HistorySeats(table.scenario)
    plays: Seat = dated.get(seat, Passive()) if name == HISTORY else policy(name)
    if isinstance(plays, Passive):
        return Sheet(origin="none")
    return Sheet(orders=lines_of(plays.orders(game.observe(seat))), origin="script")


def _default(seat: str, exercise: Exercise, table: Table, game: Game, told: str) -> Sheet:
    """Return the orders that the scenario gives a silent seat."""
    row = table.template.seats.get(seat)
    texts = row.default_orders if row else ()
    given: dt.date = game.timeline.date(game.tick)
    # Ids as of any order: nobody can tell from them who was silent.
    ids = next_ids(exercise.state, seat, len(texts))
    lines = tuple(
        OrderLine(id=id, given=given, text=spelt_out(table, seat, text), reason="default order")
        for id, text in zip(ids, texts, strict=True)
    )
    return Sheet(orders=lines, origin="default", told=told)
