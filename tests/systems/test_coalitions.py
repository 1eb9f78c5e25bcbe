"""What coalitions change in play, each claim by a run with it beside one without.

A quarrels with B, C is B's ally, T carries A's ore round. Nobody plays C and T unless they order.
"""

from __future__ import annotations

from typing import Any

import pytest

from sim.adjudication.expectations import leverage_of
from sim.game import Game
from sim.orders.base import Order
from sim.orders.effects import Deed, Standing, carry_out
from sim.orders.effects.settle import close
from sim.orders.price import price_of
from sim.parameters import load_parameters
from sim.politics.coalitions.deterrence import deterrence
from sim.politics.coalitions.joining import combined
from tests.properties.scenarios import Data, figure
from tests.systems.claims import CATALOGUE, moved, number, run
from tests.world import trading
from tests.world.plain import flow
from tests.world.reading import value
from tests.world.trading import Orders, stream

P = load_parameters()
WILLING: dict[str, Any] = {"parameters": {"joining_base": 20.0}}
UNWILLING: dict[str, Any] = {"parameters": {"joining_base": -20.0}}
BAN = {"A": "export_ban product=ore target=B"}
CALL = {"B": "invoke_collective target=A"}


def own_cost(game: Game, country: str) -> float:
    """Return how much its own cost weighs with a country that could join [log of odds]."""
    (answer,) = (a for a in game.journal[-1].joins if a.dispute == "quarrel")
    joining = answer.of(country)
    assert joining
    return -dict(joining.odds.parts).get("own cost", 0.0)


def club(rule: str, *members: str, decides: float = 1.0) -> Data:
    row = {"name": "the table", "members": list(members), "rule": rule, "assumed": "for tests"}
    figures = {"meets": figure(7, "day"), "decides": figure(decides, "month")}
    return {"clubs": {"table": row | figures}}


# --- calls ---------------------------------------------------------------------------------------


def test_a_call_brings_allies_that_nobody_plays_to_act_and_costs_the_coercer() -> None:
    called = run({1: [BAN], 2: [CALL]}, rounds=4, **WILLING)
    uncalled = run({1: [BAN]}, rounds=4, **WILLING)
    assert value("defenders of quarrel", called) == "C,T"
    assert value("defenders of quarrel", uncalled) == "nobody"
    assert number("rate of tariff of C", called) == P["joint_share_of_trade"]
    assert moved("shipped", called, "ore", "A", "C", since=26) < moved(
        "shipped", uncalled, "ore", "A", "C", since=26
    )
    assert number("damage of quarrel to A", called) > number("damage of quarrel to A", uncalled)


def test_each_draw_is_told_with_its_odds_and_every_round_says_who_would_join() -> None:
    game = run({1: [BAN], 2: [CALL]}, rounds=2)
    draws = [d for entry in game.journal for d in entry.draws if d.what == "C joins"]
    assert [d.subject for d in draws] == ["quarrel"]
    assert {"relations to the target", "own cost"} <= dict(draws[0].odds.parts).keys()
    assert [a.dispute for entry in game.journal for a in entry.joins] == ["quarrel"] * 2
    assert 0.0 < game.journal[-1].joins[0].chance <= 1.0


def test_a_club_acts_only_when_its_rule_lets_it() -> None:
    orders: Orders = {1: [BAN, {"B": "import_tariff product=ore origin=A rate=0.5"}],
                      2: [{"T": "consult_2plus2 target=B"}]}  # fmt: skip
    each, all_ = (
        run(orders, rounds=2, changes=club(rule, "B", "C", "T"), **WILLING)
        for rule in ("each", "consensus")
    )
    assert value("defenders of quarrel", each) == "C"
    assert value("defenders of quarrel", all_) == "nobody"  # T is played and keeps out


