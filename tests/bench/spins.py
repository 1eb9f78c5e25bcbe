"""The same run for every tool that is compared: so much work, whatever the clock says.

python -m tests.bench.spins half FIRST LAST      half of the runs, with nobody to talk to
python -m tests.bench.spins TOOL RUNS [DEADLY]   all of them by a tool; run DEADLY ends its worker
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.batch.design.factors import Distribution, Factor
from sim.batch.study import Evaluate, Found, LeverSet, Outcome, Plan, Study

WORKERS = 2
NOBODY = -1


@dataclass(frozen=True)
class Spin:
    """A model that does so much, and ends its worker in one run."""

    turns: int
    deadly: int = NOBODY

    def ready(self) -> Evaluate:
        """Return what runs it."""
        return lambda lever_set, values, seed: Found(
            np.array([spin(self.turns, round(float(values[0])), self.deadly)]), np.zeros((1, 0))
        )


def spin(turns: int, run: int, deadly: int = NOBODY) -> float:
    """Do so many turns of work."""
    if run == deadly:
        os.kill(os.getpid(), signal.SIGKILL)
    total = 0.0
    for turn in range(turns):
        total += turn * 0.5
    return total


def spins(runs: int) -> Study:
    """Return a study of so many runs, which differ in their numbers only."""
    whole = Distribution(shape="uniform", low=0.0, high=float(runs))
    number = Factor(
        name="run", unit="1", meaning="Its number", distribution=whole, nominal=0.0, source="none"
    )
    return Study(
        name="spins", title="Spins", factors=(number,),
        outcomes=(Outcome(name="total", unit="1", meaning="What was added up"),),
        lever_sets=(LeverSet(name="as it stands", options={}),), rounds=(),
        plan=Plan(
            method="latin_hypercube", settings={}, stages=(runs,), replications=1, repeats=0, seed=0
        ),
        places=np.arange(runs)[:, None] / runs,
    )  # fmt: skip


# --- the tools -----------------------------------------------------------------------------------


def by_us(turns: int, runs: int, deadly: int) -> int:
    """Return how many runs came back from a batch, journal and all."""
    from tempfile import TemporaryDirectory

    from sim.batch.runner.drive import drive
    from sim.batch.runner.pool import Pool
    from sim.batch.runner.work import Work
    from sim.batch.store.journal import Journal

    study = spins(runs)
    work = Work.of(study, Spin(turns, deadly))
    with (
        TemporaryDirectory() as name,
        Journal.create(Path(name) / "runs.sqlite", study) as journal,
        Pool(work, WORKERS, ("tests.bench.spins",)) as pool,
    ):
        told = drive(study, study.keys(), pool, journal, total=runs)
    return told.done - told.failed


def by_mesa(turns: int, runs: int, deadly: int) -> int:
    """Return how many runs came back from mesa.batch_run."""
    import mesa

    from tests.bench.mesa_spin import MesaSpin

    rows = mesa.batch_run(
        MesaSpin, {"run": range(runs), "turns": turns, "deadly": deadly}, max_steps=1,
        number_processes=WORKERS, display_progress=False,
    )  # fmt: skip
    return len(rows)


def by_ema(turns: int, runs: int, deadly: int) -> int:
    """Return how many runs came back from ema-workbench."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it tells of evaluators that are not installed
        from ema_workbench import (
            Constant,
            Model,
            MultiprocessingEvaluator,
            RealParameter,
            ScalarOutcome,
            Scenario,
        )

        model = Model("spin", function=_ema_spin)
        model.uncertainties = [RealParameter("run", 0, runs)]
        model.constants = [Constant("turns", turns), Constant("deadly", deadly)]
        model.outcomes = [ScalarOutcome("total")]
        points = [Scenario(str(n), run=float(n)) for n in range(runs)]
        with MultiprocessingEvaluator(model, n_processes=WORKERS) as evaluator:
            _, outcomes = evaluator.perform_experiments(scenarios=points)
    return len(outcomes["total"])


def _ema_spin(run: float = 0.0, turns: int = 0, deadly: int = NOBODY) -> dict[str, float]:
    return {"total": spin(turns, round(run), deadly)}


def by_joblib(turns: int, runs: int, deadly: int) -> int:
    """Return how many runs came back from joblib."""
    from joblib import Parallel, delayed

    work = (delayed(spin)(turns, run, deadly) for run in range(runs))
    return len(Parallel(n_jobs=WORKERS)(work))


def half(turns: int, first: int, last: int) -> int:
    """Return how many runs were done by this process alone."""
    return len([spin(turns, run) for run in range(first, last)])


def peak_memory() -> float:
    """Return the most that this process held at a time [MB]; NaN where nobody can tell.

    Not by `getrusage`, which counts what the process held that started this one.
    """
    status = Path("/proc/self/status")
    if not status.exists():
        return float("nan")
    (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


TOOLS: dict[str, Callable[[int, int, int], int]] = {
    "countervail": by_us,
    "mesa.batch_run": by_mesa,
    "ema-workbench": by_ema,
    "joblib": by_joblib,
}


def main(arguments: Sequence[str]) -> None:
    """Do what was asked for and tell how many runs came back."""
    what, turns, *numbers = arguments
    if what == "half":
        count = half(int(turns), int(numbers[0]), int(numbers[1]))
    else:
        runs, deadly = (*map(int, numbers), NOBODY)[:2]
        count = TOOLS[what](int(turns), runs, deadly)
    sys.stdout.write(f"{count}\n")
    sys.stderr.write(f"{peak_memory()}\n")


if __name__ == "__main__":
    # By its own name, so that workers find what they are sent.
    from tests.bench import spins as this

    this.main(sys.argv[1:])
