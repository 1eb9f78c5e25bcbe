"""Counts: what each method is asked for, and how many rows it comes to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sim.batch.design.factors import DUMMY, Factor
from sim.batch.study import Method

Settings = Mapping[str, int | float | bool]

DEFAULTS: Mapping[Method, Settings] = {
    "one_at_a_time": {"levels": 2},
    "full_factorial": {"levels": 3},
    "latin_hypercube": {"samples": 128},
    "sobol_sequence": {"samples": 128},
    "morris": {"trajectories": 20, "levels": 4},
    "saltelli": {"samples": 64, "second_order": True},
    "efast": {"samples": 257, "harmonics": 4, "curves": 4},
}
"""All that a method can be asked for, and what it takes where nothing is said.

levels: values tried of each factor. samples: of efast, points of a curve. trajectories: walks in
which each factor moves once. second_order: whether the effects of pairs are found too. harmonics:
multiples of its frequency in which a factor is listened for. curves: searches of the whole space
for each factor; how they differ says how sure an index is.
"""


def asked(method: Method, settings: Settings) -> Settings:
    """Return what a method is asked for, with what it takes where nothing is said."""
    return {**DEFAULTS[method], **settings}


def movers(factors: Sequence[Factor]) -> tuple[str, ...]:
    """Return what moves by itself: groups by their name, and factors of no group, in order.

    A single group would hold everything, and nothing could be told apart: then each factor moves
    by itself.
    """
    names = tuple(dict.fromkeys(factor.group or factor.name for factor in factors))
    return names if len(names) > 1 else tuple(factor.name for factor in factors)


def mover(factor: Factor, factors: Sequence[Factor]) -> str:
    """Return with what a factor moves: its group, or it alone."""
    return factor.name if factor.name in movers(factors) else factor.group


def gridded(factors: Sequence[Factor]) -> tuple[int, ...]:
    """Return the numbers of the factors that a grid is made of.

    The dummy is none: in a whole grid its effect is known to be nothing, and would multiply it.
    """
    return tuple(n for n, factor in enumerate(factors) if factor.name != DUMMY)


def block(method: Method, settings: Settings, factors: Sequence[Factor]) -> int:
    """Return how many rows belong together: none of them says anything without the others."""
    took = asked(method, settings)
    if method == "saltelli":
        return (2 if took["second_order"] else 1) * len(movers(factors)) + 2
    if method == "morris":
        return len(movers(factors)) + 1
    return int(took["samples"]) if method == "efast" else 1


def rows(method: Method, settings: Settings, factors: Sequence[Factor]) -> int:
    """Return how many rows a sample has."""
    return _ROWS[method](asked(method, settings), factors)


def formula(method: Method, settings: Settings, factors: Sequence[Factor]) -> str:
    """Return how the number of rows comes about, such as `256 x (2 x 9 + 2) = 5,120`."""
    told = _FORMULAS[method](asked(method, settings), factors)
    many = f"{rows(method, settings, factors):,}"
    return many if told == many else f"{told} = {many}"


_ROWS: Mapping[Method, Callable[[Settings, Sequence[Factor]], int]] = {
    "one_at_a_time": lambda took, factors: int(took["levels"]) * len(factors),
    "full_factorial": lambda took, factors: int(took["levels"]) ** len(gridded(factors)),
    "latin_hypercube": lambda took, _: int(took["samples"]),
    "sobol_sequence": lambda took, _: int(took["samples"]),
    "morris": lambda took, factors: int(took["trajectories"]) * block("morris", took, factors),
    "saltelli": lambda took, factors: int(took["samples"]) * block("saltelli", took, factors),
    "efast": lambda took, factors: int(took["samples"]) * int(took["curves"]) * len(factors),
}

_FORMULAS: Mapping[Method, Callable[[Settings, Sequence[Factor]], str]] = {
    "one_at_a_time": lambda took, factors: f"{took['levels']} x {len(factors)}",
    "full_factorial": lambda took, factors: f"{took['levels']} ^ {len(gridded(factors))}",
    "latin_hypercube": lambda took, _: f"{took['samples']:,}",
    "sobol_sequence": lambda took, _: f"{took['samples']:,}",
    "morris": lambda took, factors: f"{took['trajectories']} x ({len(movers(factors))} + 1)",
    "saltelli": lambda took, factors: (
        f"{took['samples']} x ({'2 x ' if took['second_order'] else ''}{len(movers(factors))} + 2)"
    ),
    "efast": lambda took, factors: f"{took['samples']} x {took['curves']} x {len(factors)}",
}
