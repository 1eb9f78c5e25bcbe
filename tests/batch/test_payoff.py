"""Payoff: the experiment that a game between policies is, from its text to its table."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.batch.analysis.payoff import game
from sim.batch.analysis.payoffs import gains_in
from sim.batch.experiment.load import experiment_of
from sim.batch.experiment.spec import Experiment, PledgeSpec
from sim.batch.experiment.study import counted, study_of
from sim.batch.model.play import ScenarioModel
from sim.batch.payoff import Contest, Wish, check, experiment_text, natural, promise_for
from sim.batch.store.results import Results
from sim.explain.stakes import WORTH
from sim.timeline import YEAR_DAYS
from tests.batch.analysis.made_up import results
from tests.batch.model.made_up import scenario

POLICIES = {"A": ["gray_zone", "passive"], "B": ["tit_for_tat", "passive", "business_first"]}
PLEDGE = PledgeSpec(against="A", target="B", by=("C",))


def experiment(contest: Contest) -> Experiment:
    return experiment_of(experiment_text(contest, scenario(), "trading"), scenario())


def faults(contest: Contest) -> str:
    return "\n".join(check(contest, scenario()))


def test_every_combination_of_policies_is_a_lever_set_and_each_has_its_games() -> None:
    made = experiment(Contest(POLICIES, replications=7))
    study = study_of(made, scenario())
    assert len(study.lever_sets) == 6
    assert counted(made, scenario())[0] == study.runs() == 42
    assert gains_in(study) == {"A": "gain_A", "B": "gain_B"}
    sets = [tuple(chosen.options.values()) for chosen in study.lever_sets]
    assert sets[:2] == [("gray_zone", "tit_for_tat"), ("gray_zone", "passive")]


def test_a_promise_doubles_the_table_and_begins_with_none() -> None:
    study = study_of(experiment(Contest(POLICIES, promise=PLEDGE)), scenario())
    assert len(study.lever_sets) == 12
    assert study.lever_sets[0].options["promise"] == "none"


def test_uncertain_parameters_may_be_varied_beside_the_policies() -> None:
    made = experiment(Contest(POLICIES, replications=1, uncertain=8))
    study = study_of(made, scenario())
    assert study.rows == 8
    assert study.factors[-1].name == "dummy" and len(study.factors) > 3


def test_who_chooses_nothing_may_be_held() -> None:
    made = experiment(Contest(POLICIES, held={"C": "solidarity_leader"}))
    assert made.constants.policies == {"C": "solidarity_leader"}


def test_another_number_may_be_gained_by() -> None:
    made = experiment(Contest(POLICIES, {"A": Wish("B.price(ore)", "max", "more")}))
    outcome = made.outcomes["gain_A"]
    assert (outcome.of, outcome.take, outcome.better) == ("B.price(ore)", "max", "more")
    assert made.outcomes["gain_B"].of == "B.gains"


@pytest.mark.parametrize(
    ("number", "better"),
    [("B.support", "more"), ("B.damage", "less"), ("quarrel.conceded", "more"), ("B.x", "more")],
)
def test_of_what_is_bad_for_a_country_it_wants_less(number: str, better: str) -> None:
    assert natural(number, scenario()) == better


def test_a_target_s_partners_could_promise_and_others_could_not() -> None:
    assert promise_for(scenario(), ["A", "B"]) == PLEDGE
    assert promise_for(scenario(), ["C", "T"]) is None  # they have no quarrel
    quiet = scenario().model_copy(update={"disputes": ()})
    assert promise_for(quiet, ["A", "B"]) is None


def test_all_that_is_wrong_is_told_at_once() -> None:
    told = faults(
        Contest(
            {"A": ["gray_zone", "gray_zon"], "BB": ["passive", "passive"]},
            {"A": Wish("A.suport"), "C": Wish("C.support")},
            held={"A": "passive", "Z": "history"},
        )
    )
    for said in (
        "unknown policy 'gray_zon'", "Did you mean 'gray_zone'?", "country or firm 'BB'",
        "BB: passive is named twice", "unknown number of a country "
        "'suport'", "--payoff: unknown seat 'C'", "--policy A: what plays it is chosen",
        "country or firm 'Z'",
    ):  # fmt: skip
        assert said in told
    assert faults(Contest(POLICIES)) == ""


def test_who_has_one_policy_keeps_to_it_in_every_cell() -> None:
    made = experiment(Contest({**POLICIES, "A": ["gray_zone"]}, promise=PLEDGE, rounds=3))
    study = study_of(made, scenario())
    assert len(study.lever_sets) == 6 and len(study.rounds) == 3
    assert {chosen.options["policy_A"] for chosen in study.lever_sets} == {"gray_zone"}
    assert gains_in(study) == {"A": "gain_A", "B": "gain_B"}


def test_somebody_must_have_a_choice() -> None:
    assert "nobody has a choice" in faults(Contest({"A": ["passive"], "B": ["passive"]}))
    assert "B is played by nothing" in faults(Contest({"A": ["passive", "salami"], "B": []}))


def test_one_seat_makes_no_game() -> None:
    assert "needs two seats or more" in faults(Contest({"A": ["gray_zone", "passive"]}))


def test_who_has_no_income_that_is_known_must_say_what_it_gains_by() -> None:
    poor = scenario().countries["B"].model_copy(update={"gdp": None})
    changed = scenario().model_copy(update={"countries": {**scenario().countries, "B": poor}})
    told = "\n".join(check(Contest(POLICIES), changed))
    assert told == "B has no 'gdp' in the scenario; say what it gains by: --payoff B=NUMBER"
    firm = next(iter(scenario().firms))
    assert "is a firm" in faults(Contest({**POLICIES, firm: ["passive", "business_first"]}))
    wished = Contest(POLICIES, {"B": Wish("B.support")})
    assert not [*check(wished, changed)]
    assert "loss_B" not in experiment_text(wished, changed, "trading")


def played(contest: Contest) -> Results:
    """Return the results of a contest's first two rounds, every run of it."""
    made = experiment(contest).model_copy(update={"rounds": 2})
    study = study_of(made, scenario())
    evaluate = ScenarioModel(made, scenario()).ready()
    scalars = np.zeros((len(study.lever_sets), 1, study.plan.replications, len(study.outcomes)))
    for point, replication in tuple(study.keys()):
        found = evaluate(point, study.values(point), study.seed(replication))
        scalars[point, 0, replication] = found.scalars
    return results(
        scalars, np.zeros((1, 0)), outcomes=study.outcomes, factors=(),
        lever_sets={chosen.name: chosen.options for chosen in study.lever_sets},
    )  # fmt: skip


