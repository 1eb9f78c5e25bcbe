"""History: what was observed in a case, from `observed.yaml`. The model never reads it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from sim.errors import Problem, ScenarioError, SimError, unknown
from sim.indicators import Selection, check
from sim.scenario.fields import sourced
from sim.scenario.shape import shape
from sim.scenario.source import KeyPath, parse
from sim.scenario.spec import Id, Scenario, Source, Sourced, Strict, Text
from sim.timeline import Period

FILE = "observed.yaml"
"""What stands beside the scenario of a historical case."""

Kind = Literal["imposed", "near-imposed", "emergent"]
"""imposed: the scenario says it; near-imposed: it follows from what the scenario says with
little of the model between; emergent: the model's behaviour decides it."""


class Reading(Strict):
    """A number read off a run: an indicator, of whom, when."""

    indicator: Id
    country: Id | None = None
    partner: Id | None = None
    product: Id | tuple[Id, ...] | None = Field(None, description="Several are added up")
    activity: Id | None = None
    basket: Id | None = None
    scale: float = Field(
        1.0, description="Multiplies the reading, e.g. an element's 2009 price over its product's"
    )

    @property
    def selection(self) -> Selection:
        """Return of whom and of what it is read."""
        several = (self.product,) if isinstance(self.product, str) else self.product or ()
        return Selection(self.country, self.partner, several, self.activity, self.basket)


class Point(Sourced):
    """One observed value."""

    value: float


class Series(Sourced):
    """Observed values of one quantity over time, and the reading that answers to it."""

    name: Id
    title: Text
    unit: Text
    kind: Kind
    because: Text
    reading: Reading
    points: dict[str, Point] = Field(min_length=1, description="Period -> value")


class PeriodReading(Reading):
    """A reading over a stated period."""

    period: str


class Target(Sourced):
    """A band that a run's number is held against."""

    name: Id
    title: Text
    unit: Text
    kind: Kind
    because: Text
    form: Literal["value", "ratio", "change", "peak"] = Field(
        description="of; of / to; of / to - 1; the month in which `of` is highest in its period"
    )
    of: PeriodReading
    to: PeriodReading | None = None
    observed: float | Annotated[str, Field(pattern=r"^\d{4}-\d\d$")]
    low: float | Annotated[str, Field(pattern=r"^\d{4}-\d\d$")]
    high: float | Annotated[str, Field(pattern=r"^\d{4}-\d\d$")]
    dated: dt.date = Field(description="Last day the target speaks of; decides in or out of sample")


class History(Strict):
    """The observed side of a case."""

    format: Literal[1]
    case: Id
    case_start: dt.date = Field(description="Points from here on are scored")
    fit_until: dt.date = Field(description="Parameters are fitted on nothing later than this")
    sources: dict[str, Source] = Field(default_factory=dict)
    series: tuple[Series, ...]
    targets: tuple[Target, ...]


def load_history(path: Path, scenario: Scenario) -> History:
    """Return the observed side of a scenario's case, checked against the scenario.

    Raises
    ------
    ScenarioError
        With every problem of the file, each with its place.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SimError(f"{path}: cannot be read: {error.strerror}") from None
    history, problems = read_history(content, str(path), scenario)
    if history is None or problems:
        raise ScenarioError(problems)
    return history


def read_history(
    content: str | bytes, path: str, scenario: Scenario
) -> tuple[History | None, tuple[Problem, ...]]:
    """Return the history that a YAML text gives (None if it has not the shape) and its problems."""
    document = parse(content, path)
    shaped = shape(History, document) if document.data is not None else None
    problems = [*document.problems, *(shaped.problems if shaped else ())]
    if shaped is None or shaped.model is None:
        return None, tuple(sorted(problems))
    found = _checked(shaped.model, scenario)
    problems += [document.places.problem(at, message) for at, message in found]
    return shaped.model, tuple(sorted(problems))


Finding = tuple[KeyPath, str]


def _checked(history: History, scenario: Scenario) -> Iterator[Finding]:
    if history.case != scenario.name:
        yield ("case",), f"found '{history.case}'; the scenario beside it is '{scenario.name}'"
    if history.fit_until < history.case_start:
        yield ("fit_until",), f"{history.fit_until} is before the case starts"
    yield from _repeated(history)
    yield from _sources(history)
    for row, series in enumerate(history.series):
        yield from _reading(series.reading, scenario, ("series", row, "reading"))
        for text in series.points:
            yield from _period(text, ("series", row, "points", text))
    for row, target in enumerate(history.targets):
        yield from _target(target, scenario, ("targets", row))


def _repeated(history: History) -> Iterator[Finding]:
    for key, names in (
        ("series", [series.name for series in history.series]),
        ("targets", [target.name for target in history.targets]),
    ):
        counts = Counter(names)
        for row, name in enumerate(names):
            if counts[name] > 1 and names.index(name) < row:
                yield (key, row, "name"), f"'{name}' is the name of an entry above already"


def _sources(history: History) -> Iterator[Finding]:
    for at, statement in sourced(history):
        if statement.source is None and statement.assumed is None:
            yield at, "has neither source nor assumed; name where it comes from"
        for code in (statement.source or "").split("+"):
            if code and code not in history.sources:
                yield (*at, "source"), unknown("source", code, history.sources)


def _reading(reading: Reading, scenario: Scenario, at: KeyPath) -> Iterator[Finding]:
    try:
        check(scenario, reading.indicator, reading.selection)
    except SimError as error:
        yield at, str(error)


def _period(text: str, at: KeyPath) -> Iterator[Finding]:
    try:
        Period.parse(text)
    except ValueError as error:
        yield at, str(error)


def _target(target: Target, scenario: Scenario, at: KeyPath) -> Iterator[Finding]:
    for key, reading in (("of", target.of), ("to", target.to)):
        if reading is not None:
            yield from _reading(reading, scenario, (*at, key))
            unreadable = list(_period(reading.period, (*at, key, "period")))
            yield from unreadable
            if not unreadable and Period.parse(reading.period).end > target.dated + _DAY:
                yield (*at, "dated"), f"{target.dated} is before the end of '{key}'"
    compares = target.form in ("ratio", "change")
    if compares != (target.to is not None):
        verb = "needs" if compares else "takes no"
        yield (*at, "form"), f"a {target.form} {verb} 'to'"
    yield from _band(target, at)


def _band(target: Target, at: KeyPath) -> Iterator[Finding]:
    bounds = (target.observed, target.low, target.high)
    if any(isinstance(bound, str) != (target.form == "peak") for bound in bounds):
        wanted = "months such as 2011-07" if target.form == "peak" else "numbers"
        yield (*at, "form"), f"observed, low and high of a {target.form} are {wanted}"
    elif _sortable(target.low) > _sortable(target.high):
        yield (*at, "low"), f"low ({target.low}) is above high ({target.high})"


def _sortable(bound: float | str) -> tuple[float, str]:
    return (0.0, bound) if isinstance(bound, str) else (bound, "")


_DAY = dt.timedelta(days=1)
