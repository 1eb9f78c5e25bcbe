"""Remarks: what the white cell said of a round, each to whom it concerns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from sim.errors import SimError, unknown
from sim.exercise.exercise import Exercise
from sim.exercise.table import Table
from sim.exercise.topics.deals import DEALS
from sim.exercise.topics.injects import INJECTS, Delivered
from sim.exercise.topics.offers import DealProposed
from sim.exercise.topics.orders import ORDERS
from sim.exercise.topics.white import WHITE_CELL
from sim.exercise.views.common import published, sheets, told_to
from sim.explain.published import published_of
from sim.observation.hearing import Ear


@dataclass(frozen=True)
class Remark:
    """What the white cell said of a round, or revealed."""

    round: int
    text: str


Reads = Callable[[str | None], bool]
"""Whether a seat (None: the room) reads a remark on something."""


def remarks(exercise: Exercise, table: Table, seat: str | None) -> Iterator[Remark]:
    """Yield what a seat (None: the room) reads of what the white cell said of published rounds."""
    for one in exercise.of(WHITE_CELL).remarks:
        if one.round <= published(exercise):
            reads = _reads(exercise, table, one.round, one.about)
            if reads and reads(seat):
                yield Remark(one.round, one.text)


def check_about(exercise: Exercise, table: Table, round: int, about: str) -> None:
    """Raise SimError, with the nearest name, for what no remark on a round can be about."""
    if _reads(exercise, table, round, about):
        return
    if "." in about:
        published_of([about], table.result(round).game)
    known = things(exercise, table, round)
    raise SimError(unknown("order, inject, idea, deal or dispute", about, known))


def _reads(exercise: Exercise, table: Table, round: int, about: str) -> Reads | None:
    """Return who reads a remark; None for one on what there is not, which nobody does."""
    if not about or _is_number(table, round, about):
        return lambda _: True
    return things(exercise, table, round).get(about)


def _is_number(table: Table, round: int, text: str) -> bool:
    try:
        published_of([text], table.result(round).game)
    except SimError:
        return False
    return True


def things(exercise: Exercise, table: Table, round: int) -> Mapping[str, Reads]:
    """Return what a remark on a round can be about beside numbers, and who reads it.

    One on an order is for who gave it, on an inject for whom it was told to, on an idea for whose
    it is, on a deal for whom it binds; on what else there is in the world for who has heard of it.
    """
    game = table.result(round).game
    found = _in_the_world(table, round)
    for id, reads in (*_injects(exercise), *_ideas(exercise)):
        acts = [name for name in found if re.fullmatch(rf"{re.escape(id)}-\d+", name)]
        found.update(dict.fromkeys((id, *acts), reads))
    found.update({deal.id: _one_of(*deal.parties) for deal in game.world.politics.deals})
    for n in range(1, round + 1):
        for giver, sheet in sheets(exercise, n).items():
            found.update({line.id: _one_of(giver) for line in sheet.orders})
    found.update({deal.id: _party(deal.offer) for deal in exercise.of(DEALS).by_id.values()})
    return found


def _in_the_world(table: Table, round: int) -> dict[str, Reads]:
    """Return what was ruled on in a round, and the measures and disputes after it."""
    result = table.result(round)
    game, entry = result.game, result.entry
    world = game.world

    def ear(seat: str | None) -> Ear:
        return Ear.of(seat, entry, result.moment.world, world, game.setting)

    def of_order(id: str) -> Reads:
        return lambda seat: ear(seat).heard(id) in ("own", "open")

    def of_dispute(id: str) -> Reads:
        return lambda seat: ear(seat).dispute(id) is not None

    orders = (*(m.id for m in world.measures), *(r.order_id for r in entry.rulings))
    disputes = (dispute.id for dispute in world.politics.disputes)
    return {id: of_order(id) for id in orders} | {id: of_dispute(id) for id in disputes}


def _injects(exercise: Exercise) -> Iterator[tuple[str, Reads]]:
    def reads(told: Delivered) -> Reads:
        return lambda seat: told_to(exercise, told, seat) if seat else told.row.public

    for told in exercise.of(INJECTS).told:
        yield told.id, reads(told)


def _ideas(exercise: Exercise) -> Iterator[tuple[str, Reads]]:
    """Yield ideas, by their own ids and by those that their effects bear."""
    acted: dict[int, int] = {}
    for idea in exercise.of(ORDERS).customs.values():
        yield idea.id, _one_of(idea.seat)
        if idea.acted is not None:
            acted[idea.acted] = acted.get(idea.acted, 0) + 1
            yield f"idea-{idea.acted}-{acted[idea.acted]}", _one_of(idea.seat)


def _one_of(*names: str) -> Reads:
    return lambda seat: seat in names


def _party(offer: DealProposed) -> Reads:
    return lambda seat: seat is not None and offer.party(seat) is not None
