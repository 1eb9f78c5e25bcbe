"""Paper of rounds: what was told and ordered, what came of it and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from sim.exercise.aar.report import (
    Afterwards,
    Result,
    RoundTold,
)
from sim.exercise.aar.words import bracketed, day, listed
from sim.exercise.documents.blocks import (
    Block,
    Heading,
    Table,
    points,
    text,
)
from sim.exercise.views.deals import terms
from sim.explain.words import change, least, level
from sim.figures import clock, written
from sim.language import called, later, retold, t

ORIGINS = {
    "submitted": later("submitted"),
    "draft": later("written, not submitted"),
    "default": later("default orders of a silent seat"),
    "script": later("scripted"),
    "program": later("program"),
    "none": later("nobody plays it"),
}
"""Where a sheet came from, in words."""

WAYS = {
    "decide": later("decided a ruling or a drawn outcome"),
    "patch": later("patched a quantity"),
}

MOST_TRACED = 5
"""Numbers of a round whose causes are told: those that moved most."""

MOST_SHARES = 8
"""Rows of a table of causes; the others are one more."""


def round_pages(round: RoundTold) -> Iterator[Block]:
    """Yield what is told of a round."""
    yield Heading(t("Round {round}", round=round.number))
    yield text(
        t(
            "Scenario time {start} to {end}. Room: opened {opened}, locked {locked}, published "
            "{published}.",
            start=round.start,
            end=round.end,
            opened=clock(round.opened),
            locked=clock(round.locked),
            published=clock(round.published),
        )
    )
    yield from _told_to_seats(round)
    yield from _orders(round)
    yield from _talked(round)
    yield from _results(round)
    yield from _white(round)
    yield from _events(round.events)


def afterwards_pages(told: Afterwards) -> Iterator[Block]:
    """Yield what outlasted the game."""
    yield Heading(t("After ENDEX"))
    yield text(
        t(
            "The world was run on for {months} months, to {until}, without orders.",
            months=told.months,
            until=told.until,
        )
    )
    yield Table(
        (t("Number"), t("At ENDEX"), t("Afterwards")),
        tuple(
            (
                f"{one.name} {bracketed(one.unit)}".strip(),
                level(one.at_endex, one.unit), level(one.later, one.unit),
            )
            for one in told.numbers
        ),
        t("What outlasted the game"),
        (4, 2, 2),
        (1, 2),
    )  # fmt: skip
    yield from _events(told.events)


def _events(events: Sequence[tuple[dt.date, str]]) -> Iterator[Block]:
    if events:
        yield Heading(t("Events"), 2)
        rows = tuple((day(when), retold(what)) for when, what in events)
        yield Table((t("Day"), t("What happened")), rows, widths=(1, 6))


def _told_to_seats(round: RoundTold) -> Iterator[Block]:
    if not round.injects:
        return
    yield Heading(t("Injects"), 2)
    yield Table(
        (t("Inject"), t("Room"), t("To"), t("What was told"), t("Why now"), t("Expected")),
        tuple(
            (
                one.id, clock(one.elapsed), listed(one.to, t("all")),
                "\n".join(dict.fromkeys((one.title, one.text))).strip(), retold(one.why),
                one.expected,
            )
            for one in round.injects
        ),
        widths=(1, 1, 1, 4, 2, 2),
    )  # fmt: skip


def _orders(round: RoundTold) -> Iterator[Block]:
    yield Heading(t("Orders and rulings"), 2)
    for sheet in round.sheets:
        if sheet.origin == "none":
            continue
        yield text(f"{sheet.seat} – {t(ORIGINS.get(sheet.origin, sheet.origin))}", strong=True)
        if sheet.told:
            yield text(retold(sheet.told), "note")
        if not sheet.orders:
            yield text(t("No orders."))
            continue
        yield Table(
            (t("Order"), t("What was asked"), t("Ruling"), t("Reason")),
            tuple(
                (
                    o.id,
                    "\n".join(filter(None, (o.text, o.meant))),
                    called("ruling", o.outcome),
                    retold(o.reason),
                )
                for o in sheet.orders
            ),
            widths=(2, 5, 2, 5),
        )
    if round.customs:
        yield Heading(t("Ideas beyond the orders there are"), 2)
        yield Table(
            (t("Seat"), t("Idea"), t("White cell"), t("Effects"), t("Because")),
            tuple(
                (one.seat, one.text, called("idea", one.state), "\n".join(one.effects), one.because)
                for one in round.customs
            ),
            widths=(1, 4, 1, 3, 3),
        )


def _talked(round: RoundTold) -> Iterator[Block]:
    said = round.talk
    if not (said.messages or said.questions or said.press or round.deals):
        return
    yield Heading(t("Talk and deals"), 2)
    told = ", ".join(f"{seat} {count}" for seat, count in said.messages.items())
    yield text(
        t(
            "Messages: {messages}. Requests for information: {asked}, answered {answered}.",
            messages=told or t("none"),
            asked=said.questions,
            answered=said.answered,
        )
    )
    for press in said.press:
        yield text(f"{press.sender}: {press.text}", "quote")
    if round.deals:
        yield Table(
            (t("Deal"), t("Between"), t("Terms"), t("State"), t("Known to")),
            tuple(
                (one.id, listed(one.parties), terms(one), one.stands,
                 t("the parties") if one.secret else t("all"))
                for one in round.deals
            ),
            widths=(1, 2, 4, 2, 1),
        )  # fmt: skip


def _results(round: RoundTold) -> Iterator[Block]:
    if not round.results:
        return
    yield Heading(t("Results"), 2)
    ranged = any(one.low is not None for one in round.results)
    yield Table(
        (
            t("Number"), t("Before"), t("Now"), t("Without all of it"),
            *((t("Range"),) if ranged else ()), t("Mark"),
        ),
        tuple(
            (
                f"{one.name} {bracketed(one.unit)}".strip(),
                level(one.earlier, one.unit), level(one.value, one.unit),
                level(one.base, one.unit), *((_range(one),) if ranged else ()),
                called("mark", one.mark),
            )
            for one in round.results
        ),
        t("Numbers of round {round}", round=round.number),
        (4, 2, 2, 2, *((3,) if ranged else ()), 2),
        (1, 2, 3, *((4,) if ranged else ())),
    )  # fmt: skip
    yield text(
        t(
            "Before: in the round before. Without all of it: had nothing been ordered, injected or "
            "in force. Mark: how well founded the parameters behind it are (fitted, sourced, "
            "judged). Range: 10 to 90 % of re-runs under other chance and parameters."
        ),
        "note",
    )
    moved = [one for one in round.results if one.shares]
    most = sorted(moved, key=_moved, reverse=True)[:MOST_TRACED]
    yield points([one.sentence for one in most] or [t("Nothing moved them.")])
    if len(most) < len(moved):
        others = t(
            "Causes of the {count} other numbers: white explain --round {round}.",
            count=len(moved) - len(most),
            round=round.number,
        )
        yield text(others, "note")
    for one in most:
        if len(one.shares) > 1:
            yield _causes(one)


def _moved(one: Result) -> float:
    """Return how much of a number is due to what was done [1]."""
    value, base = one.value or 0.0, one.base or 0.0
    return abs(value - base) / (max(abs(value), abs(base)) or 1.0)


def _range(one: Result) -> str:
    if one.low is None or one.high is None:
        return "–"
    return t("{first} to {last}", first=level(one.low, one.unit), last=level(one.high, one.unit))


def _causes(one: Result) -> Table:
    little = least(share.share for share in one.shares)
    shown = [share for share in one.shares if abs(share.share) > little][:MOST_SHARES]
    others = one.shares[len(shown) :]
    rows = [(retold(s.title), s.seat, change(s.share, one.unit), written(s.error)) for s in shown]
    if others:
        rest = change(sum(s.share for s in others), one.unit)
        rows.append((t("{count} others", count=len(others)), "", rest, "–"))
    return Table(
        (t("Cause"), t("By"), t("Adds"), t("Standard error")), tuple(rows),
        t("What made {number} ({meaning})", number=one.name, meaning=t(one.meaning)),
        (5, 2, 2, 2), (2, 3),
    )  # fmt: skip


def _white(round: RoundTold) -> Iterator[Block]:
    if round.overruled:
        yield Heading(t("Overruled by the white cell"), 2)
        yield Table(
            (t("How"), t("What"), t("Because")),
            tuple((t(WAYS.get(o.way, o.way)), o.told, o.because) for o in round.overruled),
            widths=(2, 4, 4),
        )
        moved = [one for one in round.results if one.own != one.value]
        if moved:
            yield Table(
                (t("Number"), t("The model's own"), t("As overruled")),
                tuple(
                    (one.name, level(one.own, one.unit), level(one.value, one.unit))
                    for one in moved
                ),
                t(
                    "Round {round}: the model's own result beside the one that stands",
                    round=round.number,
                ),
                (4, 2, 2),
                (1, 2),
            )
    if round.remarks:
        yield Heading(t("Remarks of the white cell"), 2)
        yield Table(
            (t("About"), t("Remark"), t("To"), t("Because")),
            tuple((r.about, r.text, listed(r.to, t("all")), r.because) for r in round.remarks),
            widths=(2, 5, 1, 3),
        )
