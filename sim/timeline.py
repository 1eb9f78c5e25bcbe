"""Timeline: which tick a date falls in, and which ticks a period of the calendar covers."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

_PERIOD = re.compile(r"(\d{4})(?:-(?:(H[12])|(Q[1-4])|(\d\d)(?:-(\d\d))?))?")

_LAST = dt.date.max - dt.timedelta(days=1)
"""A period's last day must have a day after it."""

YEAR_DAYS = 365.2425
WEEK_DAYS = 7


@dataclass(frozen=True)
class Period:
    """Days from `start` up to, not including, `end`."""

    start: dt.date
    end: dt.date

    @staticmethod
    def parse(text: str) -> Period:
        """Return the period a text names: a year, half, quarter, month, day, or a span of them.

        >>> str(Period.parse("2010-H2")), str(Period.parse("2010-01..2010-09"))
        ('2010-07-01..2010-12-31', '2010-01-01..2010-09-30')

        Raises ValueError if the text names no period.
        """
        first, _, last = text.partition("..")
        try:
            span = _simple(first.strip())
            end = _simple(last.strip()).end if last else span.end
        except OverflowError:
            raise ValueError(f"'{text}' leads beyond {_LAST}") from None
        if end <= span.start:
            raise ValueError(f"'{text}' ends before it starts")
        return Period(span.start, end)

    def __str__(self) -> str:
        last = self.end - dt.timedelta(days=1)
        return f"{self.start}..{last}" if last != self.start else str(self.start)

    @property
    def middle(self) -> dt.date:
        """Return the day halfway."""
        return self.start + (self.end - self.start) / 2


def _simple(text: str) -> Period:
    found = _PERIOD.fullmatch(text)
    if not found:
        raise ValueError(
            f"'{text}' is no period; write 2010, 2010-H2, 2010-Q3, 2010-09, 2010-09-21 "
            "or a span such as 2010-01..2010-09"
        )
    year, half, quarter, month, day = found.groups()
    if half:
        return _months(int(year), 6 * int(half[1]) - 5, 6)
    if quarter:
        return _months(int(year), 3 * int(quarter[1]) - 2, 3)
    if day:
        start = dt.date(int(year), int(month), int(day))
        return Period(start, start + dt.timedelta(days=1))
    if month:
        return _months(int(year), int(month), 1)
    return _months(int(year), 1, 12)


def _months(year: int, month: int, count: int) -> Period:
    if not 1 <= month <= 12:
        raise ValueError(f"there is no month {month}")
    last_year, last_month = divmod(year * 12 + month - 1 + count - 1, 12)
    last = dt.date(last_year, last_month + 1, calendar.monthrange(last_year, last_month + 1)[1])
    return Period(dt.date(year, month, 1), last + dt.timedelta(days=1))


@dataclass(frozen=True)
class Timeline:
    """The scenario's ticks laid on the calendar."""

    start: dt.date
    tick_days: int
    ticks_per_round: int
    rounds: int

    @property
    def ticks(self) -> int:
        """Return how many ticks the scenario has."""
        return self.ticks_per_round * self.rounds

    @property
    def end(self) -> dt.date:
        """Return the first day after the last tick."""
        return self.date(self.ticks)

    @property
    def tick_weeks(self) -> float:
        """Return the length of a tick [weeks]."""
        return self.tick_days / WEEK_DAYS

    @property
    def tick_years(self) -> float:
        """Return the length of a tick [years]."""
        return self.tick_days / YEAR_DAYS

    def date(self, tick: int) -> dt.date:
        """Return the first day of a tick."""
        return self.start + dt.timedelta(days=tick * self.tick_days)

    def tick(self, date: dt.date) -> int:
        """Return the tick a day falls in; below 0 before the start."""
        return (date - self.start).days // self.tick_days

    def round(self, date: dt.date) -> int:
        """Return the round, counted from 1, that a day falls in."""
        return self.tick(date) // self.ticks_per_round + 1

    def weights(self, period: Period) -> npt.NDArray[np.float64]:
        """Return the share of each tick's days that lie in the period [1]; shape (ticks,)."""
        return _weights(self, period)


@lru_cache(maxsize=1024)
def _weights(timeline: Timeline, period: Period) -> npt.NDArray[np.float64]:
    """Return what `Timeline.weights` does; every number of a round asks for the same."""
    tick_start = np.arange(timeline.ticks) * timeline.tick_days
    first, last = ((day - timeline.start).days for day in (period.start, period.end))
    inside = np.minimum(tick_start + timeline.tick_days, last) - np.maximum(tick_start, first)
    weights = np.asarray(np.clip(inside, 0, timeline.tick_days) / timeline.tick_days)
    weights.flags.writeable = False
    return weights
