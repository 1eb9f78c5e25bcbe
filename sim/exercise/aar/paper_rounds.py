"""Paper of rounds: what was told and ordered, what came of it and why."""

from __future__ import annotations

from collections.abc import Iterator

from sim.exercise.aar.report import (
    Result,
    RoundTold,
)
from sim.exercise.aar.words import bracketed, change, clock, day, figure, level, listed
from sim.exercise.documents.blocks import (
    Block,
    Heading,
    Table,
    points,
    text,
)

ORIGINS = {
    "submitted": "submitted",
    "draft": "written, not submitted",
    "default": "default orders of a silent seat",
    "script": "scripted",
    "program": "program",
    "none": "nobody plays it",
}
"""Where a sheet came from, in words."""

WAYS = {"decide": "decided a ruling or a drawn outcome", "patch": "patched a quantity"}

MOST_TABLES = 6
"""Numbers of a round whose causes get a table: those that moved most."""

MOST_SHARES = 8
"""Rows of a table of causes; the others are one more."""


def round_pages(round: RoundTold) -> Iterator[Block]:
    """Yield what is told of a round."""
    yield Heading(f"Round {round.number}")
    yield text(
        f"Scenario time {round.start} to {round.end}. Room: opened {clock(round.opened)}, locked "
        f"{clock(round.locked)}, published {clock(round.published)}."
    )
    yield from _told_to_seats(round)
    yield from _orders(round)
    yield from _talked(round)
    yield from _results(round)
    yield from _white(round)
    if round.events:
        yield Heading("Events", 2)
        yield Table(("Day", "What happened"), tuple((day(d), what) for d, what in round.events),
                    widths=(1, 6))  # fmt: skip


def _told_to_seats(round: RoundTold) -> Iterator[Block]:
    if not round.injects:
        return
    yield Heading("Injects", 2)
    yield Table(
        ("Inject", "Room", "To", "What was told", "Why now", "Expected"),
        tuple(
            (
                one.id, clock(one.elapsed), listed(one.to, "all"),
                "\n".join(dict.fromkeys((one.title, one.text))).strip(), one.why, one.expected,
            )
            for one in round.injects
        ),
        widths=(1, 1, 1, 4, 2, 2),
    )  # fmt: skip


def _orders(round: RoundTold) -> Iterator[Block]:
    yield Heading("Orders and rulings", 2)
    for sheet in round.sheets:
        if sheet.origin == "none":
            continue
        yield text(f"{sheet.seat} – {ORIGINS.get(sheet.origin, sheet.origin)}", strong=True)
        if sheet.told:
            yield text(sheet.told, "note")
        if not sheet.orders:
            yield text("No orders.")
            continue
        yield Table(
            ("Order", "What was asked", "Ruling", "Reason"),
            tuple(
                (o.id, "\n".join(filter(None, (o.text, o.meant))), o.outcome, o.reason)
                for o in sheet.orders
            ),
            widths=(2, 5, 2, 5),
        )
    if round.customs:
        yield Heading("Ideas beyond the orders there are", 2)
        yield Table(
            ("Seat", "Idea", "White cell", "Effects", "Because"),
            tuple(
                (one.seat, one.text, one.state, "\n".join(one.effects), one.because)
                for one in round.customs
            ),
            widths=(1, 4, 1, 3, 3),
        )


def _talked(round: RoundTold) -> Iterator[Block]:
    said = round.talk
    if not (said.messages or said.questions or said.press or round.deals):
        return
    yield Heading("Talk and deals", 2)
    told = ", ".join(f"{seat} {count}" for seat, count in said.messages.items())
    yield text(
        f"Messages: {told or 'none'}. Requests for information: {said.questions}, answered "
        f"{said.answered}."
    )
    for press in said.press:
        yield text(f"{press.sender}: {press.text}", "quote")
    if round.deals:
        yield Table(
            ("Deal", "Between", "Terms", "State", "Known to"),
            tuple(
                (one.id, listed(one.parties), one.text, one.state,
                 "the parties" if one.secret else "all")
                for one in round.deals
            ),
            widths=(1, 2, 5, 1, 1),
        )  # fmt: skip


def _results(round: RoundTold) -> Iterator[Block]:
    if not round.results:
        return
    yield Heading("Results", 2)
    ranged = any(one.low is not None for one in round.results)
    yield Table(
        ("Number", "Before", "Now", "Without all of it", *(("Range",) if ranged else ()), "Mark"),
        tuple(
            (
                f"{one.name} {bracketed(one.unit)}".strip(),
                level(one.earlier, one.unit), level(one.value, one.unit),
                level(one.base, one.unit), *((_range(one),) if ranged else ()), one.mark,
            )
            for one in round.results
        ),
        f"Numbers of round {round.number}",
        (4, 2, 2, 2, *((3,) if ranged else ()), 2),
        (1, 2, 3, *((4,) if ranged else ())),
    )  # fmt: skip
    yield text(
        "Before: in the round before. Without all of it: had nothing been ordered, injected or in "
        "force. Mark: how well founded the parameters behind it are (fitted, sourced, judged). "
        "Range: 10 to 90 % of re-runs under other chance and parameters.",
        "note",
    )
    yield points([one.sentence for one in round.results if one.shares] or ["Nothing moved them."])
    several = [one for one in round.results if len(one.shares) > 1]
    for one in sorted(several, key=_moved, reverse=True)[:MOST_TABLES]:
        yield _causes(one)


def _moved(one: Result) -> float:
    """Return how much of a number is due to what was done [1]."""
    value, base = one.value or 0.0, one.base or 0.0
    return abs(value - base) / (max(abs(value), abs(base)) or 1.0)


def _range(one: Result) -> str:
    if one.low is None or one.high is None:
        return "–"
    return f"{level(one.low, one.unit)} to {level(one.high, one.unit)}"


def _causes(one: Result) -> Table:
    shown, others = one.shares[:MOST_SHARES], one.shares[MOST_SHARES:]
    rows = [(s.title, s.seat, change(s.share, one.unit), figure(s.error)) for s in shown]
    if others:
        rest = change(sum(s.share for s in others), one.unit)
        rows.append((f"{len(others)} others", "", rest, "–"))
    return Table(
        ("Cause", "By", "Adds", "Standard error"), tuple(rows),
        f"What made {one.name} ({one.meaning})", (5, 2, 2, 2), (2, 3),
    )  # fmt: skip


def _white(round: RoundTold) -> Iterator[Block]:
    if round.overruled:
        yield Heading("Overruled by the white cell", 2)
        yield Table(
            ("How", "What", "Because"),
            tuple((WAYS.get(o.way, o.way), o.told, o.because) for o in round.overruled),
            widths=(2, 4, 4),
        )
        moved = [one for one in round.results if one.own != one.value]
        if moved:
            yield Table(
                ("Number", "The model's own", "As overruled"),
                tuple(
                    (one.name, level(one.own, one.unit), level(one.value, one.unit))
                    for one in moved
                ),
                f"Round {round.number}: the model's own result beside the one that stands",
                (4, 2, 2),
                (1, 2),
            )
    if round.remarks:
        yield Heading("Remarks of the white cell", 2)
        yield Table(
            ("About", "Remark", "To", "Because"),
            tuple((r.about, r.text, listed(r.to, "all"), r.because) for r in round.remarks),
            widths=(2, 5, 1, 3),
        )
