"""Building: what is built for one game serves all that differ in nothing it is built from."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest

from sim.game import Game, parameters_of
from sim.scenario import catalog
from sim.scenario.spec import Scenario
from sim.seats.load import load_scenario
from sim.world.build import build

BUILT_FROM = ("calendar", "activities", "output", "flows", "firms")
"""Fields of a scenario, besides the names of its countries and most of its products."""


@pytest.fixture(scope="module")
def islands() -> Scenario:
    return load_scenario(catalog.find("two-islands"))


def begun(scenario: Scenario, seed: int = 1, **changes: float) -> Game:
    """Return a game at its beginning."""
    parameters = parameters_of(scenario, changes)
    return Game.start(scenario, seed=seed, parameters=parameters, seats={})


def test_games_that_differ_in_how_people_behave_share_a_network(islands: Scenario) -> None:
    one, other = begun(islands), begun(islands, hoarding=0.9)
    assert one.network is other.network
    assert one.economy.behaviour.hoarding.tolist() != other.economy.behaviour.hoarding.tolist()


@pytest.mark.parametrize("change", [{"seed": 2}, {"mixing": 0.11}])
def test_another_seed_or_mixing_is_another_network(
    islands: Scenario, change: dict[str, float]
) -> None:
    assert begun(islands).network is not begun(islands, **change).network  # type: ignore[arg-type]  # a seed is whole


def test_another_price_is_another_network(islands: Scenario) -> None:
    name, product = next(iter(islands.products.items()))
    price = product.base_price.model_copy(update={"value": 7.0})
    dearer = product.model_copy(update={"base_price": price})
    changed = islands.model_copy(update={"products": islands.products | {name: dearer}})
    assert begun(islands).network is not begun(changed).network


def test_a_network_hangs_on_nothing_else_of_a_scenario(islands: Scenario) -> None:
    products = {
        name: SimpleNamespace(**{k: v for k, v in vars(product).items() if k != "behaviour"})
        for name, product in islands.products.items()
    }
    shown = {name: getattr(islands, name) for name in BUILT_FROM}
    part = SimpleNamespace(**shown, countries=dict.fromkeys(islands.countries), products=products)
    alone = build(cast(Scenario, part), (), seed=7, mixing=0.1)
    # So what is built of these alone is what a game of the whole scenario gets.
    assert build(islands, (), seed=7, mixing=0.1) is alone
