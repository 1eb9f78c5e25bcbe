"""Finished: which runs need not be done again, at a byte a run."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.batch.study import NOMINAL, Run, Study

Marks = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Finished:
    """The runs that were recorded, be it without success; asked with `in`."""

    nominal: Marks
    """Shape (repeats,)."""
    points: Marks
    """Shape (replications, points)."""

    @staticmethod
    def none(study: Study) -> Finished:
        """Return that nothing of a study is done."""
        shape = (study.plan.replications, study.points)
        return Finished(np.zeros(study.plan.repeats, bool), np.zeros(shape, bool))

    def mark(self, run: Run) -> bool:
        """Note that a run is done; return whether the study has it."""
        marks, place = self._place(run)
        known = 0 <= place < len(marks)
        if known:
            marks[place] = True
        return known

    def __contains__(self, run: Run) -> bool:
        marks, place = self._place(run)
        return 0 <= place < len(marks) and bool(marks[place])

    def __len__(self) -> int:
        return int(self.nominal.sum() + self.points.sum())

    def _place(self, run: Run) -> tuple[Marks, int]:
        """Return where a run is marked; a negative place: nowhere."""
        point, replication = run
        if point == NOMINAL:
            return self.nominal, replication
        if point >= 0 and 0 <= replication < len(self.points):
            return self.points[replication], point
        return self.nominal, -1
