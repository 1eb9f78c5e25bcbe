"""Discovery: under what conditions runs are of interest (Bryant and Lempert 2010).

PRIM peels boxes, CART parts the runs by questions; two ways, so that one may check the other. How
much a box is worth is told by runs that it was not made of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.random import default_rng

from sim.batch.analysis.basis import Basis
from sim.batch.analysis.boxes import (
    SURE,
    Box,
    Edge,
    Edges,
    Limit,
    Share,
    chance,
    in_words,
    inside,
    quasi_p,
    share,
)
from sim.batch.analysis.cart import leaves
from sim.batch.analysis.cases import Cases, Condition, cases, condition
from sim.batch.analysis.prim import best_box
from sim.batch.design.factors import DUMMY
from sim.batch.store.results import Results

FEWEST = 10
"""Runs of interest, and others, without which no conditions are looked for."""

BOXES = 3
"""Boxes made at most, each of the runs outside those before."""

TRIALS = 6
"""Halves of the runs that the first box is made of anew, and tried on the other half."""


Recurring = Mapping[tuple[int, str], float]
"""Share of trials in which a column is limited on a side [1]."""


@dataclass(frozen=True)
class HeldOut:
    """What boxes made of half of the runs are worth on the other half, on average."""

    coverage: float
    density: float
    trials: int
    found: int
    """Trials in which there was a box at all."""


@dataclass(frozen=True)
class Discovery:
    """Under what conditions runs are of interest."""

    condition: Condition
    lever_set: str | None
    """None: all of them, whose levers are conditions too."""
    basis: Basis
    of_interest: int
    boxes: tuple[Box, ...]
    passed: tuple[Share, ...]
    """The boxes that were passed as the first was peeled, for a chart of coverage and density."""
    held_out: HeldOut | None
    tree: tuple[Box, ...]
    """Leaves with more runs of interest than on average, densest first; none where a tree grown of
    half the runs is no better than chance on the other."""
    tree_share: Share | None
    """Of these leaves together."""
    reason: str
    """Why there is no box; empty if there is one."""
    cautions: tuple[str, ...]


def discover(
    results: Results, asked: str, lever_set: str | None = None, *, trials: int = TRIALS
) -> Discovery:
    """Return the conditions of `outcome`'s missing its aim (or worst quarter), or `outcome > 0.5`.

    All lever sets are taken together, unless one is named.
    """
    of_interest = condition(results, asked, lever_set)
    found, rests = cases(results, of_interest, lever_set)
    reason = _too_few(results, found, of_interest)
    if reason:
        return _nothing(of_interest, lever_set, rests, found, reason)
    first, passed = best_box(found)
    recurring, held_out = _tried(results, found, trials)
    boxes = _boxes(found, first, recurring, of_interest)
    tree = _tree(results, found)
    return Discovery(
        condition=of_interest,
        lever_set=lever_set,
        basis=rests,
        of_interest=int(found.of_interest.sum()),
        boxes=boxes,
        passed=tuple(share(found, inside(found, edges), len(edges)) for edges in passed),
        held_out=held_out,
        tree=tuple(_box(found, found, edges, None, of_interest) for edges in tree),
        tree_share=_together(found, tree),
        reason="" if boxes else "no conditions set runs of interest apart from the others",
        cautions=_cautions(found, boxes),
    )


def _too_few(results: Results, found: Cases, of_interest: Condition) -> str:
    """Return why no conditions can be looked for, or nothing."""
    if results.study.plan.method == "one_at_a_time":
        return (
            "one thing at a time was varied: what matters together cannot be seen; "
            "a latin_hypercube, sobol_sequence or saltelli design would do"
        )
    runs, hits = len(found.table), int(found.of_interest.sum())
    if hits < FEWEST:
        told = f"{hits} of {runs:,} runs {of_interest.do}: too few to say under what conditions"
    elif runs - hits < FEWEST:
        but = f" but {runs - hits}" if runs > hits else ""
        told = f"all{but} of {runs:,} runs {of_interest.do}: conditions hardly matter"
    else:
        return ""
    return f"{told} ({FEWEST} would do); ask for another limit, or run more"


def _nothing(
    of_interest: Condition, lever_set: str | None, rests: Basis, found: Cases, reason: str
) -> Discovery:
    hits = int(found.of_interest.sum())
    return Discovery(of_interest, lever_set, rests, hits, (), (), None, (), None, reason, ())


def _boxes(
    found: Cases, first: Edges, recurring: Recurring | None, of_interest: Condition
) -> tuple[Box, ...]:
    """Return the first box, and others made of the runs outside those before."""
    made: list[Box] = []
    left, edges = found, first
    while edges:
        outside = "outside the boxes before, " if made else ""
        made.append(_box(found, left, edges, None if made else recurring, of_interest, outside))
        left = left.only(~inside(left, edges))
        hits = int(left.of_interest.sum())
        if len(made) == BOXES or hits < FEWEST or len(left.table) - hits < FEWEST:
            break
        edges, _ = best_box(left)
        if share(left, inside(left, edges), 0).density <= found.of_interest.mean():
            break  # no more frequent there than anywhere
    return tuple(made)


def _box(
    found: Cases,
    left: Cases,
    edges: Edges,
    recurring: Recurring | None,
    of_interest: Condition,
    outside: str = "",
) -> Box:
    """Return a box made of the cases left over by those before, with its shares of all."""
    within = inside(left, edges)
    of_left = share(left, within, len(edges))
    hits = int(left.of_interest[within].sum())
    shares = Share(
        coverage=hits / int(found.of_interest.sum()),
        density=of_left.density,
        mass=int(within.sum()) / len(found.table),
        limits=len(edges),
    )
    words = (
        f"{outside}{in_words(found.columns, edges)}: {100 * shares.density:.0f} % of such runs "
        f"{of_interest.do} (density), and they are {100 * shares.coverage:.0f} % of all that "
        f"{of_interest.verb} (coverage)"
    )
    limits = tuple(_limit(left, edges, edge, recurring) for edge in edges)
    return Box(limits, shares, int(within.sum()), words)


def _limit(left: Cases, edges: Edges, edge: Edge, recurring: Recurring | None) -> Limit:
    column = left.columns[edge.column]
    return Limit(
        name=column.name,
        unit=column.unit,
        side=edge.side,
        at=None if column.options else edge.at,
        options=tuple(column.options[n] for n in sorted(edge.among)),
        p=quasi_p(left, edges, edge),
        recurs=None if recurring is None else recurring.get((edge.column, edge.side), 0.0),
    )


def _tried(results: Results, found: Cases, trials: int) -> tuple[Recurring | None, HeldOut | None]:
    """Return how often each limit is found again in half of the runs, and what boxes are worth.

    Blocks are halved, not runs: a run made of another would be no test.
    """
    rng = default_rng(results.study.plan.seed)
    every = np.unique(found.blocks)
    if len(every) < 2 or not trials:
        return None, None
    times: dict[tuple[int, str], int] = {}
    worth = []
    for _ in range(trials):
        half = rng.permutation(every)[: len(every) // 2]
        chosen = np.isin(found.blocks, half)
        made_of, other = found.only(chosen), found.only(~chosen)
        edges, _ = best_box(made_of)
        for side in {(edge.column, edge.side) for edge in edges}:
            times[side] = times.get(side, 0) + 1
        if edges:
            worth.append(share(other, inside(other, edges), len(edges)))
    recurring = {side: count / trials for side, count in times.items()}
    if not worth:
        return recurring, HeldOut(0.0, 0.0, trials, 0)
    coverage, density = (
        float(np.mean([getattr(w, name) for w in worth])) for name in ("coverage", "density")
    )
    return recurring, HeldOut(coverage, density, trials, len(worth))


def _tree(results: Results, found: Cases) -> list[Edges]:
    """Return the leaves of a tree, densest first.

    There is none if one grown of half the runs is no better than chance on the other half.
    """
    every = np.unique(found.blocks)
    half = default_rng(results.study.plan.seed).permutation(every)[: len(every) // 2]
    chosen = np.isin(found.blocks, half)
    grown_of, other = found.only(chosen), found.only(~chosen)
    if grown_of.of_interest.any():
        grown = leaves(grown_of)
        if not grown:
            return []
        within = np.any([inside(other, edges) for edges in grown], axis=0)
        if chance(other, within, float(other.of_interest.mean())) > SURE:
            return []
    return sorted(leaves(found), key=lambda edges: -share(found, inside(found, edges), 0).density)


def _together(found: Cases, tree: list[Edges]) -> Share | None:
    if not tree:
        return None
    within = np.any([inside(found, edges) for edges in tree], axis=0)
    return share(found, within, len({edge for edges in tree for edge in edges}))


def _cautions(found: Cases, boxes: tuple[Box, ...]) -> tuple[str, ...]:
    """Return what to bear in mind."""
    told = []
    if any(box.overfitted for box in boxes):
        told.append(
            f"a box limits {DUMMY}, on which nothing depends: it is fitted to chance, "
            "and its other limits may be too"
        )
    if len(found.table) > len(np.unique(found.blocks)):
        told.append(
            "runs that share a row, or whose rows were made of each other, are not all new "
            "evidence: p-values are smaller than they should be; go by the halves held out"
        )
    return tuple(told)
