"""Lines: an observed series and the runs' answer to it, as points to draw."""

from __future__ import annotations

import datetime as dt
import statistics
from dataclasses import dataclass

from sim.indicators import Record
from sim.indicators.readings import MONTH_DAYS
from sim.replay.history import Series
from sim.replay.score import reader, reading_course
from sim.timeline import Period

ALIKE = 1.2
"""Periods whose longest is at most this multiple of the shortest count as equally long."""


@dataclass(frozen=True)
class Line:
    """Points in the order of time."""

    dates: tuple[dt.date, ...]
    values: tuple[float, ...]


@dataclass(frozen=True)
class Chart:
    """What was observed, beside what runs give."""

    name: str
    title: str
    unit: str
    observed: Line
    simulated: Line
    without: Line | None
    """The run without some orders, if there is one."""


def chart(series: Series, run: Record, without: Record | None = None) -> Chart:
    """Return a series as points and the runs' readings as lines.

    The lines are read over a window as long as the series' median period, centred on the day.
    What adds up, and is observed over periods of different length, is given per month.
    """
    spans = {text: Period.parse(text) for text in series.points}
    lengths = [_days(span) for span in spans.values()]
    adds_up = reading_course(series.reading, run).over == "sum"
    monthly = adds_up and max(lengths) > ALIKE * min(lengths)
    points = [
        (span.middle, series.points[text].value * (MONTH_DAYS / _days(span) if monthly else 1.0))
        for text, span in spans.items()
    ]
    window = max(run.timeline.tick_days, round(statistics.median(lengths)))
    scale = MONTH_DAYS / window if monthly else 1.0
    return Chart(
        name=series.name,
        title=series.title,
        unit=f"{series.unit} a month" if monthly else series.unit,
        observed=_line(points),
        simulated=_line(_read(series, run, window, scale)),
        without=_line(_read(series, without, window, scale)) if without else None,
    )


def _read(series: Series, run: Record, window: int, scale: float) -> list[tuple[dt.date, float]]:
    read = reader(series.reading, run)
    points = []
    for tick in range(len(run.flows)):
        start = run.timeline.date(tick)
        span = Period(start, start + dt.timedelta(days=window))
        value = read(span)
        if value is not None:
            points.append((span.middle, value * scale))
    return points


def _line(points: list[tuple[dt.date, float]]) -> Line:
    ordered = sorted(points)
    return Line(tuple(date for date, _ in ordered), tuple(value for _, value in ordered))


def _days(period: Period) -> int:
    return (period.end - period.start).days
