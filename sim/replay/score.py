"""Scores: how a run compares with what was observed.

Targets are bands: a run's number is inside or outside. Series are scored by their error, the
mean absolute log ratio of simulated to observed, against two references that know less: the
same orders with behaviour off, and the last value observed before the case.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from sim.indicators import Course, Record, course
from sim.replay.history import History, Reading, Series, Target
from sim.timeline import Period

Sample = Literal["before", "in", "out"]
"""before: ends before the case and is not scored; in: dated no later than the last row that
parameters are fitted on; out: later."""

MANY = 6
"""Dates from which a series counts as a long one."""

ROUNDING = 1e-9
"""A run this near a bound is on it: a loss of -1e-17 is no loss [relative]."""

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class PointScore:
    """One observed value beside the run's and the references'."""

    period: str
    span: Period
    sample: Sample
    reached: bool
    """Whether all its days are simulated."""
    observed: float
    simulated: float | None
    off: float | None
    """With behaviour off."""
    persistence: float | None
    """If nothing had changed since before the case."""

    @property
    def unscored(self) -> str:
        """Return why the point is not scored; nothing if it is."""
        if self.sample == "before":
            return "before the case"
        if not self.reached:
            return "not reached"
        if self.simulated is None:
            return "the run has no value"
        if self.observed <= 0:
            return "observed value has no logarithm"
        return "" if self.simulated > 0 else "simulated value has no logarithm"


@dataclass(frozen=True)
class Skill:
    """The error of a set of points, and the skill against each reference.

    Skill is 1 - error / error of the reference; None where there is nothing to compare.
    """

    n: int
    error: float | None
    off: float | None
    persistence: float | None

    @property
    def least(self) -> float | None:
        """Return the smaller of both skills: above 0, the run beats both references."""
        if self.off is None or self.persistence is None:
            return None
        return min(self.off, self.persistence)


@dataclass(frozen=True)
class SeriesScore:
    """One observed series beside the run."""

    series: Series
    points: tuple[PointScore, ...]

    def skill(self, *samples: Sample) -> Skill:
        """Return the skill over the scored points of the samples; of both if none is named."""
        chosen = samples or ("in", "out")
        return skill([p for p in self.points if p.sample in chosen and not p.unscored])

    @property
    def is_long(self) -> bool:
        """Return whether the run answers to enough dates of the series."""
        return sum(point.simulated is not None for point in self.points) >= MANY


@dataclass(frozen=True)
class TargetScore:
    """One target beside the run."""

    target: Target
    sample: Sample
    simulated: float | str | None

    @property
    def inside(self) -> bool | None:
        """Return whether the run is inside the band; None if the run does not reach it."""
        low, high = self.target.low, self.target.high
        if isinstance(self.simulated, str):
            return str(low) <= self.simulated <= str(high)
        if self.simulated is None:
            return None
        slack = ROUNDING * max(1.0, abs(float(low)), abs(float(high)))
        return float(low) - slack <= self.simulated <= float(high) + slack


@dataclass(frozen=True)
class Count:
    """So many of so many."""

    hits: int
    of: int

    @property
    def share(self) -> float | None:
        """Return the share of hits [1]; None if there is nothing to count."""
        return self.hits / self.of if self.of else None

    @staticmethod
    def over(answers: Iterable[bool | None]) -> Count:
        """Return how many are true of those that are known."""
        known = [answer for answer in answers if answer is not None]
        return Count(sum(known), len(known))


@dataclass(frozen=True)
class Score:
    """All targets and series of a case beside one run."""

    targets: tuple[TargetScore, ...]
    series: tuple[SeriesScore, ...]

    def inside(self, *samples: Sample) -> Count:
        """Return how many emergent targets of the samples are inside their bands."""
        chosen = samples or ("in", "out")
        return Count.over(
            score.inside
            for score in self.targets
            if score.target.kind == "emergent" and score.sample in chosen
        )

    def ahead(self, *samples: Sample, emergent_only: bool = True) -> Count:
        """Return how many series beat both references over the samples."""
        least = [
            score.skill(*samples).least
            for score in self.series
            if score.series.kind == "emergent" or not emergent_only
        ]
        return Count.over(None if value is None else value > 0 for value in least)

    @property
    def long_series(self) -> int:
        """Return how many series have enough dates that the run answers to."""
        return sum(score.is_long for score in self.series)


def score(history: History, run: Record, off: Record) -> Score:
    """Return the score of a run; `off` is the same orders with behaviour off."""
    return Score(
        targets=tuple(score_target(history, target, run) for target in history.targets),
        series=tuple(score_series(history, series, run, off) for series in history.series),
    )


def score_target(history: History, target: Target, run: Record) -> TargetScore:
    """Return a target beside the run."""
    return TargetScore(target, sample_of(history, target.dated), evaluate(target, run))


def evaluate(target: Target, run: Record) -> float | str | None:
    """Return the run's number for a target, for a peak its month; None if it has none."""
    if target.form == "peak":
        return _peak(reader(target.of, run), Period.parse(target.of.period))
    value = reader(target.of, run)(Period.parse(target.of.period))
    if target.form == "value" or target.to is None or value is None:
        return value
    base = reader(target.to, run)(Period.parse(target.to.period))
    if not base:
        return None
    return value / base - (1.0 if target.form == "change" else 0.0)


