"""Results made up for tests: nothing was run, so what must come out is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sim.batch.design.factors import DUMMY, Distribution, Factor
from sim.batch.store.results import Results
from sim.batch.study import LeverSet, Method, Outcome, Plan, Study
from sim.world.world import Floats

FAILED, UNDONE = 2, 0


def factor(name: str, low: float = 0.0, high: float = 1.0) -> Factor:
    return Factor(
        name=name,
        unit="1",
        meaning=f"How much {name}",
        distribution=Distribution(shape="uniform", low=low, high=high),
        nominal=(low + high) / 2.0,
        source="made up",
    )


def results(
    scalars: Floats,
    places: Floats | None = None,
    *,
    outcomes: Sequence[Outcome] | None = None,
    lever_sets: Mapping[str, Mapping[str, str]] | None = None,
    factors: Sequence[Factor] | None = None,
    series: Floats | None = None,
    nominal: Floats | None = None,
    status: np.ndarray | None = None,
    method: Method = "latin_hypercube",
    settings: Mapping[str, int | float | bool] | None = None,
    seed: int = 1,
) -> Results:
    """Return results with these scalars; shape (lever sets, rows, replications, outcomes).

    `series` has an outcome's series, the same for all; shape (lever sets, rows, replications,
    rounds).
    """
    sets, rows, replications, many = scalars.shape
    if places is None:
        places = np.random.default_rng(0).random((rows, 2))
    if factors is None:
        names = [*(f"x{n + 1}" for n in range(places.shape[1] - 1)), DUMMY]
        factors = [factor(name) for name in names]
    if outcomes is None:
        outcomes = [outcome(f"y{n + 1}") for n in range(many)]
    if lever_sets is None:
        lever_sets = {f"set {n + 1}": {"answer": f"set {n + 1}"} for n in range(sets)}
    if status is None:
        status = np.ones(scalars.shape[:3], dtype=np.int8)
    rounds = series.shape[-1] if series is not None else 0
    study = Study(
        name="made-up",
        title="Made up",
        factors=tuple(factors),
        outcomes=tuple(outcomes),
        lever_sets=tuple(LeverSet(name=n, options=o) for n, o in lever_sets.items()),
        rounds=tuple(f"round {n + 1}" for n in range(rounds)),
        plan=Plan(
            method=method,
            settings=settings or {},
            stages=(rows,),
            replications=replications,
            repeats=0 if nominal is None else len(nominal),
            seed=seed,
        ),
        places=places,
    )
    if nominal is None:
        nominal = np.empty((0, many))
    middle = np.repeat(nominal[:, :, None], rounds, axis=2)
    return Results(
        study=study,
        rows=rows,
        whole=bool((status > 0).all()),
        scalars=scalars,
        status=status,
        nominal=nominal,
        series_of=lambda n: series if series is not None else np.empty((*scalars.shape[:3], 0)),
        nominal_series=middle,
        values=np.array(
            [[f.distribution.at(p) for f, p in zip(factors, row, strict=True)] for row in places]
        ),
    )


def outcome(
    name: str,
    better: str = "less",
    wanted: float | None = None,
    observed: float | None = None,
) -> Outcome:
    return Outcome.model_validate(
        {
            "name": name,
            "unit": "1",
            "meaning": f"How much {name}",
            "better": better,
            "wanted": wanted,
            "observed": observed,
        }
    )
