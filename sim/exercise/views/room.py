"""Room: what everybody may see, for the projector and the press."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sim.exercise.exercise import Exercise
from sim.exercise.table import Table
from sim.exercise.template.papers import SeatNotice, notice
from sim.exercise.topics.injects import INJECTS
from sim.exercise.topics.talk import TALK
from sim.exercise.topics.white import WHITE_CELL
from sim.exercise.views.common import (
    Happening,
    Head,
    Letter,
    Line,
    happening,
    head,
    knowledge,
    letter,
    lines,
    published,
    started,
)
from sim.exercise.views.deals import Agreed, deals
from sim.exercise.views.remarks import Remark, remarks
from sim.observation.news import headlines
from sim.observation.plain import Plain

STRANGER = "the room"
"""Who looks at the world from the projector: no name that a country or firm can bear."""


@dataclass(frozen=True)
class Headlines:
    """What everybody may know of a round that is over."""

    round: int
    start: dt.date
    end: dt.date
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class RoomView:
    """What everybody may see."""

    head: Head
    seats: tuple[SeatNotice, ...]
    headlines: tuple[Headlines, ...]
    """Of every published round."""
    observation: dict[str, Plain] | None
    """What a stranger knows of the world: prices, open measures; None before STARTEX."""
    press: tuple[Letter, ...]
    injects: tuple[Happening, ...]
    deals: tuple[Agreed, ...]
    revealed: tuple[Remark, ...]
    remarks: tuple[Remark, ...]


def room_view(exercise: Exercise, table: Table) -> RoomView:
    """Return what everybody may see now."""
    seen = knowledge(table.published(), STRANGER, table) if started(exercise) else None
    return RoomView(
        head=head(exercise, table),
        seats=tuple(notice(table.template, seat) for seat in table.template.seats),
        headlines=tuple(_headlines(table, n) for n in range(1, published(exercise) + 1)),
        observation=seen,
        press=tuple(letter(i) for i in exercise.of(TALK).items if not i.to),
        injects=tuple(happening(one) for one in exercise.of(INJECTS).told if one.row.public),
        deals=deals(exercise, table, STRANGER),
        revealed=tuple(
            Remark(one.round, one.text) for one in exercise.of(WHITE_CELL).revealed if not one.to
        ),
        remarks=tuple(remarks(exercise, table, None)),
    )


def _headlines(table: Table, round: int) -> Headlines:
    result = table.result(round)
    entry, game = result.entry, result.game
    found = headlines(entry, result.moment.world, game.world, game.setting)
    return Headlines(round, entry.start, entry.end, lines(found))
