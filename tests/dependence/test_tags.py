"""Growth and the tags green, blue and red (§D.10, §D.11)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.dependence.pillars import market_growth
from sim.dependence.profile import profile
from sim.dependence.trade import Trade
from tests.dependence.made_up import P, Row, trade

ROWS: tuple[Row, ...] = (
    ("CHN", "JPN", "magnet", 80.0),
    ("USA", "JPN", "magnet", 20.0),
    ("JPN", "CHN", "resist", 90.0),
    ("USA", "CHN", "resist", 10.0),
    ("USA", "JPN", "battery", 40.0),
    ("CHN", "USA", "battery", 55.0),
    ("JPN", "CHN", "battery", 5.0),
)


def grown(**growth: float) -> Trade:
    table = trade(*ROWS)
    return replace(table, growth=np.array([growth.get(p, 0.0) for p in table.products]))


def tags(table: Trade, **settings: float) -> dict[str, str]:
    measured = profile(table, "JPN", {**P, **settings}, on="CHN")
    return {good.product: good.tag for good in measured.goods}


def test_dependence_is_green_and_indispensability_blue_and_growth_red() -> None:
    found = tags(grown(battery=0.5))
    assert found == {"magnet": "green", "resist": "blue", "battery": "red"}


def test_growth_counts_beyond_that_of_all_trade() -> None:
    table = grown(battery=0.1)
    assert market_growth(table) == pytest.approx(0.1 * 100 / 300)
    assert tags(table, disruptive_growth=0.06)["battery"] == "red"
    assert tags(table, disruptive_growth=0.07)["battery"] == ""
    everything = dict.fromkeys(("magnet", "resist", "battery"), 0.5)
    assert tags(grown(**everything))["battery"] == ""


def test_who_sells_a_good_part_already_need_not_begin() -> None:
    assert tags(grown(battery=0.5), disruptive_share=0.05)["battery"] == ""


def test_a_mark_in_the_table_does_for_growth() -> None:
    table = trade(*ROWS)
    table = replace(table, disruptive=np.array([p == "battery" for p in table.products]))
    assert tags(table)["battery"] == "red"


def test_without_growth_nothing_is_red_and_that_is_said() -> None:
    measured = profile(trade(*ROWS), "JPN", P, on="CHN")
    assert measured.by_tag == {"green": 1, "blue": 1, "red": 0}
    assert "Nothing is known of growth, so no product is red." in measured.notes


def test_who_imports_more_than_it_sells_is_not_indispensable() -> None:
    table = trade(*ROWS, ("CHN", "JPN", "resist", 95.0))
    assert tags(table)["resist"] != "blue"
    assert tags(trade(*ROWS), indispensable=0.9)["resist"] == ""
