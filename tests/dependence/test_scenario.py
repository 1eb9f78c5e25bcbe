"""The table of trade that a scenario makes."""

from __future__ import annotations

import copy
import datetime as dt

import numpy as np
import pytest

from sim.dependence.profile import profile
from sim.dependence.scenario import trade_of
from sim.dependence.trade import Trade
from sim.opening import setting_of
from sim.world.build import build
from tests.dependence.made_up import P
from tests.properties.scenarios import Data, scenario_of
from tests.world.political import POLITICAL


def trade(data: Data) -> Trade:
    scenario = scenario_of(data)
    network, world = build(scenario, (), seed=1, mixing=0.0)
    return trade_of(scenario, world, setting_of(scenario, network, P))


TRADE = trade(POLITICAL)


def test_purchases_at_base_prices_are_the_rows() -> None:
    chn, jpn = TRADE.countries["CHN"], TRADE.countries["JPN"]
    found = TRADE.bought(jpn, [chn])[TRADE.products["ore"]]
    assert found == pytest.approx(3800 * 105, rel=0.01)
    assert TRADE.unit == "USD/year"
    assert TRADE.home[jpn].any()


def test_allies_by_treaty_are_friends_unless_others_are_named() -> None:
    assert profile(TRADE, "JPN", P, on="CHN").friends == ("USA",)
    assert profile(TRADE, "JPN", P, on="CHN", friends=()).friends == ()
    assert profile(TRADE, "JPN", P, on="USA").friends == ()


def test_losses_are_those_that_governments_forecast() -> None:
    found = profile(TRADE, "JPN", P, on="CHN")
    losses = {good.product: good.loss for good in found.goods}
    assert losses["ore"] is not None
    assert losses["ore"] > 0.0
    assert found.between is not None
    assert found.between.loss == pytest.approx(sum(loss for loss in losses.values() if loss))
    assert found.between.asymmetry_of_losses is not None


def test_growth_is_that_of_dated_demand() -> None:
    assert np.isnan(TRADE.growth).all()
    data = copy.deepcopy(POLITICAL)
    course = {"country": "CHN", "assumed": "for tests"}
    data["demand"] = [
        {**course, "product": "*", "points": {dt.date(2020, 1, 6): 1.0, dt.date(2022, 1, 6): 1.21}},
        {**course, "product": "tool", "points": {dt.date(2020, 1, 6): 1.0}},
    ]
    grown = trade(data)
    part = grown.supplies[grown.countries["CHN"]] / grown.supplies.sum(axis=0)
    metal, tool = grown.products["metal"], grown.products["tool"]
    assert grown.growth[metal] == pytest.approx(0.1 * part[metal], rel=0.01)
    assert grown.growth[tool] == 0.0
