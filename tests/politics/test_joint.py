"""The joint answer to a dispute, read off who trades with whom (§C.5 to §C.10).

A quarrels with B; C is B's ally, and T trades with everybody.
"""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sim.adjudication.expectations import expecting, leverage_of
from sim.game import Game
from sim.politics.coalitions.gap import gains, gap
from sim.politics.coalitions.joint import JointAnswer, joint_answer
from sim.politics.coalitions.scene import Scene
from sim.politics.sums import Floats
from sim.world.disputes import Dispute
from sim.world.measures import Measure
from sim.world.world import World, frozen
from tests.properties.scenarios import Data, figure, game_of
from tests.world.trading import STILL, TRADING, merged, stream


def club(*members: str) -> Data:
    row = {"name": "the table", "members": list(members), "rule": "each", "assumed": "for tests"}
    return row | {"meets": figure(7, "day"), "decides": figure(1, "month")}


CHANGES: Data = {
    "clubs": {"table": club("B", "C")},
    "exposures": [*TRADING["exposures"], stream("tourism", "C", "A", 9)],
}
SETTINGS: dict[str, Any] = {**STILL}
GAME: Game = game_of(merged(copy.deepcopy(TRADING), CHANGES), **SETTINGS)
SETTING, WORLD = GAME.setting, GAME.world
FORCES = leverage_of(WORLD, SETTING)
P = SETTING.parameters
QUARREL = replace(WORLD.politics.disputes[0], attribution=3.0)


def measure(kind: Any, by: str, **more: Any) -> Measure:
    usual: dict[str, Any] = {"id": f"{kind}-{by}", "targets": ("A",), "dispute": "quarrel"}
    return Measure(kind=kind, by=by, **{**usual, **more})


def of(*measures: Measure, dispute: Dispute = QUARREL, **politics: Any) -> Scene:
    return Scene(dispute, world(*measures, **politics), SETTING, FORCES)


def world(*measures: Measure, **politics: Any) -> World:
    values: dict[str, Any] = {n: frozen(np.array(v)) for n, v in politics.items()}
    return replace(WORLD, measures=measures, politics=replace(WORLD.politics, **values))


def answer(*measures: Measure, dispute: Dispute = QUARREL, **politics: Any) -> JointAnswer:
    return joint_answer(dispute, world(*measures, **politics), SETTING, FORCES)


def chance(country: str, *measures: Measure, **more: Any) -> float:
    found = answer(*measures, **more).of(country)
    assert found
    return found.odds.probability


def logit(country: str, *measures: Measure, **more: Any) -> float:
    found = answer(*measures, **more).of(country)
    assert found
    return found.odds.total


TARIFF = measure("tariff", "B", products=("ore",), rate=0.4)


# --- who is asked --------------------------------------------------------------------------------


def test_third_countries_answer_in_order_with_their_share_of_the_others_gdp() -> None:
    joins = answer().joins
    assert [j.country for j in joins] == ["C", "T"]
    assert [j.weight for j in joins] == pytest.approx([300 / 320, 20 / 320])


def test_who_acts_with_the_sender_is_no_third_country_but_has_its_weight() -> None:
    joins = answer(dispute=replace(QUARREL, partners=("T",))).joins
    assert [j.country for j in joins] == ["C"]
    assert joins[0].weight == pytest.approx(300 / 320)


def test_where_nobody_is_left_there_is_no_answer() -> None:
    none = answer(dispute=replace(QUARREL, partners=("C", "T")))
    assert (none.joins, none.chance, none.loss) == ((), 0.0, 0.0)


def test_who_stands_with_the_target_already_is_certain() -> None:
    before, after = answer(), answer(dispute=replace(QUARREL, defenders=("C",)))
    joined = after.of("C")
    assert joined and joined.joined and joined.probability == 1.0
    assert after.chance == 1.0 > before.chance


def test_a_doubt_about_who_did_it_lowers_the_chance() -> None:
    doubtful = joint_answer(QUARREL, WORLD, SETTING, FORCES, attribution=-1.5)
    assert doubtful.chance < answer().chance


# --- who leads, and what is asked (§C.6) ---------------------------------------------------------


def test_who_calls_leads_else_the_first_defender_else_the_target() -> None:
    call = measure("call", "T", dispute=None, rate=1.0)
    defended = replace(QUARREL, defenders=("C",))
    assert of().leader == "B"
    assert of(dispute=defended).leader == "C"
    assert of(call, dispute=defended).leader == "T"


