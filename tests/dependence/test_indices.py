"""Every index by hand, on one product that three countries trade (§D.1 to §D.9)."""

from __future__ import annotations

import numpy as np
import pytest

from sim.dependence.concentration import asymmetry, of_exporters, of_markets, of_suppliers
from sim.dependence.levers import levers
from sim.dependence.pairs import Pair, pairs
from sim.dependence.pillars import hold
from sim.dependence.profile import Good, Profile, profile
from sim.dependence.trade import Trade, merged
from sim.errors import SimError, UnknownNameError
from tests.dependence.made_up import MAGNETS, P, trade

TRADE = trade(*MAGNETS)
CHN, JPN, USA = range(3)


def good(measured: Profile, product: str = "magnet") -> Good:
    (found,) = (good for good in measured.goods if good.product == product)
    return found


def test_imports_exports_own_use_and_the_world_market_are_sums_of_rows() -> None:
    assert TRADE.imports[:, 0].tolist() == [0.0, 80.0, 50.0]
    assert TRADE.exports[:, 0].tolist() == [100.0, 10.0, 20.0]
    assert TRADE.home[:, 0].tolist() == [0.0, 20.0, 0.0]
    assert TRADE.supplies[:, 0].tolist() == [0.0, 100.0, 50.0]
    assert TRADE.world.tolist() == [130.0]


def test_three_conditions_make_a_country_strategically_dependent() -> None:
    found = good(profile(TRADE, "JPN", P, on="CHN"))
    # Net imports 70 of 90; 60 of 100 from CHN; CHN sells 100 of 130.
    assert found.share == 0.6
    assert found.control == pytest.approx(100 / 130)
    assert (found.index, found.dependent) == (3, True)
    assert found.margin == pytest.approx(0.6 - 0.5)


def test_by_the_commission_imports_are_concentrated_matter_and_are_not_made_up_for() -> None:
    found = good(profile(TRADE, "JPN", P, on="CHN", by="eu"))
    assert found.concentration == 0.75**2 + 0.25**2
    assert found.outside == 0.8
    assert found.met == (True, True, True)
    assert found.margin == pytest.approx(0.625 - 0.4)
    assert found.dependent


def test_by_the_commission_a_country_depends_on_its_largest_supplier_only() -> None:
    found = good(profile(TRADE, "JPN", P, on="USA", by="eu"))
    assert found.leading == "CHN"
    assert (found.index, found.dependent) == (3, False)


def test_without_another_the_largest_supplier_is_looked_at() -> None:
    assert profile(TRADE, "JPN", P).goods == profile(TRADE, "JPN", P, on="CHN").goods


def test_at_a_threshold_nobody_is_dependent_yet() -> None:
    even = trade(("A", "B", "x", 1.0), ("C", "B", "x", 1.0))
    assert good(profile(even, "B", P, on="A"), "x").met == (True, False, True)


def test_autonomy_is_what_is_left_if_all_but_friends_stop_selling() -> None:
    alone, allied = (profile(TRADE, "JPN", P, friends=names) for names in ((), ("USA",)))
    assert (good(alone).autonomy, good(allied).autonomy) == (0.2, 0.4)
    assert (alone.autonomy, allied.autonomy) == (0.2, 0.4)
    assert profile(TRADE, "CHN", P).autonomy is None


def test_indispensability_is_what_others_get_times_how_hard_it_is_to_replace() -> None:
    held = hold(TRADE, CHN, P)
    # Others get 150 and make 50, to which they can add a fifth: 10 in place of 100.
    assert held.holding[0] == pytest.approx(100 / 150)
    assert held.hardness[0] == pytest.approx(1.0 - 0.2 * 50 / 100)
    assert held.indispensability[0] == pytest.approx(0.6)
    assert hold(TRADE, USA, P).hardness[0] == 0.0  # 20 is soon made elsewhere


def test_a_lever_is_what_the_other_gets_mostly_from_here_or_from_here_and_friends() -> None:
    assert levers(TRADE, "CHN", "JPN", (), P) == ()  # 60 of 100
    (lever,) = levers(TRADE, "CHN", "JPN", ("USA",), P)  # 80 of 100
    assert (lever.product, lever.alone, lever.together) == ("magnet", 0.6, 0.8)
    assert (lever.sold, lever.loss, lever.cost) == (60.0, None, None)
    (lever,) = levers(TRADE, "CHN", "USA", (), P)
    assert lever.alone == 0.8


def test_concentration_is_the_sum_of_squared_shares() -> None:
    assert of_suppliers(TRADE)[:, 0] == pytest.approx([0.0, 0.625, 0.8**2 + 0.2**2])
    assert of_markets(TRADE)[:, 0] == pytest.approx([0.6**2 + 0.4**2, 1.0, 1.0])
    assert of_exporters(TRADE)[0] == pytest.approx((100**2 + 20**2 + 10**2) / 130**2)


def test_the_one_with_less_other_trade_depends_more() -> None:
    between = profile(TRADE, "JPN", P, on="CHN").between
    assert between is not None
    assert between.exposure == 0.6
    assert between.weight == pytest.approx(60 / 90)
    assert between.weight_back == 0.6
    assert between.asymmetry == pytest.approx((60 / 90) / (60 / 90 + 0.6))
    assert between.asymmetry is not None
    back = profile(TRADE, "CHN", P, on="JPN").between
    assert back is not None
    assert back.asymmetry == pytest.approx(1.0 - between.asymmetry)
    assert asymmetry(0.0, 0.0) is None