def test_a_slow_club_acts_later() -> None:
    orders: Orders = {1: [BAN, {"B": "import_tariff product=ore origin=A rate=0.5"}]}
    quick, slow = (
        run(orders, rounds=3, changes=club("each", "B", "C", decides=d), **WILLING)
        for d in (1.0, 4.0)
    )
    first = [number("first tick of " + id, g) for g, id in (
        (quick, "joins-quarrel-C-13"), (slow, "joins-quarrel-C-23"))]  # fmt: skip
    assert first == [13, 23]


def test_who_comes_back_takes_it_over_again() -> None:
    orders: Orders = {1: [BAN, {"B": "import_tariff product=ore origin=A rate=0.5"}], 2: [CALL]}
    flickering = {"joining_base": -0.5, "joining_review": 0.01}
    game = run(orders, rounds=14, parameters=flickering)
    joined, left = (
        [e.date for entry in game.journal for e in entry.events
         if e.kind == kind and e.text.startswith("C ")]
        for kind in ("Joined", "Left")
    )  # fmt: skip
    assert len(joined) >= 2 and left
    taken = [m for m in game.world.measures if m.by == "C" and m.kind == "tariff"]
    assert len({m.since for m in taken}) == len(joined)
    assert {m.rate for m in taken} == {0.25}
    ends = [m.until for m in taken if m.until is not None]
    assert len(ends) == len(left)


TARIFF = "import_tariff product=ore origin=A rate="
RESTLESS: dict[str, Any] = {"parameters": {"joining_base": 20.0, "joining_review": 0.01}}
SLOW: Data = {"attribution_report": 0.0, "attribution_active": 0.0, "joining_review": 240.0}


def found_out(base: float, promise: str = "") -> Game:
    """Return a game in which A denies what it does up to its open step in the fifth round."""
    orders: Orders = {
        1: [{"A": "customs_slowdown product=ore target=B share=0.5"}, {"C": promise}],
        2: [CALL],
        5: [BAN],
    }
    return run(orders, rounds=7, parameters={**SLOW, "joining_base": base})


def test_what_is_found_out_late_is_answered_then() -> None:
    willing, unwilling = found_out(20.0), found_out(-20.0)
    assert value("defenders of quarrel", willing) == "C,T"
    assert value("defenders of quarrel", unwilling) == "nobody"
    asked = [n for n, e in enumerate(unwilling.journal, 1) for d in e.draws if d.what == "C joins"]
    assert asked == [6]  # once, and then only when they think again


def test_a_promise_falls_due_when_it_is_found_out() -> None:
    broken, kept = (found_out(base, PROMISE) for base in (-20.0, 20.0))
    assert number("events PromiseBroken of quarrel", broken) == 1
    assert number("events PromiseBroken of quarrel", kept) == 0
    assert number("credibility of C", broken) < number("credibility of C", kept)


def test_who_joined_follows_a_leader_that_raises_and_so_do_those_who_come_later() -> None:
    orders: Orders = {1: [BAN, {"B": TARIFF + "0.4"}], 3: [{"B": TARIFF + "0.8"}], 4: [CALL]}
    game = run(orders, rounds=6, changes=club("each", "B", "C"), **RESTLESS)
    last = {m.by: m.rate for m in game.world.measures if m.kind == "tariff" and m.until is None}
    assert last == {"B": 0.8, "C": 0.4, "T": 0.4}


def test_licences_taken_over_anew_take_the_place_of_the_old() -> None:
    control = "export_licensing product=metal target=A rate="
    orders: Orders = {1: [BAN, {"B": control + "0.5"}], 3: [{"B": control + "0.1"}], 4: [CALL]}
    game = run(orders, rounds=6, changes=club("each", "B", "C"), **RESTLESS)
    own = [m for m in game.world.measures if m.by == "C" and m.kind == "licence"]
    assert [m.rate for m in own if m.in_force(game.tick)] == [0.55]


