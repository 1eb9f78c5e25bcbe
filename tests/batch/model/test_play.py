"""Play: what a game gives is what the same run gives, whatever was played before it."""

from __future__ import annotations

import pickle
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.batch.experiment.spec import Experiment
from sim.batch.experiment.study import lever_sets
from sim.batch.model.course import Course
from sim.batch.model.play import ScenarioModel
from sim.batch.study import Found
from sim.errors import SimError
from sim.explain.played import Played
from sim.explain.published import foreseen
from sim.explain.trail import read
from sim.game import Game, parameters_of
from sim.replay.run import cast, start_model
from sim.scenario import catalog
from sim.scenario.plan import with_plan
from sim.scenario.spec import Scenario
from sim.seats.load import load_scenario
from sim.world.world import Floats
from tests.batch.model.made_up import OUTCOMES, alike, experiment, ready, scenario, start

ALSO = {
    "ahead": {"of": "C.join", "take": "max"}, "whole": {"of": "C.damage", "take": "sum"},
    "concession": {"of": "quarrel.concession", "take": "max"},
}  # fmt: skip
VALUES = np.array([0.6, 0.3, 0.5])
"""Hoarding, the audience of B, and the dummy."""


def run(
    scenario: Scenario,
    texts: Sequence[str],
    rounds: int,
    changes: Mapping[str, float],
    seed: int = 5,
    **how: Any,
) -> Floats:
    """Return the numbers of each round of a run, one row a number, each worked out from scratch."""
    parameters = parameters_of(scenario, changes)
    model = start_model(scenario, seed=seed, parameters=parameters, **how)
    numbers, rows = foreseen(texts, scenario), []
    for _ in range(rounds):
        model.step()
        rows.append(read(numbers, Played.last(model.game)))
    return np.array(rows).T


