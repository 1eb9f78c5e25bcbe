"""Given data: first indices from a sample that was not made for any, such as a Latin hypercube.

RBD-FAST: rows are put in the order of one factor, and the outcome is listened to at its pace. It
finds what a factor does by itself, not what it does only together with others.
"""

from __future__ import annotations

from sim.batch.analysis.answers import answers
from sim.batch.analysis.shares import RESAMPLINGS, Shares, nothing, salib_seed, shares
from sim.batch.analysis.sobol import bands
from sim.batch.design.sample import problem
from sim.batch.store.results import Results

METHOD = "RBD-FAST"

HARMONICS = 10
"""Multiples of a factor's frequency in which it is listened for."""

FEWEST = 4 * HARMONICS + 2
"""Rows without which half of them, as drawn for the bands, would not hold the harmonics."""


def given(results: Results, lever_set: int, outcome: int) -> Shares:
    """Return the first indices of an outcome with a lever set; rows without a value are left out.

    Groups are not known to it: each factor stands alone.
    """
    found = answers(results, lever_set, outcome, fewest=FEWEST)
    if found.about.trouble:
        return nothing(found.about, METHOD)
    from SALib.analyze import rbd_fast  # heavy: brings pandas

    spoken = rbd_fast.analyze(
        problem(results.study.factors),
        found.of_whole(results.places),
        found.blocks.ravel(),
        M=HARMONICS,
        num_resamples=RESAMPLINGS,
        seed=salib_seed(results),
    )
    names = [factor.name for factor in results.study.factors]
    used = found.about.basis.used - found.about.set_aside
    return shares(found.about, METHOD, bands(names, spoken["S1"], spoken["S1_conf"], used))