def test_who_has_joined_pays_once() -> None:
    orders: Orders = {1: [BAN, {"B": TARIFF + "0.4"}], 2: [CALL, {"T": STEP}]}
    restless = run(orders, rounds=5, **RESTLESS)
    calm: dict[str, Any] = {"parameters": {"joining_base": 20.0, "joining_review": 240.0}}
    assert number("capital of C", restless) == number("capital of C", run(orders, rounds=5, **calm))


def test_a_call_that_asks_for_a_part_is_answered_by_a_part_when_they_join_more_later() -> None:
    orders: Orders = {
        1: [BAN, {"B": "import_tariff product=ore origin=A rate=0.4"}],
        2: [CALL],
        4: [{"B": RUNGS["a travel limit"]}, {"B": PARTLY}],
    }
    game = run(orders, rounds=6, changes=STREAMS, **RESTLESS)
    (lead,) = (m for m in game.world.measures if m.id == "B-4-1")
    own = [m for m in game.world.measures if m.by == "C" and m.id.endswith("#B-4-1")]
    assert [m.rate for m in own] == pytest.approx([0.2 * P["joint_level"] * lead.rate])


PARTLY = "invoke_collective target=A order=B-4-1 rate=0.2"


def test_joining_leaves_an_own_measure_alone_that_is_harsher() -> None:
    orders: Orders = {1: [BAN, {"C": TARIFF + "0.6"}, {"B": TARIFF + "0.4"}]}
    game = run(orders, rounds=3, changes=club("each", "B", "C"), **RESTLESS)
    assert value("defenders of quarrel", game) == "C"
    own = [m for m in game.world.measures if m.by == "C" and m.in_force(game.tick)]
    assert [(m.id, m.rate) for m in own] == [("C-1-1", 0.6)]


def test_what_was_there_before_it_joined_is_back_after_all_that_took_its_place() -> None:
    orders: Orders = {
        1: [BAN, {"C": TARIFF + "0.1"}, {"B": TARIFF + "0.4"}],
        3: [{"B": TARIFF + "0.8"}],
    }
    game = run(orders, rounds=5, changes=club("each", "B", "C"), **RESTLESS)
    standing = Standing(game.world.measures, game.world.politics)
    after = close(standing, game.world.politics.disputes[0], "withdrawn", game.tick)
    own = [m for m in after.measures if m.by == "C"]
    assert [m.rate for m in own if m.in_force(game.tick - 1)] == [0.4]
    assert [m.rate for m in own if m.in_force(game.tick)] == [0.1]


@pytest.mark.parametrize(("spent", "paid"), [(0.0, 6250.0), (18000.0, 2000.0), (30000.0, 0.0)])
def test_who_orders_a_fund_puts_up_the_whole_and_gets_back_what_others_can_pay(
    spent: float, paid: float
) -> None:
    orders: Orders = {1: [BAN, {"B": TARIFF + "0.4"}]}
    game = run(orders, rounds=3, changes=club("each", "B", "C", "T"), **WILLING)
    assert value("defenders of quarrel", game) == "C,T"
    order = Order.parse("solidarity_fund target=B amount=100000 club=table dispute=quarrel")
    day, rows = game.timeline.date(game.tick), game.network.countries
    deed = Deed(order, "fund", "C", "C", day, game.tick, game.setting, game.world)
    assert price_of(deed).usd == 100000.0
    before = game.world.politics.changed("spent", rows["T"], spent, 0.0, 1e9)
    before = before.changed("spent", rows["C"], 100000.0, 0.0, 1e9)
    after = carry_out(Standing(game.world.measures, before), deed)
    change = after.politics.spent - before.spent
    assert (change[rows["T"]], change[rows["C"]]) == (paid, -paid)
    given = [m.amount for m in after.measures if m.kind == "transfer"]
    assert sum(given) == 100000.0 and min(given) > 0.0


# --- the rungs that a coalition can climb --------------------------------------------------------

RUNGS = {
    "a travel limit": "tourism_restriction target=A rate=0.5",
    "a tariff": "import_tariff product=ore origin=A rate=0.5",
    "a price cap": "price_cap product=ore origin=A rate=0.5",
    "an export ban": "export_ban product=metal target=A",
}
"""What B does and others can join, the mildest first."""

