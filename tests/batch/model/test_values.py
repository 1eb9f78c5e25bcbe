"""Values: a general one moves those without one of their own, an own one moves one only."""

from __future__ import annotations

import pytest

from sim.batch.model.values import of_goods, under
from sim.economy.tick import own_values
from sim.errors import SimError
from sim.game import Game, parameters_of
from tests.batch.model.made_up import scenario


def hoarding(values: dict[str, float]) -> dict[str, float]:
    changed, parameters = under(scenario(), values)
    started = Game.start(changed, seed=1, parameters=parameters, seats={})
    return dict(zip(started.network.products, started.economy.behaviour.hoarding, strict=True))


def audience(values: dict[str, float]) -> dict[str, float]:
    changed, parameters = under(scenario(), values)
    polity = Game.start(changed, seed=1, parameters=parameters, seats={}).setting.polity
    return {country: polity.trait("audience", country) for country in polity.countries}


def test_a_general_value_moves_the_products_without_one_of_their_own() -> None:
    before, after = hoarding({}), hoarding({"hoarding": 0.9})
    assert before["metal"] == after["metal"] == 0.4
    assert before["ore"] != after["ore"] == 0.9


def test_a_products_own_value_moves_it_alone() -> None:
    before = hoarding({})
    assert hoarding({"hoarding(ore)": 0.9}) == {**before, "ore": 0.9}
    assert hoarding({"hoarding(metal)": 0.9}) == {**before, "metal": 0.9}
    assert hoarding({"hoarding(ore)": 0.9, "hoarding": 0.1}) == {**before, "ore": 0.9}


def test_so_it_is_with_countries() -> None:
    before = audience({})
    assert before["A"] == 0.8
    assert audience({"audience": 0.3}) == {**dict.fromkeys(before, 0.3), "A": 0.8}
    assert audience({"audience(A)": 0.3}) == {**before, "A": 0.3}
    assert audience({"audience(B)": 0.3}) == {**before, "B": 0.3}


def test_a_general_value_is_what_a_run_would_have() -> None:
    _, parameters = under(scenario(), {"speculation": 0.7, "tempo": 0.6})
    assert dict(parameters) == dict(parameters_of(scenario(), {"speculation": 0.7, "tempo": 0.6}))


def test_the_scenario_itself_is_left_alone() -> None:
    own, traits = own_values(scenario()), scenario().countries["A"].traits
    under(scenario(), {"hoarding(metal)": 0.9, "audience(A)": 0.1, "audience": 0.2})
    assert own_values(scenario()) == own and scenario().countries["A"].traits == traits
    assert "audience" not in scenario().parameters


def test_without_values_the_scenario_is_the_same_object() -> None:
    changed, _ = under(scenario(), {"hoarding": 0.2})
    assert changed is scenario()


def test_a_value_out_of_range_is_told() -> None:
    with pytest.raises(SimError, match=r"parameter hoarding: 99 is outside its plausible range"):
        under(scenario(), {"hoarding": 99.0})


def test_some_values_are_of_goods_and_some_are_not() -> None:
    goods = {"hoarding", "hoarding(ore)", "mixing", "audience(A)", "tempo"}
    assert {name for name in goods if of_goods(name)} == {"hoarding", "hoarding(ore)", "mixing"}
