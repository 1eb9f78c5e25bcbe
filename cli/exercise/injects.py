"""`inject`: the events that are delivered to seats, and when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from cli.exercise.common import last, listed, logged, noted, seat_names
from cli.registry.command import Answer, Argument, Values, Verbs, option, switch
from cli.registry.session import Session
from sim.errors import SimError, unknown

if TYPE_CHECKING:
    from sim.exercise.conduct.injects import Status
    from sim.exercise.msel.rows import InjectRow

_inject = Verbs("inject", "List injects, fire them now, hold, skip, move and add them.")


def inject_ids(session: Session, _: Sequence[str] = ()) -> Iterable[str]:
    """Return the injects; the white cell alone may ask."""
    from sim.exercise.topics.injects import INJECTS

    return tuple(session.exercise.of(INJECTS).rows) if session.white else ()


ID = Argument("id", "The inject.", complete=inject_ids)
IDS = Argument("id", "One inject or more.", many=True, complete=inject_ids)


def when_told(row: InjectRow) -> str:
    """Return when an inject fires, in a few words."""
    parts = [
        f"round {row.round}" if row.round is not None else "",
        f"minute {row.minute}" if row.minute is not None else "",
        str(row.date or ""),
        row.when,
    ]
    return ", ".join(filter(None, parts)) or "by hand"


@_inject.verb(
    "list",
    "List the injects with when and to whom.",
    option("status", "Only those.", choices=("pending", "approved", "fired", "held", "skipped")),
)
def list_(session: Session, values: Values) -> Answer:
    """List the injects."""
    from sim.exercise.msel.rows import plain

    rows = [r for r in _rows(session).values() if values.text("status") in ("", r.status)]
    table = listed("id", "status", "when", "to", "title")
    for row in rows:
        to = ", ".join(row.to) or "all"
        table.add_row(row.id, row.status, when_told(row), to, row.headline)
    return Answer({"injects": plain(rows)}, (table,))


@_inject.verb("show", "Show all of an inject.", ID)
def show(session: Session, values: Values) -> Answer:
    """Show an inject."""
    from sim.exercise.msel.rows import plain

    row = _known(session, values.text("id"))
    (data,) = plain([row])
    table = listed("", "")
    table.show_header = False
    for key, value in {**data, "when": when_told(row), **data["extra"]}.items():
        if value not in (None, "", [], {}) and key != "extra":
            table.add_row(
                key, "; ".join(map(str, value)) if isinstance(value, list) else str(value)
            )
    return Answer(data, (table,))


@_inject.verb("fire", "Deliver injects now, paused or not.", IDS, changes=True)
def fire(session: Session, values: Values) -> Answer:
    """Fire injects."""
    from sim.exercise.conduct import injects

    rows = [_known(session, id) for id in values.many("id")]
    entries = injects.fire_all(session.exercise, [row.id for row in rows])
    told = [
        noted(session, entry, f"{row.id} is told to {', '.join(row.to) or 'all'}: {row.headline}")
        for entry, row in zip(entries, rows, strict=True)
    ]
    numbers = [entry.number for entry in entries]
    return Answer({"fired": [row.id for row in rows], "log": numbers}, told=tuple(told))


def _set(session: Session, values: Values, status: Status) -> Answer:
    from sim.exercise.conduct import injects

    ids = [_known(session, id).id for id in values.many("id")]
    entries = injects.set_all(session.exercise, ids, status)
    told = [
        noted(session, entry, f"{id} is {status}") for entry, id in zip(entries, ids, strict=True)
    ]
    return Answer({"status": status, "log": [entry.number for entry in entries]}, told=tuple(told))


@_inject.verb(
    "hold", "Keep injects back in the pool; fire or approve brings them.", IDS, changes=True
)
def hold(session: Session, values: Values) -> Answer:
    """Hold injects back."""
    return _set(session, values, "held")


@_inject.verb("approve", "Let injects fire when their time comes.", IDS, changes=True)
def approve(session: Session, values: Values) -> Answer:
    """Approve injects."""
    return _set(session, values, "approved")


@_inject.verb("skip", "Leave injects out for good.", IDS, changes=True)
def skip(session: Session, values: Values) -> Answer:
    """Skip injects."""
    return _set(session, values, "skipped")


@_inject.verb(
    "retime",
    "Set an inject to another round, or another minute after its round opens.",
    ID,
    option("round", "The round.", "whole"),
    option("minute", "The room's minutes after the round opens.", "whole"),
    changes=True,
)
def retime(session: Session, values: Values) -> Answer:
    """Move an inject."""
    from sim.exercise.conduct import injects

    round, minute = values.whole("round"), values.whole("minute")
    if round is None and minute is None:
        raise SimError("inject retime: to when? Add --round N, --minute N or both")
    id = _known(session, values.text("id")).id
    entry = injects.retime(session.exercise, id, round=round, minute=minute)
    when = when_told(_rows(session)[id])
    return Answer(
        {"id": id, **logged(session, entry)}, told=(noted(session, entry, f"{id} fires: {when}"),)
    )


@_inject.verb(
    "add",
    "Add an inject; without a time it waits to be fired by hand.",
    Argument("id", "A new id."),
    Argument("text", "What is delivered, word for word.", "words"),
    option("title", "What it is called.", "words"),
    option("to", "A seat it is for; may be repeated; none: everybody.", many=True,
           complete=seat_names),
    option("sender", "Who it comes from in the story.", "words"),
    option("delivery", "How it is delivered: email, phone, press.", "words"),
    switch("public", "Tell it to the room too."),
    option("round", "The round it is for.", "whole"),
    option("minute", "The room's minutes after the round opens.", "whole"),
    option("date", "The scenario's day, such as 2010-09-21.", metavar="DAY"),
    option("when", "The condition on which it fires.", "words", metavar="CONDITION"),
    option("effect", "'SEAT: order' for an act of record, or a patch such as 'JPN.support -= 3'; "
           "may be repeated.", "words", many=True),
    changes=True,
)  # fmt: skip
def add(session: Session, values: Values) -> Answer:
    """Add an inject."""
    from sim.exercise.conduct import injects
    from sim.exercise.msel.rows import rows_of

    id = values.text("id")
    if id in _rows(session):
        raise SimError(f"inject add: there is an inject {id} already; give this one another id")
    wanted = {
        "id": id,
        "text": values.text("text"),
        "title": values.text("title"),
        "to": values.many("to"),
        "from": values.text("sender"),
        "delivery": values.text("delivery"),
        "public": values.flag("public"),
        "round": values.whole("round"),
        "minute": values.whole("minute"),
        "date": values.some("date"),
        "when": values.text("when"),
        "effects": values.many("effect"),
    }
    (row,) = rows_of([wanted])
    injects.set_rows(session.exercise, session.table, [row])
    number = last(session)
    return Answer(
        {"id": id, "log": number}, told=(noted(session, number, f"{id} fires: {when_told(row)}"),)
    )


def _rows(session: Session) -> dict[str, InjectRow]:
    from sim.exercise.topics.injects import INJECTS

    return dict(session.exercise.of(INJECTS).rows)


def _known(session: Session, id: str) -> InjectRow:
    rows = _rows(session)
    alike = {name.casefold(): name for name in rows}
    if id.casefold() not in alike:
        raise SimError(unknown("inject", id, rows))
    return rows[alike[id.casefold()]]


NOUN = _inject.done()
