"""Answers: one outcome over the sample with one lever set, in blocks of rows that go together.

A value that is not finite is absent. It never reaches a library: SALib makes zeros of all indices
without a word if there is one among thousands. So a block goes as a whole or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.batch.analysis.basis import Basis, basis
from sim.batch.analysis.noise import begun, noise
from sim.batch.store.results import Results
from sim.world.world import Floats

FEW, MOST = 0.01, 0.5
"""Share of the runs that are few, and share of the squared deviations that are most of them [1]."""

SAME = 1e-12
"""Difference below which values are the same, as a share of the largest [1]."""


@dataclass(frozen=True)
class About:
    """What a finding is about, and on what it rests."""

    lever_set: str
    outcome: str
    basis: Basis
    set_aside: int
    """Runs that have a value, but go with one that has none and say nothing without it."""
    samples: int
    """Blocks of rows that go together, such as base samples or walks, that are whole."""
    noise: float | None
    """Share of chance in all that the outcome varies [1]; None: too few runs to tell."""
    trouble: str
    """Why nothing was found; empty where it was."""
    heavy_tail: bool = False
    """Whether a few runs make most of what the outcome varies: others would give other indices."""


@dataclass(frozen=True, eq=False)
class Answers:
    """One outcome over the sample with one lever set."""

    blocks: Floats
    """Mean over replications of each row; shape (whole blocks, rows of a block)."""
    whole: NDArray[np.bool_]
    """Which blocks these are; shape (blocks of the sample,)."""
    about: About

    def of_whole(self, table: Floats) -> Floats:
        """Return what a table of the sample's rows says of the rows of whole blocks."""
        size = self.blocks.shape[1]
        begun = table[: len(self.whole) * size].reshape(len(self.whole), size, -1)
        return np.asarray(begun[self.whole].reshape(-1, table.shape[1]))


def answers(
    results: Results,
    lever_set: int,
    outcome: int,
    *,
    size: int = 1,
    fewest: int = 2,
    rows: int | None = None,
) -> Answers:
    """Return an outcome with a lever set, in blocks of so many rows.

    `fewest`: blocks without which there is trouble; `rows`: how many from the first are looked at.
    """
    study = results.study
    rows = (results.rows if rows is None else rows) // size * size
    each = results.scalars[lever_set, :rows, :, outcome]
    status = results.status[lever_set, :rows]
    used = begun(status)
    means = np.where(np.isfinite(each), each, np.nan)[:, used].mean(axis=1).reshape(-1, size)
    whole = np.isfinite(means).all(axis=1)
    blocks = means[whole]
    rests = basis(status[:, used], each[:, used])
    about = About(
        lever_set=study.lever_sets[lever_set].name,
        outcome=study.outcomes[outcome].name,
        basis=rests,
        set_aside=rests.used - blocks.size * int(used.sum()),
        samples=len(blocks),
        noise=noise(results, lever_set, outcome).share,
        trouble=_trouble(blocks, len(whole), fewest),
        heavy_tail=heavy_tail(blocks.ravel()),
    )
    return Answers(blocks, whole, about)


def constant(values: Floats) -> bool:
    """Return whether values differ by no more than rounding."""
    return float(np.ptp(values)) <= SAME * float(np.abs(values).max())


def heavy_tail(values: Floats) -> bool:
    """Return whether a few of the values make most of the variance; never of less than 100.

    >>> heavy_tail(np.arange(200.0)), heavy_tail(2.0 ** np.arange(200.0))
    (False, True)
    """
    few = int(FEW * len(values))
    if not few:
        return False
    squares = np.sort((values - values.mean()) ** 2)
    return bool(squares[-few:].sum() > MOST * squares.sum())


def _trouble(blocks: Floats, many: int, fewest: int) -> str:
    what = f"blocks of {blocks.shape[1]} rows" if blocks.shape[1] > 1 else "rows"
    if not len(blocks):
        return f"none of {many:,} {what} has a value in every run: there is nothing to go by"
    if len(blocks) < fewest:
        return (
            f"{len(blocks):,} of {many:,} {what} have a value, and with fewer than {fewest} nobody "
            "could say how sure an index is; take more samples"
        )
    if constant(blocks):
        return f"it is {blocks.flat[0]:.4g} in every run: there is nothing to explain"
    return ""
