"""Decisions: what the white cell rules and draws of a round in the model's place (§A.37, §A.38)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sim.errors import SimError, unknown
from sim.world.disputes import Draw
from sim.world.rulings import Outcome

WHITE_CELL = "white cell"
"""Who decides, where a reason begins so."""

POLITICS = "politics"
"""The phase in which a round's months are drawn; their number, from 0, follows in the name."""


@dataclass(frozen=True)
class Decisions:
    """What the white cell has decided of a round; all else is left to the model."""

    rulings: Mapping[str, tuple[Outcome, str]] = field(default_factory=dict)
    """Order -> what becomes of it, and why."""
    draws: Mapping[str, float] = field(default_factory=dict)
    """Stream of chance -> the uniform number that comes of it [0 to below 1]."""

    def __bool__(self) -> bool:
        return bool(self.rulings or self.draws)


NOTHING = Decisions()


def decided(
    draws: Sequence[Draw],
    subject: str,
    what: str,
    happened: bool,
    month: int | None = None,
    *,
    months: int = 0,
) -> Mapping[str, float]:
    """Return the uniform numbers by which an event that was drawn happens, or does not (§A.38).

    Each lies in the middle of where it has to fall, so that it still does so if the odds move a
    little. Where the event has rivals on the same number, one that happens keeps them from
    happening; one that does not leaves it at nothing, or if something has to happen, at the
    likeliest of the others. What is as wanted already keeps the number that was drawn.

    Parameters
    ----------
    draws : all draws of the round, as its entry in the journal has them
    month : of the round, from 1. None: it happens in the first month in which it can, or does not
        in any
    months : how many the round has; if an event is not to happen, those that were not drawn, since
        it had happened before, are decided with the rest
    """
    found = [d for d in _named(draws, subject, what) if month in (None, month_of(d))]
    if not found:
        drawn = sorted({str(month_of(d)) for d in _named(draws, subject, what)})
        raise SimError(f"{what} of {subject} was not drawn in month {month}, only in {drawn}")
    if not happened:
        numbers = {d.stream: _number(d, draws, happened=False) for d in found}
        return numbers if month else numbers | _later(found[-1], draws, months)
    drawn_so = [d for d in found if d.happened]
    chosen = drawn_so or [d for d in found if d.probability > 0.0][:1]
    if not chosen:
        raise SimError(f"{what} of {subject} cannot happen: its probability is 0")
    return {d.stream: _number(d, draws, happened=True) for d in chosen}


def month_of(draw: Draw) -> int | None:
    """Return the month of its round in which something was drawn, from 1; None: in no month."""
    phase = re.match(rf"{POLITICS} (\d+) ", draw.stream)
    return int(phase[1]) + 1 if phase else None


def _named(draws: Sequence[Draw], subject: str, what: str) -> list[Draw]:
    """Return the draws of a name; what a vote came to need not be said."""
    events: dict[str, dict[str, list[Draw]]] = defaultdict(lambda: defaultdict(list))
    for draw in draws:
        events[draw.subject][draw.what.partition(":")[0]].append(draw)
    what = what.partition(":")[0]
    if subject not in events:
        raise SimError(unknown("subject of a draw", subject, events))
    if what not in events[subject]:
        raise SimError(unknown(f"draw of {subject}", what, events[subject]))
    return events[subject][what]


def _number(draw: Draw, draws: Sequence[Draw], *, happened: bool) -> float:
    """Return a number by which an event happens or not; the one drawn, if it is of that kind.

    Of a vote the share of those in favour is what was drawn: a number like any other here.
    """
    rivals = list(_intervals(draw, draws))
    low, high = next((low, high) for rival, low, high in rivals if rival is draw)
    if (low <= draw.drawn < high) == happened:
        return draw.drawn
    if happened:
        return (low + high) / 2.0
    upto = rivals[-1][2]
    if upto < 1.0 - _HAIR:
        return (upto + 1.0) / 2.0
    others = [row for row in rivals if row[0] is not draw and row[0].probability > _HAIR]
    if not others:
        raise SimError(f"{draw.what} of {draw.subject} is certain: nothing else can happen")
    _, low, high = max(others, key=lambda row: row[0].probability)
    return (low + high) / 2.0


def _intervals(draw: Draw, draws: Sequence[Draw]) -> Iterator[tuple[Draw, float, float]]:
    """Yield an event and its rivals, each with the numbers between which it happens."""
    upto = 0.0
    for rival in draws:
        if (rival.stream, rival.subject) == (draw.stream, draw.subject):
            yield rival, upto, upto + rival.probability
            upto += rival.probability


_HAIR = 1e-9
"""What rounding may leave of a probability."""


def _later(last: Draw, draws: Sequence[Draw], months: int) -> dict[str, float]:
    """Return a number for each month of the round after the last in which an event was drawn."""
    number = month_of(last)
    if number is None or not last.happened:
        return {}
    event = last.stream.removeprefix(f"{POLITICS} {number - 1} ")
    u = _number(last, draws, happened=False)
    return {f"{POLITICS} {later} {event}": u for later in range(number, months)}
