"""Changed: what the white cell's word made different in a round, and nothing of what it left."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from cli.account import chances, named
from cli.exercise.results import Told, digits, numbers_of, overruled_lines, ruling_lines, settled
from cli.layout import number_table, titled
from cli.registry.session import Session
from sim.exercise.table import Result
from sim.figures import NONE


def changed_lines(session: Session, before: Result) -> Iterator[RenderableType]:
    """Yield what differs between a round as it was and as it is now, and how it was overruled."""
    after = session.table.result(before.round)
    parts = (
        *_rulings(before, after),
        *_events(before, after),
        *_draws(session, before, after),
        *_numbers(session, before, after),
    )
    yield from parts or (Text("Nothing else changed."),)
    yield from overruled_lines(session, before.round)


def _rulings(before: Result, after: Result) -> Iterator[RenderableType]:
    was = {(one.order_id, one.outcome, one.reason) for one in before.entry.rulings}
    yield from ruling_lines(
        [r for r in after.entry.rulings if (r.order_id, r.outcome, r.reason) not in was]
    )


def _events(before: Result, after: Result) -> Iterator[RenderableType]:
    old, new = ([f"{e.date}  {e.text}" for e in one.entry.events] for one in (before, after))
    for line in new:
        if line not in old:
            yield Text(f"now: {line}")
    for line in old:
        if line not in new:
            yield Text(f"no more: {line}")


def _draws(session: Session, before: Result, after: Result) -> Iterator[RenderableType]:
    """Yield what was drawn otherwise; a chance that there was before only, or is now, if it came.

    A chance that only moved is none of them.
    """
    was = {named(draw): draw.happened for draw in before.entry.draws}
    different = [d for d in after.entry.draws if was.get(named(d), False) != d.happened]
    if different:
        disputes = after.game.world.politics.disputes
        yield from chances(different, disputes, settled(session, after))


def _numbers(session: Session, before: Result, after: Result) -> Iterator[RenderableType]:
    """Yield the numbers told of a round that came out otherwise."""
    was = {str(one.number): _after(one) for one in numbers_of(session, before)}
    table = number_table("", "was", "is now")
    for one in numbers_of(session, after):
        old, new = was.get(str(one.number), NONE), _after(one)
        if old != new:
            unit = "" if one.number.unit == "1" else f" [{one.number.unit}]"
            table.add_row(f"{one.number}{unit}", old, new)
    if table.row_count:
        yield titled("Numbers")
        yield table


def _after(one: Told) -> str:
    return digits(one.after, one.number.unit)
