"""The systems that must work, each by what it changes: a run with it beside one without.

`test_it_would_not_be_so_without` takes away what a claim rests on (an instrument's effects, a gate,
a parameter, a price) and asks that the claim fails then.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any, cast

import pytest

from sim.orders.governments import Government, governments
from tests.properties.scenarios import figure
from tests.systems.claims import (
    BAN,
    CATALOGUE,
    Claim,
    altered,
    at,
    emptied,
    fails_without,
    moved,
    number,
    opened,
    ruling,
    run,
)
from tests.world import trading
from tests.world.reading import value
from tests.world.trading import Orders, quarrel

REACTION_ONLY: dict[str, Any] = {"behaviour": False}
"""Nobody builds or switches of himself, so that what is built is what was ordered."""


def points(country: str, text: str, **traits: float) -> float:
    """Return the political capital that an order costs a country [points]."""
    figures = {name: figure(number, "1") for name, number in traits.items()}
    changes = {"countries": {country: {"traits": figures}}}
    with_it = run({1: [{country: text}]}, asked=True, changes=changes)
    without = run({}, asked=True, changes=changes)
    return number(f"capital of {country}", without) - number(f"capital of {country}", with_it)


# --- the three Ps --------------------------------------------------------------------------------

THREE_PS: dict[str, tuple[str, Orders]] = {
    "protect": (
        "stockpile_release",
        {1: [{"B": "stockpile_build product=ore amount=600 until=2020-04-05"}],
         3: [{"A": BAN}, {"B": "stockpile_release product=ore amount=500 until=2020-10-04"}]},
    ),
    "promote": (
        "diversify_sourcing",
        {1: [{"B": "diversify_sourcing product=ore target=C budget=1000000"}], 3: [{"A": BAN}]},
    ),
    "partner": (
        "emergency_sharing",
        {1: [{"C": "stockpile_build product=ore amount=600 until=2020-04-05"}],
         3: [{"A": BAN}, {"C": "emergency_sharing product=ore target=B amount=500"}]},
    ),
}  # fmt: skip
"""Category -> an instrument of it, and a play in which a ban meets it."""


@pytest.mark.parametrize("category", THREE_PS)
def test_protecting_promoting_and_partnering_each_keep_works_running(category: str) -> None:
    name, orders = THREE_PS[category]
    assert CATALOGUE[name].category == category
    met = run(orders, rounds=5)
    unmet = run(left_out(orders, name), rounds=5)
    made, lost = (moved("produced", game, "metal", "B", since=26) for game in (met, unmet))
    assert made > 1.02 * lost
    assert number("damage of quarrel to B", met) < number("damage of quarrel to B", unmet)


def left_out(orders: Orders, name: str) -> Orders:
    return {n: [row for row in rows if name not in str(row)] for n, rows in orders.items()}


def test_what_presses_is_a_step_in_a_dispute_and_what_protects_is_not() -> None:
    pressing = run({1: [{"B": "export_licensing product=metal target=A rate=0.5"}]})
    guarding = run({1: [{"B": "export_control_own product=metal target=A rate=0.5"}]})
    for game in (pressing, guarding):
        assert moved("shipped", game, "metal", "B", "A") < moved(
            "shipped", run({}), "metal", "B", "A"
        )
    assert [m.dispute for m in pressing.world.measures] == ["quarrel"]
    assert [m.dispute for m in guarding.world.measures] == [None]


# --- screening of foreign stakes -----------------------------------------------------------------


@pytest.mark.parametrize(("share", "before", "after"), [(0.15, 0, 0), (0.05, 1, 0), (0.005, 1, 1)])
def test_screening_from_one_per_cent_stops_stakes_that_ten_per_cent_let_pass(
    share: float, before: int, after: int
) -> None:
    buying = {2: [{"A": f"acquire_stake firm=Forge share={share}"}]}
    lax = run(buying, rounds=2)
    strict = run({1: [{"B": "fdi_screen threshold=0.01"}], **buying}, rounds=2)
    assert number("stake measures of A", lax) == before
    assert number("stake measures of A", strict) == after


# --- the four pillars of the Economic Security Promotion Act -------------------------------------

PLAN = {3: [{"B": "domestic_capacity product=metal budget=20000"}]}
STORE = {3: [{"B": "stockpile_build product=ore amount=20 until=2021-01-03"}]}


@pytest.mark.parametrize("support", [PLAN, STORE], ids=["plan-subsidy", "stockpile"])
def test_only_designated_products_get_plan_subsidies_and_stockpiles(support: Orders) -> None:
    product = "metal" if support is PLAN else "ore"
    named = {1: [{"B": f"designate_product product={product}"}], **support}
    assert ruling(run(named, rounds=3, asked=True), "B-3-1")[0] == "carried out"
    outcome, reason = ruling(run(support, rounds=3, asked=True), "B-3-1")
    assert outcome == "refused"
    assert "is not designated" in reason


def test_a_plan_subsidy_adds_capacity_at_home() -> None:
    paid = run({1: [{"B": "domestic_capacity product=metal budget=1250000"}]}, **REACTION_ONLY)
    assert number("building of Forge", paid) > number("building of Forge", run({}, **REACTION_ONLY))


def test_a_stockpile_lets_works_run_through_a_ban() -> None:
    build = {1: [{"B": "stockpile_build product=ore amount=600 until=2020-04-05"}]}
    release = {3: [{"A": BAN}, {"B": "stockpile_release product=ore amount=500 until=2020-10-04"}]}
    with_it, without = run(build | release, rounds=4), run(build | {3: [{"A": BAN}]}, rounds=4)
    assert moved("produced", with_it, "metal", "B") > moved("produced", without, "metal", "B")


def test_reviewed_infrastructure_suffers_less_harm() -> None:
    probe = {2: [{"A": "cyber_probe target=B intensity=0.5"}]}
    reviewed = run({1: [{"B": "infra_prior_review rate=0.2"}], **probe}, rounds=2)
    bare = number("damage of quarrel to B", run(probe, rounds=2))
    assert number("damage of quarrel to B", reviewed) == pytest.approx(0.8 * bare)


RESEARCH = {2: [{"B": "critical_tech_rd product=metal budget=2500000"}]}


def test_a_programme_for_critical_technology_adds_capacity() -> None:
    with_it, without = run(RESEARCH, rounds=2, **REACTION_ONLY), run({}, rounds=2, **REACTION_ONLY)
    assert number("building of Forge", with_it) > number("building of Forge", without) + 100


def test_patents_kept_secret_keep_rivals_from_what_was_found() -> None:
    secret = {1: [{"B": "patent_nondisclosure product=metal"}], **RESEARCH}
    kept, told = (run(o, rounds=2, **REACTION_ONLY) for o in (secret, RESEARCH))
    assert number("building of Smith", told) > 0
    assert number("building of Smith", kept) == 0
    assert number("building of Forge", kept) == number("building of Forge", told)


# --- who decides ---------------------------------------------------------------------------------

PACKAGE = [{"B": "early_warning package=p"}, {"B": "cyber_hardening package=p"}]


def test_a_package_that_was_brought_together_comes_a_round_earlier() -> None:
    convened = run({1: [*PACKAGE, {"B": "convene package=p"}]}, rounds=4, asked=True)
    late = run({1: PACKAGE}, rounds=4, asked=True)
    assert ruling(late, "B-1-1")[0] == "delayed"
    for id in ("B-1-1", "B-1-2"):
        ticks = late.timeline.ticks_per_round
        assert number(f"first tick of {id}", convened) <= (
            number(f"first tick of {id}", late) - ticks
        )


def test_a_secretariat_brings_together_only_so_many_packages_in_a_round() -> None:
    acts = {"p": "early_warning", "q": "data_call", "r": "cyber_hardening"}
    rows = [{"B": f"{text} package={name}"} for name, text in acts.items()]
    game = run({1: [{"B": "convene package=p,q,r"}, *rows]}, asked=True)
    assert [ruling(game, f"B-1-{n}")[0] for n in (2, 3, 4)] == [
        "carried out", "carried out", "delayed",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "decides"),
    [
        ("export_control_own product=metal target=A overrule=yes", "METI"),
        ("import_tariff product=ore origin=A rate=0.1 overrule=yes", "MOF"),
        ("domestic_compensation amount=10000", "MOF"),
        ("consult_2plus2 target=C", "MOFA"),
        ("attribution_campaign target=A", "MOFA"),
    ],
)
def test_trade_finance_and_foreign_affairs_each_decide_on_their_own(
    text: str, decides: str
) -> None:
    for ministry in ("METI", "MOF", "MOFA"):
        outcome, reason = ruling(
            run({1: [{f"B.{ministry}": text}]}, asked=True), f"B.{ministry}-1-1"
        )
        assert outcome == ("carried out" if ministry == decides else "refused")
        assert ministry == decides or f"{decides} has" in reason


def test_foreign_affairs_object_to_pressing_hard_and_can_be_overruled() -> None:
    text = "tariff_punitive product=ore origin=A rate=0.5"
    refused = run({1: [{"B": text}]}, asked=True)
    assert "MOFA object" in ruling(refused, "B-1-1")[1]
    allowed = run({1: [{"B": f"{text} overrule=yes"}]}, asked=True)
    assert ruling(allowed, "B-1-1")[0] == "carried out"
    assert number("capital of B", allowed) < number("capital of B", refused)


# --- getting by without --------------------------------------------------------------------------

DEAR = {3: [{"A": BAN}]}


def test_suppliers_abroad_that_were_paid_for_take_the_place_of_the_old_one() -> None:
    paid = {1: [{"B": "diversify_sourcing product=ore target=C budget=1000000"}], **DEAR}
    with_it, without = run(paid, rounds=6), run(DEAR, rounds=6)
    assert moved("arrived", with_it, "ore", "C", "B") > 1.2 * moved(
        "arrived", without, "ore", "C", "B"
    )


def test_what_is_diversified_quietly_is_seen_by_nobody_and_presses_on_nobody() -> None:
    text = "diversify_sourcing product=ore target=C budget=250000"
    quiet, loud = run({1: [{"B": f"{text} quiet=yes"}]}), run({1: [{"B": text}]})
    for seat in ("A", "C", "T"):
        assert value(f"{seat} sees B-1-1", quiet) == "no"
        assert value(f"{seat} sees B-1-1", loud) == "yes"
    assert value("B sees B-1-1", quiet) == "yes"
    assert value("stage of quarrel", quiet) == "latent"


def test_research_cuts_what_a_unit_takes() -> None:
    paid = {1: [{"B": "substitution_rd product=ore factor=5"}], **DEAR}
    with_it, without = run(paid, rounds=10), run(DEAR, rounds=10)
    assert number("need of B for ore", with_it) < 0.99 * number("need of B for ore", without)
    assert number("need of C for ore", with_it) == pytest.approx(
        number("need of C for ore", without), rel=0.02
    )


def test_recycling_yields_at_home_what_no_longer_comes() -> None:
    paid = {1: [{"B": "recycling_push product=ore budget=100000"}], **DEAR}
    with_it, without = run(paid, rounds=6), run(DEAR, rounds=6)
    assert moved("produced", with_it, "ore", "B") > 1.5 * moved("produced", without, "ore", "B")
    assert moved("produced", with_it, "metal", "B") > moved("produced", without, "metal", "B")


def test_a_share_of_a_mine_abroad_brings_ore_and_knowledge() -> None:
    paid = {1: [{"B": "overseas_offtake firm=Pit budget=1000000 share=0.09"}], **DEAR}
    with_it, without = run(paid, rounds=6), run(DEAR, rounds=6)
    assert number("rate of stake of B", with_it) == 0.09
    assert moved("arrived", with_it, "ore", "C", "B") > moved("arrived", without, "ore", "C", "B")
    assert number("rate of research of B", with_it) > number("rate of research of B", without)


# --- pressure ------------------------------------------------------------------------------------

PRESSURE = {
    "a tariff": "tariff_punitive product=metal origin=B rate=1",
    "a tourism limit": "tourism_restriction target=B rate=0.5",
    "an import ban": "import_ban product=metal origin=B",
    "an import ban for health": "import_ban_sps product=metal origin=B",
    "an export ban": BAN,
    "licensing": "export_licensing product=ore target=B rate=0.3",
    "a quota": "export_quota product=ore target=B amount=300 until=2020-12-31",
    "a slow-down": "customs_slowdown product=ore target=B share=0.8",
}
"""What A can do to B, by name."""


@pytest.mark.parametrize("text", PRESSURE.values(), ids=PRESSURE)
def test_each_way_of_pressing_costs_its_target(text: str) -> None:
    game = run({1: [{"A": text}]}, rounds=3)
    assert value("stage of quarrel", game) == "imposed"
    assert number("damage of quarrel to B", game) > 0.01
    assert number("damage of quarrel to B", game) > number("damage of quarrel to A", game)


CHANNELS = {
    "tourism": ("tourism_restriction target=B rate=0.5", 2.0),
    "students": ("student_restriction target=B rate=0.5", 1.0),
    "investment": ("capital_restriction target=B rate=0.5", 1.0),
    "consumers": ("firm_harassment target=B rate=0.5", 2.0),
}
"""Channel -> what cuts it by half, and its size [MUSD/year]."""


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_stream_that_is_cut_costs_by_its_size(channel: str) -> None:
    text, size = CHANNELS[channel]
    game = run({1: [{"A": text}]})
    assert number("damage of quarrel to B", game) == pytest.approx(0.5 * size * 0.6 * 0.7)
    exposures = [
        stream for stream in trading.TRADING["exposures"]
        if (stream["channel"], stream["to"]) != (channel, "B")
    ]  # fmt: skip
    bare = run({1: [{"A": text}]}, changes={"exposures": exposures})
    assert "knows of no" in ruling(bare, "A-1-1")[1]


def test_a_boycott_of_a_firm_hits_that_firms_sales() -> None:
    game = run({1: [{"A": "consumer_boycott product=metal origin=B firm=Forge rate=1"}]})
    sold = moved("shipped", run({}), "metal", "B", "A")
    assert 0 < moved("shipped", game, "metal", "B", "A") < 0.8 * sold


# --- trade rules ---------------------------------------------------------------------------------

QUOTA = "export_quota product=ore amount=20000 until=2024-01-01"


def test_breaking_trade_rules_costs_more_who_keeps_them() -> None:
    lax = points("A", QUOTA, wto_adherence=0.1)
    keen = points("A", QUOTA, wto_adherence=0.9)
    assert keen > lax + 1
    allowed = "production_cap activity=mining rate=0.9"
    assert points("A", allowed, wto_adherence=0.9) == pytest.approx(
        points("A", allowed, wto_adherence=0.1)
    )


@pytest.mark.parametrize(("adherence", "left"), [(0.9, 0), (0.2, 1)])
def test_a_case_that_is_won_ends_the_measure_of_one_who_keeps_the_rules(
    adherence: float, left: int
) -> None:
    traits = {"countries": {"A": {"traits": {"wto_adherence": figure(adherence, "1")}}}}
    orders = {1: [{"A": QUOTA}], 2: [{"B": "wto_case order=A-1-1"}]}
    more: dict[str, Any] = {"changes": traits, "parameters": {"suit_wins": 0.999}}
    sued, unsued = run(orders, rounds=13, **more), run({1: orders[1]}, rounds=13, **more)
    assert number("quota measures of A", unsued) == 1
    assert number("quota measures of A", sued) == left
    assert number("legitimacy of A", sued) < number("legitimacy of A", unsued)


def test_a_measure_that_names_nobody_opens_no_dispute_and_is_taken_less_gravely() -> None:
    bare: dict[str, Any] = {"changes": {"disputes": []}}
    named = run({1: [{"A": "export_licensing product=ore target=B rate=0.5"}]}, asked=True, **bare)
    open_ = run({1: [{"A": "export_licensing product=ore rate=0.5"}]}, asked=True, **bare)
    assert [d.target for d in named.world.politics.disputes] == ["B"]
    assert open_.world.politics.disputes == ()
    assert open_.world.measures[0].rung < named.world.measures[0].rung


# --- allies and leaders --------------------------------------------------------------------------

TARIFF = "us_s122 product=metal origin=B rate=0.15 overrule=yes"


def test_a_tariff_on_an_ally_costs_goodwill() -> None:
    hit, not_hit = run({1: [{"C": TARIFF}]}, asked=True), run({}, asked=True)
    assert number("relations of B to C", hit) < number("relations of B to C", not_hit) - 0.04
    other = run({1: [{"C": "us_s122 product=ore origin=A rate=0.15 overrule=yes"}]}, asked=True)
    assert number("relations of A to C", other) == number("relations of A to C", not_hit)


def test_a_deal_takes_the_tariff_off() -> None:
    offer = {2: [{"B": "propose_deal target=C give=pay:100000 ask=lift:C-1-1"}]}
    orders = {1: [{"C": "import_tariff product=metal origin=B rate=0.3"}], **offer}
    months: dict[str, Any] = {"parameters": {"talks_months": 6}}
    signed = run({**orders, 3: [{"C": "sign_deal deal=B-2-1"}]}, rounds=4, **months)
    unsigned = run(orders, rounds=4, **months)
    assert value("deal B-2-1", signed) == "signed"
    assert number("tariff measures of C", signed) == 0
    assert moved("shipped", signed, "metal", "B", "C", since=26) > moved(
        "shipped", unsigned, "metal", "B", "C", since=26
    )
    assert number("spent of B", signed) > number("spent of B", unsigned)


def test_a_new_government_starts_anew_and_lets_enmity_go() -> None:
    orders = {1: [{"A": "tourism_restriction target=B rate=0.9"}]}
    fallen = run(orders, rounds=2, parameters={"leader_base": 5.0})
    stays = run(orders, rounds=2)
    assert "B" in dict(fallen.world.politics.led)
    assert stays.world.politics.led == ()
    assert number("relations of B to A", fallen) > number("relations of B to A", stays)
    assert number("support of B", fallen) > number("support of B", stays)


def test_an_ally_left_out_of_a_subsidy_sells_less_and_minds_it() -> None:
    out = {1: [{"C": "content_subsidy product=metal origin=B rate=0.3 overrule=yes"}]}
    let_in = {1: [{"C": "content_subsidy product=metal origin=T rate=0.3 overrule=yes"}]}
    left, not_left = (run(o, rounds=8, asked=True) for o in (out, {}))
    assert moved("shipped", left, "metal", "B", "C") < moved("shipped", not_left, "metal", "B", "C")
    assert number("relations of B to C", left) < number("relations of B to C", not_left)
    assert ruling(run(let_in, asked=True), "C-1-1")[0] == "refused"  # T sells none


def test_money_for_development_draws_a_third_country_away_from_pressure() -> None:
    changes = {"disputes": [quarrel("squeeze", "A", "T")]}
    exposures = [*trading.TRADING["exposures"], trading.stream("investment", "A", "T", 2)]
    squeeze = {1: [{"A": "capital_restriction target=T rate=0.5"}]}
    help_ = {2: [{"C": "infra_alternative target=T amount=100000"}]}
    control = {3: [{"C": "secondary_sanction product=ore target=B rate=0.5"}]}
    more: dict[str, Any] = {"changes": changes | {"exposures": exposures}, **REACTION_ONLY}
    helped, alone = (run(o | control, rounds=3, **more) for o in (squeeze | help_, squeeze))
    assert number("damage of squeeze to T", helped) < number("damage of squeeze to T", alone)
    assert number("relations of T to C", helped) > number("relations of T to C", alone)
    with_money, without = (moved("shipped", g, "ore", "T", "B", since=26) for g in (helped, alone))
    assert with_money < without


def test_a_large_plant_that_is_subsidised_lowers_dependence_on_others() -> None:
    paid = run({1: [{"C": "plant_subsidy firm=Smith budget=2500000"}]}, rounds=8)
    unpaid = run({}, rounds=8)
    assert number("capacity of Smith", paid) > number("capacity of Smith", unpaid) + 500
    bought = [moved("shipped", g, "metal", "B", "C", since=52) for g in (paid, unpaid)]
    assert bought[0] < 0.9 * bought[1]


# --- each rests on what it says ------------------------------------------------------------------


def without_secretariat(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give Japan's coordinator no room for any package."""
    known = cast(MutableMapping[str, Government], governments())
    monkeypatch.setitem(known, "JPN", known["JPN"].model_copy(update={"capacity": 0}))


