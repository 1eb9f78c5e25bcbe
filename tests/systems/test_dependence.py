"""Indices of dependence, each by what it rests on: with a condition taken away, it falls."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sim.dependence.profile import Good, profile
from sim.dependence.trade import Trade
from tests.dependence.made_up import P, Row, trade

DEPENDENT: tuple[Row, ...] = (
    ("CHN", "JPN", "magnet", 80.0),
    ("USA", "JPN", "magnet", 20.0),
    ("CHN", "USA", "magnet", 40.0),
    ("JPN", "USA", "resist", 50.0),
    ("USA", "CHN", "resist", 1.0),
)
"""Japan buys its magnets from China, which sells them to others too, and sells resist."""


def good(table: Trade, product: str = "magnet", by: str = "hjs") -> Good:
    measured = profile(table, "JPN", P, on="CHN", by=by)
    (found,) = (good for good in measured.goods if good.product == product)
    return found


WITHOUT: dict[str, tuple[Row, ...]] = {
    "net importer": (("JPN", "USA", "magnet", 100.0),),
    "share of supplies": (("USA", "JPN", "magnet", 60.0),),
    "share of the world market": (("USA", "VNM", "magnet", 300.0),),
}
"""Condition of the Strategic Dependency Index -> trade with which it is met no more."""


def test_three_conditions_make_a_strategic_dependency() -> None:
    found = good(trade(*DEPENDENT))
    assert (found.index, found.dependent, found.tag) == (3, True, "green")


@pytest.mark.parametrize("condition", WITHOUT)
def test_taking_any_one_condition_away_changes_the_verdict(condition: str) -> None:
    found = good(trade(*DEPENDENT, *WITHOUT[condition]))
    assert found.met == tuple(name != condition for name in WITHOUT)
    assert (found.index, found.dependent, found.tag == "green") == (2, False, False)
    assert found.margin <= 0.0


LOOSE = {"share of supplies": "hjs_share", "share of the world market": "hjs_control"}


@pytest.mark.parametrize("condition", LOOSE)
def test_it_is_that_condition_that_was_missing(condition: str) -> None:
    table = trade(*DEPENDENT, *WITHOUT[condition])
    measured = profile(table, "JPN", {**P, LOOSE[condition]: 0.0}, on="CHN")
    assert [good.product for good in measured.dependent] == ["magnet"]


WITHOUT_EU: dict[str, tuple[Row, ...]] = {
    "concentration": tuple((c, "JPN", "magnet", 79.0) for c in ("USA", "VNM", "DEU")),
    "supplies from outside": (("JPN", "JPN", "magnet", 150.0),),
    "imports over exports": (("JPN", "USA", "magnet", 110.0),),
}


@pytest.mark.parametrize("condition", WITHOUT_EU)
def test_the_same_holds_of_the_conditions_of_the_european_commission(condition: str) -> None:
    assert good(trade(*DEPENDENT), by="eu").dependent
    found = good(trade(*DEPENDENT, *WITHOUT_EU[condition]), by="eu")
    assert found.met == tuple(name != condition for name in WITHOUT_EU)
    assert not found.dependent


PILLARS: dict[str, tuple[str, Callable[[], Trade]]] = {
    "autonomy": ("magnet", lambda: trade(*DEPENDENT, ("VNM", "JPN", "magnet", 90.0))),
    "indispensability": ("resist", lambda: trade(*DEPENDENT, ("DEU", "USA", "resist", 900.0))),
}
"""Pillar -> the product whose tag shows it, and trade in which it is not at stake."""


@pytest.mark.parametrize(("pillar", "tag"), [("autonomy", "green"), ("indispensability", "blue")])
def test_green_and_blue_stand_on_their_pillars(pillar: str, tag: str) -> None:
    product, without = PILLARS[pillar]
    assert good(trade(*DEPENDENT), product).tag == tag
    assert good(without(), product).tag == ""