def test_while_nobody_leads_a_part_of_the_market_is_asked_for() -> None:
    scene, row = of(), SETTING.network.countries
    share = P["joint_share_of_trade"]
    assert scene.costs[0] == pytest.approx(share * FORCES.closure_cost[row["C"], row["A"]].sum())
    assert scene.caused[0] == pytest.approx(share * FORCES.closure[row["C"], row["A"]].sum())


@pytest.mark.parametrize("kind", ["tariff", "boycott", "licence", "duty", "channel"])
def test_what_the_target_does_is_asked_for_in_part_and_costs_by_how_much_it_is(kind: str) -> None:
    def scene(part: float) -> Scene:
        rate = 1.0 - part if kind == "licence" else part
        return of(measure(kind, "B", rate=rate, over="tourism"))

    half, whole = scene(0.5), scene(1.0)
    assert half.asked[0][1] == pytest.approx(0.5 * P["joint_level"])
    for name in ("costs", "caused"):
        one, two = getattr(half, name), getattr(whole, name)
        assert two[0] > 0.0
        assert two == pytest.approx(2.0 * one)


def test_a_call_asks_for_as_much_of_an_order_as_it_says() -> None:
    call = measure("call", "B", dispute=None, against="tariff-B", rate=0.5)
    assert of(TARIFF, call).costs == pytest.approx(0.5 * of(TARIFF).costs)


def test_what_others_took_over_is_not_asked_for_twice() -> None:
    copied = measure("tariff", "C", id="join#tariff-B", products=("ore",), rate=0.2)
    joined = replace(QUARREL, defenders=("C",))
    assert of(TARIFF, copied, dispute=joined).costs == pytest.approx(of(TARIFF).costs)


def test_a_leader_that_raises_is_followed_and_not_who_followed_it() -> None:
    copied = measure("tariff", "C", id="join#old", products=("ore",), rate=0.2)
    copied = replace(copied, instrument="join_coalition")
    joined = replace(QUARREL, defenders=("C",))
    raised = replace(TARIFF, id="new", rate=0.8, since=0)
    for measures in ((copied, raised), (raised, copied)):
        assert [m.id for m, _ in of(*measures, dispute=joined).asked] == ["new"]


def test_what_one_took_over_in_part_is_not_asked_for_beside_the_whole() -> None:
    wide = replace(TARIFF, products=("ore", "metal"))
    part = replace(wide, id="join#tariff-B", by="C", products=("ore",), rate=0.2)
    part = replace(part, instrument="join_coalition")
    joined = replace(QUARREL, defenders=("C",))
    assert of(wide, part, dispute=joined).costs == pytest.approx(of(wide).costs)


def test_of_the_same_done_twice_the_stronger_is_asked_for() -> None:
    bans = [measure("licence", "B", id=f"b{r}", products=("metal",), rate=r) for r in (0.5, 0.0)]
    assert [m.rate for m, _ in of(*bans).asked] == [0.0]


def test_the_dearer_it_is_the_fewer_join() -> None:
    rates = (0.1, 0.5, 1.0)
    scenes = [of(measure("tariff", "B", products=("ore",), rate=r)) for r in rates]
    for n in range(2):  # whatever each expects of the other
        chances = [scene.joining(n, 0.5).odds.probability for scene in scenes]
        assert chances == sorted(chances, reverse=True)
        assert chances[0] > chances[-1]


def test_licences_are_as_strong_as_the_weakest_and_all_else_adds_up() -> None:
    ban = measure("licence", "B", products=("metal",))
    assert of(ban).kind == "least"
    assert of(ban, TARIFF).kind == "sum"
    assert of().kind == "sum"


def test_who_was_let_off_minds_it_less_and_by_the_goods_it_was_let_off() -> None:
    wide = replace(TARIFF, products=("ore", "metal"))
    some = measure("exemption", "C", targets=(), dispute=None, against=wide.id, products=("ore",))
    whole = replace(some, products=())
    assert 0.0 < of(wide, some).exempt[0] <= 1.0
    assert of(wide, whole).exempt[0] == 1.0
    assert of(wide, whole).exempt[1] == 0.0
    assert logit("C", wide, whole) > logit("C", wide)


