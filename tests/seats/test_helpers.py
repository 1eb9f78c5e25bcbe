"""What policies have in common: sheets, moves with their losses, the worth of offers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from sim.errors import UnknownNameError
from sim.orders.base import Order
from sim.parameters import load_parameters
from sim.seats.base import Passive
from sim.seats.choices import Act, act, sheet_of
from sim.seats.coalitions import joining
from sim.seats.moves import STREAM_COST, STREAM_WORTH, best, expected_loss, inflicted, moves
from sim.seats.offers import EAGER, USUAL, answers, weights
from sim.seats.policies import POLICIES, description, policy
from sim.seats.provocations import imbalance, provocations
from sim.seats.relief import weak_spots
from sim.seats.view import chance, recent, renewed, steps, tick
from sim.world.deals import Term
from tests.seats.made_up import LAST, NOW, names, offer, quarrel, seen, step, texts, toll

TALKS, VISIT = act("deal_talks target=B", "To talk."), act("outreach target=C", "To explain.")
BAN, TARIFF = (
    act("export_ban product=ore target=B", "a"),
    act("import_ban product=car origin=B", "b"),
)
TOURS = act("tourism_restriction target=B rate=0.5", "c")


# --- sheets --------------------------------------------------------------------------------------


def test_a_sheet_has_two_acts_at_most() -> None:
    assert len(sheet_of(seen(), [TALKS, VISIT, BAN])) == 2


def test_the_same_order_is_handed_in_once() -> None:
    assert texts(sheet_of(seen(), [TALKS, TALKS])) == ["deal_talks target=B"]


def test_what_is_refused_makes_room_for_the_next() -> None:
    view = seen(may=lambda order: "no" if order == TALKS.order else None)
    assert texts(sheet_of(view, [TALKS, VISIT])) == ["outreach target=C"]


def objecting(order: Order) -> str | None:
    return None if order.chosen("overrule") == "yes" else "Foreign objects; say overrule=yes"


@pytest.mark.parametrize(("capital", "found"), [(60.0, "yes"), (40.0, "")])
def test_ministers_are_overruled_from_some_capital_on(capital: float, found: str) -> None:
    sheet = sheet_of(seen(own={"capital": capital}, may=objecting), [BAN])
    assert [entry.order.chosen("overrule") for entry in sheet] == ([found] if found else [])


def test_ministries_are_brought_together_where_two_press_on_one_country() -> None:
    assert names(sheet_of(seen(), [BAN, TOURS])) == [
        "export_ban", "tourism_restriction", "convene",
    ]  # fmt: skip


@pytest.mark.parametrize("acts", [[BAN, TARIFF], [BAN, TALKS], [BAN]])
def test_one_ministry_needs_nobody_to_convene(acts: list[Act]) -> None:
    assert "convene" not in names(sheet_of(seen(), acts))


def test_two_dear_orders_wait_for_capital() -> None:
    assert texts(sheet_of(seen(own={"capital": 12.0}), [BAN, TARIFF, TALKS])) == [
        "export_ban product=ore target=B",
        "deal_talks target=B",
    ]


def test_one_round_in_ten_is_held_back() -> None:
    sheets = [sheet_of(seen(round=n), [TALKS]) for n in range(1, 201)]
    held = [sheet for sheet in sheets if names(sheet) == ["hold"]]
    assert 8 <= len(held) <= 35
    assert all("deal_talks" in sheet[0].reason for sheet in held)


def test_chance_hangs_on_seat_round_and_matter_alone() -> None:
    view = seen()
    assert chance(view, "x") == chance(replace(view, measures=(step("B", "A", "export_ban"),)), "x")
    others = (chance(view, "y"), chance(seen(round=4), "x"), chance(seen(seat="B"), "x"))
    assert chance(view, "x") not in others


# --- what is seen --------------------------------------------------------------------------------


def test_the_round_knows_its_ticks() -> None:
    view = seen()
    assert tick(view) == NOW
    assert [recent(view, n) for n in (LAST - 1, LAST, NOW)] == [False, True, True]
    assert not recent(seen(round=1), 0)  # what stands at the start is no news


def test_who_only_complies_has_taken_no_step() -> None:
    complied = step("D", "A", "consumer_boycott", "car", id="B-1-1#D")
    standing = step("B", "A", "import_tariff", "car", dispute=None)
    done = step("B", "A", "import_tariff", "ore", until=NOW)
    view = seen(measures=(complied, standing, done, step("B", "A", "export_ban", "chip")))
    assert [m.instrument for m in steps(view, "B", "A")] == ["export_ban"]
    assert steps(view, "D", "A") == ()


def test_a_provocation_has_a_rung_and_a_loss() -> None:
    new, old = step("B", "A", "export_licensing", "chip"), step("B", "A", "export_ban", "magnet")
    old = replace(old, known=0)
    view = seen(disputes=(quarrel("B", "A", id="A-B"),), measures=(new, old))
    (found,) = provocations(view)
    assert (found.by, found.rung, found.loss) == ("B", 5, 1.0)
    assert imbalance(view, "B") == pytest.approx(1.0 + 0.5 * 0.8)


def test_a_fresh_threat_stands_on_the_second_rung() -> None:
    threat = quarrel("B", "A", stage="threat", since=LAST)
    (found,) = provocations(seen(disputes=(threat,)))
    assert found.rung == 2
    assert provocations(seen(disputes=(replace(threat, since=0),))) == ()


def test_weak_spots_are_what_the_untrusted_sell() -> None:
    spots = weak_spots(seen())
    assert [(s.product, s.other) for s in spots] == [("chip", "B"), ("magnet", "B")]
    assert spots[0].risk == pytest.approx(2.0 * 0.7)


def test_bystanders_join_rather_against_those_they_dislike() -> None:
    dispute = quarrel("A", "B")
    liked = joining(seen(), dispute)
    disliked = seen(own={"relations": {"A": 0.0, "B": -0.4, "C": -0.6, "D": -0.6}})
    assert 0.0 < liked < joining(disliked, dispute) < 1.0
    assert joining(seen(), replace(dispute, defenders=("C", "D"))) == 1.0


def test_old_quarrels_come_back_with_rivals_only_and_not_twice() -> None:
    assert {d.target for n in range(1, 200) for d in renewed(seen(round=n), 0.03)} == {"B"}
    assert renewed(seen(disputes=(quarrel("A", "B"),)), 1.0) == ()
    assert [d.target for d in renewed(seen(), 1.0)] == ["B"]


# --- moves ---------------------------------------------------------------------------------------


def test_the_best_move_weighs_the_own_loss() -> None:
    view = seen()
    strong = best(view, "B", max_rung=8, weight=0.0)
    assert strong and str(strong.order) == "export_ban product=ore target=B"
    assert (strong.loss_other, strong.loss_self) == (1.0, 0.1)
    fair = best(view, "B", max_rung=8, weight=9.0)  # what ore costs A is a tenth: 0.1 is left
    assert fair and fair.order.names("product") != ("car",)
    assert best(seen(exposures=()), "B", max_rung=8, weight=20.0) is None


def test_no_move_climbs_above_its_rung() -> None:
    assert {m.rung for m in moves(seen(), "B", max_rung=4)} <= {2, 3, 4}


def test_a_measure_in_force_leaves_what_it_has_not_cut() -> None:
    half = step("A", "B", "export_licensing", "ore", rate=0.5)
    found = {str(m.order): m for m in moves(seen(measures=(half,)), "B")}
    assert found["export_ban product=ore target=B"].loss_other == 0.5
    assert not any("export_licensing product=ore" in text for text in found)


def test_a_goal_makes_moves_milder() -> None:
    for move in moves(seen(), "B", goal=0.1, max_rung=5):
        assert move.loss_other <= 0.11


def test_a_stream_is_a_share_of_gdp() -> None:
    (tours,) = [m for m in moves(seen(), "B") if m.order.instrument == "tourism_restriction"]
    assert tours.loss_other == pytest.approx(100 * 0.5 * 0.42 * 1e9 / 1e12)


def test_losses_of_measures_are_read_from_the_tables() -> None:
    view = seen()
    assert expected_loss(view, step("B", "A", "export_licensing", "chip", rate=0.25)) == 1.5
    assert expected_loss(view, step("B", "A", "import_tariff", "ore", rate=0.5)) == 0.05
    assert inflicted(view, step("A", "B", "import_ban", "car", rate=1.0)) == 0.6


# --- offers --------------------------------------------------------------------------------------


def test_an_offer_is_weighed_term_by_term() -> None:
    ban = step("B", "A", "export_ban", "chip", rate=0.0)
    deal = offer("B", "A", Term("B", "lift", ban.id), Term("A", "pay", amount=5e9))
    view = seen(disputes=(quarrel("B", "A", id="A-B"),), measures=(ban,), deals=(deal,))
    assert weights(view, deal, USUAL) == pytest.approx((2.0, 0.5))
    (answer,) = answers(view)
    assert str(answer.order) == "sign_deal deal=deal"
    assert answer.reason == "The offer of B: it gives us 2 % of GDP a year and asks 0.5 % of GDP."


def test_giving_in_is_weighed_by_the_stake() -> None:
    deal = offer("B", "A", Term("B", "pay", amount=1e9), Term("A", "concede", "A-B"))
    view = seen(disputes=(quarrel("B", "A", id="A-B", stake_target=0.8),), deals=(deal,))
    assert weights(view, deal, USUAL)[1] == pytest.approx(1.6)
    assert names_of(view) == ["refuse_deal"]


def test_who_is_content_with_less_signs_more() -> None:
    deal = offer("B", "A", Term("B", "lift", "B-export_ban-chip"), Term("A", "pay", amount=7e9))
    ban = step("B", "A", "export_ban", "chip", rate=0.6)
    dear = quarrel("B", "A", id="A-B", toll=toll(0.8, 0.0, 0.0, 0.0))
    view = seen(disputes=(dear,), measures=(ban,), deals=(deal,))
    asks_more = replace(deal, terms=(deal.terms[0], Term("A", "pay", amount=9e9)))
    assert [str(a.order) for a in answers(view, EAGER)] == ["sign_deal deal=deal"]
    assert names_of(replace(view, deals=(asks_more,))) == ["refuse_deal"]


def test_offers_that_are_over_or_for_others_are_let_be() -> None:
    deal = offer("B", "A", Term("B", "pay", amount=1e9), Term("A", "hold_off"))
    for other in (replace(deal, until=NOW), replace(deal, parties=("B", "C"))):
        assert list(answers(seen(deals=(other,)))) == []


def names_of(view: object) -> list[str]:
    return [one.order.instrument for one in answers(view)]  # type: ignore[arg-type]


# --- the registry --------------------------------------------------------------------------------


def test_every_policy_has_a_line_that_says_what_it_does() -> None:
    for name in POLICIES:
        assert 20 < len(description(name)) <= 100
        assert description(name).endswith(".")


def test_a_policy_is_made_by_name_with_its_settings() -> None:
    assert isinstance(policy("passive"), Passive)
    assert policy("tit_for_tat", forgiveness=0.5) != policy("tit_for_tat")


@pytest.mark.parametrize("ask", [policy, description])
def test_an_unknown_policy_is_refused_kindly(ask: Callable[[str], object]) -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'salami'"):
        ask("salmi")


def test_what_seats_reckon_a_stream_to_be_worth_is_the_models_default() -> None:
    p = load_parameters()
    assert pytest.approx(p["stream_value"] * (1.0 - p["stream_offset"])) == STREAM_WORTH
    assert p["stream_own_cost"] == STREAM_COST
