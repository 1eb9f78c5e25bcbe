"""Outline: a study as text, so that what came of it can be read without its scenario."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

import numpy as np

from sim.batch.design.factors import DUMMY, Factor
from sim.batch.study import LeverSet, Outcome, Plan, Study
from sim.scenario.spec import Strict
from sim.world.world import Floats


class Outline(Strict):
    """A study without its sample."""

    name: str
    title: str
    factors: tuple[Factor, ...]
    outcomes: tuple[Outcome, ...]
    lever_sets: tuple[LeverSet, ...]
    rounds: tuple[str, ...]
    plan: Plan

    @staticmethod
    def of(study: Study) -> Outline:
        """Return a study's outline."""
        return Outline(**{name: getattr(study, name) for name in Outline.model_fields})

    def study(self, places: Floats) -> Study:
        """Return the study that has this outline and a sample."""
        return Study(**{name: getattr(self, name) for name in Outline.model_fields}, places=places)


def design_digest(study: Study) -> str:
    """Return what two studies have in common only if they are the same, sample included."""
    whole = sha256(Outline.of(study).model_dump_json().encode())
    whole.update(f"\0{study.places.shape}\0".encode())
    whole.update(np.ascontiguousarray(study.places, "<f8").data)  # may be large: no copy
    return whole.hexdigest()


def differing(ours: Study, theirs: Study) -> tuple[str, ...]:
    """Return in what two studies differ that decides numbers, by the keys of an experiment."""
    one, other = dict(_deciding(ours)), dict(_deciding(theirs))
    keys = tuple(key for key in {**one, **other} if one.get(key) != other.get(key))
    same = ours.places.shape == theirs.places.shape and np.all(ours.places == theirs.places)
    return keys if keys or same else ("the sample",)


def _deciding(study: Study) -> Iterator[tuple[str, object]]:
    """Yield what decides numbers in a study, and not what is only told of them."""
    plan = study.plan
    yield "rounds", study.rounds
    yield "levers", [(chosen.name, chosen.options) for chosen in study.lever_sets]
    yield "uncertainties", [factor.name for factor in study.factors]
    for factor in study.factors:
        key = "design.dummy" if factor.name == DUMMY else f"uncertainties.{factor.name}"
        yield key, (factor.distribution, factor.nominal, factor.group)
    yield "outcomes", [outcome.name for outcome in study.outcomes]
    yield from ((f"outcomes.{outcome.name}", outcome.unit) for outcome in study.outcomes)
    yield "design", plan.stages
    yield "design.method", plan.method
    yield from ((f"design.{key}", value) for key, value in plan.settings.items())
    for key in ("replications", "repeats", "seed"):
        yield f"design.{key}", getattr(plan, key)
