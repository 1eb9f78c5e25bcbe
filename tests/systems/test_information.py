"""Information at work: each system by what it changes, a run with it beside one without."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.adjudication.expectations import leverage_of
from sim.game import Game
from sim.politics.coalitions.joint import joint_answer
from sim.world.disputes import Draw
from tests.properties.scenarios import figure
from tests.systems.claims import BAN, Claim, at, emptied, fails_without, number, run
from tests.world.reading import quarrel

SLOW = {1: [{"A": "customs_slowdown product=ore target=B share=0.5"}]}
"""A slow-down that its author denies."""


def seen(game: Game, seat: str, country: str) -> float:
    """Return what a seat takes a country to lose by the quarrel [% of GDP]."""
    (found,) = (d for d in game.observe(seat).disputes if d.id == "quarrel")
    return found.toll.damage[game.network.countries[country]] if found.toll else math.nan


def draws(game: Game, what: str) -> list[Draw]:
    return [d for entry in game.journal for d in entry.draws if what in d.what]


def mistaken(game: Game, seat: str, country: str) -> float:
    """Return by how much a seat mistakes a country's loss [log]."""
    return number(f"error of {seat} in quarrel about {country}", game)


# --- who finds out -------------------------------------------------------------------------------


def test_firms_that_are_hit_give_away_what_is_denied() -> None:
    for n in range(8):
        slowed = run({n + 1: SLOW[1]}, rounds=n + 2)
        told = [e for entry in slowed.journal for e in entry.events if e.kind == "FirmsReported"]
        if told:
            break
    (drawn, *_) = [d for d in draws(slowed, "reports") if d.happened]
    assert [name for name, _ in drawn.odds.parts] == ["firms that are hit"]
    assert told[0].text.endswith("in B report shipments that are held") or "1 firm" in told[0].text
    quiet = run({n + 1: SLOW[1]}, rounds=n + 2, parameters={"report_rate": 0.01})
    assert number("attribution of quarrel", slowed) > number("attribution of quarrel", quiet)


def test_who_watches_hears_more_of_his_firms() -> None:
    watched = run({1: [*SLOW[1], {"B": "early_warning"}]}, rounds=2)
    blind = run(SLOW, rounds=2)
    assert draws(watched, "reports")[0].probability > draws(blind, "reports")[0].probability
    assert number("attribution of quarrel", watched) > number("attribution of quarrel", blind)


def test_what_is_done_in_the_open_is_reported_by_nobody() -> None:
    assert draws(run({1: [{"A": BAN}]}), "reports") == []


# --- who sees what -------------------------------------------------------------------------------

SHARP = {"countries": {"C": {"traits": {"observation_noise": figure(0.0, "1")}}}}
"""C sees without noise."""


@pytest.mark.parametrize("watch", ["data_call", "early_warning"])
def test_others_losses_are_seen_a_round_late_unless_one_watches(watch: str) -> None:
    late, at_once = (
        run({1: [{"A": BAN}, *more]}, parameters={"own_noise": 0.0}, changes=SHARP)
        for more in ([], [{"C": watch}])
    )
    assert seen(late, "C", "B") == 0.0 < number("damage of quarrel to B", late)
    assert seen(at_once, "C", "B") == pytest.approx(number("damage of quarrel to B", at_once))
    late.resolve()
    assert seen(late, "C", "B") == pytest.approx(number("damage of quarrel to B", at_once))
    assert seen(late, "B", "B") == pytest.approx(number("damage of quarrel to B", late))


def test_what_is_denied_is_hard_to_tell_from_bad_luck() -> None:
    sure = {"own_noise": 0.0}
    denied, open_ = (run({1: [{"A": text}]}, parameters=sure) for text in (SLOW[1][0]["A"], BAN))
    assert mistaken(denied, "B", "B") > 0.01
    assert mistaken(denied, "A", "A") == pytest.approx(0.0)  # who does it knows
    assert mistaken(open_, "B", "B") == pytest.approx(0.0)


def test_a_quarrel_that_is_fought_by_denied_steps_alone_is_quiet_to_others() -> None:
    hidden: dict[str, float] = {"attribution_active": 0.0, "attribution_report": 0.0}
    slowed, calm = (run(o, rounds=2, parameters=hidden) for o in (SLOW, {}))
    assert slowed.observe("T").disputes == calm.observe("T").disputes
    assert [d.stage for d in slowed.observe("B").disputes] == ["imposed"]
    found_out = run(SLOW, rounds=2, parameters={"attribution_active": 5.0})
    assert [d.stage for d in found_out.observe("T").disputes] == ["imposed"]


def test_allies_that_vet_people_see_in_part_what_the_other_sees() -> None:
    watch = [{"A": BAN}, {"C": "data_call"}]
    vetted = [{"B": "clearance_reform"}, {"C": "clearance_reform"}]
    alone, one, both = (run({1: [*watch, *vetted[:n]]}) for n in range(3))
    assert mistaken(both, "B", "B") < 0.9 * mistaken(alone, "B", "B")
    assert mistaken(one, "B", "B") == mistaken(alone, "B", "B")
    assert seen(alone, "B", "A") == 0.0 != seen(both, "B", "A")


