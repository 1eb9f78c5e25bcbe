"""Compare: what differs between two studies, and between what came of them.

Where both have the same values and seeds, runs are compared in pairs: what differs is then what was
changed between them. Else they are two samples, and only their distributions are compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.batch.analysis.basis import Basis, Ints, basis, blocks
from sim.batch.analysis.intervals import Estimate, among, drawn_quantiles, mean
from sim.batch.analysis.pairs import Verdict, verdict
from sim.batch.analysis.seeds import few_seeds
from sim.batch.design.factors import Distribution, Factor
from sim.batch.store.results import Results
from sim.batch.study import Outcome, Study
from sim.world.world import Floats

PLACES = (0.05, 0.5, 0.95)
"""Quantiles that are compared."""


@dataclass(frozen=True)
class Compared:
    """One outcome of a lever set in two studies."""

    outcome: str
    unit: str
    lever_set: str
    means: tuple[Estimate, Estimate]
    difference: Estimate
    """Mean of the second less that of the first [unit]."""
    verdict: Verdict
    """Of the second."""
    few_seeds: int | None
    """Seeds that it rests on, where these are too few to tell; None where they will do."""
    quantiles: tuple[Estimate, ...]
    """Second less first, at PLACES [unit]."""
    bases: tuple[Basis, Basis]


@dataclass(frozen=True)
class Comparison:
    """Two studies side by side."""

    names: tuple[str, str]
    differing: tuple[str, ...]
    """What the studies themselves differ in, a line each."""
    paired: bool
    why_not_paired: str
    compared: tuple[Compared, ...]
    """Outcomes and lever sets that both have."""


@dataclass(frozen=True)
class SideBySide:
    """One index in two studies."""

    outcome: str
    factor: str
    indices: tuple[Estimate, Estimate]
    told_apart: bool
    """Whether their bands leave no value to both."""


def compare(a: Results, b: Results) -> Comparison:
    """Return what differs between two studies and what came of them."""
    why_not = _why_not_paired(a, b)
    return Comparison(
        names=(a.study.name, b.study.name),
        differing=tuple(differing(a.study, b.study)),
        paired=not why_not,
        why_not_paired=why_not,
        compared=tuple(
            _compared(a, b, (n, m), (s, t), paired=not why_not)
            for n, m in _both(_outcomes(a.study), _outcomes(b.study))
            for s, t in _both(_sets(a.study), _sets(b.study))
        ),
    )


def side_by_side(
    a: Mapping[tuple[str, str], Estimate], b: Mapping[tuple[str, str], Estimate]
) -> tuple[SideBySide, ...]:
    """Return the indices that both studies have, by outcome and factor."""
    return tuple(
        SideBySide(*key, (a[key], b[key]), _apart(a[key], b[key])) for key in a if key in b
    )


def differing(a: Study, b: Study) -> Iterable[str]:
    """Yield what two studies differ in, a line each.

    What only the text of an experiment says, such as its constants, a study does not know.
    """
    yield from _only("uncertainty", [f.name for f in a.factors], [f.name for f in b.factors])
    of_b = {factor.name: factor for factor in b.factors}
    for factor in a.factors:
        if factor.name in of_b:
            yield from _factor(factor, of_b[factor.name])
    yield from _only("lever set", list(_sets(a)), list(_sets(b)))
    yield from _only("outcome", list(_outcomes(a)), list(_outcomes(b)))
    for n, m in _both(_outcomes(a), _outcomes(b)):
        yield from _outcome(a.outcomes[n], b.outcomes[m])
    for what in ("method", "replications", "seed"):
        one, other = getattr(a.plan, what), getattr(b.plan, what)
        if one != other:
            yield f"{what}: {one}, then {other}"
    if a.rows != b.rows:
        yield f"rows of the sample: {a.rows:,}, then {b.rows:,}"
    if a.rounds != b.rounds:
        yield f"rounds: {len(a.rounds)}, then {len(b.rounds)}"


def _factor(one: Factor, other: Factor) -> Iterable[str]:
    before, after = _range(one.distribution), _range(other.distribution)
    if before != after:
        yield f"{one.name}: {before}, then {after}"
    if one.nominal != other.nominal:
        yield f"{one.name}, where nothing is varied: {one.nominal:.4g}, then {other.nominal:.4g}"


def _range(distribution: Distribution) -> str:
    shape = distribution.shape.replace("_", " ")
    told = f"{shape} from {distribution.low:.4g} to {distribution.high:.4g}"
    if distribution.likeliest is not None:
        told += f", likeliest {distribution.likeliest:.4g}"
    if distribution.mean is not None and distribution.deviation is not None:
        told += f", mean {distribution.mean:.4g}, deviation {distribution.deviation:.4g}"
    return told


def _outcome(one: Outcome, other: Outcome) -> Iterable[str]:
    if one.unit != other.unit:
        yield f"{one.name}: in {one.unit}, then in {other.unit}"
    if one.better != other.better:
        yield f"{one.name}: {one.better} is better, then {other.better}"
    if one.wanted != other.wanted:
        yield f"{one.name}: wanted {_told(one.wanted)}, then {_told(other.wanted)}"


def _told(value: float | None) -> str:
    return "nothing" if value is None else f"{value:.4g}"


def _only(what: str, a: list[str], b: list[str]) -> Iterable[str]:
    yield from (f"{what} of the first only: {name}" for name in a if name not in b)
    yield from (f"{what} of the second only: {name}" for name in b if name not in a)


def _outcomes(study: Study) -> Mapping[str, int]:
    return {outcome.name: n for n, outcome in enumerate(study.outcomes)}


def _sets(study: Study) -> Mapping[str, int]:
    return {chosen.name: n for n, chosen in enumerate(study.lever_sets)}


def _both(a: Mapping[str, int], b: Mapping[str, int]) -> list[tuple[int, int]]:
    return [(n, b[name]) for name, n in a.items() if name in b]


def _why_not_paired(a: Results, b: Results) -> str:
    """Return why runs cannot be compared in pairs; empty if they can."""
    rows = min(a.rows, b.rows)
    if a.study.plan.seed != b.study.plan.seed:
        return "their seeds differ"
    if [f.name for f in a.study.factors] != [f.name for f in b.study.factors]:
        return "their uncertainties differ"
    if not rows or not np.array_equal(a.places[:rows], b.places[:rows]):
        return "their samples differ"
    if not np.array_equal(a.values[:rows], b.values[:rows]):
        return "ranges differ: the same places in them are other values"
    return ""


def _compared(
    a: Results, b: Results, outcome: tuple[int, int], chosen: tuple[int, int], *, paired: bool
) -> Compared:
    about = a.study.outcomes[outcome[0]]
    one, other = a.scalars[chosen[0], ..., outcome[0]], b.scalars[chosen[1], ..., outcome[1]]
    first, second = mean(one, blocks(a)), mean(other, blocks(b))
    difference = second.less(first)
    if paired:
        pairs, of_row = _paired(one, other, blocks(a))
        difference = mean(pairs[1] - pairs[0], of_row)
        # Drawn by the same seed, blocks of the same runs come out the same for both.
        samples, seeds = [_runs(values, of_row) for values in pairs], (0, 0)
    else:
        samples, seeds = [_runs(one, blocks(a)), _runs(other, blocks(b))], (0, 1)
    told = difference.estimate()
    few = [count for r, n in zip((a, b), outcome, strict=True) if (count := few_seeds(r, n))]
    return Compared(
        outcome=about.name,
        unit=about.unit,
        lever_set=a.study.lever_sets[chosen[0]].name,
        means=(first.estimate(), second.estimate()),
        difference=told,
        verdict=verdict(told, about.better),
        few_seeds=min(few, default=None),
        quantiles=_quantiles(samples, seeds),
        bases=(basis(a.status[chosen[0]], one), basis(b.status[chosen[1]], other)),
    )


def _paired(one: Floats, other: Floats, of_row: Ints) -> tuple[Floats, Ints]:
    """Return the runs that both have, NaN where either has no value, and the blocks of rows."""
    rows, replications = (min(one.shape[n], other.shape[n]) for n in (0, 1))
    pairs = np.stack([values[:rows, :replications] for values in (one, other)])
    return np.where(np.isfinite(pairs).all(axis=0), pairs, np.nan), of_row[:rows]


def _runs(values: Floats, of_row: Ints) -> tuple[Floats, Ints]:
    """Return the values there are and the blocks they belong to; shape (runs,)."""
    here = np.isfinite(values)
    return values[here], np.broadcast_to(of_row[:, None], here.shape)[here]


def _quantiles(
    samples: Sequence[tuple[Floats, Ints]], seeds: tuple[int, int]
) -> tuple[Estimate, ...]:
    """Return how quantiles of two samples differ, with intervals from drawing their blocks anew."""
    used = min(len(values) for values, _ in samples)
    if not used:
        return (Estimate(None, None, None, 0),) * len(PLACES)
    one, other = (np.quantile(values, PLACES) for values, _ in samples)
    before, after = (
        drawn_quantiles(values[None], PLACES, of_run, seed)[..., 0]
        for (values, of_run), seed in zip(samples, seeds, strict=True)
    )
    drawn = after - before if len(after) == len(before) else np.empty((0, len(PLACES)))
    return tuple(among(float(step), drawn[:, n], used) for n, step in enumerate(other - one))


def _apart(a: Estimate, b: Estimate) -> bool:
    if a.low is None or a.high is None or b.low is None or b.high is None:
        return False
    return a.high < b.low or b.high < a.low
