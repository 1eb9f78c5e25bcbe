"""Sheets: what each seat has ordered when a round is locked, and where that comes from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

from sim.errors import SimError
from sim.exercise.conduct.orders import spelt_out
from sim.exercise.exercise import Exercise
from sim.exercise.table import Table, lines_of
from sim.exercise.topics.orders import ORDERS, Draft, next_ids
from sim.exercise.topics.rounds import OrderLine, Sheet
from sim.exercise.topics.seats import SEATS, Chair
from sim.game import Game
from sim.orders.base import Order
from sim.orders.instruments import instruments
from sim.orders.sheet import OrderSheet
from sim.replay.run import HISTORY
from sim.seats.base import Passive, Seat
from sim.seats.history import HistorySeat, HistorySeats
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
        return _scripted(seat, chair.policy, exercise, table, game)
    if chair.kind == "program":
        if programs is None:
            return _default(seat, exercise, table, game, "no program was started")
        sheet, why = programs.sheet(seat, chair.command, table)
        try:
            if sheet is not None:
                lines = _numbered(seat, sheet, exercise, {})
                return Sheet(orders=lines, origin="program", told=why)
        except SimError as error:  # a program must not keep a round from being locked
            why = f"its orders cannot be written down: {error}"
        return _default(seat, exercise, table, game, why)
    return _default(seat, exercise, table, game, "")


def _scripted(seat: str, name: str, exercise: Exercise, table: Table, game: Game) -> Sheet:
    dated = HistorySeats(table.scenario)
    plays: Seat = dated.get(seat, Passive()) if name == HISTORY else policy(name)
    if isinstance(plays, Passive):
        return Sheet(origin="none")
    earlier = _dated_so_far(plays, seat, game) if isinstance(plays, HistorySeat) else {}
    lines = _numbered(seat, plays.orders(game.observe(seat)), exercise, earlier)
    return Sheet(orders=lines, origin="script")


def _dated_so_far(history: HistorySeat, seat: str, game: Game) -> dict[str, str]:
    """Return the ids of the orders that history gave in earlier rounds -> those they have in play.

    By the former later ones name them. A round that people played has no acts of record.
    """
    date, ticks = game.timeline.date, game.timeline.ticks_per_round
    found: dict[str, str] = {}
    for moment in game.moments:
        start, end = date(moment.world.tick), date(moment.world.tick + ticks)
        dated = (entry.id for entry in history.dated if start <= entry.given < end)
        played = (entry.id for entry in moment.sheets.get(seat, ()) if entry.settled)
        found.update(zip(dated, played, strict=False))
    return found


def _numbered(
    seat: str, sheet: OrderSheet, exercise: Exercise, earlier: Mapping[str, str]
) -> tuple[OrderLine, ...]:
    """Return a sheet's lines with ids such as people's orders have: none tells who wrote it.

    Orders that name one of this sheet, or of `earlier` ones, by the id it had, name it as it is.
    """
    ids = next_ids(exercise.state, seat, len(sheet))
    now = {**earlier, **{entry.id: id for entry, id in zip(sheet, ids, strict=True)}}
    return lines_of(tuple(replace(e, id=now[e.id], order=_renamed(e.order, now)) for e in sheet))


def _renamed(order: Order, now: Mapping[str, str]) -> Order:
    """Return an order that names others by the ids that they have now."""
    keys = instruments()[order.instrument].keys
    values = tuple(
        (key, tuple(now.get(name, name) for name in value))
        if isinstance(value, tuple) and keys[key].of in ("order", "deal") else (key, value)
        for key, value in order.values
    )  # fmt: skip
    return replace(order, values=values)


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
