"""Boxes: conditions under which runs of interest are frequent, and how good they are.

density     share of the box's runs that are of interest
coverage    share of the runs of interest that are in the box
mass        share of all runs that are in the box
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from sim.batch.analysis.cases import Bools, Cases, Column
from sim.batch.design.factors import DUMMY

SURE = 0.05
"""Quasi-p-value up to which a limit is kept [1]."""

PAYS = 1.05
"""How much better in balance a box must be for another condition to be worth saying [1]."""

Side = Literal["above", "below", "among"]


class Edge(NamedTuple):
    """One side of a box: a column's values from a number on, up to one, or among some options."""

    column: int
    side: Side
    at: float = 0.0
    among: frozenset[int] = frozenset()


Edges = tuple[Edge, ...]


@dataclass(frozen=True)
class Share:
    """How good a box is."""

    coverage: float
    density: float
    mass: float
    limits: int

    @property
    def balance(self) -> float:
        """Return the harmonic mean of coverage and density: high only where both are."""
        both = self.coverage + self.density
        return 2.0 * self.coverage * self.density / both if both > 0.0 else 0.0


@dataclass(frozen=True)
class Limit:
    """One condition of a box."""

    name: str
    """Of a factor or a lever."""
    unit: str
    side: Side
    at: float | None
    """Of a factor [unit]."""
    options: tuple[str, ...]
    """Of a lever."""
    p: float
    """Quasi-p-value: how likely chance alone would make the box so dense with this limit, were it
    of no use (Bryant and Lempert 2010); too small where runs are made of each other."""
    recurs: float | None
    """Share of the trials on half of the runs that find it again [1]; None: not tried."""


@dataclass(frozen=True)
class Box:
    """Conditions under which runs of interest are frequent."""

    limits: tuple[Limit, ...]
    share: Share
    runs: int
    words: str

    @property
    def overfitted(self) -> bool:
        """Return whether it limits the dummy, on which nothing depends."""
        return any(limit.name == DUMMY for limit in self.limits)


def inside(cases: Cases, edges: Sequence[Edge]) -> Bools:
    """Return which cases are within all edges."""
    within = np.ones(len(cases.table), dtype=bool)
    for edge in edges:
        values = cases.table[:, edge.column]
        if edge.side == "among":
            within &= np.isin(values, sorted(edge.among))
        else:
            within &= values >= edge.at if edge.side == "above" else values <= edge.at
    return within


def share(cases: Cases, within: Bools, limits: int) -> Share:
    """Return how good a box is that holds some of the cases."""
    hits, runs = int(cases.of_interest[within].sum()), int(within.sum())
    wanted = int(cases.of_interest.sum())
    return Share(
        coverage=hits / wanted if wanted else 0.0,
        density=hits / runs if runs else 0.0,
        mass=runs / len(within) if len(within) else 0.0,
        limits=limits,
    )


def quasi_p(cases: Cases, edges: Edges, edge: Edge) -> float:
    """Return how likely chance would make a box as dense as one edge makes it."""
    without = inside(cases, _less(edges, edge))
    return chance(cases, inside(cases, edges), float(cases.of_interest[without].mean()))


def chance(cases: Cases, within: Bools, expected: float) -> float:
    """Return how likely so many cases of interest are, where a share of them is expected [1]."""
    from scipy.special import bdtrc  # heavy: only where boxes are looked for

    hits, runs = int(cases.of_interest[within].sum()), int(within.sum())
    return float(bdtrc(hits - 1, runs, expected)) if hits else 1.0


def balance(cases: Cases, edges: Edges) -> float:
    """Return the harmonic mean of a box's coverage and density."""
    return share(cases, inside(cases, edges), len(edges)).balance


def pays(cases: Cases, edges: Edges, fewer: Edges) -> bool:
    """Return whether a box is so much better than one with fewer conditions that it is worth it."""
    return balance(cases, edges) > PAYS * balance(cases, fewer)


def simplest(cases: Cases, edges: Edges) -> Edges:
    """Return a box without the edges that chance would do as well as, or that do not pay."""
    while edges:
        chances = [quasi_p(cases, edges, edge) for edge in edges]
        less = [_less(edges, edge) for edge in edges]
        least = max(less, key=lambda other: balance(cases, other))
        if max(chances) > SURE:
            edges = less[chances.index(max(chances))]
        elif not pays(cases, edges, least):
            edges = least
        else:
            break
    return edges


def _less(edges: Edges, edge: Edge) -> Edges:
    return tuple(other for other in edges if other != edge)


def in_words(columns: Sequence[Column], edges: Edges) -> str:
    """Return conditions in plain words.

    >>> hoarding = Column("hoarding", "1")
    >>> in_words([hoarding], (Edge(0, "above", 0.25), Edge(0, "below", 0.5)))
    'hoarding between 0.25 and 0.5'
    """
    told = []
    for column in dict.fromkeys(edge.column for edge in edges):
        own = {edge.side: edge for edge in edges if edge.column == column}
        name, options = columns[column].name, columns[column].options
        unit = columns[column].unit
        unit = "" if unit in ("", "1") else f" {unit}"
        if "among" in own:
            told.append(f"{name} is {' or '.join(options[n] for n in sorted(own['among'].among))}")
        elif len(own) == 2:
            low, high = own["above"].at, own["below"].at
            told.append(f"{name} between {low:.3g} and {high:.3g}{unit}")
        else:
            told += [f"{name} {side} {edge.at:.3g}{unit}" for side, edge in own.items()]
    return " and ".join(told)
