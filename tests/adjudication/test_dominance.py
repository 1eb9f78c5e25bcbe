"""Who could climb further, and the ways down, of the dispute of the political scenario."""

from __future__ import annotations

import copy
from dataclasses import replace

import pytest

from sim.adjudication.dominance import FIRST, LAST, Dominance, dominance
from sim.adjudication.expectations import expected_losses, leverage_of
from sim.adjudication.ways import Prospect, WaysDown, ways_down
from sim.game import Game
from sim.orders.base import Order
from sim.orders.instruments import instruments
from sim.world.disputes import Dispute
from tests.properties.scenarios import Data, entry, game_of
from tests.world.political import CALM, POLITICAL
from tests.world.trading import merged

GOODS: Data = {"exposures": []}
"""Without streams of money, which are far larger there than trade."""
SLOW = 0.001
"""Tempo at which odds can be told apart and nothing ends."""


def game(changes: Data | None = None, **settings: float) -> Game:
    data = merged(copy.deepcopy(POLITICAL), changes or {})
    return game_of(data, **{**CALM, "tempo": SLOW, **settings})


def played(text: str, changes: Data | None = None, **settings: float) -> Game:
    """Return a game after a round in which CHN ordered something."""
    made = game(changes, **settings)
    made.submit("CHN", (entry(text),))
    made.resolve()
    return made


def quarrel(of: Game) -> Dispute:
    found = of.world.politics.dispute("islands")
    assert found
    return found


def seen(of: Game) -> Dominance:
    return dominance(quarrel(of), of.world, of.setting, leverage_of(of.world, of.setting))


def down(of: Game) -> WaysDown:
    return ways_down(quarrel(of), of.world, of.setting)


def way(name: str, of: Game) -> Prospect:
    (found,) = (w.prospect for w in down(of).ways if w.name == name)
    return found


# Dominance.


def test_what_can_be_done_from_a_rung_on_never_grows_with_the_rung() -> None:
    levels = seen(game()).levels
    assert [level.rung for level in levels] == list(range(FIRST, LAST + 1))
    for side in ("sender", "target"):
        worth = [c.worth if (c := getattr(level, side)) else 0.0 for level in levels]
        assert worth[0] > 0.0
        assert worth == sorted(worth, reverse=True)


def test_every_order_behind_it_stands_on_that_rung_or_above_and_may_be_given() -> None:
    made = game()
    for level in seen(made).levels:
        for seat, climb in (("CHN", level.sender), ("JPN", level.target)):
            if climb:
                assert instruments()[climb.order.instrument].rung >= level.rung
                assert made.observe(seat).may(climb.order) is None


def test_losses_are_those_that_governments_reckon_with() -> None:
    made = game()
    forces = leverage_of(made.world, made.setting)
    climb = seen(made).levels[0].sender
    assert climb
    theirs, ours = expected_losses(climb.order, "CHN", "JPN", forces, made.setting)
    assert (climb.loss_other, climb.loss_self) == pytest.approx((theirs, ours))
    assert climb.worth == pytest.approx(theirs - ours)


def test_who_has_nobody_else_to_buy_from_is_dominated() -> None:
    first = seen(game(GOODS)).levels[0]
    assert first.lead > 0.0
    ore = [row for row in POLITICAL["flows"] if (row["from"], row["to"]) == ("CHN", "JPN")]
    elsewhere = [row for row in POLITICAL["flows"] if row not in ore]
    assert seen(game(GOODS | {"flows": elsewhere})).levels[0].lead < first.lead


def test_an_own_loss_that_weighs_more_leaves_less_to_do() -> None:
    light, heavy = (seen(game(GOODS, dominance_own_cost=w)).levels[0] for w in (0.0, 0.5))
    assert light.sender and heavy.sender
    assert heavy.sender.worth < light.sender.worth


def test_what_is_cut_already_cannot_be_cut_again() -> None:
    before = seen(game(GOODS)).levels[-2].sender
    after = seen(played("export_ban product=ore,metal target=JPN", GOODS)).levels[-2].sender
    assert before
    assert not after or after.worth < 0.1 * before.worth