def test_who_is_called_sees_as_much_better_as_who_calls() -> None:
    call = {1: [{"A": BAN}, {"B": "ipef_crisis_call target=C product=ore"}]}
    called, not_called = run(call), run({1: [{"A": BAN}]})
    for seat in ("B", "C"):
        assert mistaken(called, seat, seat) < 0.9 * mistaken(not_called, seat, seat)
    assert mistaken(called, "T", "T") == mistaken(not_called, "T", "T")


def test_firms_data_make_the_estimate_of_stocks_better() -> None:
    asked, unasked, exact = (
        run(orders, parameters={"cover_noise": noise}).observe("B").cover
        for orders, noise in (({1: [{"B": "data_call"}]}, 0.3), ({}, 0.3), ({}, 0.0))
    )
    errors = [
        [abs(math.log(cover[product] / exact[product])) for product in exact]
        for cover in (asked, unasked)
    ]
    assert np.array(errors[0]) == pytest.approx(0.57 * np.array(errors[1]))
    assert min(errors[1]) > 0.0


# --- chokepoints ---------------------------------------------------------------------------------

SMALL = {"chokepoint_small": 0.02, "chokepoint_much": 0.0003}
"""Parameters at which a made-up country has chokepoints."""


@pytest.mark.parametrize("watch", ["data_call", "early_warning"])
def test_a_country_knows_its_chokepoints_only_when_it_has_asked(watch: str) -> None:
    before, after = (run(o, parameters=SMALL) for o in ({}, {1: [{"C": watch}]}))
    assert before.observe("C").chokepoints == ()
    assert "Pit" in [c.firm for c in after.observe("C").chokepoints]
    assert after.observe("B").chokepoints == ()


def test_a_country_learns_only_what_it_asked_for() -> None:
    other = run({1: [{"C": "data_call product=metal"}]}, parameters=SMALL)
    assert other.observe("C").chokepoints == ()


# --- who misreads --------------------------------------------------------------------------------

LOOSE = {"misread_base": 0.0, "misread_told": 5.0}
"""Parameters at which somebody who was not told soon takes offence, and who was told does not."""

LICENCES = {"A": "export_licensing product=ore rate=0.5 dispute=quarrel"}
"""Naming nobody, so that all who buy may be meant."""


def taken(game: Game, who: str) -> int:
    events = [e for entry in game.journal for e in entry.events]
    return sum((e.kind, e.subject) == ("Misread", who) for e in events)


def licensed(*before: dict[str, str]) -> Game:
    return run({1: [*before, LICENCES]}, parameters=LOOSE)


def test_who_was_not_told_takes_a_measure_as_aimed_at_himself() -> None:
    told, untold = licensed({"A": "outreach target=T"}), licensed()
    assert (taken(told, "T"), taken(untold, "T")) == (0, 1)
    assert taken(told, "C") == 1  # nobody told C
    assert number("relations of T to A", untold) < number("relations of T to A", told) - 0.05


def test_who_is_named_alone_leaves_the_others_at_ease() -> None:
    named = {1: [{"A": "export_licensing product=ore target=B rate=0.5"}]}
    game = run(named, parameters=LOOSE | {"misread_least": 1.0})
    assert draws(game, "misreads") == []


def test_who_misreads_an_answer_joins_it_less() -> None:
    answer = {"B": "export_licensing product=metal rate=0.5 dispute=quarrel"}
    joins = []
    for base in (-8.0, 0.0):
        game = run({1: [{"A": BAN}, answer]}, parameters={"misread_base": base})
        forces = leverage_of(game.world, game.setting)
        found = joint_answer(quarrel(game, "quarrel"), game.world, game.setting, forces).of("T")
        assert found
        joins.append(found.probability)
    assert joins[1] < joins[0]


# --- each rests on what it says ------------------------------------------------------------------

RESTS_ON: list[Claim] = [
    (test_firms_that_are_hit_give_away_what_is_denied, (), at("attribution_report", 0.0)),
    (test_who_watches_hears_more_of_his_firms, (), emptied("early_warning")),
    (test_who_watches_hears_more_of_his_firms, (), at("report_rate_warned", 0.0)),
    *(
        (test_others_losses_are_seen_a_round_late_unless_one_watches, (name,), emptied(name))
        for name in ("data_call", "early_warning")
    ),
    (test_what_is_denied_is_hard_to_tell_from_bad_luck, (), at("denied_noise", 0.0)),
    (test_allies_that_vet_people_see_in_part_what_the_other_sees, (), emptied("clearance_reform")),
    (
        test_allies_that_vet_people_see_in_part_what_the_other_sees,
        (),
        at("shared_secrets", 0.0),
    ),
    (test_who_is_called_sees_as_much_better_as_who_calls, (), emptied("ipef_crisis_call")),
    (test_firms_data_make_the_estimate_of_stocks_better, (), emptied("data_call")),
    *(
        (test_a_country_knows_its_chokepoints_only_when_it_has_asked, (name,), emptied(name))
        for name in ("data_call", "early_warning")
    ),
    (test_who_was_not_told_takes_a_measure_as_aimed_at_himself, (), emptied("outreach")),
    (test_who_was_not_told_takes_a_measure_as_aimed_at_himself, (), at("misread_hurt", 0.0)),
    (test_who_misreads_an_answer_joins_it_less, (), at("misread_hurt", 0.0)),
]
"""Each claim with what it rests on."""

test_it_would_not_be_so_without = fails_without(RESTS_ON)