STREAMS = {
    "exposures": [*trading.TRADING["exposures"], stream("tourism", "B", "A", 9),
                  stream("tourism", "C", "A", 9)]
}  # fmt: skip


def joined_on(text: str, **more: Any) -> Game:
    orders: Orders = {1: [BAN, {"B": text}], 2: [{"B": "invoke_collective target=A order=B-1-1"}]}
    return run(orders, rounds=4, changes=STREAMS, **more)


@pytest.mark.parametrize("text", RUNGS.values(), ids=RUNGS)
def test_a_coalition_climbs_to_the_rung_of_who_leads_it(text: str) -> None:
    with_it, without = joined_on(text, **WILLING), joined_on(text, **UNWILLING)
    lead = next(m for m in with_it.world.measures if m.id == "B-1-1")
    own = [m for m in with_it.world.measures if m.by == "C"]
    assert [(m.kind, m.rung, m.dispute) for m in own] == [(lead.kind, lead.rung, "quarrel")]
    assert not [m for m in without.world.measures if m.by == "C"]
    assert felt(with_it) < felt(without)


def felt(game: Game) -> float:
    """Return what C buys of A, sells it and does not cost it, all rungs together."""
    bought, sold = (
        moved("shipped", game, product, *way, since=26)
        for product, way in (("ore", ("A", "C")), ("metal", ("C", "A")))
    )
    cut = sum(m.rate for m in game.world.measures if m.by == "C" and m.kind == "channel")
    return bought + sold - cut


def test_a_joint_condemnation_is_the_lowest_rung_and_asks_for_no_trade() -> None:
    orders: Orders = {1: [BAN], 2: [{"B": "joint_statement target=A"}]}
    with_it, without = run(orders, rounds=2), run({1: [BAN]}, rounds=2)
    assert number("legitimacy of A", with_it) < number("legitimacy of A", without)
    assert CATALOGUE["joint_statement"].rung == 1


def test_the_dearer_a_rung_is_to_them_the_more_it_weighs_against_joining() -> None:
    tariffs = [f"import_tariff product=ore origin=A rate={rate}" for rate in (0.1, 0.5, 1.0)]
    costs = [own_cost(joined_on(text, **UNWILLING), "C") for text in tariffs]
    assert costs == sorted(costs)
    assert costs[0] < costs[-1]


def test_who_is_let_off_joins_more_readily_and_takes_over_less() -> None:
    text = "import_tariff product=ore,metal origin=A rate=0.5"
    orders: Orders = {1: [BAN, {"B": text}], 3: [CALL]}
    spared: Orders = {**orders, 2: [{"C": "exemption_request order=B-1-1 product=ore"}]}
    asked, let_off = (run(o, rounds=3, **UNWILLING) for o in (orders, spared))
    assert own_cost(let_off, "C") < own_cost(asked, "C")

    def taken(given: Orders) -> list[tuple[str, ...]]:
        found = run(given, rounds=3, **WILLING).world.measures
        return [m.products for m in found if m.by == "C" and m.kind == "tariff"]

    assert taken(orders) == [("ore", "metal")]
    assert taken(spared) == [("metal",)]


# --- promises ------------------------------------------------------------------------------------

PROMISE = "collective_defence_pledge target=A"


def test_a_promise_made_beforehand_makes_pressing_worth_less() -> None:
    def joint_part(game: Game) -> float:
        forces = leverage_of(game.world, game.setting)
        dispute = game.world.politics.disputes[0]
        parts = deterrence(dispute, game.world, game.setting, forces, deniable=False).parts
        return dict(parts)["joint answer"]

    hesitant: dict[str, Any] = {"parameters": {"joining_base": -3.0}}
    promised, not_promised = run({1: [{"C": PROMISE}]}, **hesitant), run({}, **hesitant)
    assert joint_part(promised) < joint_part(not_promised) < 0.0