def test_streams_that_can_be_cut_count() -> None:
    streams = {"tourism_restriction", "student_restriction", "firm_harassment", "cyber_probe"}
    chosen = ({c.order.instrument for level in seen(made).levels if (c := level.sender)}
              for made in (game(), game(GOODS)))  # fmt: skip
    with_streams, without = chosen
    assert with_streams & streams
    assert not without & streams


def test_a_rule_for_third_countries_costs_what_they_would_withhold() -> None:
    made = game()
    forces = leverage_of(made.world, made.setting)
    order = Order.parse("secondary_sanction product=tool target=CHN rate=1")
    usual = expected_losses(order, "USA", "CHN", forces, made.setting)
    friendly = made.world.politics.relations.copy()
    usa, jpn = (made.network.countries[c] for c in ("USA", "JPN"))
    friendly[jpn, usa] = 1.0
    willing = expected_losses(order, "USA", "CHN", forces, made.setting, friendly)
    assert 0.0 < usual[0] < willing[0]
    assert usual[1] == 0.0


def test_who_has_no_capital_left_can_do_nothing() -> None:
    made = game()
    poor = made.world.politics.changed("capital", made.network.countries["CHN"], -99, 0.0, 100.0)
    made.world = replace(made.world, politics=poor)
    assert all(level.sender is None for level in seen(made).levels)


# Ways down.

HOLD = "customs_slowdown product=ore target=JPN share=0.5"


def test_a_dispute_in_which_nothing_was_said_has_no_way_down() -> None:
    assert down(game()).ways == ()


def test_talks_bring_the_two_to_settle_and_a_mediator_saves_face() -> None:
    made = played("export_duty product=ore target=JPN rate=0.3")
    as_it_is = down(made).as_it_is
    assert way("talks", made).settled > 1.5 * as_it_is.settled
    assert way("a mediator", made).settled > as_it_is.settled
    assert way("a mediator", made).conceded > as_it_is.conceded
    assert as_it_is.support_target < way("a mediator", made).support_target < 0.0
    assert as_it_is.support_sender < way("a mediator", made).support_sender < 0.0


def test_who_suspends_presses_no_more_and_leaves_a_settlement() -> None:
    made = played("export_duty product=ore target=JPN rate=0.3")
    suspends, as_it_is = way("CHN suspends", made), down(made).as_it_is
    assert (suspends.conceded, suspends.withdrawn) == (0.0, 0.0)
    assert suspends.settled > 0.0
    assert suspends.support_sender > as_it_is.support_sender
    assert not [w for w in down(made).ways if w.name in ("JPN suspends", "both suspend")]


def test_both_can_suspend_where_both_have_measures() -> None:
    made = played("export_duty product=ore target=JPN rate=0.3")
    made.submit("JPN", (entry("export_duty product=tool target=CHN rate=0.3", "p",
                              made.timeline.date(made.tick)),))  # fmt: skip
    made.resolve()
    both, one = way("both suspend", made), way("CHN suspends", made)
    assert both.support_sender > one.support_sender
    assert way("JPN suspends", made).settled > down(made).as_it_is.settled


def test_letting_measures_lapse_costs_the_sender_least() -> None:
    made = played("export_duty product=ore target=JPN rate=0.3")
    quiet, loud = way("CHN lets its own lapse", made), way("CHN gives up", made)
    assert quiet.withdrawn == loud.withdrawn == 1.0
    assert loud.support_sender < quiet.support_sender < 0.0


def test_a_threat_has_ways_down_too() -> None:
    made = played("threat target=JPN order=export_ban product=ore days=300")
    assert quarrel(made).stage == "threat"
    as_it_is = down(made).as_it_is
    assert as_it_is.withdrawn > 0.0
    assert way("a mediator", made).conceded > as_it_is.conceded


def test_the_odds_are_those_that_are_drawn() -> None:
    made = played("export_duty product=ore target=JPN rate=0.3", talks_months=1.0)
    found = down(made).as_it_is
    made.resolve()
    first = [d for d in made.journal[-1].draws if d.subject == "islands"][:3]
    drawn = {draw.what: draw.probability for draw in first}
    assert drawn["settled"] == pytest.approx(found.settled, rel=0.2)
    assert drawn["withdrawn"] == pytest.approx(found.withdrawn, rel=0.2)
