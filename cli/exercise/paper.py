"""Paper: order sheets that were filled in by hand, entered line by line or from a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cli.exercise.common import counted, listed
from cli.registry.command import Answer
from cli.registry.session import Session, spelt
from sim.errors import SimError, raise_all
from sim.exercise.conduct.orders import enter, playbook, spelt_out
from sim.exercise.topics.orders import Ordered
from sim.exercise.topics.rounds import must_be
from sim.exercise.topics.seats import may_act_for
from sim.orders.base import Order
from sim.orders.instruments import instruments

MOST_LINES = 200


@dataclass(frozen=True)
class Read:
    """An order as it was read from paper."""

    seat: str
    written: str
    """As it stood there."""
    order: Order
    reason: str = ""


def entered(session: Session, seat: str, codes: str, *, hand_in: bool, sure: bool) -> Answer:
    """Enter a seat's paper sheet, after it was shown what was understood."""
    _may(session, seat)
    read = [Read(seat, *one) for one in read_codes(session, seat, codes or _asked(session, seat))]
    if not read:
        raise SimError(f"no order was read for {seat}; write codes such as J1, or whole orders")
    if not sure:
        shown = "\n".join(f"  {one.written} = {one.order}" for one in read)
        agreed = session.ask(f"{seat}:\n{shown}\nEnter these? [Y/n] ").strip().casefold()
        if agreed not in ("", "y", "yes"):
            raise SimError(f"order enter: nothing was entered for {seat}")
    return _written(session, read, hand_in=hand_in)


def read_codes(session: Session, seat: str, text: str) -> list[tuple[str, Order]]:
    """Return the orders of a line such as `J1 J4 amount=300 J7`; every mistake at once.

    A word that is a code or an instrument begins an order; what follows it is part of it.
    """
    known = {play.code.casefold() for play in playbook(session.table, seat)}
    parts: list[list[str]] = []
    faults = []
    for word in text.replace(";", " ").split():
        if word.casefold() in known or word in instruments():
            parts.append([word])
        elif parts and "=" in word:
            parts[-1].append(word)
        else:
            faults.append(unread(word, known))
    read = []
    for part in parts:
        written = " ".join(part)
        try:
            read.append((written, Order.parse(spelt_out(session.table, seat, written))))
        except SimError as error:
            faults.append(f"{written}: {error}")
    raise_all(faults)
    return read


def unread(word: str, codes: Sequence[str] | set[str]) -> str:
    """Say that a word of a paper sheet is no order."""
    from sim.errors import nearest

    near = nearest(word, [*sorted(code.upper() for code in codes), *instruments()])
    hint = f"; did you mean {near}?" if near else ""
    return f"'{word}' is neither a code of the sheet nor an instrument{hint}"


def imported(session: Session, path: Path, *, hand_in: bool) -> Answer:
    """Enter the sheets of a spreadsheet: all of them, or none."""
    from sim.exercise.paper_sheets import read_orders

    rows, faults = read_orders(path)
    read: list[Read] = []
    for row in rows:
        seat = spelt(row.seat, session.exercise)
        try:
            _may(session, seat)
            orders = read_codes(session, seat, row.text)
            read += [Read(seat, written, order, row.reason) for written, order in orders]
        except SimError as error:
            faults += [f"{row.place}: {line}" for line in str(error).splitlines()]
    raise_all(faults)
    if not read:
        raise SimError(f"{path}: it holds no order; write Seat, Order and Reason above the columns")
    return _written(session, read, hand_in=hand_in)


def _may(session: Session, seat: str) -> None:
    may_act_for(session.exercise.state, session.by, seat)
    must_be(session.exercise.state, "open")


def _asked(session: Session, seat: str) -> str:
    """Return the lines of a paper sheet as they are typed; an empty one ends it."""
    lines: list[str] = []
    while len(lines) < MOST_LINES:
        line = session.ask(f"{seat}, order {len(lines) + 1} (empty: done): ").strip()
        if not line:
            break
        lines.append(line)
    return " ".join(lines)


def _written(session: Session, read: Sequence[Read], *, hand_in: bool) -> Answer:
    """Write orders on their sheets, and hand these in."""
    sheets: dict[str, list[Read]] = {}
    for one in read:
        sheets.setdefault(one.seat, []).append(one)
    meant = {seat: [(one.order, one.reason) for one in rows] for seat, rows in sheets.items()}
    entries = enter(session.exercise, session.by, meant, hand_in=hand_in)
    ordered = [entry for entry in entries if entry.kind == Ordered.kind()]
    read = [one for rows in sheets.values() for one in rows]
    table = listed("log", "seat", "written", "understood", right=("log",))
    for entry, one in zip(ordered, read, strict=True):
        table.add_row(str(entry.number), one.seat, one.written, str(one.order))
    how = "handed in" if hand_in else "not handed in"
    numbers = [entry.number for entry in entries]
    told = ", ".join(f"{seat} {counted(len(rows), 'order')}" for seat, rows in sheets.items())
    data = {
        "orders": [{"seat": o.seat, "written": o.written, "order": str(o.order)} for o in read],
        "submitted": hand_in,
        "log": numbers,
    }
    return Answer(data, (table,), (f"log {numbers[0]} to {numbers[-1]}: {told}, {how}",))
