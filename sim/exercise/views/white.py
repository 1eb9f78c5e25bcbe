"""White: everything, for the white cell: the state of the round at a glance, and what is behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.exercise.acts import WHITE
from sim.exercise.exercise import Exercise
from sim.exercise.table import Result, Table
from sim.exercise.topics.injects import INJECTS
from sim.exercise.topics.orders import ORDERS, Custom
from sim.exercise.topics.rounds import ROUNDS, Overruled
from sim.exercise.topics.seats import SEATS, Place
from sim.exercise.topics.talk import TALK, Rfi
from sim.exercise.topics.white import WHITE_CELL, Told
from sim.exercise.views.common import Head, Letter, Line, head, letter, lines
from sim.exercise.views.deals import Agreed, deals
from sim.exercise.views.seat import OnSheet, OwnSheet, own_sheet
from sim.world.disputes import Draw
from sim.world.rulings import Ruling


@dataclass(frozen=True)
class Row:
    """A seat at a glance."""

    seat: str
    title: str
    kind: str
    """human, script, program or white."""
    player: str
    code: str
    away: bool
    """Whether it was taken over."""
    orders: int
    """On its sheet."""
    state: str
    """none, draft, submitted or locked."""
    origin: str
    """How its sheet came about, once the round is locked."""
    told: str
    """What is to be known of that."""
    sheet: tuple[OnSheet, ...]
    missing: bool
    """Whether people play it, who have not handed in while the round is open."""


@dataclass(frozen=True)
class Waiting:
    """An inject that has not been told."""

    id: str
    status: str
    title: str
    to: tuple[str, ...]
    round: int | None
    minute: int | None
    when: str
    manual: bool


@dataclass(frozen=True)
class Drawn:
    """A chance event, as it was drawn."""

    subject: str
    what: str
    probability: float
    happened: bool


@dataclass(frozen=True)
class Reviewed:
    """The last round that was adjudicated, published or not."""

    round: int
    rulings: tuple[Ruling, ...]
    draws: tuple[Drawn, ...]
    events: tuple[Line, ...]
    explained: bool
    """Whether its numbers were traced to their causes."""
    overruled: tuple[Overruled, ...]


@dataclass(frozen=True)
class WhiteView:
    """Everything at a glance."""

    head: Head
    line: str
    """Of play."""
    lines: tuple[str, ...]
    entries: int
    """In the log."""
    seats: tuple[Row, ...]
    coming: tuple[Waiting, ...]
    """Injects that were not told, held and skipped ones among them."""
    acting: tuple[str, ...]
    """Injects whose effects wait for the next adjudication."""
    requests: tuple[Rfi, ...]
    """Those that wait for an answer."""
    ideas: tuple[Custom, ...]
    """Those that wait for a ruling."""
    deals: tuple[Agreed, ...]
    letters: tuple[Letter, ...]
    review: Reviewed | None
    remarks: tuple[Told, ...]
    revealed: tuple[Told, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the seats that have not handed in."""
        return tuple(row.seat for row in self.seats if row.missing)


def white_view(exercise: Exercise, table: Table) -> WhiteView:
    """Return everything at a glance; for the white cell only."""
    state, white, orders = exercise.state, exercise.of(WHITE_CELL), exercise.of(ORDERS)
    done = len(exercise.of(ROUNDS).records)
    return WhiteView(
        head=head(exercise, table),
        line=state.current,
        lines=tuple(state.lines),
        entries=state.head,
        seats=tuple(
            _row(exercise, table, seat, place) for seat, place in exercise.of(SEATS).places.items()
        ),
        coming=tuple(_coming(exercise)),
        acting=exercise.of(INJECTS).acting,
        requests=tuple(r for r in exercise.of(TALK).rfis.values() if r.state == "open"),
        ideas=tuple(c for c in orders.customs.values() if c.state == "asked"),
        deals=deals(exercise, table, WHITE),
        letters=tuple(map(letter, exercise.of(TALK).items)),
        review=_reviewed(exercise, table.result(done)) if done else None,
        remarks=white.remarks,
        revealed=white.revealed,
    )


def _row(exercise: Exercise, table: Table, seat: str, place: Place) -> Row:
    sheet: OwnSheet = own_sheet(exercise, seat)
    locked = exercise.of(ROUNDS).sheets.get(seat)
    row = table.template.seats.get(seat)
    by_people = place.chair.kind in ("human", "white")
    return Row(
        seat=seat, title=row.title if row else seat, kind=place.chair.kind,
        player=place.chair.player, code=place.code, away=place.away is not None,
        orders=len(sheet.orders), state=sheet.state, origin=locked.origin if locked else "",
        told=locked.told if locked else "", sheet=sheet.orders,
        missing=by_people and sheet.state == "draft",
    )  # fmt: skip


def _coming(exercise: Exercise) -> Iterator[Waiting]:
    for row in exercise.of(INJECTS).rows.values():
        if row.status != "fired":
            yield Waiting(
                row.id, row.status, row.headline, row.to, row.round, row.minute, row.when,
                row.manual,
            )  # fmt: skip


def _reviewed(exercise: Exercise, result: Result) -> Reviewed:
    white, entry = exercise.of(WHITE_CELL), result.entry
    return Reviewed(
        round=result.round,
        rulings=entry.rulings,
        draws=tuple(map(_drawn, entry.draws)),
        events=lines(entry.events),
        explained=result.round in white.explained,
        overruled=tuple(act for act in white.overruled if act.round == result.round),
    )


def _drawn(draw: Draw) -> Drawn:
    return Drawn(draw.subject, draw.what, draw.probability, draw.happened)
