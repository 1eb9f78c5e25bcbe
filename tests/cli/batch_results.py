"""Made-up results: a study whose outcomes are known functions, with chance and with failures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sim.batch.design.factors import DUMMY, Distribution, Factor
from sim.batch.design.sample import sample
from sim.batch.store.results import Results
from sim.batch.study import LeverSet, Method, Outcome, Study
from sim.world.world import Floats

ROUNDS = ("autumn", "winter", "spring")

SETTINGS: dict[Method, Mapping[str, int | float | bool]] = {
    "one_at_a_time": {"levels": 3},
    "full_factorial": {"levels": 3},
    "latin_hypercube": {"samples": 128},
    "sobol_sequence": {"samples": 128},
    "morris": {"trajectories": 12, "levels": 4},
    "saltelli": {"samples": 64, "second_order": False},
    "efast": {"samples": 65, "harmonics": 4},
}

LOSS = Outcome(
    name="loss", unit="% of GDP", meaning="What the target loses", better="less", wanted=1.5,
    observed=1.2, observed_source="its accounts",
)  # fmt: skip
GAVE_UP = Outcome(name="gave_up", unit="1", meaning="Whether the coercer gave up", better="more")


def factor(name: str, low: float = 0.0, high: float = 1.0) -> Factor:
    return Factor(
        name=name, unit="1", meaning=f"how much {name}", nominal=(low + high) / 2, source="made up",
        distribution=Distribution(shape="uniform", low=low, high=high),
    )  # fmt: skip


FACTORS = (factor("hoarding"), factor("patience", 1.0, 3.0), factor("weather"), factor(DUMMY))


def made_up(
    method: Method,
    *,
    levers: Sequence[str] = ("nothing", "stockpile"),
    factors: Sequence[Factor] = FACTORS,
    outcomes: Sequence[Outcome] = (LOSS, GAVE_UP),
    replications: int = 2,
    failing: float = 0.0,
    title: str = "Who pays",
) -> Results:
    """Return results in which loss is 3 x hoarding + 0.2 x patience, halved by a stockpile."""
    sampled = sample(
        factors, method=method, settings=SETTINGS[method], replications=replications, repeats=8,
        seed=1, most=None,
    )  # fmt: skip
    sets = tuple(LeverSet(name=name, options={"answer": name}) for name in levers)
    study = Study(
        name="who-pays", title=title, factors=tuple(factors), outcomes=tuple(outcomes),
        lever_sets=sets, rounds=ROUNDS, plan=sampled.plan, places=sampled.places,
    )  # fmt: skip
    values = np.array([study.values(row) for row in range(study.rows)])
    chance = np.random.default_rng(3)
    shared = chance.normal(0.0, 0.05, replications)
    loss = 3.0 * values[:, :1] + 0.2 * values[:, 1:2] + shared
    by_set = np.stack([loss / (1.0 + place) for place in range(len(sets))])
    scalars = np.stack([by_set, (by_set < 1.0).astype(float)], axis=-1)[..., : len(outcomes)]
    status = np.ones(scalars.shape[:3], dtype=np.int8)
    lost = chance.random(status.shape) < failing
    status[lost] = 2
    scalars[lost] = np.nan
    nominal = np.stack([1.9 + chance.normal(0.0, 0.05, 8), np.zeros(8)], axis=-1)
    growing = np.array([0.5, 0.8, 1.0])

    def series_of(outcome: int) -> Floats:
        found: Floats = scalars[..., outcome, None] * growing
        return found

    return Results(
        study=study, rows=study.rows, whole=True, scalars=scalars, status=status,
        nominal=nominal[:, : len(outcomes)], series_of=series_of,
        nominal_series=nominal[:, : len(outcomes), None] * growing, values=values,
    )  # fmt: skip
