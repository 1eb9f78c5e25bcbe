"""A file may set the stocks that states of the model can hold, and no others."""

from __future__ import annotations

import pytest

from sim.batch.experiment.rules.levers import no_stock
from sim.game import Game, parameters_of
from sim.scenario import catalog
from sim.scenario.balance import balance
from sim.seats.load import load_scenario
from sim.world.world import STATE


@pytest.mark.parametrize("name", catalog.names())
def test_stocks_are_those_of_the_network(name: str) -> None:
    scenario = load_scenario(catalog.folder(name))
    net = Game.start(scenario, seed=0, parameters=parameters_of(scenario), seats={}).network
    countries, products = list(net.countries), list(net.products)
    rows = zip(net.slot_country, net.slot_product, net.slot_kind, strict=True)
    held = {(countries[c], products[p]) for c, p, kind in rows if kind == STATE}
    account = balance(scenario)
    allowed = {
        (country, product)
        for country in scenario.countries
        for product in scenario.products
        if not no_stock(account, scenario, country, product)
    }
    assert allowed == held
