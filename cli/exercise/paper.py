"""Paper: order sheets that were filled in by hand, entered line by line or from a spreadsheet."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from cli.exercise.common import counted, listed
from cli.output import PLAIN_WIDTH, complain
from cli.registry.command import Answer
from cli.registry.session import Session, spelt
from sim.errors import SimError, nearest, raise_all
from sim.exercise.conduct.orders import enter, playbook, spelt_out
from sim.exercise.topics.orders import ORDERS, CustomAsked, Ordered
from sim.exercise.topics.rounds import must_be
from sim.exercise.topics.seats import may_act_for
from sim.orders.base import Order
from sim.orders.instruments import instruments

MOST_LINES = 200

ALIKE = 0.75
"""How like a code or an instrument a line's first word is that is held to be one misspelt [1]."""

NOTHING = "nothing was entered"

IDEA = "idea:"
"""Before a line that is one, even if it begins as an order does."""


@dataclass(frozen=True)
class Read:
    """An order or an idea as it was read from paper."""

    seat: str
    written: str
    """As it stood there."""
    meant: Order | str
    """A text is an idea."""
    reason: str = ""

    @property
    def told(self) -> str:
        """Return what was understood."""
        return str(self.meant) if isinstance(self.meant, Order) else f"{IDEA} {self.meant}"


def entered(session: Session, seat: str, codes: str, *, hand_in: bool, sure: bool) -> Answer:
    """Enter a seat's paper sheet, after it was shown what was understood."""
    _may(session, seat)
    read = _told(session, seat, codes) if codes else _asked(session, seat)
    if not read:
        raise SimError(f"no order was read for {seat}; write codes such as J1, or whole orders")
    if not sure:
        complain(f"{seat}:")
        for line in _understood(read):
            complain(line)
        if session.ask("Enter these? [Y/n] ").strip().casefold() not in ("", "y", "yes"):
            raise SimError(f"order enter: nothing was entered for {seat}")
    return _written(session, read, hand_in=hand_in, known=not sure)


def _understood(read: Sequence[Read]) -> Iterator[str]:
    """Yield what was understood, in lines that fit."""
    for one in read:
        text = f"{one.written} = {one.meant}" if isinstance(one.meant, Order) else one.told
        yield from textwrap.wrap(
            text, PLAIN_WIDTH, initial_indent="  ", subsequent_indent="      ",
            break_long_words=False, break_on_hyphens=False,
        )  # fmt: skip


def read_line(session: Session, seat: str, line: str, reason: str = "") -> list[Read]:
    """Return the orders of a line such as `J1 J4 amount=300 J7`, or the idea that it is.

    A word that is a code or an instrument begins an order; what follows it is part of it. A line
    that begins with nothing like one is an idea. SimError tells every mistake at once.
    """
    known = {play.code.casefold() for play in playbook(session.table, seat)}
    idea = _idea(line, known)
    if idea:
        return [Read(seat, line, idea, reason)]
    parts: list[list[str]] = []
    faults = []
    for word in line.replace(";", " ").split():
        if word.casefold() in known or word in instruments():
            parts.append([word])
        elif parts and "=" in word:
            parts[-1].append(word)
        else:
            faults.append(unread(word, known))
    read = []
    for part in parts:
        written = " ".join(part)
        text = spelt_out(session.table, seat, written)
        wrong = _not_taken(part[0], text)
        if wrong:
            faults.append(wrong)
            continue
        try:
            read.append(Read(seat, written, Order.parse(text), reason))
        except SimError as error:
            faults.append(f"{written}: {error}")
    raise_all(faults)
    return read


def _idea(line: str, codes: Collection[str]) -> str:
    """Return the idea that a line is; nothing if it is, or was to be, orders."""
    if line.casefold().startswith(IDEA):
        return line[len(IDEA) :].strip()
    words = line.split()
    if len(words) < 2 or "=" in line:
        return ""
    known = [*codes, *(name.casefold() for name in instruments())]
    like = get_close_matches(words[0].casefold(), known, 1, ALIKE)
    coded = any(sign.isdigit() for sign in words[0])
    return "" if like or coded else line.strip()


