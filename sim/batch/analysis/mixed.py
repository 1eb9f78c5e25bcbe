"""Mixed: equilibria of two seats that draw their policies by lot."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np

from sim.errors import SimError
from sim.world.world import Floats

LEAST = 1e-6
"""A smaller share is nothing but rounding [1]."""


@dataclass(frozen=True)
class Mixed:
    """How often each seat chooses each policy, so that none gains by another way."""

    shares: tuple[tuple[tuple[str, float], ...], tuple[tuple[str, float], ...]]
    """Of each seat: policies with their shares [1], without those it never chooses."""
    payoffs: tuple[float, float]


def mixed_equilibria(
    first: Floats, second: Floats, policies: tuple[tuple[str, ...], ...]
) -> tuple[tuple[Mixed, ...], bool]:
    """Return the equilibria in which some seat mixes, and whether the game is degenerate.

    `first` and `second` are the seats' payoffs; shape (policies of the first, of the second).
    A degenerate game may have endlessly many equilibria, of which some are returned.
    """
    try:
        import nashpy  # heavy, and an extra
    except ModuleNotFoundError:
        raise SimError(
            'mixed equilibria need a package more: pip install "countervail[analysis]"'
        ) from None
    table = nashpy.Game(first, second)
    with warnings.catch_warnings(record=True) as told:
        # nashpy warns of an even number of equilibria, which only a degenerate game can have.
        warnings.simplefilter("always")
        pairs = list(table.support_enumeration())
    found: dict[tuple[tuple[float, ...], ...], Mixed] = {}
    for pair in pairs:
        shares = [np.asarray(side, dtype=float) for side in pair]
        if not all(np.isfinite(side).all() for side in shares):
            continue
        if all((side > LEAST).sum() == 1 for side in shares):
            continue  # a pure one
        key = tuple(tuple(np.round(side, 6).tolist()) for side in shares)
        a, b = (_named(side, names) for side, names in zip(shares, policies, strict=True))
        payoffs = (float(shares[0] @ first @ shares[1]), float(shares[0] @ second @ shares[1]))
        found.setdefault(key, Mixed((a, b), payoffs))
    return tuple(found.values()), bool(told)


def _named(shares: Floats, policies: tuple[str, ...]) -> tuple[tuple[str, float], ...]:
    pairs = zip(policies, shares.tolist(), strict=True)
    return tuple((policy, share) for policy, share in pairs if share > LEAST)
