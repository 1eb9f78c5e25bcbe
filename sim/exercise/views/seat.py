"""Seat: what one seat may see: its papers, its own doings, what it was told, what it knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.exercise.exercise import Exercise
from sim.exercise.table import Table
from sim.exercise.template.papers import SeatNotice, notice, role_card
from sim.exercise.topics.injects import INJECTS
from sim.exercise.topics.orders import ORDERS
from sim.exercise.topics.rounds import ROUNDS
from sim.exercise.topics.seats import known_place
from sim.exercise.topics.talk import inbox, rfis, sent
from sim.exercise.topics.white import WHITE_CELL
from sim.exercise.views.common import (
    Happening,
    Head,
    Letter,
    happening,
    head,
    knowledge,
    letter,
    published,
    started,
    told_to,
)
from sim.exercise.views.deals import Agreed, deals
from sim.exercise.views.recap import Recap, recap
from sim.exercise.views.remarks import Remark, remarks
from sim.language import t
from sim.observation.plain import Plain
from sim.orders.base import Order
from sim.orders.instruments import instruments


@dataclass(frozen=True)
class Papers:
    """What a seat reads of itself, and of the others what everybody reads."""

    title: str
    role: str
    brief: str
    secret: str
    goals: tuple[tuple[str, bool], ...]
    """What it wants, and whether others do not know it."""
    seats: tuple[SeatNotice, ...]


@dataclass(frozen=True)
class OnSheet:
    """An order on the seat's own sheet."""

    id: str
    order: str
    title: str
    reason: str


@dataclass(frozen=True)
class OwnSheet:
    """A seat's own sheet of the round under way."""

    state: str
    """none, draft, submitted, or locked."""
    orders: tuple[OnSheet, ...] = ()


@dataclass(frozen=True)
class Idea:
    """What a seat asked for that no instrument does; the effects, if any, it reads in the world."""

    id: str
    round: int
    text: str
    effect: str
    state: str
    because: str


@dataclass(frozen=True)
class Request:
    """A seat's request for information."""

    id: str
    round: int
    text: str
    urgent: bool
    state: str
    answer: str


@dataclass(frozen=True)
class SeatView:
    """What one seat may see."""

    seat: str
    head: Head
    papers: Papers
    recap: Recap | None
    """Of the last round that was published; None before the first."""
    observation: dict[str, Plain] | None
    """What it knows of the world, as programs get it; None before STARTEX."""
    sheet: OwnSheet
    ideas: tuple[Idea, ...]
    inbox: tuple[Letter, ...]
    sent: tuple[Letter, ...]
    requests: tuple[Request, ...]
    deals: tuple[Agreed, ...]
    injects: tuple[Happening, ...]
    """What it was told, oldest first."""
    revealed: tuple[Remark, ...]
    remarks: tuple[Remark, ...]


def view(exercise: Exercise, table: Table, seat: str) -> SeatView:
    """Return what a seat may see now; SimError for a seat that the exercise has not."""
    known_place(exercise.state, seat)
    last, state = published(exercise), exercise.state
    told = exercise.of(INJECTS).told
    return SeatView(
        seat=seat,
        head=head(exercise, table),
        papers=papers(table, seat),
        recap=recap(exercise, table, seat, last) if last else None,
        observation=knowledge(table.published(), seat, table) if started(exercise) else None,
        sheet=own_sheet(exercise, seat),
        ideas=tuple(_ideas(exercise, seat)),
        inbox=tuple(map(letter, inbox(state, seat))),
        sent=tuple(map(letter, sent(state, seat))),
        requests=tuple(
            Request(r.id, r.round, r.text, r.urgent, r.state, r.answer) for r in rfis(state, seat)
        ),
        deals=deals(exercise, table, seat),
        injects=tuple(happening(one) for one in told if told_to(exercise, one, seat)),
        revealed=tuple(_revealed(exercise, seat)),
        remarks=tuple(remarks(exercise, table, seat)),
    )


def papers(table: Table, seat: str) -> Papers:
    """Return what a seat reads of itself and of others; little of a seat that was added later."""
    notices = tuple(notice(table.template, other) for other in table.template.seats)
    if seat not in table.template.seats:
        return Papers(seat, "", "", "", (), notices)
    card = role_card(table.template, seat)
    return Papers(card.title, card.role, card.brief, card.secret, card.goals, notices)


def own_sheet(exercise: Exercise, seat: str) -> OwnSheet:
    """Return a seat's own sheet of the round under way, as it stands."""
    rounds = exercise.of(ROUNDS)
    if rounds.phase == "open":
        draft = exercise.of(ORDERS).draft(seat)
        orders = tuple(_on_sheet(o.id, o.text, o.reason) for o in draft.orders)
        return OwnSheet("submitted" if draft.submitted else "draft", orders)
    locked = rounds.sheets.get(seat) if rounds.phase in ("locked", "review") else None
    if locked is None:
        return OwnSheet("none")
    return OwnSheet("locked", tuple(_on_sheet(o.id, o.text, o.reason) for o in locked.orders))


def _on_sheet(id: str, text: str, reason: str) -> OnSheet:
    title = t(instruments()[Order.parse(text).instrument].title)
    return OnSheet(id, text, title, reason)


def _ideas(exercise: Exercise, seat: str) -> Iterator[Idea]:
    for one in exercise.of(ORDERS).customs.values():
        if one.seat == seat:
            yield Idea(one.id, one.round, one.text, one.effect, one.state, one.because)


def _revealed(exercise: Exercise, seat: str) -> Iterator[Remark]:
    for one in exercise.of(WHITE_CELL).revealed:
        if not one.to or seat in one.to:
            yield Remark(one.round, one.text)