def test_a_promise_that_is_not_kept_costs_belief_and_friendship() -> None:
    orders: Orders = {1: [BAN, {"C": PROMISE}], 2: [CALL]}
    broken, kept = (run(orders, rounds=4, **how) for how in (UNWILLING, WILLING))
    assert number("events PromiseBroken of quarrel", broken) == 1
    assert number("events PromiseBroken of quarrel", kept) == 0
    assert number("credibility of C", broken) < number("credibility of C", kept)
    assert number("relations of C to B", broken) < number("relations of C to B", kept)


# --- cohesion ------------------------------------------------------------------------------------

STEP = "import_tariff product=ore origin=A rate=0.1"
BOTH = club("each", "B", "C")


def cohesion(orders: Orders, *, rounds: int = 1, **more: Any) -> float:
    return float(run(orders, rounds=rounds, changes=BOTH, **more).world.politics.cohesion[0])


def test_acting_alone_loosens_a_club_and_asking_first_tightens_it() -> None:
    nothing = cohesion({})
    assert nothing == P["cohesion_start"]
    assert cohesion({1: [{"B": STEP.replace("import_tariff", "tariff_punitive")}]}) < nothing
    assert cohesion({1: [{"B": "consult_2plus2 target=C"}]}) > nothing
    asked: Orders = {
        1: [{"B": "consult_2plus2 target=C"}],
        2: [{"B": STEP.replace("import_tariff", "tariff_punitive")}],
    }
    assert cohesion(asked, rounds=2) > nothing


def test_what_comes_back_after_a_suspension_was_asked_about_before() -> None:
    again: Orders = {1: [BAN, {"B": STEP}], 2: [{"B": "suspend_measure order=B-1-1 months=3"}]}
    assert cohesion(again, rounds=4, parameters=QUIET) == pytest.approx(
        cohesion({1: [BAN, {"B": STEP}]}, rounds=4, parameters=QUIET)
    )


def test_allies_that_follow_a_common_list_do_not_act_alone() -> None:
    alone: Orders = {1: [BAN, {"B": "export_licensing product=metal target=A rate=0.5"}]}
    common: Orders = {**alone, 2: [{"B": "harmonise_control_list product=metal"}]}
    willing = QUIET | {"joining_base": 20.0}
    found = run(common, rounds=3, changes=BOTH, parameters=willing).world
    assert [m.by for m in found.measures if m.instrument == "harmonise_control_list"] == ["C"]
    assert found.politics.cohesion[0] == pytest.approx(
        cohesion(alone, rounds=3, parameters=willing)
    )


def test_a_threat_carried_out_without_asking_is_acting_alone() -> None:
    orders: Orders = {1: [{"A": "threat target=B order=export_ban product=ore days=45"}]}
    firm = QUIET | {"threat_base": -50.0}
    carried, let_go = (
        run(orders, rounds=3, changes=club("each", "A", "T"), parameters=firm | {"follow_base": f})
        for f in (50.0, -50.0)
    )
    assert [(m.by, m.since) for m in carried.world.measures] == [("A", 9)]  # within a round
    assert carried.world.politics.cohesion[0] < let_go.world.politics.cohesion[0]


QUIET: Data = {"cohesion_heat": 0.0, "cohesion_burden": 0.0, "hazard_concede_base": -30,
               "hazard_settle_base": -30, "hazard_withdraw_base": -30}  # fmt: skip


def test_a_club_whose_burden_falls_on_one_loosens() -> None:
    orders: Orders = {1: [BAN, {"B": STEP}], 2: [{"C": "join_coalition order=B-1-1"}]}
    shared = cohesion(orders, rounds=4)
    assert shared < cohesion(orders, rounds=4, parameters={"cohesion_burden": 0.0})


