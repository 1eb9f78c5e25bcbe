"""Times: rounds fit the calendar, the day fits its timetable, injects fall inside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sim.exercise.template.derive import endex, horizon, round_days, startex
from sim.exercise.template.rules.whole import Whole
from sim.scenario.case import Finding


def start_on_a_round(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each format whose rounds do not begin on STARTEX."""
    first, start = whole.base.calendar.start, startex(whole.base, whole.template)
    if start < first:
        yield Finding(("start",), f"{start} lies before the scenario's start on {first}")
        return
    for name, format_ in whole.template.formats.items():
        length = round_days(whole.base, format_)
        rest = (start - first).days % length
        if rest:
            before = start - dt.timedelta(days=rest)
            after = before + dt.timedelta(days=length)
            yield Finding(
                ("formats", name, "ticks_per_round"),
                f"with rounds of {length} days from {first} none begins on {start}; "
                f"let the exercise start on {before} or {after}, or choose another length",
            )


def calendar_has_room(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each format that leads beyond the last day that has a date."""
    for name in whole.filled.formats:
        if horizon(whole.base, whole.filled, name) == dt.date.max:
            yield Finding(("formats", name), f"leads beyond {dt.date.max}; play fewer rounds")


def day_long_enough(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each timetable out of order, or shorter than the rounds in it."""
    for name, format_ in whole.template.formats.items():
        minutes = [line.minute for line in format_.schedule]
        for n in range(1, len(minutes)):
            if minutes[n] < minutes[n - 1]:
                yield Finding(
                    ("formats", name, "schedule", n, "minute"),
                    f"{minutes[n]} comes before {minutes[n - 1]}, the minute above it; "
                    "put them in order",
                )
        needed = format_.rounds * format_.minutes.whole
        if minutes and needed > max(minutes):
            yield Finding(
                ("formats", name, "minutes"),
                f"{format_.rounds} rounds of {format_.minutes.whole} minutes take {needed}; "
                f"the timetable ends at minute {max(minutes)}",
            )


def injects_inside(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each inject that is due in no round of any format."""
    formats = whole.filled.formats
    most = max(format_.rounds for format_ in formats.values())
    first = startex(whole.base, whole.template)
    last = max(endex(whole.base, whole.filled, name) for name in formats)
    for n, row in enumerate(whole.template.injects):
        if row.round is not None and not 1 <= row.round <= most:
            yield Finding(("injects", n, "round"), f"found {row.round}; rounds go from 1 to {most}")
        if row.date is not None and not first <= row.date < last:
            until = last - dt.timedelta(days=1)
            yield Finding(("injects", n, "date"), f"{row.date} is not within {first} to {until}")
