"""Grid: first and total indices from a full factorial, exact for the levels that were tried."""

from __future__ import annotations

from dataclasses import replace

from sim.batch.analysis.answers import answers
from sim.batch.analysis.intervals import Estimate
from sim.batch.analysis.shares import Shares, nothing, shares
from sim.batch.design.counts import asked, gridded
from sim.batch.store.results import Results

METHOD = "analysis of variance on the grid"


def grid(results: Results, lever_set: int, outcome: int) -> Shares:
    """Return the indices of an outcome with a lever set.

    They rest on no sample, so their bands have no width: what chance does is in the noise.
    """
    factors = results.study.factors
    varied = gridded(factors)
    levels = int(asked("full_factorial", results.study.plan.settings)["levels"])
    found = answers(results, lever_set, outcome)
    if not found.about.trouble and not found.whole.all():
        many = int((~found.whole).sum())
        trouble = f"{many:,} of {len(found.whole):,} rows have no value; a grid needs all of them"
        return nothing(replace(found.about, trouble=trouble), METHOD)
    if found.about.trouble:
        return nothing(found.about, METHOD)
    values = found.blocks.reshape((levels,) * len(varied))
    used, whole = found.about.basis.used, float(values.var())
    first, total = {}, {}
    for axis, n in enumerate(varied):
        others = tuple(other for other in range(len(varied)) if other != axis)
        alone = float(values.mean(axis=others).var()) / whole
        without = float(values.mean(axis=axis).var()) / whole
        first[factors[n].name] = Estimate(alone, alone, alone, used)
        total[factors[n].name] = Estimate(1.0 - without, 1.0 - without, 1.0 - without, used)
    return shares(results, found, METHOD, first, total)