def test_a_club_is_the_worse_for_a_member_that_leaves() -> None:
    orders: Orders = {1: [BAN, {"B": STEP}], 2: [CALL]}
    calm = {"cohesion_heat": 0.0, "cohesion_burden": 0.0}
    kept: dict[str, Any] = {"parameters": {"joining_base": 0.3, "joining_review": 0.01, **calm}}
    flickering = run(orders, rounds=12, changes=BOTH, **kept)
    left = number("events Left of quarrel", flickering)
    assert left >= 1
    free: dict[str, Any] = {"parameters": {**kept["parameters"], "cohesion_defector": 0.0}}
    unmoved = run(orders, rounds=12, changes=BOTH, **free)
    assert flickering.world.politics.cohesion[0] < unmoved.world.politics.cohesion[0]


# --- leaks and chokepoints -----------------------------------------------------------------------


def test_listing_a_third_countrys_traders_closes_the_way_round() -> None:
    listed: Orders = {1: [BAN], 2: [{"A": "third_country_listing product=ore target=T"}]}
    with_it, without = run(listed, rounds=4), run({1: [BAN]}, rounds=4)
    bare = run({}, rounds=4)
    round_about = [moved("shipped", g, "ore", "T", "B", since=26) for g in (with_it, without, bare)]
    assert round_about[1] > round_about[2]  # a ban sends goods round
    assert round_about[0] < 0.3 * round_about[1]
    made = [moved("produced", g, "metal", "B", since=26) for g in (with_it, without)]
    assert made[0] < made[1]


THREE: Data = {
    "activities": {"mining": {"utilisation": figure(0.3, "1")}},
    "output": [
        {"activity": "mining", "country": c, "level": figure(4000, "t/year"), "unnamed": 1}
        for c in "ACT"
    ] + [
        {"activity": "works", "country": c, "level": figure(size, "t/year"), "unnamed": 1}
        for c, size in (("A", 100), ("B", 4000), ("C", 100))
    ],
    "flows": [flow("ore", "A", "B", 2600), flow("ore", "C", "B", 2600), flow("ore", "T", "B", 2600),
              flow("metal", "B", "A", 500), flow("metal", "C", "A", 10)],
}  # fmt: skip
"""B gets its ore of A, C and T, a third each, and every mine could dig three times as much."""


def test_a_chokepoint_of_three_suppliers_is_as_strong_as_the_weakest() -> None:
    def lost(countries: str) -> float:
        bans: Orders = {1: [{c: "export_ban product=ore target=B"} for c in countries]}
        games = [run(orders, rounds=4, changes=THREE) for orders in (bans, {})]
        made, usual = (moved("produced", g, "metal", "B", since=26) for g in games)
        return 1.0 - made / usual

    two, three = lost("AC"), lost("ACT")
    assert three > 0.9
    assert two < 0.3 * three
    thirds = [1 / 3] * 3
    assert combined(thirds, [1, 1, 0], "least", P) < 0.05
    assert combined(thirds, [1, 1, 1], "least", P) == pytest.approx(1.0)


def test_allies_follow_a_common_list_if_they_are_readier_than_not() -> None:
    orders: Orders = {
        1: [{"B": "export_control_own product=metal target=A rate=0 dispute=quarrel"}],
        2: [{"B": "harmonise_control_list product=metal"}],
    }
    follows, stays = (run(orders, rounds=2, **how) for how in (WILLING, UNWILLING))
    assert moved("shipped", follows, "metal", "C", "A", since=13) == 0.0
    assert moved("shipped", stays, "metal", "C", "A", since=13) > 0.0
    assert number("events StoodAside of B-2-1", stays) == 1


# --- what a claim rests on -----------------------------------------------------------------------


def test_without_disputes_or_clubs_nothing_is_drawn_and_nothing_is_different() -> None:
    plain = run({1: [BAN]}, rounds=2)
    assert not [d for e in plain.journal for d in e.draws if "join" in d.what]
    bare = run({}, rounds=2, changes={"disputes": []})
    assert [e.joins for e in bare.journal] == [(), ()]
    assert plain.world.politics.cohesion.size == 0
