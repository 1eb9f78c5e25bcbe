"""Outline: a study as text, so that what came of it can be read without its scenario."""

from __future__ import annotations

from hashlib import sha256

import numpy as np

from sim.batch.design.factors import Factor
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
    """Return in what two studies differ, in plain words."""
    parts = [said for part, said in _WORDS.items() if getattr(ours, part) != getattr(theirs, part)]
    same = ours.places.shape == theirs.places.shape and np.all(ours.places == theirs.places)
    return (*parts, *(() if same else ("the sample",)))


_WORDS = {
    "name": "the name",
    "title": "the title",
    "factors": "the uncertainties",
    "outcomes": "the outcomes",
    "lever_sets": "the levers",
    "rounds": "the rounds",
    "plan": "the design",
}
