"""Results: all that came of a study so far, as arrays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sim.batch.study import Study
from sim.world.world import Floats

Status = Literal["ok", "error", "killed"]

STATUSES: tuple[Status, ...] = ("ok", "error", "killed")
"""By their numbers, from 1; 0 is a run that has not been done."""


@dataclass(frozen=True, eq=False)
class Results:
    """What came of a study, as far as its last whole stage; absent values are NaN, never zero."""

    study: Study
    rows: int
    """Of the sample that are read: as many as the last stage that is whole, else all."""
    whole: bool
    """Whether all runs of these rows were done, be it without success."""
    scalars: Floats
    """Shape (lever sets, rows, replications, outcomes); NaN: no value, failed or not done."""
    status: NDArray[np.int8]
    """Number of STATUSES from 1; 0: not done; shape (lever sets, rows, replications)."""
    nominal: Floats
    """Of the nominal point; shape (repeats, outcomes)."""
    series_of: Callable[[int], Floats]
    """From an outcome's number to its series; shape (lever sets, rows, replications, rounds)."""
    nominal_series: Floats
    """Shape (repeats, outcomes, rounds)."""
    values: Floats
    """Of the factors; shape (rows, factors) [unit]."""

    @property
    def places(self) -> Floats:
        """Return where in its distribution each factor lies; shape (rows, factors)."""
        return self.study.places[: self.rows]