CASES = {
    "three-chokepoints": (
        ["SORIN.damage", "KORVA.damage", "SORIN.price(magnet)", "lantern-islets.escalation",
         "lantern-islets.withdrawn", "PELA.join"], 3,
    ),
    "rare-earth-2010": (["JPN.price(ndpr)", "CHN.exports(ndpr)", "JPN.cover(ndpr)"], 6),
    "two-islands": (["SOUTH.price(ore)", "SOUTH.imports(ore,NORTH)", "SOUTH.support"], 4),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_the_numbers_are_those_of_a_run(name: str) -> None:
    (texts, rounds), case = CASES[name], load_scenario(catalog.find(name))
    changes = {"hoarding": 0.8, "speculation": 0.5}
    found = ScenarioModel(
        Experiment.model_validate(
            {"name": "x", "scenario": name, "rounds": rounds,
             "uncertainties": {name: {} for name in changes},
             "outcomes": {f"o{n}": {"of": text} for n, text in enumerate(texts)}}
        ),
        case,
    ).ready()(0, np.array([*changes.values(), 0.5]), 5)  # fmt: skip
    expected = run(case, texts, rounds, changes, policies=cast(case))
    np.testing.assert_allclose(found.series, expected, rtol=1e-9, atol=1e-9)
    assert np.array_equal(found.scalars, found.series[:, -1], equal_nan=True)


def test_so_they_are_under_levers() -> None:
    sets = [row.options for row in lever_sets(experiment())]
    chosen = {"stock": "none", "answer": "sanctions"}
    found = ready(uncertainties={"hoarding": {}})(sets.index(chosen), np.array([0.6]), 5)
    plan = start(answer="sanctions").scenario.orders[-1:]
    texts = [spec["of"] for spec in OUTCOMES.values()]
    expected = run(with_plan(scenario(), plan), texts, 3, {"hoarding": 0.6})
    np.testing.assert_allclose(found.series, expected, rtol=1e-9, atol=1e-9)


@pytest.fixture(scope="module")
def fresh() -> dict[tuple[int, float, int], Found]:
    """Return what games give that are the first of their model."""
    return {
        (lever_set, hoarding, seed): ready(rounds=2, outcomes=OUTCOMES | ALSO)(
            lever_set, np.array([hoarding, 0.3, 0.5]), seed
        )
        for lever_set in (0, 2, 4, 6)
        for hoarding in (0.2, 0.8)
        for seed in (1, 2)
    }


@settings(max_examples=10)
@given(data=st.data())
def test_nothing_hangs_on_what_was_played_before(
    fresh: dict[tuple[int, float, int], Found], data: st.DataObject
) -> None:
    evaluate = ready(rounds=2, outcomes=OUTCOMES | ALSO)
    for key in data.draw(st.lists(st.sampled_from(sorted(fresh)), min_size=2, max_size=6)):
        lever_set, hoarding, seed = key
        assert alike(evaluate(lever_set, np.array([hoarding, 0.3, 0.5]), seed), fresh[key])


@pytest.mark.parametrize("place", [0, 1, 2], ids=["lever set", "value", "seed"])
def test_it_matters_what_is_chosen_what_is_so_and_how_chance_falls(
    fresh: dict[tuple[int, float, int], Found], place: int
) -> None:
    first = (0, 0.2, 1)
    others = [key for key in fresh if sum(a != b for a, b in zip(key, first, strict=True)) == 1]
    assert any(not alike(fresh[key], fresh[first]) for key in others if key[place] != first[place])


def test_the_dummy_does_nothing() -> None:
    evaluate = ready()
    assert alike(evaluate(0, VALUES, 1), evaluate(0, np.array([0.6, 0.3, 0.9]), 1))


def test_a_number_is_the_same_whatever_is_read_beside_it() -> None:
    whole = ready(outcomes=OUTCOMES | ALSO)(0, VALUES, 1)
    for n, (name, spec) in enumerate((OUTCOMES | ALSO).items()):
        alone = ready(outcomes={name: spec})(0, VALUES, 1)
        assert np.array_equal(alone.series[0], whole.series[n]), name


def test_the_course_is_kept_for_the_lever_sets_that_share_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    worked_out, usual = [], Course.of

    def counted(game: Game, rounds: int) -> Course:
        worked_out.append(game)
        return usual(game, rounds)

    monkeypatch.setattr(Course, "of", counted)
    evaluate = ready()
    for lever_set in range(5):  # nothing, sanctions, left out, promised, hawk
        evaluate(lever_set, VALUES, 1)
    assert len(worked_out) == 1
    evaluate(4, np.array([0.6, 0.9, 0.5]), 1)  # other politics
    assert len(worked_out) == 1
    evaluate(4, np.array([0.7, 0.9, 0.5]), 1)
    evaluate(6, np.array([0.7, 0.9, 0.5]), 1)  # a stock
    evaluate(6, np.array([0.7, 0.9, 0.5]), 2)
    assert len(worked_out) == 4
    for lever_set in (4, 6, 4, 6):  # by turns
        evaluate(lever_set, np.array([0.7, 0.9, 0.5]), 2)
    assert len(worked_out) == 5


def test_without_damage_no_course_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Course, "of", lambda *_: pytest.fail("nobody asked for it"))
    ready(outcomes={"price": OUTCOMES["price"]})(0, VALUES, 1)


def test_the_model_can_be_sent_to_a_worker() -> None:
    model = ScenarioModel(experiment(), scenario())
    there = pickle.loads(pickle.dumps(model))
    assert alike(there.ready()(1, VALUES, 1), model.ready()(1, VALUES, 1))


def test_a_value_at_which_the_model_cannot_be_tells_so_itself() -> None:
    with pytest.raises(SimError, match="parameter hoarding: 50 is outside"):
        ready()(0, np.array([50.0, 0.3, 0.5]), 1)


def test_only_the_rounds_asked_for_are_played() -> None:
    assert ready(rounds=2)(0, VALUES, 1).series.shape == (4, 2)
    assert ready(rounds=None)(0, VALUES, 1).series.shape == (4, scenario().calendar.rounds)
