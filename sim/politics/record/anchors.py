"""Anchors: single cases, and how likely the model held what was observed to be.

Judged by the log score against the base rate (§P.39): a model that knew nothing of the cases but
what became of sanctions in general. Nothing is fitted to them.
"""

from __future__ import annotations

import functools
import importlib.resources
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import yaml

from sim.politics.contest.horizon import Fates, month_by_month
from sim.politics.contest.situation import Situation, expectation, usual
from sim.politics.contest.threats import answer
from sim.politics.home.cost import effective, felt
from sim.politics.record.rates import ties


@dataclass(frozen=True)
class Anchor:
    """A case: what was at stake, what it cost, and what came of it."""

    title: str
    stage: str
    """imposed or threat."""
    damage_target: float
    """Yearly loss in the first year [% of GDP]."""
    damage_sender: float
    stake_target: float
    stake_sender: float
    relations: float
    """How the target stands to the sender [-1 to 1]."""
    observed: Mapping[int, str]
    """Month -> what was so by then, in order."""
    source: str
    sector: float = 0.0
    weight: float = 0.0
    shortage: float = 0.0
    divisible: float = 0.0
    audience: float | None = None
    """Of the sender's government; None: as usual [0 to 1]."""


@dataclass(frozen=True)
class Scored:
    """How likely what was observed of a case was held to be."""

    name: str
    anchor: Anchor = field(repr=False)
    model: float
    """[1]"""
    base: float
    """By the base rate [1]."""

    @property
    def score(self) -> float:
        """Return the log score of the model [log]; 0 is best."""
        return math.log(self.model)

    @property
    def base_score(self) -> float:
        """Return the log score of the base rate [log]."""
        return math.log(self.base)

    @property
    def gain(self) -> float:
        """Return by how much the model was nearer than the base rate [log]."""
        return self.score - self.base_score


@functools.cache
def anchors() -> Mapping[str, Anchor]:
    """Return the cases by name."""
    file = importlib.resources.files("sim").joinpath("politics/record/anchors.yaml")
    return {name: Anchor(**row) for name, row in yaml.safe_load(file.read_text("utf-8")).items()}


def scored(parameters: Mapping[str, float]) -> tuple[Scored, ...]:
    """Return every case with how likely the model and the base rate held it to be."""
    return tuple(
        Scored(name, case, _model(case, parameters), _base(case))
        for name, case in anchors().items()
    )


def total(scores: tuple[Scored, ...]) -> float:
    """Return by how much the model was nearer than the base rate over all cases [log]."""
    return sum(score.gain for score in scores)


def _model(case: Anchor, parameters: Mapping[str, float]) -> float:
    """Return how likely the model held what was observed to be [1]."""
    damage = float(
        effective(
            case.damage_target,
            parameters,
            sector=case.sector,
            weight=case.weight,
            shortage=case.shortage,
        )
    )
    s = _situation(case, parameters)
    if case.stage == "threat":
        return _threatened(case, s, damage, parameters)
    by = {
        months: month_by_month(
            s, months, parameters, damage_target=damage, damage_sender=case.damage_sender
        )
        for months in case.observed
    }
    return _chained(case.observed, by)


def _situation(case: Anchor, parameters: Mapping[str, float]) -> Situation:
    known = usual(parameters)
    return replace(
        known,
        stake_target=case.stake_target,
        stake_sender=case.stake_sender,
        expectation=expectation(case.relations, parameters),
        divisible=case.divisible,
        audience=known.audience if case.audience is None else case.audience,
    )


def _threatened(
    case: Anchor, s: Situation, damage: float, parameters: Mapping[str, float]
) -> float:
    costs = replace(
        s,
        cost_target=felt(damage, parameters),
        cost_sender=felt(case.damage_sender, parameters),
    )
    (outcome,) = case.observed.values()
    return float(getattr(answer(costs, parameters), outcome.replace(" ", "_")))


def _base(case: Anchor) -> float:
    """Return how likely the base rate held what was observed to be [1]."""
    rows = ties()["rows"]
    if case.stage == "threat":
        (outcome,) = case.observed.values()
        return float(rows["threats"][outcome])
    ends = [rows[f"{ending} by month"] for ending in ("conceded", "settled", "withdrawn")]
    by = {months: Fates(*(end[months] for end in ends)) for months in case.observed}
    return _chained(case.observed, by)


def _chained(observed: Mapping[int, str], by: Mapping[int, Fates]) -> float:
    """Return the probability of a course: each step given that the last left it open [1]."""
    likely, before = 1.0, Fates(0.0, 0.0, 0.0)
    for months, outcome in observed.items():
        now = by[months]
        if outcome == "open":
            step = float(now.open)
        else:
            step = float(getattr(now, outcome)) - float(getattr(before, outcome))
        likely *= step / float(before.open)
        before = now
    return likely
