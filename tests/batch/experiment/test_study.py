"""What an experiment file says is what runner and analysis get."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.batch.design.factors import DUMMY
from sim.batch.experiment.load import experiment_of
from sim.batch.experiment.spec import Experiment
from sim.batch.experiment.study import counted, factors_of, lever_sets, outcomes_of, study_of
from sim.batch.study import NOMINAL
from sim.parameters import catalogue
from sim.scenario import catalog
from sim.scenario.spec import Scenario
from sim.seats.load import load_scenario

SOUND = (Path(__file__).parent / "sound.yaml").read_text("utf-8")


@pytest.fixture(scope="module")
def chokepoints() -> Scenario:
    return load_scenario(catalog.folder("three-chokepoints"))


@pytest.fixture(scope="module")
def sound(chokepoints: Scenario) -> Experiment:
    return experiment_of(SOUND, chokepoints)


def test_factors_stand_in_the_order_of_the_file_before_the_dummy(
    sound: Experiment, chokepoints: Scenario
) -> None:
    names = [factor.name for factor in factors_of(sound, chokepoints)]
    assert names == [*sound.uncertainties, DUMMY]


def test_an_uncertainty_without_more_has_the_range_and_source_of_its_parameter(
    sound: Experiment, chokepoints: Scenario
) -> None:
    factor, entry = factors_of(sound, chokepoints)[0], catalogue()["hoarding"]
    assert (factor.distribution.low, factor.distribution.high) == (entry.low, entry.high)
    assert factor.distribution.shape == "uniform"
    assert (factor.source, factor.unit, factor.meaning) == (entry.source, entry.unit, entry.meaning)
    assert factor.nominal == entry.default


def test_a_range_of_its_own_has_its_own_source(sound: Experiment, chokepoints: Scenario) -> None:
    factors = {factor.name: factor for factor in factors_of(sound, chokepoints)}
    assert factors["final_elasticity(magnet)"].source == "A study"
    assert factors["audience(KORVA)"].source == "assumed: It may be bluff"
    assert factors["final_elasticity(magnet)"].group == "demand"


@pytest.mark.parametrize(
    ("name", "constants", "nominal"),
    [
        ("hoarding", "", 2.996),
        ("hoarding", "hoarding(vehicle): 0.5", 2.996),
        ("hoarding(vehicle)", "", 0.3),
        ("hoarding(vehicle)", "hoarding: 1", 0.3),
        ("hoarding(magnet)", "", 2.996),
        ("hoarding(magnet)", "hoarding: 1", 1.0),
        ("audience(KORVA)", "", 0.7),
        ("audience(SORIN)", "", 0.5),
    ],
)
def test_where_nothing_is_varied_a_parameter_is_as_it_stands(
    name: str, constants: str, nominal: float, chokepoints: Scenario
) -> None:
    text = f"""
name: x
scenario: three-chokepoints
uncertainties: {{{name}: {{}}}}
constants: {{parameters: {{{constants}}}}}
outcomes: {{loss: {{of: SORIN.damage}}}}
"""
    (factor, _) = factors_of(experiment_of(text, chokepoints), chokepoints)
    assert factor.nominal == nominal


def test_listed_lever_sets_are_those_compared(sound: Experiment) -> None:
    first, second = lever_sets(sound)
    assert first.name == "stockpile=as_it_is, answer=none"
    assert second.options == {"stockpile": "half_a_year", "answer": "promised"}


def test_without_a_list_every_combination_is_compared(sound: Experiment) -> None:
    sets = lever_sets(sound.model_copy(update={"sets": ()}))
    assert len(sets) == 2 * 5
    assert sets[0] == lever_sets(sound)[0]
    assert len({row.name for row in sets}) == 10


def test_without_levers_the_scenario_stands_as_it_is(sound: Experiment) -> None:
    (only,) = lever_sets(sound.model_copy(update={"sets": (), "levers": {}}))
    assert (only.name, only.options) == ("as it stands", {})


def test_outcomes_have_the_unit_of_their_number(sound: Experiment, chokepoints: Scenario) -> None:
    loss, gave_up, price = outcomes_of(sound, chokepoints)
    assert (loss.unit, loss.better, loss.wanted) == ("% of GDP a year", "less", 0.2)
    assert loss.meaning.endswith("SORIN.damage, mean of all rounds")
    assert gave_up.meaning == "Korva lets go"
    assert (price.unit, price.observed, price.observed_source) == ("USD/t", 1e5, "A newspaper")


def test_the_study_is_drawn_as_designed(sound: Experiment, chokepoints: Scenario) -> None:
    study = study_of(sound, chokepoints)
    assert study.plan.stages == tuple(n * (4 + 2) for n in (8, 16, 32))  # demand is a group
    assert study.places.shape == (study.plan.stages[-1], 5)
    assert study.rounds[:2] == ("2031-01-06", "2031-04-07")
    assert len(study.rounds) == 8
    assert study.values(NOMINAL)[0] == catalogue()["hoarding"].default
    again = study_of(sound, chokepoints)
    assert np.array_equal(study.places, again.places)


def test_runs_are_counted_without_drawing(sound: Experiment, chokepoints: Scenario) -> None:
    runs, told = counted(sound, chokepoints)
    assert runs == study_of(sound, chokepoints).runs()
    assert "2 lever sets x 2 replications + 3" in told
