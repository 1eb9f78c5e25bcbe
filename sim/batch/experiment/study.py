"""Study: an experiment as runner and analysis know it, its sample drawn."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from sim.batch.design.counts import formula, rows
from sim.batch.design.factors import DUMMY, Distribution, Factor
from sim.batch.design.sample import doublings, sample
from sim.batch.experiment.names import named
from sim.batch.experiment.rules.ranges import ends
from sim.batch.experiment.settings import nominal, settings
from sim.batch.experiment.spec import Experiment, OutcomeSpec
from sim.batch.study import LeverSet, Outcome, Study
from sim.explain.published import foreseen
from sim.scenario.spec import Scenario
from sim.timeline import Timeline

AS_IT_STANDS = "as it stands"
"""The name of the one lever set where there is no lever."""

THE_DUMMY = Factor(
    name=DUMMY, unit="1", meaning="Nothing depends on it: what is found of it is noise",
    distribution=Distribution(shape="uniform", low=0.0, high=1.0), nominal=0.5,
    source="by definition",
)  # fmt: skip


def study_of(experiment: Experiment, scenario: Scenario) -> Study:
    """Return the study of an experiment that was checked; the same one each time."""
    design = experiment.design
    factors = factors_of(experiment, scenario)
    places, plan = sample(
        factors,
        method=design.method,
        settings=settings(design),
        replications=design.replications,
        repeats=design.repeats,
        seed=design.seed,
        most=design.until.most if design.until else None,
    )
    return Study(
        name=experiment.name,
        title=experiment.title or scenario.title,
        factors=factors,
        outcomes=outcomes_of(experiment, scenario),
        lever_sets=lever_sets(experiment),
        rounds=round_names(experiment, scenario),
        plan=plan,
        places=places,
    )


def counted(experiment: Experiment, scenario: Scenario) -> tuple[int, str]:
    """Return how many runs an experiment means, and how they come about; nothing is drawn."""
    design, sets = experiment.design, len(lever_sets(experiment))
    factors, asked = factors_of(experiment, scenario), settings(design)
    if design.until:
        asked = {**asked, "samples": doublings(int(asked["samples"]), design.until.most)[-1]}
    many = rows(design.method, asked, factors)
    told = f"{formula(design.method, asked, factors)} {'point' if many == 1 else 'points'}"
    if sets > 1:
        told += f" x {sets} lever sets"
    if design.replications > 1:
        told += f" x {design.replications} replications"
    if design.repeats:
        told += f" + {design.repeats} with nothing varied"
    return many * sets * design.replications + design.repeats, told


def factors_of(experiment: Experiment, scenario: Scenario) -> tuple[Factor, ...]:
    """Return what is varied, in the order of the file, and the dummy where one is asked for."""
    return tuple(_factors(experiment, scenario))


def outcomes_of(experiment: Experiment, scenario: Scenario) -> tuple[Outcome, ...]:
    """Return what is looked at, in the order of the file."""
    return tuple(_outcome(name, row, scenario) for name, row in experiment.outcomes.items())


def lever_sets(experiment: Experiment) -> tuple[LeverSet, ...]:
    """Return the choices that are compared: those listed, or every combination of options."""
    levers = experiment.levers
    chosen = experiment.sets or [
        dict(zip(levers, options, strict=True))
        for options in product(*(lever.options for lever in levers.values()))
    ]
    ordered = [{lever: row[lever] for lever in levers} for row in chosen]
    return tuple(LeverSet(name=_set_name(row), options=row) for row in ordered)


def round_names(experiment: Experiment, scenario: Scenario) -> tuple[str, ...]:
    """Return the first day of every round that is played."""
    calendar = scenario.calendar
    rounds = experiment.rounds or calendar.rounds
    timeline = Timeline(calendar.start, calendar.tick_days, calendar.ticks_per_round, rounds)
    return tuple(str(timeline.date(n * timeline.ticks_per_round)) for n in range(rounds))


def _factors(experiment: Experiment, scenario: Scenario) -> Iterator[Factor]:
    for text, row in experiment.uncertainties.items():
        name = named(text)
        entry = name.entry
        low, high = ends(row, entry)
        yield Factor(
            name=text,
            unit=entry.unit,
            meaning=row.meaning or entry.meaning + (f" ({name.of})" if name.of else ""),
            distribution=Distribution(
                shape=row.distribution, low=low, high=high, likeliest=row.likeliest,
                mean=row.mean, deviation=row.deviation,
            ),
            nominal=nominal(name, experiment.constants, scenario),
            source=row.source or (row.assumed and f"assumed: {row.assumed}") or entry.source,
            group=row.group or "",
        )  # fmt: skip
    if experiment.design.dummy:
        yield THE_DUMMY


def _outcome(name: str, row: OutcomeSpec, scenario: Scenario) -> Outcome:
    (number,) = foreseen([row.of], scenario)
    return Outcome(
        name=name,
        unit=number.unit,
        meaning=row.meaning or f"{number.meaning}: {number}, {_TAKEN[row.take]}",
        better=row.better,
        wanted=row.wanted,
        observed=row.observed.value if row.observed else None,
        observed_source=(row.observed.source or "") if row.observed else "",
    )


_TAKEN = {
    "first": "first round",
    "last": "last round",
    "mean": "mean of all rounds",
    "sum": "sum of all rounds",
    "max": "most of any round",
    "min": "least of any round",
}


def _set_name(row: dict[str, str]) -> str:
    return ", ".join(f"{lever}={option}" for lever, option in row.items()) or AS_IT_STANDS
