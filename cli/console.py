"""Console: the state of the round at a glance, for the white cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from rich.console import RenderableType
from rich.text import Text

from cli.exercise.common import counted, listed, span
from cli.exercise.injects import when_told
from cli.exercise.views import clock_line
from cli.layout import titled
from cli.registry.command import Answer
from cli.registry.session import Session
from sim.exercise.msel.rows import InjectRow
from sim.exercise.topics.injects import INJECTS
from sim.exercise.views import data, white_view
from sim.exercise.views.white import Waiting, WhiteView

MOST_COMING = 8
"""Injects shown; `inject list` shows all."""


def glance(session: Session) -> Answer:
    """Return the round at a glance: who is missing, what is due, what waits for the white cell."""
    seen = white_view(session.exercise, session.table)
    rows = session.exercise.of(INJECTS).rows
    return Answer(data(seen), tuple(_lines(seen, rows)))


def _lines(seen: WhiteView, rows: Mapping[str, InjectRow]) -> Iterator[RenderableType]:
    yield Text(seen.head.title, "bold")
    yield Text(clock_line(seen.head.clocks))
    line = f"line {seen.line} of {len(seen.lines)}; " if len(seen.lines) > 1 else ""
    yield Text(f"{line}log {seen.entries}; played {span(seen.head.clocks.elapsed)}")
    yield titled("Seats")
    yield _seats(seen)
    if seen.missing:
        yield Text(f"missing: {', '.join(seen.missing)}", "yellow")
    waits = [
        *(f"{rfi.id}{' urgent' if rfi.urgent else ''}: {rfi.text}" for rfi in seen.requests),
        *(
            f"idea {idea.id} of {idea.seat} is not decided: {idea.text} "
            "(order allow / order refuse)"
            for idea in seen.ideas
        ),
    ]
    if waits:
        yield titled("Waiting for you")
        yield from map(Text, waits)
    yield from _injects(seen, rows)
    offered = [deal for deal in seen.deals if deal.state == "offered"]
    if seen.deals:
        yield Text(f"deals: {len(seen.deals)}, on offer {len(offered)}")
    if seen.review:
        yield titled(f"Round {seen.review.round}")
        outcomes: dict[str, int] = {}
        for ruling in seen.review.rulings:
            outcomes[ruling.outcome] = outcomes.get(ruling.outcome, 0) + 1
        told = ", ".join(f"{count} {outcome}" for outcome, count in outcomes.items())
        drawn = sum(draw.happened for draw in seen.review.draws)
        over = (
            f"; {counted(len(seen.review.overruled), 'change')} by you"
            if seen.review.overruled
            else ""
        )
        yield Text(f"orders: {told or 'none'}; draws that happened: {drawn}{over}")


def _seats(seen: WhiteView) -> RenderableType:
    table = listed("seat", "played by", "sheet", "orders", "code", right=("orders",))
    for row in seen.seats:
        who = f"{row.kind} {row.player}".strip() + (" (taken over)" if row.away else "")
        state = f"{row.state} {row.origin}".strip()
        mark = "MISSING " if row.missing else ""
        table.add_row(row.seat, who, f"{mark}{state}", str(row.orders), row.code)
    return table


def _injects(seen: WhiteView, rows: Mapping[str, InjectRow]) -> Iterator[RenderableType]:
    if not seen.coming:
        return
    yield titled("Injects to come")
    table = listed("id", "status", "when", "to", "title")
    soon = sorted(seen.coming, key=partial(_place, seen.head.clocks.round))
    for one in soon[:MOST_COMING]:
        table.add_row(
            one.id, one.status, when_told(rows[one.id]), ", ".join(one.to) or "all", one.title
        )
    yield table
    if len(soon) > MOST_COMING:
        yield Text(f"and {len(soon) - MOST_COMING} more: inject list", "dim")
    if seen.acting:
        yield Text(f"effects wait for the next adjudication: {', '.join(seen.acting)}")


def _place(round: int, one: Waiting) -> tuple[bool, int, bool, int]:
    """Return where an inject stands: those on a condition after this round's, by hand last."""
    return one.manual, one.round or round, one.round is None, one.minute or 0
