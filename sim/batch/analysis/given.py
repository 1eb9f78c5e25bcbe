"""Given data: first indices from a sample that was not made for any, such as a Latin hypercube.

Rows are sorted by one factor into classes, and the variance among the means of the classes is set
beside the whole (Plischke, Borgonovo and Smith 2013). It finds what a factor does by itself, not
what it does only together with others. RBD-FAST, which SALib has for this, goes astray where rows
lie as regularly as in a Sobol sequence: 0.90 for a true 0.80.
"""

from __future__ import annotations

from math import isqrt

import numpy as np

from sim.batch.analysis.answers import answers
from sim.batch.analysis.intervals import Estimate, Uncertain
from sim.batch.analysis.shares import Shares, nothing, shares
from sim.batch.store.results import Results
from sim.world.world import Floats

METHOD = "means of classes of the given rows"

FEWEST = 64
"""Rows without which there would be too few in a class, or too few classes."""

PARTS = 16
"""Parts that are left out in turn to see how sure an index is; like the number of classes a power
of two, for then what there is of a Sobol sequence stays even."""


def given(results: Results, lever_set: int, outcome: int) -> Shares:
    """Return the first indices of an outcome with a lever set; rows without a value are left out.

    Groups are not known to it: each factor stands alone.
    """
    found = answers(results, lever_set, outcome, fewest=FEWEST)
    if found.about.trouble:
        return nothing(found.about, METHOD)
    places, values = found.of_whole(results.places), found.blocks.ravel()
    even = results.study.plan.method == "sobol_sequence"
    used = found.about.basis.used - found.about.set_aside
    first = {
        factor.name: _estimate(places[:, n], values, used, even)
        for n, factor in enumerate(results.study.factors)
    }
    return shares(results, found, METHOD, first)


def _estimate(places: Floats, values: Floats, used: int, even: bool) -> Estimate:
    """Return a factor's first index with its band, from leaving out parts in turn (jackknife)."""
    many = 1 << (isqrt(len(values)).bit_length() - 1)
    part = np.arange(len(values)) * PARTS // len(values)
    left = [_first(places[part != n], values[part != n], many, even) for n in range(PARTS)]
    variance = float(np.var(left)) * (PARTS - 1)
    return Uncertain(_first(places, values, many, even), variance, PARTS - 1.0, used).estimate()


def _first(places: Floats, values: Floats, many: int, even: bool) -> float:
    """Return the share of the variance that lies among so many classes.

    Classes of few rows differ by accident too: that part is taken off, so it may be below zero. Not
    so where rows are spread evenly in all factors within each class, as in a Sobol sequence.
    """
    classes = np.arange(len(values)) * many // len(values)
    ordered = values[np.argsort(places, kind="stable")]
    means = np.bincount(classes, ordered) / np.bincount(classes)
    within = float(((ordered - means[classes]) ** 2).sum())
    whole = float(((ordered - ordered.mean()) ** 2).sum())
    if not whole:
        return 0.0
    return 1.0 - within / whole * (1.0 if even else (len(values) - 1) / (len(values) - many))
