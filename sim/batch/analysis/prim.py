"""PRIM: a box around runs of interest, peeled a little at a time (Friedman and Fisher 1999).

Written here, since the one of ema_workbench stops where no peel makes the box denser: among a few
hundred runs with some noise that happens on the way to boxes that are there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from sim.batch.analysis.boxes import Edge, Edges, balance, inside, pays, simplest
from sim.batch.analysis.cases import Bools, Cases
from sim.world.world import Floats

PATIENCE = 0.05
"""Share of a box's runs that are peeled off at a time."""

LEAST = 0.05
"""Mass below which no box is made."""

ROUNDS = 20
"""Times at most that all limits of a box are moved."""


def best_box(cases: Cases) -> tuple[Edges, list[Edges]]:
    """Return the box with coverage and density best in balance, and those passed on the way.

    Column after column is given up, the one that is missed least first, and the rest peeled anew,
    since what was peeled off along one moved the limits of the others: until one is missed.
    """
    every = range(len(cases.columns))
    passed = peeled(cases, every)
    best = _balanced(cases, passed, every)
    while best:
        columns = sorted({edge.column for edge in best})
        less = [tuple(edge for edge in best if edge.column != column) for column in columns]
        balances = [balance(cases, edges) for edges in less]
        del columns[balances.index(max(balances))]
        fewer = peeled(cases, columns)
        without = _balanced(cases, fewer, columns)
        if pays(cases, best, without):
            break
        best, passed = without, fewer
    return simplest(cases, best), passed


def _balanced(cases: Cases, passed: list[Edges], columns: Sequence[int]) -> Edges:
    """Return the box best in balance, of those passed or with one limit only.

    Runs of interest at both ends of a factor hold peeling up: it would have to lose one first.
    """
    single = [
        (edge._replace(at=_best_limit(cases, (), edge)),)
        for n in columns
        if not cases.columns[n].options
        for edge in (
            Edge(n, "above", float(cases.table[:, n].min())),
            Edge(n, "below", float(cases.table[:, n].max())),
        )
    ]
    starts = (
        max(boxes, key=lambda edges: balance(cases, edges)) for boxes in (passed, single) if boxes
    )
    return max(
        (polished(cases, edges) for edges in starts), key=lambda edges: balance(cases, edges)
    )


def polished(cases: Cases, edges: Edges) -> Edges:
    """Return a box with each limit of a factor moved, out or in, to where the balance is best.

    Friedman and Fisher paste on to a box what was peeled off it too much; this does so too.
    """
    for _ in range(ROUNDS):
        before = edges
        for edge in before:
            if edge.side != "among":
                others = tuple(other for other in edges if other[:2] != edge[:2])
                edges = _with(others, edge._replace(at=_best_limit(cases, others, edge)))
        if edges == before or balance(cases, edges) <= balance(cases, before):
            return before
    return edges


def _best_limit(cases: Cases, others: Edges, edge: Edge) -> float:
    """Return where an edge makes the box best in balance, the others staying where they are."""
    sign = -1.0 if edge.side == "above" else 1.0
    within = inside(cases, others)
    values = sign * cases.table[within, edge.column]
    order = np.argsort(values, kind="stable")
    values, hits = values[order], np.cumsum(cases.of_interest[within][order])
    counts = np.arange(1, len(values) + 1)
    # The harmonic mean of hits / counts and hits / all of interest.
    balances = 2.0 * hits / (counts + cases.of_interest.sum())
    cuts = np.append(values[:-1] < values[1:], False) & (counts >= LEAST * len(cases.table))
    if not cuts.any():
        return edge.at
    best = int(np.where(cuts, balances, -1.0).argmax())
    return sign * float(values[best] + values[best + 1]) / 2.0


def peeled(cases: Cases, columns: Sequence[int]) -> list[Edges]:
    """Return the boxes that peeling passes, from the one with all cases to the smallest."""
    within = np.ones(len(cases.table), dtype=bool)
    edges: Edges = ()
    passed = [edges]
    while peels := list(_peels(cases, columns, within)):
        edge, within = max(peels, key=lambda peel: _gain(cases, within, peel[1]))
        if within.sum() < LEAST * len(within):
            break
        edges = _with(edges, edge)
        passed.append(edges)
    return passed


def _peels(cases: Cases, columns: Sequence[int], within: Bools) -> Iterator[tuple[Edge, Bools]]:
    """Yield what may be peeled off next, and the cases that are left then."""
    for n in columns:
        values = cases.table[:, n]
        ordered = np.sort(values[within])
        if ordered[0] == ordered[-1]:
            continue
        if cases.columns[n].options:
            kept = frozenset(int(option) for option in ordered)
            for option in sorted(kept):
                yield Edge(n, "among", among=kept - {option}), within & (values != option)
            continue
        low, high = _end(ordered), -_end(-ordered[::-1])
        yield Edge(n, "above", low), within & (values >= low)
        yield Edge(n, "below", high), within & (values <= high)


def _end(ordered: Floats) -> float:
    """Return the number below which the lowest few of some values are, and not all."""
    few = max(1, int(PATIENCE * len(ordered)))
    above = ordered[ordered > ordered[few - 1]]
    if not above.size:  # most are alike, at the top: those below go
        few = int(np.searchsorted(ordered, ordered[-1]))
        above = ordered[few:]
    return float((ordered[few - 1] + above[0]) / 2.0)


def _gain(cases: Cases, within: Bools, left: Bools) -> float:
    """Return how much denser a box gets for each case given up; where less dense, fewer are better.

    Else options of levers would be preferred, which are many cases at once.
    """
    given_up = int(within.sum() - left.sum())
    denser = float(cases.of_interest[left].mean() - cases.of_interest[within].mean())
    return denser / given_up if denser > 0.0 else denser * given_up


def _with(edges: Edges, edge: Edge) -> Edges:
    """Return a box with an edge instead of the one it had there, in the order of columns."""
    others = (e for e in edges if (e.column, e.side) != (edge.column, edge.side))
    return tuple(sorted((*others, edge), key=lambda e: (e.column, e.side)))
