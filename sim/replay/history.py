"""History: what was observed in a case, from `observed.yaml`. The model never reads it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from sim.scenario.spec import Id, Source, Sourced, Strict, Text

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
    scale: float = Field(1.0, description="Multiplies the reading, e.g. an element's 2009 price "
                         "over its product's")


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