def test_who_was_let_off_a_stream_minds_it_less() -> None:
    limit = measure("channel", "B", rate=0.5, over="tourism")
    whole = measure("exemption", "C", targets=(), dispute=None, against=limit.id)
    assert of(limit, whole).exempt[0] == 1.0
    assert of(limit, replace(whole, products=("ore",))).exempt[0] == 0.0  # it has no products
    assert logit("C", limit, whole) > logit("C", limit)


# --- promises, talks, risk (§C.5, §C.7) ----------------------------------------------------------

PLEDGE = measure("pledge", "C", dispute=None, rate=1.0)


def promise(country: str, *measures: Measure, **more: Any) -> float:
    scene = of(*measures, **more)
    return float(scene.invitation(scene.countries.index(country), 0.5).pledged)


def test_a_promise_counts_as_far_as_the_club_holds() -> None:
    assert promise("C", PLEDGE, cohesion=[0.8]) == pytest.approx(0.8)
    assert promise("C", replace(PLEDGE, rate=0.5), cohesion=[0.8]) == pytest.approx(0.4)
    outside = replace(PLEDGE, by="T")
    assert promise("T", outside, cohesion=[0.8]) == pytest.approx(P["cohesion_start"])
    assert promise("C", cohesion=[0.8]) == 0.0


def test_a_promise_counts_less_of_one_that_broke_its_word() -> None:
    broken = WORLD.politics.backed_down.copy()
    broken[SETTING.polity.countries["C"]] += 4.0
    assert promise("C", PLEDGE, backed_down=broken) < 0.7 * promise("C", PLEDGE)


def test_a_promise_is_against_whom_it_names_and_to_members_of_its_club() -> None:
    assert promise("C", replace(PLEDGE, targets=("T",))) == 0.0
    assert promise("C", replace(PLEDGE, against="table")) > 0.0
    elsewhere = replace(QUARREL, target="T")
    assert promise("C", replace(PLEDGE, against="table"), dispute=elsewhere) == 0.0


def test_a_promise_makes_a_joint_answer_likelier() -> None:
    assert answer(PLEDGE).chance > answer().chance + 0.02


def test_of_several_promises_of_one_country_the_firmest_counts_for_each_product() -> None:
    def caused(*promises: Measure) -> float:
        return float(of(*promises).promised(own=False)[0])

    weaker = replace(PLEDGE, id="p2", rate=0.9)
    assert caused(PLEDGE, weaker) == pytest.approx(caused(PLEDGE))
    ore, metal = (replace(PLEDGE, id=p, products=(p,)) for p in ("ore", "metal"))
    assert caused(ore, metal) == pytest.approx(caused(ore) + caused(metal))
    assert caused(ore, replace(ore, id="p3", rate=0.5)) == pytest.approx(caused(ore))


def expected(*measures: Measure, dispute: Dispute = QUARREL, **politics: Any) -> float:
    """Return what the sender expects to lose if it carries its threat out [% of GDP] (§P.5)."""
    threat = replace(
        dispute, stage="threat", deadline=9, threatened="export_ban product=ore target=B"
    )
    seen = world(*measures, **politics)
    seen = replace(seen, politics=seen.politics.with_dispute(threat))
    found = expecting(seen, SETTING).dispute("quarrel")
    assert found
    return found.expected_sender


def test_who_threatens_weighs_promises_as_far_as_they_concern_the_target_and_are_believed() -> None:
    none, firm = expected(), expected(PLEDGE, cohesion=[0.8])
    assert firm > none
    assert none < expected(PLEDGE, cohesion=[0.2]) < firm
    assert expected(PLEDGE, dispute=replace(QUARREL, partners=("C",))) == none
    elsewhere = replace(PLEDGE, against="table")  # the table is B's and C's
    ofothers = replace(QUARREL, target="T")
    assert expected(elsewhere, dispute=ofothers) == expected(dispute=ofothers)
    assert expected(PLEDGE, replace(PLEDGE, id="p2")) == expected(PLEDGE)


def test_who_was_asked_beforehand_is_readier() -> None:
    asked = measure("consultation", "B", dispute=None, targets=("C",))
    asks = measure("consultation", "C", dispute=None, targets=("B",))
    other = measure("consultation", "B", dispute=None, targets=("T",))
    assert logit("C", asked) == pytest.approx(logit("C", asks))
    assert logit("C", asked) > logit("C") + 0.7
    assert logit("C", other) < logit("C") + 0.1


