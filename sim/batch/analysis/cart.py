"""CART: runs parted by one question after the other, until they are much alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from sim.batch.analysis.boxes import Edge, Edges
from sim.batch.analysis.cases import Cases
from sim.errors import SimError

LEAST = 0.05
"""Share of the runs below which no leaf is made."""

LEAVES = 8


def leaves(cases: Cases) -> list[Edges]:
    """Return the leaves in which runs of interest are more frequent than in all runs."""
    try:
        from sklearn.tree import DecisionTreeClassifier  # heavy, and an extra
    except ModuleNotFoundError:
        raise SimError(
            'growing trees needs a package more: pip install "countervail[analysis]"'
        ) from None
    asked = [
        (n, option)
        for n, column in enumerate(cases.columns)
        for option in (range(len(column.options)) if column.options else [-1])
    ]
    # An option of a lever is a question by itself: numbers of options have no order.
    answers = np.column_stack(
        [
            cases.table[:, n] if option < 0 else (cases.table[:, n] == option).astype(float)
            for n, option in asked
        ]
    )
    grown = DecisionTreeClassifier(
        class_weight="balanced", max_leaf_nodes=LEAVES, min_samples_leaf=LEAST, random_state=0
    ).fit(answers, cases.of_interest)
    tree = grown.tree_
    return [
        _tightest(cases, path)
        for leaf, path in _paths(tree, asked, cases)
        if tree.value[leaf, 0, 1] > tree.value[leaf, 0, 0] and path
    ]


def _paths(
    tree: Any, asked: list[tuple[int, int]], cases: Cases, node: int = 0, path: Edges = ()
) -> Iterator[tuple[int, Edges]]:
    """Yield each leaf with all answers that lead to it."""
    left, right = int(tree.children_left[node]), int(tree.children_right[node])
    if left == right:
        yield node, path
        return
    column, option = asked[tree.feature[node]]
    if option < 0:
        at = float(tree.threshold[node])
        no, yes = Edge(column, "below", at), Edge(column, "above", at)
    else:
        others = frozenset(range(len(cases.columns[column].options))) - {option}
        no = Edge(column, "among", among=others)
        yes = Edge(column, "among", among=frozenset({option}))
    yield from _paths(tree, asked, cases, left, (*path, no))
    yield from _paths(tree, asked, cases, right, (*path, yes))


def _tightest(cases: Cases, path: Edges) -> Edges:
    """Return what all answers come to, in the order of the columns: one edge for each side."""
    found: dict[tuple[int, str], Edge] = {}
    for edge in path:
        last = found.get((edge.column, edge.side), edge)
        if edge.side == "among":
            edge = edge._replace(among=edge.among & last.among)
        elif edge.side == "above":
            edge = edge._replace(at=max(edge.at, last.at))
        else:
            edge = edge._replace(at=min(edge.at, last.at))
        found[(edge.column, edge.side)] = edge
    return tuple(found[key] for key in sorted(found))
