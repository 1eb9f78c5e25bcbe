"""Functions of known sensitivity, plugged in as models: all their runs done in a moment."""

from collections.abc import Callable, Sequence

import numpy as np

from sim.batch.design.factors import DUMMY, Distribution, Factor
from sim.batch.design.sample import sample
from sim.batch.store.results import Results
from sim.batch.study import NOMINAL, LeverSet, Method, Outcome, Study
from sim.world.world import Floats

Function = Callable[[Floats, int, int], float]
"""From the values of the factors, a replication's seed and a row to an outcome."""


def factor(name: str, low: float = 0.0, high: float = 1.0, group: str = "") -> Factor:
    return Factor(
        name=name, unit="1", meaning=name, source="made up", group=group,
        distribution=Distribution(shape="uniform", low=low, high=high), nominal=(low + high) / 2,
    )  # fmt: skip


def factors(count: int, low: float = 0.0, high: float = 1.0) -> list[Factor]:
    return [*(factor(f"x{n + 1}", low, high) for n in range(count)), factor(DUMMY)]


def study(
    given: Sequence[Factor],
    method: Method,
    *,
    outcomes: int = 1,
    lever_sets: int = 1,
    replications: int = 1,
    repeats: int = 0,
    seed: int = 0,
    most: int | None = None,
    **settings: int,
) -> Study:
    places, plan = sample(
        given, method=method, settings=settings, replications=replications, repeats=repeats,
        seed=seed, most=most,
    )  # fmt: skip
    return Study(
        name="plugged-in", title="Plugged in", factors=tuple(given),
        outcomes=tuple(
            Outcome(name=f"y{n + 1}", unit="1", meaning="made up") for n in range(outcomes)
        ),
        lever_sets=tuple(LeverSet(name=f"set {n + 1}", options={}) for n in range(lever_sets)),
        rounds=(), plan=plan, places=places,
    )  # fmt: skip


def played(known: Study, *functions: Function) -> Results:
    """Return the results of functions, an outcome each, that make no difference of lever sets."""
    values = np.array([known.values(row) for row in range(known.rows)])
    seeds = [known.seed(r) for r in range(known.plan.replications)]
    each = np.array(
        [[[f(x, seed, row) for f in functions] for seed in seeds] for row, x in enumerate(values)]
    )
    nominal = np.array(
        [
            [f(known.values(NOMINAL), known.seed(r), NOMINAL) for f in functions]
            for r in range(known.plan.repeats)
        ]
    )
    return results(known, np.tile(each, (len(known.lever_sets), 1, 1, 1)), nominal)


def results(known: Study, scalars: Floats, nominal: Floats) -> Results:
    status = np.ones(scalars.shape[:3], dtype=np.int8)
    return Results(
        study=known, rows=scalars.shape[1], whole=True, scalars=scalars, status=status,
        nominal=nominal.reshape(-1, len(known.outcomes)),
        series_of=lambda _: np.zeros((*scalars.shape[:3], 0)),
        nominal_series=np.zeros((len(nominal), len(known.outcomes), 0)),
        values=np.array([known.values(row) for row in range(scalars.shape[1])]),
    )  # fmt: skip


def without(found: Results, *rows: int) -> Results:
    """Return results as if the runs of some rows had failed."""
    scalars, status = found.scalars.copy(), found.status.copy()
    scalars[:, list(rows)], status[:, list(rows)] = np.nan, 2
    return Results(**{**vars(found), "scalars": scalars, "status": status})


def first(found: Results, rows: int) -> Results:
    """Return what was known when only the first rows were done."""
    return Results(
        **{
            **vars(found), "rows": rows, "scalars": found.scalars[:, :rows],
            "status": found.status[:, :rows], "values": found.values[:rows],
        }
    )  # fmt: skip


def global_chance() -> tuple[list[int], int]:
    """Return the state of the chance that all of numpy's old functions share."""
    state = np.random.get_state(legacy=False)["state"]  # noqa: NPY002
    return state["key"].tolist(), state["pos"]


def ishigami(x: Floats, seed: int = 0, row: int = 0) -> float:
    """Return Ishigami's function with a = 7, b = 0.1; x from -pi to pi."""
    return float(np.sin(x[0]) + 7.0 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0]))


_PI4, _PI8 = np.pi**4, np.pi**8
_VARIANCE = 7.0**2 / 8 + 0.1 * _PI4 / 5 + 0.01 * _PI8 / 18 + 0.5
_ALONE = 0.5 * (1 + 0.1 * _PI4 / 5) ** 2
_WITH_THIRD = 0.01 * _PI8 * (1 / 18 - 1 / 50)

ISHIGAMI_FIRST = {"x1": _ALONE / _VARIANCE, "x2": 7.0**2 / 8 / _VARIANCE, "x3": 0.0}
ISHIGAMI_TOTAL = {
    "x1": (_ALONE + _WITH_THIRD) / _VARIANCE,
    "x2": ISHIGAMI_FIRST["x2"],
    "x3": _WITH_THIRD / _VARIANCE,
}
ISHIGAMI_PAIR = _WITH_THIRD / _VARIANCE
"""Of x1 and x3 together; the other pairs have nothing."""

WEIGHTS = np.array([0.0, 1.0, 4.5, 9.0, 99.0])


def sobol_g(x: Floats, seed: int = 0, row: int = 0) -> float:
    """Return Sobol's G function; x from 0 to 1."""
    return float(np.prod((np.abs(4.0 * x[:5] - 2.0) + WEIGHTS) / (1.0 + WEIGHTS)))


_OWN = 1.0 / 3.0 / (1.0 + WEIGHTS) ** 2
_ALL = np.prod(1.0 + _OWN) - 1.0

SOBOL_G_FIRST = {f"x{n + 1}": float(own / _ALL) for n, own in enumerate(_OWN)}
SOBOL_G_TOTAL = {
    f"x{n + 1}": float(own * np.prod(1.0 + np.delete(_OWN, n)) / _ALL) for n, own in enumerate(_OWN)
}