def test_who_depends_most_on_the_sender_could_be_next() -> None:
    risk = of().risk
    row = SETTING.network.countries
    denial = [float(FORCES.denial[row["A"], row[c]].sum()) for c in ("C", "T")]
    assert risk == pytest.approx(np.array(denial) / max(denial))


def test_the_sender_answers_in_kind() -> None:
    some, more = of(replace(TARIFF, rate=0.2)), of(replace(TARIFF, rate=0.4))
    assert more.exposed == pytest.approx(2.0 * some.exposed)
    assert (of().exposed > 0.0).all()


# --- gains and others (§C.8, §C.9) ---------------------------------------------------------------


def gained(*measures: Measure) -> Floats:
    return of(*measures).backfill


def test_who_sells_what_the_sender_refuses_of_the_target_gains_by_standing_aside() -> None:
    refused = measure("boycott", "A", targets=("B",), products=("metal",), rate=1.0)
    assert gained(refused)[0] > 0.0  # C sells metal to A
    assert gained(refused)[1] == 0.0  # T does not
    assert not gained().any()


def test_so_does_who_sells_what_the_target_withholds() -> None:
    metal, ore = (gained(measure("licence", "B", products=(p,)))[0] for p in ("metal", "ore"))
    assert metal > 100.0 * ore  # of ore B sells A next to nothing


def test_nobody_fills_more_than_the_gap_and_who_joined_would_share_it_with_the_others() -> None:
    metal = SETTING.network.products["metal"]
    lost = np.zeros(len(SETTING.network.products))
    lost[metal] = 10.0
    sales = np.zeros((2, len(lost)))
    sales[:, metal] = [300.0, 100.0]
    none, first = np.zeros(2), np.array([1.0, 0.0])
    assert gains(sales, none, lost) == pytest.approx([7.5, 2.5])
    assert gains(sales, first, lost) == pytest.approx([7.5, 10.0])  # of those who stand aside
    assert gains(sales * 0.0, none, lost) == pytest.approx([0.0, 0.0])


def test_what_is_kept_off_twice_is_lost_once() -> None:
    def lost(*measures: Measure) -> float:
        return float(gap(QUARREL, world(*measures), SETTING, FORCES).sum())

    refused = measure("boycott", "A", targets=("B",), products=("metal",), rate=1.0)
    withheld = measure("licence", "B", products=("metal",))
    assert lost(refused, withheld) == pytest.approx(lost(refused))
    half = replace(refused, rate=0.5)
    assert lost(half, replace(half, id="again")) == pytest.approx(0.75 * lost(refused))


def test_each_expects_of_the_others_what_they_expect_of_all() -> None:
    scene = of()
    expected = scene.expected
    chances = [scene.joining(n, float(e)).odds.probability for n, e in enumerate(expected)]
    assert expected == pytest.approx(chances[::-1], abs=1e-3)  # of two, each looks at the other


def test_the_loss_is_what_those_who_join_would_cause() -> None:
    scene = of()
    found = answer()
    assert scene.caused[0] <= found.loss + 1e-12 <= scene.caused.sum() + 1e-9


def test_the_strength_is_what_is_expected_of_all_that_they_could_do() -> None:
    joined = replace(QUARREL, defenders=("C", "T"))
    assert answer(dispute=joined).strength == pytest.approx(1.0)
    assert 0.0 < answer().strength < 1.0


BAN = measure("licence", "B", id="ban", products=("metal",))
LISTING = measure(
    "licence", "B", id="l", targets=("T",), products=("metal",), dispute=None,
    instrument="third_country_listing",
)  # fmt: skip


@pytest.mark.parametrize(
    ("other", "keeps"),
    [
        (LISTING, True),
        (replace(LISTING, instrument="export_licensing"), False),
        (replace(LISTING, products=("ore",)), False),
        (replace(LISTING, dispute="another"), False),
        (replace(LISTING, by="T"), False),
        (replace(LISTING, id="s#T", by="T", targets=("A",), dispute="quarrel",
                 instrument="secondary_sanction"), True),
        (replace(LISTING, id="s#T", by="T", targets=("C",), instrument="secondary_sanction"),
         False),
    ],
)  # fmt: skip
def test_what_keeps_others_from_filling_the_gap_makes_it_stronger(
    other: Measure, keeps: bool
) -> None:
    assert (answer(BAN, other).strength > answer(BAN).strength) is keeps


def test_where_nothing_is_withheld_there_is_no_gap_to_keep_others_from() -> None:
    assert answer(LISTING).strength == answer().strength
