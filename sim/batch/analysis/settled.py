"""Settled: whether a sample made Saltelli's way is large enough, or had better be doubled."""

from __future__ import annotations

from sim.batch.analysis.answers import answers, constant
from sim.batch.analysis.shares import Index, Shares
from sim.batch.analysis.sobol import sobol
from sim.batch.design.counts import block
from sim.batch.store.results import Results


def settled(results: Results, band: float) -> bool:
    """Return whether all total indices are sure enough: nothing is open."""
    return not unsettled(results, band)


def unsettled(results: Results, band: float) -> tuple[str, ...]:
    """Return what is still open, a line for each lever set and outcome in which something is.

    Settled is that no band of a total index is wider than `band` [1], from its low to its high end,
    and that half of the sample names the same factors important, in the same order. Two factors
    whose bands overlap have no order.
    """
    study = results.study
    lines = []
    for lever_set, chosen in enumerate(study.lever_sets):
        for outcome, asked in enumerate(study.outcomes):
            if why := _open(results, lever_set, outcome, band):
                where = f" ({chosen.name})" if len(study.lever_sets) > 1 else ""
                lines.append(f"{asked.name}{where}: {why}")
    return tuple(lines)


def _open(results: Results, lever_set: int, outcome: int, band: float) -> str:
    """Return what is open of one outcome with one lever set; empty where nothing is."""
    plan, factors = results.study.plan, results.study.factors
    size = block(plan.method, plan.settings, factors)
    found = answers(results, lever_set, outcome, size=size)
    if len(found.blocks) and constant(found.blocks):
        return ""  # more of the same would say no more
    now = sobol(results, lever_set, outcome, pairs=False)
    if now.about.trouble:
        return now.about.trouble
    widest = max(now.indices, key=_width)
    if _width(widest) > band:
        return f"the band of {widest.factor} is {_width(widest):.2g} wide, above {band:g}"
    rows = results.rows // size // 2 * size
    half = sobol(results, lever_set, outcome, rows=rows, pairs=False)
    if half.about.trouble:
        return f"half of the sample cannot be looked at: {half.about.trouble}"
    before, after = _important(half), _important(now)
    if before != after:
        changed = ", ".join(sorted(before ^ after))
        return f"half of the sample judges otherwise whether it is important: {changed}"
    return _turned(half, now)


def _width(index: Index) -> float:
    total = index.total
    if total is None or total.low is None or total.high is None:
        return 0.0
    return total.high - total.low


def _important(found: Shares) -> set[str]:
    return {index.factor for index in found.indices if index.important}


def _turned(half: Shares, now: Shares) -> str:
    """Return which two important factors have changed places; empty where none have."""
    before = {index.factor: _low(index) + _high(index) for index in half.indices}
    for above in now.indices:
        for below in now.indices:
            both = above.important and below.important
            if both and _low(above) > _high(below) and before[above.factor] < before[below.factor]:
                return f"half of the sample has {below.factor} before {above.factor}"
    return ""


def _low(index: Index) -> float:
    return (index.total.low or 0.0) if index.total else 0.0


def _high(index: Index) -> float:
    return (index.total.high or 0.0) if index.total else 0.0
