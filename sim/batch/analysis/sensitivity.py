"""Sensitivity: what drives each outcome, found in the way that fits the design."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sim.batch.analysis.efast import efast
from sim.batch.analysis.given import given
from sim.batch.analysis.grid import grid
from sim.batch.analysis.morris import Screening, morris
from sim.batch.analysis.oat import Tornado, tornado
from sim.batch.analysis.shares import Shares
from sim.batch.analysis.sobol import sobol
from sim.batch.store.results import Results
from sim.batch.study import Method

Finding = Tornado | Screening | Shares


def sensitivity(results: Results, lever_set: int, outcome: int) -> Finding:
    """Return what drives an outcome with a lever set."""
    return _FOUND[results.study.plan.method](results, lever_set, outcome)


def sensitivities(results: Results) -> tuple[Finding, ...]:
    """Return what drives each outcome with each lever set, lever set by lever set."""
    study = results.study
    if not study.factors:
        return ()
    return tuple(
        sensitivity(results, lever_set, outcome)
        for lever_set in range(len(study.lever_sets))
        for outcome in range(len(study.outcomes))
    )


_FOUND: Mapping[Method, Callable[[Results, int, int], Finding]] = {
    "one_at_a_time": tornado,
    "full_factorial": grid,
    "latin_hypercube": given,
    "sobol_sequence": given,
    "morris": morris,
    "saltelli": sobol,
    "efast": efast,
}
