"""Story: the conditions of injects speak of what there is, and their effects can be carried out."""

from __future__ import annotations

from collections.abc import Iterator

from sim.exercise.conditions import parse
from sim.exercise.template.effects import faults
from sim.exercise.template.rules.whole import Whole
from sim.scenario.case import Finding


def conditions_understood(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each condition that speaks of what there is not."""
    if not any(row.when for row in whole.template.injects):
        return
    from sim.exercise.conditions.judge import check  # loads the model

    ids = [row.id for row in whole.template.injects]
    for n, row in enumerate(whole.template.injects):
        if row.when:
            for message in check(parse(row.when), whole.scenario, ids, tuple(whole.filled.seats)):
                yield Finding(("injects", n, "when"), message)


def effects_understood(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each effect that is neither an act nor a patch of what there is."""
    for n, row in enumerate(whole.template.injects):
        for k, effect in enumerate(row.effects):
            for message in faults(effect, whole.case):
                yield Finding(("injects", n, "effects", k), message)
