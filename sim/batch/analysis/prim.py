"""PRIM: a box around runs of interest, peeled a little at a time (Friedman and Fisher 1999).

Written here, since the one of ema_workbench stops where no peel makes the box denser: among a few
hundred runs with some noise that happens on the way to boxes that are there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from sim.batch.analysis.boxes import Edge, Edges, inside, share, simplest
from sim.batch.analysis.cases import Bools, Cases
from sim.world.world import Floats

PATIENCE = 0.05
"""Share of a box's runs that are peeled off at a time."""

LEAST = 0.05
"""Mass below which no box is made."""


def best_box(cases: Cases) -> tuple[Edges, list[Edges]]:
    """Return the box with coverage and density best in balance, and those passed on the way.

    Once it is known which columns matter, they are peeled anew: what was peeled off along others
    moved their limits.
    """
    columns = range(len(cases.columns))
    while True:
        passed = peeled(cases, columns)
        balances = [share(cases, inside(cases, edges), 0).balance for edges in passed]
        edges = simplest(cases, passed[int(np.argmax(balances))])
        matter = sorted({edge.column for edge in edges})
        if len(matter) in (0, len(columns)):
            return edges, passed
        columns = matter


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
