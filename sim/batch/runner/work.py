"""Work: what a worker does with a chunk; a run that raises costs that run only."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from sim.batch.runner.chunk import Chunk
from sim.batch.store.record import RunRecord
from sim.batch.study import Evaluate, Found, Model, Run, Study
from sim.errors import SimError

Do = Callable[[Chunk], list[RunRecord]]

LONGEST = 2000
"""Characters that are kept of what went wrong in a run."""


@dataclass(frozen=True)
class Work:
    """A model, and what it must give; sent once to each worker."""

    model: Model
    outcomes: int
    rounds: int

    @staticmethod
    def of(study: Study, model: Model) -> Work:
        """Return the work of a study."""
        return Work(model, len(study.outcomes), len(study.rounds))

    def ready(self) -> Do:
        """Return what does a chunk, once the model is ready."""
        evaluate = self.model.ready()
        return lambda chunk: [
            self._done(evaluate, run, lever_set, values, seed)
            for run, lever_set, values, seed in zip(
                chunk.runs, chunk.lever_sets, chunk.values, chunk.seeds, strict=True
            )
        ]

    def _done(
        self, evaluate: Evaluate, run: Run, lever_set: int, values: np.ndarray, seed: int
    ) -> RunRecord:
        start = perf_counter()
        try:
            found = self._checked(evaluate(lever_set, values, seed))
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # sys.exit in a model ends no worker
            spent = perf_counter() - start
            return RunRecord(*run, "error", 1, spent, b"", b"", said(error))
        spent = perf_counter() - start
        return RunRecord(*run, "ok", 1, spent, found.scalars.tobytes(), found.series.tobytes(), "")

    def _checked(self, found: Found) -> Found:
        """Return what was found as the store keeps it; SimError if it has another shape."""
        scalars, series = (np.ascontiguousarray(part, dtype="<f8") for part in found)
        if scalars.shape != (self.outcomes,) or series.shape != (self.outcomes, self.rounds):
            raise SimError(
                f"the model gave numbers of the shapes {scalars.shape} and {series.shape}; "
                f"({self.outcomes},) and ({self.outcomes}, {self.rounds}) were wanted"
            )
        return Found(scalars, series)


def killed(run: Run, tries: int) -> RunRecord:
    """Return the record of a run that ended its worker each time."""
    told = f"its worker died each of the {tries} times it was tried"
    return RunRecord(*run, "killed", tries, 0.0, b"", b"", told)


def said(error: BaseException) -> str:
    """Return what went wrong: the error in a line, then where."""
    line = f"{type(error).__name__}: {error}".strip().removesuffix(":")
    if isinstance(error, SimError):
        return str(error)[:LONGEST]
    where = "".join(traceback.format_tb(error.__traceback__)[-3:])
    return f"{line}\n{where}"[:LONGEST]
