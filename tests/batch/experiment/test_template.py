"""`batch new` writes a file that can be run at once, for whatever scenario."""

from __future__ import annotations

from typing import get_args
from unittest.mock import patch

import numpy as np
import pytest

from sim.batch.experiment.gist import GOODS, POLITICS, Gist
from sim.batch.experiment.load import experiment_of, load_experiment
from sim.batch.experiment.study import counted, study_of
from sim.batch.experiment.template import FIRST_LOOK, template
from sim.batch.model.play import ScenarioModel
from sim.batch.study import NOMINAL, Method
from sim.errors import SimError
from sim.parameters import catalogue
from sim.scenario import catalog
from sim.scenario.spec import Scenario
from sim.seats.load import load_scenario


def scenario(name: str) -> Scenario:
    return load_scenario(catalog.folder(name))


@pytest.mark.parametrize("method", get_args(Method))
@pytest.mark.parametrize("name", catalog.names())
def test_it_has_no_problem_and_fits_its_budget(name: str, method: str) -> None:
    checked = scenario(name)
    experiment = experiment_of(template(checked, method=method), checked)
    runs, _ = counted(experiment, checked)
    assert experiment.scenario == name
    assert experiment.budget.runs is not None
    assert 100 < runs <= experiment.budget.runs <= 5000
    assert study_of(experiment, checked).runs() == runs


def test_it_looks_at_both_sides_a_price_and_how_disputes_end() -> None:
    checked = scenario("three-chokepoints")
    outcomes = experiment_of(template(checked), checked).outcomes
    looked_at = [row.of for row in outcomes.values()]
    assert looked_at[:2] == ["SORIN.damage", "KORVA.damage"]
    assert "SORIN.price(refined)" in looked_at
    assert "lantern-islets.withdrawn" in looked_at


@pytest.mark.parametrize("name", catalog.names())
def test_a_stock_comes_with_an_order_to_sell_it_where_nobody_plays_who_holds_it(name: str) -> None:
    checked = scenario(name)
    (option,) = [
        option
        for option in experiment_of(template(checked), checked).levers["stockpile"].options.values()
        if option.stocks
    ]
    (stock,) = option.stocks
    if Gist(checked).decides:
        assert not option.orders
    else:
        (row,) = option.orders
        assert row.by == stock.country
        assert row.order.startswith(f"stockpile_release product={stock.product} ")
        assert row.date == min(
            order.date for order in checked.orders if stock.country in order.order
        )


def test_the_stock_of_the_two_islands_does_something() -> None:
    checked = scenario("two-islands")
    experiment = experiment_of(template(checked, method="one_at_a_time"), checked)
    model = ScenarioModel(experiment, checked).ready()
    as_it_stands = study_of(experiment, checked).values(NOMINAL)
    without, with_stock = (model(lever_set, as_it_stands, 1).scalars for lever_set in (0, 1))
    assert not np.array_equal(without, with_stock)


def test_who_cannot_order_a_sale_gets_no_stock_to_choose() -> None:
    checked = scenario("two-islands")
    assert Gist(checked).sells
    with patch.object(Gist, "sells", False):
        assert not experiment_of(template(checked), checked).levers


def test_a_price_has_a_limit_to_go_by() -> None:
    checked = scenario("two-islands")
    prices = experiment_of(template(checked), checked).outcomes["SOUTH_price"]
    assert (prices.wanted, prices.better) == (1000.0, "less")


def test_politics_are_varied_only_where_governments_play() -> None:
    played, islands = scenario("three-chokepoints"), scenario("two-islands")
    assert {*POLITICS} & experiment_of(template(played), played).uncertainties.keys()
    assert not {*POLITICS} & experiment_of(template(islands), islands).uncertainties.keys()


def test_it_begins_with_parameters_that_there_are() -> None:
    assert {catalogue()[name].scope for name in GOODS} <= {"economy", "product"}
    assert {catalogue()[name].scope for name in POLITICS} == {"politics"}
    assert not [name for name in (*GOODS, *POLITICS) if name.startswith("initial_")]


def test_the_sender_is_who_orders_something_against_somebody() -> None:
    assert Gist(scenario("rare-earth-2010")).pairs[0] == ("CHN", "JPN")
    assert Gist(scenario("two-islands")).goods[0] == "ore"


def test_a_scenario_without_any_pressure_gets_a_file_too() -> None:
    checked = scenario("two-islands")
    quiet = checked.model_copy(update={"orders": (), "flows": ()})
    experiment = experiment_of(template(quiet), quiet)
    assert not experiment.levers
    assert [row.of for row in experiment.outcomes.values()] == ["NORTH.production_loss"]


def test_odd_names_and_titles_come_through() -> None:
    checked = scenario("two-islands")
    odd = checked.model_copy(update={"name": "null", "title": 'Who "pays": #1\nand who not'})
    experiment = experiment_of(template(odd, scenario="a b/c: d.yaml"), odd)
    assert experiment.scenario == "a b/c: d.yaml"
    assert experiment.title.endswith('Who "pays": #1\nand who not')
    assert experiment_of(template(odd), odd).scenario == "null"


def test_an_unknown_method_is_told_with_the_nearest() -> None:
    with pytest.raises(SimError, match="Did you mean 'saltelli'"):
        template(scenario("two-islands"), method="saltely")


def test_every_method_has_a_first_look() -> None:
    assert {*FIRST_LOOK} == {*get_args(Method)}


@pytest.mark.parametrize("name", ["rare-earth-2010", "three-chokepoints"])
def test_packaged_experiments_can_be_run(name: str) -> None:
    prepared = load_experiment(catalog.folder(name))
    runs, _ = counted(prepared.experiment, prepared.scenario)
    assert prepared.experiment.budget.runs is not None
    assert runs <= prepared.experiment.budget.runs
    assert len(prepared.experiment.uncertainties) >= 8


def test_the_packaged_case_is_held_against_history() -> None:
    experiment = load_experiment(catalog.folder("rare-earth-2010")).experiment
    assert (experiment.design.method, experiment.design.samples) == ("saltelli", 256)
    assert sum(row.observed is not None for row in experiment.outcomes.values()) >= 4
