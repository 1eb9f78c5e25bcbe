"""EFAST: first and total indices from curves that search the whole space at one factor's pace.

How sure an index is, is told by how it differs from curve to curve: the bootstrap that SALib offers
draws pieces of one curve, and is known to say little (SALib's issue 649).
"""

from __future__ import annotations

from math import floor

import numpy as np

from sim.batch.analysis.answers import answers
from sim.batch.analysis.intervals import Estimate, Uncertain
from sim.batch.analysis.shares import Shares, nothing, shares
from sim.batch.design.counts import asked
from sim.batch.store.results import Results
from sim.world.world import Floats

METHOD = "eFAST"


def efast(results: Results, lever_set: int, outcome: int) -> Shares:
    """Return the indices of an outcome with a lever set.

    A curve on which a run has no value says nothing of its factor; the factor's others do.
    """
    settings = asked("efast", results.study.plan.settings)
    names = [factor.name for factor in results.study.factors]
    found = answers(results, lever_set, outcome, size=int(settings["samples"]))
    if found.about.trouble:
        return nothing(found.about, METHOD)
    # Curve by curve, and in each factor by factor: see the sample.
    of_factor = np.flatnonzero(found.whole) % len(names)
    first, total = {}, {}
    for n, name in enumerate(names):
        curves = found.blocks[of_factor == n]
        pairs = [_orders(curve, int(settings["harmonics"])) for curve in curves]
        first[name] = _estimate([pair[0] for pair in pairs if pair], curves.size)
        total[name] = _estimate([pair[1] for pair in pairs if pair], curves.size)
    return shares(results, found, METHOD, first, total)


def _orders(curve: Floats, harmonics: int) -> tuple[float, float] | None:
    """Return first and total index by one curve; None where the outcome does not vary on it."""
    from SALib.analyze import fast  # heavy: brings pandas

    if not np.ptp(curve):
        return None
    pace = floor((len(curve) - 1) / (2 * harmonics))
    first, total = fast.compute_orders(curve, len(curve), harmonics, pace)
    return float(first), float(total)


def _estimate(values: list[float], used: int) -> Estimate:
    """Return the mean over curves with its band; none of the two from a single curve's band."""
    if not values:
        return Estimate(None, None, None, 0)
    variance = float(np.var(values, ddof=1)) / len(values) if len(values) > 1 else np.nan
    return Uncertain(float(np.mean(values)), variance, len(values) - 1.0, used).estimate()