def test_what_a_game_brings_is_stakes_at_their_worth_less_income_lost() -> None:
    found = played(Contest(POLICIES, promise=PLEDGE, replications=2))
    names = [outcome.name for outcome in found.study.outcomes]
    calendar = scenario().calendar
    years = 2 * calendar.ticks_per_round * calendar.tick_days / YEAR_DAYS
    for seat in POLICIES:
        gain, loss, won = (
            found.scalars[..., names.index(f"{what}_{seat}")] for what in ("gain", "loss", "won")
        )
        np.testing.assert_allclose(gain, WORTH * won - loss * years, atol=1e-12)
    gains = gains_in(found.study)
    table = game(found, list(gains), gains)
    assert [one.promise for one in table.tables] == ["none", "announced"]
    assert all(cell.basis.used == 2 for one in table.tables for cell in one.cells)


def test_a_study_that_was_made_for_no_game_has_none() -> None:
    study = study_of(experiment(Contest(POLICIES)), scenario())
    assert gains_in(study)
    assert not gains_in(replace(study, lever_sets=study.lever_sets[:-1]))
    assert not gains_in(replace(study, outcomes=study.outcomes[1:]))
    more = tuple(
        one.model_copy(update={"options": {**one.options, "stockpile": "none"}})
        for one in study.lever_sets
    )
    assert not gains_in(replace(study, lever_sets=more))
