"""Shares: what each of several things adds to a number, by Shapley's value (§W.5).

Sets of things are bits of an int: thing i is in the set if bit i is 1. `values` gives each set's
numbers, an array of shape (numbers,).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import comb

import numpy as np

from sim.world.world import Floats

Values = Mapping[int, Floats]
Walk = tuple[int, ...]
"""Things in the order in which they are put in."""


def every_set(things: int) -> tuple[int, ...]:
    """Return all sets of so many things."""
    return tuple(range(2**things))


def exact(things: int, values: Values) -> Floats:
    """Return the share of each thing from the value of every set; shape (things, numbers)."""
    shares = np.zeros((things, len(values[0])))
    for chosen in every_set(things):
        size = chosen.bit_count()
        for thing in range(things):
            if not chosen >> thing & 1:
                weight = 1.0 / (things * comb(things - 1, size))
                shares[thing] += weight * (values[chosen | 1 << thing] - values[chosen])
    return shares


def walks(things: int, pairs: int, rng: np.random.Generator) -> tuple[Walk, ...]:
    """Return orders of the things in pairs: each one drawn, then the same from its end."""
    drawn = [tuple(int(i) for i in rng.permutation(things)) for _ in range(pairs)]
    return tuple(walk for one in drawn for walk in (one, one[::-1]))


def sets_of(walked: Iterable[Walk]) -> tuple[int, ...]:
    """Return the sets that walks pass, each once, in the order in which they come."""
    return tuple(dict.fromkeys(chosen for walk in walked for chosen in _passed(walk)))


def sampled(walked: Sequence[Walk], values: Values) -> tuple[Floats, Floats]:
    """Return the mean share of each thing over walks in pairs, and its standard error.

    Both have shape (things, numbers). Every walk leads from nothing to all, so the shares add up.
    """
    added = np.array([_added(walk, values) for walk in walked])
    pairs = 0.5 * (added[0::2] + added[1::2])
    error = pairs.std(axis=0, ddof=1) / np.sqrt(len(pairs))
    return pairs.mean(axis=0), error


def _passed(walk: Walk) -> list[int]:
    sets = [0]
    for thing in walk:
        sets.append(sets[-1] | 1 << thing)
    return sets


def _added(walk: Walk, values: Values) -> Floats:
    sets = _passed(walk)
    shares = np.zeros((len(walk), len(values[0])))
    for thing, before, after in zip(walk, sets, sets[1:], strict=False):
        shares[thing] = values[after] - values[before]
    return shares
