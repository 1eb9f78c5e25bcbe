"""A made-up study and records of its runs."""

from collections.abc import Iterable, Iterator

import numpy as np

from sim.batch.design.factors import Distribution, Factor
from sim.batch.store.provenance import Identity
from sim.batch.store.record import RunRecord
from sim.batch.study import LeverSet, Outcome, Plan, Run, Study
from sim.world.world import Floats

IDENTITY = Identity(version="1.0", program="p", scenario="s", model="m")


def study(
    rows: int = 6,
    *,
    replications: int = 2,
    repeats: int = 3,
    rounds: int = 4,
    stages: tuple[int, ...] | None = None,
    first: str = "loss",
) -> Study:
    """Return a study of two factors, two outcomes and two lever sets."""
    uniform = Distribution(shape="uniform", low=1.0, high=3.0)
    bell = Distribution(shape="normal", low=0.1, high=0.9, mean=1 / 3, deviation=0.2)
    return Study(
        name="made-up",
        title="Made up; 日本 – „quoted“",
        factors=(
            Factor(name="a", unit="1", meaning="", distribution=uniform, nominal=2.0, source="x"),
            Factor(
                name="b(ndpr)", unit="1", meaning="", distribution=bell, nominal=1 / 3, source="y"
            ),
        ),
        outcomes=(
            Outcome(name=first, unit="1", meaning="What is lost", better="less", wanted=0.1),
            Outcome(name="gave_up", unit="1", meaning="Whether they gave up"),
        ),
        lever_sets=(
            LeverSet(name="stock=none", options={"stock": "none"}),
            LeverSet(name="=stock", options={"stock": "-much"}),
        ),
        rounds=tuple(f"2010-{month:02}" for month in range(1, rounds + 1)),
        plan=Plan(
            method="latin_hypercube",
            settings={"samples": rows, "scale": 1.0, "scrambled": True},
            stages=stages or (rows,),
            replications=replications,
            repeats=repeats,
            seed=7,
        ),
        places=np.random.default_rng(rows).random((rows, 2)),
    )


def found(of: Study, run: Run) -> tuple[Floats, Floats]:
    """Return scalars and series that are a run's own; the second outcome of odd points has none."""
    start = 1000.0 * run.point + 100.0 * run.replication
    scalars = np.array([start, np.nan if run.point % 2 else -start])
    series = start + np.arange(2.0 * len(of.rounds)).reshape(2, -1)
    return scalars, series


def record(of: Study, run: Run, seconds: float = 0.02) -> RunRecord:
    """Return the record of a run that went well."""
    scalars, series = found(of, run)
    return RunRecord(*run, "ok", 1, seconds, scalars.tobytes(), series.tobytes(), "")


def failed(run: Run, error: str = "ValueError: it broke") -> RunRecord:
    """Return the record of a run that failed."""
    return RunRecord(*run, "error", 1, 0.01, b"", b"", error)


def records(of: Study, runs: Iterable[Run] | None = None) -> Iterator[RunRecord]:
    """Yield the records of runs that went well; all of the study's if none are named."""
    return (record(of, run) for run in (of.keys() if runs is None else runs))