def _not_taken(named: str, text: str) -> str:
    """Return what an order gives that its instrument does not take; nothing if it is well."""
    instrument, *pairs = text.split()
    takes = instruments()[instrument].keys
    for key in (pair.partition("=")[0] for pair in pairs):
        if key not in takes:
            near = nearest(key, takes)
            hint = f"; did you mean {near}=?" if near else ""
            listed = ", ".join(f"{name}=" for name in takes)
            return f"{named} takes {listed}, not {key}={hint}"
    return ""


def unread(word: str, codes: Collection[str]) -> str:
    """Say that a word of a paper sheet is no order."""
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
            read += read_line(session, seat, row.text, row.reason)
        except SimError as error:
            faults += [f"{row.place}: {line}" for line in str(error).splitlines()]
    _refuse(faults)
    if not read:
        raise SimError(f"{path}: it holds no order; write Seat, Order and Reason above the columns")
    return _written(session, read, hand_in=hand_in)


def _may(session: Session, seat: str) -> None:
    may_act_for(session.exercise.state, session.by, seat)
    must_be(session.exercise.state, "open")
    if session.exercise.of(ORDERS).draft(seat).submitted:
        raise SimError(
            f"{seat} has handed in its sheet already; `order withdraw --seat {seat}` takes it back"
        )


def _told(session: Session, seat: str, line: str) -> list[Read]:
    """Return what was read of the one line that a sheet was told in."""
    try:
        return read_line(session, seat, line)
    except SimError as error:
        raise SimError(f"{error}; {NOTHING}") from error


def _refuse(faults: Sequence[str]) -> None:
    """Raise SimError with every fault, if there is any, and with what came of it."""
    if faults:
        told = "\n".join(faults)
        raise SimError(f"{told}; {NOTHING}")


def _asked(session: Session, seat: str) -> list[Read]:
    """Return the lines of a paper sheet as they are typed; an empty one ends it.

    Somebody at a terminal types a wrong line again; else all that is wrong is told at the end.
    """
    lines: list[list[Read]] = []
    faults: list[str] = []
    while len(lines) < MOST_LINES:
        number = len(lines) + 1
        line = session.ask(f"{seat}, order {number} (empty: done): ").strip()
        if not line:
            break
        try:
            lines.append(read_line(session, seat, line))
        except SimError as error:
            told = [f"line {number}: {fault}" for fault in str(error).splitlines()]
            if sys.stdin.isatty():
                complain("\n".join(told))
                continue
            faults += told
            lines.append([])
    _refuse(faults)
    return [one for line in lines for one in line]


def _written(
    session: Session, read: Sequence[Read], *, hand_in: bool, known: bool = False
) -> Answer:
    """Write orders on their sheets, and hand these in; show them, unless they are known."""
    sheets: dict[str, list[Read]] = {}
    for one in read:
        sheets.setdefault(one.seat, []).append(one)
    meant = {seat: [(one.meant, one.reason) for one in rows] for seat, rows in sheets.items()}
    entries = enter(session.exercise, session.by, meant, hand_in=hand_in)
    put = [e for e in entries if e.kind in (Ordered.kind(), CustomAsked.kind())]
    read = [one for rows in sheets.values() for one in rows]
    table = listed("log", "seat", "written", "understood", right=("log",))
    for entry, one in zip(put, read, strict=True):
        table.add_row(str(entry.number), one.seat, one.written, one.told)
    how = "handed in" if hand_in else "not handed in"
    numbers = [entry.number for entry in entries]
    told = ", ".join(f"{seat} {_counted(rows)}" for seat, rows in sheets.items())
    data = {
        "orders": [
            {"seat": one.seat, "written": one.written, "order": str(one.meant)}
            for one in read
            if isinstance(one.meant, Order)
        ],
        "ideas": [
            {"seat": one.seat, "text": one.meant} for one in read if isinstance(one.meant, str)
        ],
        "submitted": hand_in,
        "log": numbers,
    }
    return Answer(
        data, () if known else (table,), (f"log {numbers[0]} to {numbers[-1]}: {told}, {how}",)
    )


def _counted(read: Sequence[Read]) -> str:
    """Return how many orders, and how many ideas, there are."""
    ideas = sum(isinstance(one.meant, str) for one in read)
    told = counted(len(read) - ideas, "order")
    return f"{told} and {counted(ideas, 'idea')}" if ideas else told
