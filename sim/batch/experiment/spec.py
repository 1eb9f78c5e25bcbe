"""What an experiment file says: the frozen models behind `experiment.yaml`.

Shapes only. Whether names exist and numbers agree with each other is asked in
`sim.batch.experiment.checks`. Levers are what somebody chooses, uncertainties what nobody knows,
constants what is held, outcomes what is looked at.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from sim.batch.design.factors import Shape
from sim.batch.study import Better, Method
from sim.scenario.spec import Id, Strict, Text

Take = Literal["first", "last", "mean", "sum", "max", "min"]

OrderText = Annotated[str, Field(min_length=1, max_length=500)]


class LeverOrder(Strict):
    """An order given beside those that the scenario has."""

    by: Id = Field(description="Country or firm that gives it")
    date: dt.date
    order: OrderText


class StockSetting(Strict):
    """What a state holds of a product when the scenario starts."""

    country: Id
    product: Id
    weeks: float = Field(ge=0, le=520, description="Weeks of the country's normal use")


class PledgeSpec(Strict):
    """A promise to answer pressure, in force when the scenario starts."""

    against: Id = Field(description="Country whose pressure is to be answered")
    target: Id = Field(description="Country that would be pressed")
    by: tuple[Id, ...] = Field(
        (), max_length=300, description="Who promises; none: the target's partners"
    )


class Option(Strict):
    """What a lever does when set so; nothing at all is an option too."""

    policies: dict[Id, Id] = Field(
        default_factory=dict, max_length=50, description="What plays a seat in place of its own"
    )
    orders: tuple[LeverOrder, ...] = Field((), max_length=200)
    stocks: tuple[StockSetting, ...] = Field((), max_length=200)
    without: tuple[Id, ...] = Field(
        (), max_length=200, description="Orders left out, by their ids or tags"
    )
    parameters: dict[str, float] = Field(
        default_factory=dict, max_length=200, description="Parameter -> the value it has"
    )
    pledge: PledgeSpec | None = None


class Lever(Strict):
    """Something that somebody can choose."""

    meaning: str = Field("", max_length=500)
    options: dict[Id, Option] = Field(
        default_factory=dict,
        description="At least two; the first is what the scenario does by itself, so usually {}",
    )


class Uncertainty(Strict):
    """A parameter that is not known: between which values it lies, and how likely each is.

    Without `low` and `high` it has the parameter's own plausible range, with its source.
    """

    distribution: Shape = Field(
        "uniform", description="normal is cut off at both ends; log_uniform needs low above 0"
    )
    low: float | None = None
    high: float | None = None
    likeliest: float | None = Field(None, description="Of a triangular distribution")
    mean: float | None = Field(None, description="Of a normal distribution")
    deviation: float | None = Field(None, description="Standard deviation of a normal distribution")
    source: Text | None = Field(None, description="Where a range of your own comes from")
    assumed: Text | None = Field(None, description="Why it is assumed, where no source gives it")
    group: Id | None = Field(None, description="Those of a group are moved together")
    meaning: str = Field("", max_length=500, description="Default: the parameter's")


class Constants(Strict):
    """What is held in all runs, where it differs from the scenario."""

    parameters: dict[str, float] = Field(default_factory=dict, max_length=300)
    policies: dict[Id, Id] = Field(
        default_factory=dict, max_length=50, description="What plays a seat in place of its own"
    )
    without: tuple[Id, ...] = Field(
        (), max_length=200, description="Orders left out, by their ids or tags"
    )


class Observed(Strict):
    """What happened in history."""

    value: float
    source: Text | None = None


class OutcomeSpec(Strict):
    """A number that a run is looked at for."""

    of: Text = Field(description="A published number, such as SORIN.damage or SORIN.price(magnet)")
    take: Take = Field("last", description="How one number is made of those of all rounds")
    better: Better = Field("neutral", description="Which of two values one would rather have")
    wanted: float | None = Field(
        None, description="What is good enough: at most, or at least, as `better` says"
    )
    observed: Observed | None = None
    meaning: str = Field("", max_length=500, description="Default: that of the published number")


class Until(Strict):
    """Doubling: rows are added until the indices have settled, or there are enough."""

    band: float = Field(0.1, gt=0, le=1, description="Width of the indices' bands that will do")
    most: int = Field(ge=1, le=1_048_576, description="Samples at which it ends in any case")


class DesignSpec(Strict):
    """Which points are run, and how often; a method takes its own value for what is left out."""

    method: Method = Field("latin_hypercube", description="Default: latin_hypercube")
    samples: int | None = Field(
        None, ge=1, le=1_048_576, description="Rows; of saltelli base samples, of efast a curve's"
    )
    second_order: bool | None = Field(
        None, description="saltelli: whether the effects of pairs are found too. Default: true"
    )
    levels: int | None = Field(None, ge=2, le=1000, description="Values tried of each factor")
    trajectories: int | None = Field(None, ge=2, le=100_000, description="morris: walks")
    harmonics: int | None = Field(None, ge=1, le=16, description="efast: M, usually 4")
    curves: int | None = Field(None, ge=1, le=1000, description="efast: searches of each factor")
    until: Until | None = Field(None, description="saltelli: when doubling ends")
    replications: int = Field(
        1, ge=1, le=100_000, description="Runs of each point, each a seed. Default: 1"
    )
    repeats: int = Field(
        20, ge=0, le=100_000, description="Runs at which nothing is varied. Default: 20"
    )
    seed: int = Field(1, ge=0, le=2**63 - 1, description="Default: 1")
    dummy: bool = Field(
        True, description="Whether a factor without effect shows what noise is. Default: true"
    )


class Budget(Strict):
    """What a run of the design may cost without being asked."""

    runs: int | None = Field(None, ge=1, description="Default: any number")
    hours: float | None = Field(None, gt=0, description="By the estimate. Default: any time")


class Experiment(Strict):
    """Everything that is tried, held and looked at."""

    name: Id
    title: str = Field("", max_length=200, description="Default: the scenario's")
    scenario: Text = Field(description="A packaged scenario, or a path from this file")
    rounds: int | None = Field(None, ge=1, le=1000, description="Default: all of the scenario")
    levers: dict[Id, Lever] = Field(default_factory=dict, max_length=50)
    sets: tuple[dict[Id, Id], ...] = Field(
        (), description="Lever -> option, of each lever set; default: every combination"
    )
    uncertainties: dict[str, Uncertainty] = Field(
        default_factory=dict, description="`parameter`, `parameter(product)`, `parameter(country)`"
    )
    constants: Constants = Field(default_factory=Constants)
    outcomes: dict[Id, OutcomeSpec] = Field(default_factory=dict)
    design: DesignSpec = Field(default_factory=DesignSpec)
    budget: Budget = Field(default_factory=Budget)