def score_series(history: History, series: Series, run: Record, off: Record) -> SeriesScore:
    """Return a series beside the run and the references, in the order of time."""
    run_value, off_value = reader(series.reading, run), reader(series.reading, off)
    last = persistence(history, series, run)
    return SeriesScore(
        series,
        tuple(
            PointScore(
                period=text,
                span=span,
                sample=_sample(history, span),
                reached=run.covers(span),
                observed=series.points[text].value,
                simulated=run_value(span),
                off=off_value(span),
                persistence=last(span),
            )
            for span, text in _in_order(series)
        ),
    )


def skill(points: Sequence[PointScore]) -> Skill:
    """Return the skill over points that can be scored."""
    return Skill(
        n=len(points),
        error=_error((p.simulated, p.observed) for p in points),
        off=_against([(p.simulated, p.off, p.observed) for p in points]),
        persistence=_against([(p.simulated, p.persistence, p.observed) for p in points]),
    )


def reader(reading: Reading, run: Record) -> Callable[[Period], float | None]:
    """Return the function from a period to the run's reading, scaled."""
    ticks = reading_course(reading, run)

    def read(period: Period) -> float | None:
        value = ticks.value(period)
        return None if value is None else reading.scale * value

    return read


def reading_course(reading: Reading, run: Record) -> Course:
    """Return the run's course for a reading, not scaled."""
    return course(run, reading.indicator, reading.selection)


def persistence(history: History, series: Series, run: Record) -> Callable[[Period], float | None]:
    """Return the reference that nothing changes after the case starts.

    It is the last value observed before the case; without one, the reading over the run's first
    tick, where the model is still in its base. What adds up over time is kept per day.
    """
    before = [item for item in _in_order(series) if item[0].end <= history.case_start]
    if before:
        span, text = before[-1]
        value: float | None = series.points[text].value
    else:
        span = Period(run.timeline.start, run.timeline.date(1))
        value = reader(series.reading, run)(span)
    adds_up = reading_course(series.reading, run).over == "sum"

    def read(period: Period) -> float | None:
        if value is None or not adds_up:
            return value
        return value * _days(period) / _days(span)

    return read


def _in_order(series: Series) -> list[tuple[Period, str]]:
    """Return the periods of a series with their names, in the order of time."""
    spans = [(Period.parse(text), text) for text in series.points]
    return sorted(spans, key=lambda item: (item[0].start, item[0].end))


def sample_of(history: History, day: dt.date) -> Sample:
    """Return whether something that speaks up to a day is in or out of sample."""
    return "in" if day <= history.fit_until else "out"


def _sample(history: History, span: Period) -> Sample:
    if span.end <= history.case_start:
        return "before"
    return sample_of(history, span.end - DAY)


def _days(period: Period) -> int:
    return (period.end - period.start).days


def _error(pairs: Iterable[tuple[float | None, float]]) -> float | None:
    """Return the mean absolute log ratio [1]; None over nothing."""
    errors = [abs(math.log(value / observed)) for value, observed in pairs if value]
    return sum(errors) / len(errors) if errors else None


def _against(rows: Sequence[tuple[float | None, float | None, float]]) -> float | None:
    """Return the skill over the points at which the reference has a logarithm too."""
    both = [(run, other, seen) for run, other, seen in rows if other is not None and other > 0]
    ours = _error((run, seen) for run, _, seen in both)
    theirs = _error((other, seen) for _, other, seen in both)
    return None if ours is None or not theirs else 1.0 - ours / theirs


def _peak(read: Callable[[Period], float | None], span: Period) -> str | None:
    """Return the first month of the highest reading; None unless all months are simulated."""
    months = _months(span)
    values = [read(Period.parse(month)) for month in months]
    known = [value for value in values if value is not None]
    if len(known) < len(months):
        return None
    return months[values.index(max(known))]


def _months(span: Period) -> list[str]:
    first, last = span.start, span.end - DAY
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    places = [divmod(first.month - 1 + step, 12) for step in range(count)]
    return [f"{first.year + years}-{month + 1:02d}" for years, month in places]