def test_pairs_count_products_and_what_is_bought_of_them() -> None:
    assert pairs(TRADE, P) == (
        Pair("JPN", "CHN", 1, 60.0, 0.75),
        Pair("USA", "CHN", 1, 40.0, 0.8),
    )


@pytest.mark.parametrize("by", ["hjs", "eu"])
def test_pairs_say_what_the_profiles_say(by: str) -> None:
    for one in TRADE.countries:
        for other in TRADE.countries:
            if one == other:
                continue
            found = len(profile(TRADE, one, P, on=other, by=by).dependent)
            counted = [
                p.products for p in pairs(TRADE, P, by=by) if (p.country, p.on) == (one, other)
            ]
            assert sum(counted) == found


THREE = trade(
    ("A", "J", "x", 4.0), ("B", "J", "x", 3.5), ("C", "J", "x", 2.5),
    ("B", "A", "x", 90.0), ("A", "J", "y", 4.0), ("B", "J", "y", 3.0), ("C", "J", "y", 3.0),
)  # fmt: skip
"""The second supplier of x has the world market; y has none that counts for more than the first."""
LOW = {**P, "hjs_share": 0.3}


def test_without_another_dependence_on_a_supplier_that_is_not_the_largest_is_seen() -> None:
    found = good(profile(THREE, "J", LOW), "x")
    assert (found.supplier, found.leading, found.dependent) == ("B", "A", True)
    assert found == good(profile(THREE, "J", LOW, on="B"), "x")
    assert good(profile(THREE, "J", P), "x").supplier == "A"  # at one half there is none
    assert good(profile(THREE, "J", LOW), "y").supplier == "A"


@pytest.mark.parametrize("by", ["hjs", "eu"])
def test_profiles_without_another_say_what_the_pairs_say(by: str) -> None:
    for table in (TRADE, THREE):
        found = pairs(table, LOW, by=by)
        for country in table.countries:
            measured = profile(table, country, LOW, by=by)
            depends_on = {pair.on for pair in found if pair.country == country}
            assert {good.supplier for good in measured.dependent} <= depends_on
            on_each = {
                good.product
                for on in depends_on
                for good in profile(table, country, LOW, on=on, by=by).dependent
            }
            assert {good.product for good in measured.dependent} == on_each


def test_what_the_conditions_look_at_is_told() -> None:
    found = good(profile(TRADE, "JPN", P))
    assert found.values == pytest.approx((70 / 90, 0.6, 100 / 130))
    assert good(profile(TRADE, "JPN", P, by="eu")).values == pytest.approx((0.625, 0.8, 70 / 90))


def test_trade_in_a_bloc_is_its_own() -> None:
    bloc = merged(TRADE, {"WEST": ["JPN", "USA"]})
    assert tuple(bloc.countries) == ("CHN", "WEST")
    assert bloc.imports[:, 0].tolist() == [0.0, 100.0]
    assert bloc.home[:, 0].tolist() == [0.0, 50.0]


def test_a_bloc_swallows_no_country() -> None:
    with pytest.raises(SimError, match="no member is called so"):
        merged(TRADE, {"CHN": ["JPN", "USA"]})
    with pytest.raises(SimError, match="USA is in WEST and in EAST"):
        merged(TRADE, {"WEST": ["JPN", "USA"], "EAST": ["USA"]})
    named = merged(TRADE, {"USA": ["USA", "JPN"]})  # a member may give its name
    assert tuple(named.countries) == ("CHN", "USA")


def test_names_that_are_not_in_the_table_are_refused() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'JPN'"):
        profile(TRADE, "JPM", P)
    with pytest.raises(UnknownNameError, match="unknown definition 'hsj'"):
        profile(TRADE, "JPN", P, by="hsj")
    with pytest.raises(UnknownNameError):
        profile(TRADE, "JPN", P, friends=("AUS",))
    with pytest.raises(UnknownNameError):
        merged(TRADE, {"EU": ["DEU"]})
    with pytest.raises(SimError, match="itself"):
        profile(TRADE, "JPN", P, on="JPN")
    with pytest.raises(SimError, match="cannot stand by"):
        profile(TRADE, "JPN", P, on="CHN", friends=("CHN",))


def test_a_table_without_own_use_says_so() -> None:
    notes = " ".join(profile(TRADE, "USA", P).notes)
    assert "What USA makes for itself is not in the table" in notes
    assert "makes for itself" not in " ".join(profile(TRADE, "JPN", P).notes)


def test_of_equal_suppliers_the_first_by_name_leads() -> None:
    for rows in (
        (("B", "C", "x", 1.0), ("A", "C", "x", 1.0)),
        (("A", "C", "x", 1.0), ("B", "C", "x", 1.0)),
    ):
        assert good(profile(trade(*rows), "C", P), "x").supplier == "A"


def test_an_empty_side_of_a_table_is_no_division() -> None:
    one: Trade = trade(("A", "B", "x", 1.0), ("A", "A", "y", 1.0))
    with np.errstate(all="raise"):
        for country in "AB":
            for by in ("hjs", "eu"):
                profile(one, country, P, by=by)