RESTS_ON: list[Claim] = [
    *(
        (test_protecting_promoting_and_partnering_each_keep_works_running, (p,), emptied(name))
        for p, (name, _) in THREE_PS.items()
    ),
    (
        test_what_presses_is_a_step_in_a_dispute_and_what_protects_is_not,
        (),
        altered("export_licensing", category="protect"),
    ),
    (
        test_screening_from_one_per_cent_stops_stakes_that_ten_per_cent_let_pass,
        (0.05, 1, 0),
        emptied("fdi_screen"),
    ),
    (
        test_only_designated_products_get_plan_subsidies_and_stockpiles,
        (PLAN,),
        opened("designated"),
    ),
    (
        test_only_designated_products_get_plan_subsidies_and_stockpiles,
        (STORE,),
        emptied("designate_product"),
    ),
    (test_a_plan_subsidy_adds_capacity_at_home, (), emptied("domestic_capacity")),
    (test_a_stockpile_lets_works_run_through_a_ban, (), emptied("stockpile_release")),
    (test_reviewed_infrastructure_suffers_less_harm, (), emptied("infra_prior_review")),
    (test_a_programme_for_critical_technology_adds_capacity, (), emptied("critical_tech_rd")),
    (
        test_patents_kept_secret_keep_rivals_from_what_was_found,
        (),
        emptied("patent_nondisclosure"),
    ),
    (test_patents_kept_secret_keep_rivals_from_what_was_found, (), at("research_leak", 0.0)),
    (
        test_a_package_that_was_brought_together_comes_a_round_earlier,
        (),
        without_secretariat,
    ),
    (
        test_trade_finance_and_foreign_affairs_each_decide_on_their_own,
        ("consult_2plus2 target=C", "MOFA"),
        altered("consult_2plus2", authority={"any": "finance"}),
    ),
    (
        test_foreign_affairs_object_to_pressing_hard_and_can_be_overruled,
        (),
        altered("tariff_punitive", rung=1),
    ),
    (
        test_suppliers_abroad_that_were_paid_for_take_the_place_of_the_old_one,
        (),
        emptied("diversify_sourcing"),
    ),
    (
        test_what_is_diversified_quietly_is_seen_by_nobody_and_presses_on_nobody,
        (),
        emptied("diversify_sourcing"),
    ),
    (test_research_cuts_what_a_unit_takes, (), emptied("substitution_rd")),
    (test_recycling_yields_at_home_what_no_longer_comes, (), emptied("recycling_push")),
    (test_a_share_of_a_mine_abroad_brings_ore_and_knowledge, (), emptied("overseas_offtake")),
    *(
        (test_each_way_of_pressing_costs_its_target, (text,), emptied(text.split()[0]))
        for text in PRESSURE.values()
    ),
    *(
        (test_a_stream_that_is_cut_costs_by_its_size, (channel,), emptied(text.split()[0]))
        for channel, (text, _) in CHANNELS.items()
    ),
    (test_a_boycott_of_a_firm_hits_that_firms_sales, (), emptied("consumer_boycott")),
    (test_breaking_trade_rules_costs_more_who_keeps_them, (), at("wto_price", 0.0)),
    (
        test_a_case_that_is_won_ends_the_measure_of_one_who_keeps_the_rules,
        (0.9, 0),
        emptied("wto_case"),
    ),
    (
        test_a_measure_that_names_nobody_opens_no_dispute_and_is_taken_less_gravely,
        (),
        at("agnostic_relief", 0.0),
    ),
    (test_a_tariff_on_an_ally_costs_goodwill, (), at("ally_hurt", 0.0)),
    (test_a_deal_takes_the_tariff_off, (), emptied("sign_deal")),
    (test_a_new_government_starts_anew_and_lets_enmity_go, (), at("leader_thaw", 0.0)),
    (test_an_ally_left_out_of_a_subsidy_sells_less_and_minds_it, (), emptied("content_subsidy")),
    (test_an_ally_left_out_of_a_subsidy_sells_less_and_minds_it, (), at("ally_hurt", 0.0)),
    (
        test_money_for_development_draws_a_third_country_away_from_pressure,
        (),
        emptied("infra_alternative"),
    ),
    (
        test_a_large_plant_that_is_subsidised_lowers_dependence_on_others,
        (),
        emptied("plant_subsidy"),
    ),
]
"""Each claim with what it rests on."""

test_it_would_not_be_so_without = fails_without(RESTS_ON)
