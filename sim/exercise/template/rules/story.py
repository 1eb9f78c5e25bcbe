"""Story: injects speak of what there is, and their effects can be carried out."""

from __future__ import annotations

from collections.abc import Iterator

from sim.exercise.template.injects import Stage, acts_of, faults
from sim.exercise.template.rules.whole import Whole
from sim.scenario.case import Finding


def injects_understood(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each seat, condition and effect of an inject that makes no sense."""
    rows = whole.template.injects
    ids = [row.id for row in rows]
    stage = Stage(whole.case, tuple(whole.filled.seats), ids, {"order": acts_of(rows)})
    for n, row in enumerate(rows):
        for at, message in faults(row, stage):
            yield Finding(("injects", n, *at), message)
