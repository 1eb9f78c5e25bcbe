"""Dates: what is dated falls inside the calendar, and what takes time ends within it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sim.scenario.case import Case, Finding
from sim.scenario.fields import figures
from sim.scenario.source import KeyPath
from sim.timeline import WEEK_DAYS, Timeline
from sim.units import UnitError, convert

_DELAYS = ("domestic", "foreign", "delay")
"""Fields, by key, that say how long goods are under way."""


def calendar_ends(case: Case) -> Iterator[Finding]:
    """Yield a finding if the calendar runs on beyond the last day that has a date."""
    timeline = _timeline(case)
    if not _dated(timeline):
        yield Finding(
            ("calendar",),
            f"{timeline.ticks:,} ticks of {timeline.tick_days} days from {timeline.start} "
            f"lead beyond {dt.date.max}; play fewer or shorter ones",
        )


def inside_calendar(case: Case) -> Iterator[Finding]:
    """Yield a finding for each dated thing before the start or after the end."""
    timeline = _timeline(case)
    if not _dated(timeline):
        return
    for at, date in _dates(case):
        # The last point of a course of demand may stand on the day the scenario ends.
        end = timeline.end if at[0] != "demand" else timeline.end + dt.timedelta(days=1)
        if not timeline.start <= date < end:
            last = timeline.end - dt.timedelta(days=1)
            yield Finding(
                at, f"{date} lies outside the calendar, which runs from {timeline.start} to {last}"
            )


def lead_times_within_horizon(case: Case) -> Iterator[Finding]:
    """Yield a finding for each lead time as long as the whole scenario."""
    timeline = _timeline(case)
    horizon = timeline.ticks * timeline.tick_days / WEEK_DAYS
    for at, figure, _ in figures(case.scenario):
        if at[-1] not in _DELAYS:
            continue
        try:
            weeks = convert(figure.value, figure.unit, "week")
        except UnitError:
            continue
        if weeks >= horizon:
            yield Finding(
                (*at, "value"),
                f"found {weeks:g} weeks; the scenario ends after {horizon:g}, "
                f"{weeks - horizon:g} weeks sooner",
            )


def openings_in_order(case: Case) -> Iterator[Finding]:
    """Yield a finding for each planned opening that is not later than the one before it."""
    for name, firm in case.scenario.firms.items():
        for n in range(1, len(firm.planned)):
            before, here = firm.planned[n - 1].date, firm.planned[n].date
            if here <= before:
                yield Finding(
                    ("firms", name, "planned", n, "date"),
                    f"{here} is not after {before}, the opening before it; put them in order",
                )


def _dated(timeline: Timeline) -> bool:
    """Return whether the day after the last has a date, with a day to spare."""
    days = timeline.ticks * timeline.tick_days
    return days < (dt.date.max - timeline.start).days


def _timeline(case: Case) -> Timeline:
    calendar = case.scenario.calendar
    return Timeline(calendar.start, calendar.tick_days, calendar.ticks_per_round, calendar.rounds)


def _dates(case: Case) -> Iterator[tuple[KeyPath, dt.date]]:
    scenario = case.scenario
    for name, firm in scenario.firms.items():
        for n, opening in enumerate(firm.planned):
            yield ("firms", name, "planned", n, "date"), opening.date
    for n, course in enumerate(scenario.demand):
        for date in course.points:
            yield ("demand", n, "points", str(date)), date
    for n, order in enumerate(scenario.orders):
        yield ("orders", n, "date"), order.date
    for n, inject in enumerate(scenario.injects):
        yield ("injects", n, "date"), inject.date
