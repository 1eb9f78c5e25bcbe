"""Items: what is one, and what a round is without it (§W.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import pytest

from sim.explain.items import Item, items_of
from sim.explain.played import Played, undisturbed
from sim.explain.trail import Trail, trails
from sim.explain.without import without
from sim.game import Game, Moment
from sim.world.measures import Measure
from tests.explain.made_up import BAN, number
from tests.world.trading import Orders, play

FOLLOWS = {"follow_base": 50.0, "threat_base": -50.0, "negotiation_base": -50.0}
"""Parameters at which whoever is threatened holds out, and the threat is carried out."""


def game_after(rounds: int, orders: Orders, *, asked: bool = False, follows: bool = False) -> Game:
    """Return a game in which some rounds were played, and one more without orders."""
    before = {"parameters": FOLLOWS if follows else {}}
    game = play({"rounds": rounds, "asked": asked, "before": before}, orders)
    game.resolve()
    return game


def last(game: Game) -> tuple[Moment, dict[str, Item]]:
    moment = game.moments[-1]
    return moment, {item.id: item for item in items_of(game, moment)}


def trail_of(game: Game, moment: Moment, name: str) -> Trail:
    (trail,) = trails(game, moment, [number(name, game)])
    return trail


def standing(moment: Moment, kind: str) -> list[Measure]:
    tick = moment.world.tick
    return [m for m in moment.world.measures if m.kind == kind and m.in_force(tick)]


# Measures that take each other's place.

DUTY = "export_duty product=ore target=B rate={}"
RATES = (0.1, 0.5, 0.8)


@pytest.fixture(scope="module")
def dearer() -> Game:
    return game_after(3, {n: [{"A": DUTY.format(rate)}] for n, rate in enumerate(RATES, start=1)})


def test_orders_whose_place_was_taken_are_items_too(dearer: Game) -> None:
    _, items = last(dearer)
    assert set(items) == {"A-1-1", "A-2-1", "A-3-1"}


@pytest.mark.parametrize("kept", [c for n in range(4) for c in combinations((1, 2, 3), n)])
def test_of_several_on_the_same_things_the_last_that_is_left_is_in_force(
    dearer: Game, kept: Sequence[int]
) -> None:
    moment, items = last(dearer)
    again = without(moment, [item for id, item in items.items() if int(id[2]) not in kept])
    given = {n: [{"A": DUTY.format(RATES[n - 1])}] for n in kept}
    never, _ = last(game_after(3, given))
    duties = [m.rate for m in standing(again, "duty")]
    assert duties == [m.rate for m in standing(never, "duty")]
    assert duties == [RATES[n - 1] for n in kept[-1:]]


@pytest.mark.parametrize("kept", [(1, 3), (1,), (1, 2)])
def test_what_replaced_is_remembered_for_when_that_goes_too(
    dearer: Game, kept: Sequence[int]
) -> None:
    moment, items = last(dearer)
    one_by_one = moment
    for n in (2, 3):
        if n not in kept:
            one_by_one = without(one_by_one, [items[f"A-{n}-1"]])
    at_once = without(moment, [item for id, item in items.items() if int(id[2]) not in kept])
    assert one_by_one.world.measures == at_once.world.measures


# Threats.

THREAT = f"threat target=B order={BAN.replace(' target=B', '')} days={{}}"


def threatened(rounds: int, days: int) -> Game:
    return game_after(rounds, {1: [{"A": THREAT.format(days)}]}, follows=True)


def test_an_earlier_threat_that_is_carried_out_now_has_its_share() -> None:
    game = threatened(1, days=100)
    moment, items = last(game)
    assert items == {"A-1-1": Item("A-1-1", "A", "threat: Forbid exports: ore on B", "due",
                                   threat="quarrel")}  # fmt: skip
    never = game_after(1, {})
    trail = trail_of(game, moment, "B.price(ore)")
    assert trail.base == trail_of(never, never.moments[-1], "B.price(ore)").whole
    assert trail.parts[0].share > 0.01 * (trail.base or 0.0)
    chances = trail_of(game, moment, "quarrel.settlement")
    assert chances.base == 0.0


def test_once_carried_out_its_measures_are_the_item() -> None:
    game = threatened(2, days=100)
    _, items = last(game)
    ((id, item),) = items.items()
    assert id.startswith("quarrel-imposed-")
    assert (item.seat, item.kind) == ("A", "in force")


def test_a_threat_that_waits_keeps_a_dispute_where_it_is() -> None:
    game = threatened(1, days=400)
    moment, items = last(game)
    assert items["A-1-1"].kind == "in force"
    again = without(moment, items.values()).world.politics.dispute("quarrel")
    assert again is not None and (again.stage, again.deadline, again.threatened) == (
        "latent", None, "",
    )  # fmt: skip
    trail = trail_of(game, moment, "quarrel.escalation")
    assert trail.base is not None and trail.whole is not None and trail.base < trail.whole


def test_a_further_threat_leaves_the_measures_that_are_in_force() -> None:
    duty = {"A": DUTY.format(0.3)}
    game = game_after(1, {1: [duty, {"A": THREAT.format(100)}]}, follows=True)
    moment, items = last(game)
    assert set(items) == {"A-1-1", "A-1-2"}
    again = without(moment, [items["A-1-2"]]).world.politics.dispute("quarrel")
    assert again is not None and (again.stage, again.deadline) == ("imposed", None)


def test_what_a_scenario_itself_threatens_is_not_an_item() -> None:
    game = play({"rounds": 0}, {})
    (dispute,) = game.world.politics.disputes
    open_ = replace(dispute, stage="threat", deadline=9, threatened=BAN)
    game.world = replace(game.world, politics=game.world.politics.with_dispute(open_))
    game.resolve()
    assert last(game)[1] == {}


# What a scenario starts with.

TOURS = "tourism_restriction target=B rate=0.5"


def started_with(order: str, rounds: int, orders: Orders) -> Game:
    own = [{"id": "old", "by": "A", "order": order, "assumed": "for tests"}]
    game = play({"rounds": rounds, "before": {"changes": {"in_force": own}}}, orders)
    game.resolve()
    return game


def test_a_measure_of_the_scenarios_stays_its_own_when_it_comes_back() -> None:
    game = started_with(TOURS, 2, {1: [{"A": "suspend_measure order=old months=3"}]})
    moment, items = last(game)
    assert [m.id for m in standing(moment, "channel")] == ["old#again"]
    assert items == {}
    lost = number("B.damage", game).value(Played(game, undisturbed(game, moment)))
    assert lost == pytest.approx(0.0, abs=1e-9)


def test_a_measure_of_the_scenarios_is_not_an_item_once_replaced() -> None:
    game = started_with(DUTY.format(0.2), 1, {1: [{"A": DUTY.format(0.6)}]})
    moment, items = last(game)
    assert set(items) == {"A-1-1"}
    assert [m.rate for m in standing(without(moment, items.values()), "duty")] == [0.2]


def test_to_lift_what_the_scenario_starts_with_is_a_gain() -> None:
    game = started_with(TOURS, 0, {})
    still = number("B.damage", game).value(Played(game, undisturbed(game, game.moments[-1])))
    lifted = started_with(TOURS, 1, {1: [{"A": "lift order=old"}]})
    found = number("B.damage", lifted).value(Played(lifted, undisturbed(lifted, last(lifted)[0])))
    assert still == pytest.approx(0.0, abs=1e-9)
    assert found is not None and found < -0.1


# Lifts of earlier rounds.

LAPSES = {1: [{"A": BAN}], 2: [{"A": "quiet_lifting order=A-1-1"}]}
"""Let lapse in the second round, it ends in a later one."""


@pytest.fixture(scope="module")
def lapsing() -> tuple[Game, Moment, dict[str, Item]]:
    game = game_after(6, LAPSES, asked=True)
    (ban,) = (m for m in game.world.measures if m.origin == "A-1-1")
    assert ban.until is not None
    moment = game.moments[ban.until // game.timeline.ticks_per_round]
    assert moment.round > 2
    return game, moment, {item.id: item for item in items_of(game, moment)}


def test_a_lift_is_an_item_in_the_round_in_which_it_ends_something(
    lapsing: tuple[Game, Moment, dict[str, Item]],
) -> None:
    game, moment, items = lapsing
    assert {id: item.kind for id, item in items.items()} == {"A-1-1": "in force", "A-2-1": "due"}
    other = game.moments[moment.round]
    assert items_of(game, other) == ()


def test_without_a_lift_what_it_ends_goes_on(
    lapsing: tuple[Game, Moment, dict[str, Item]],
) -> None:
    game, moment, items = lapsing
    never = game_after(moment.round - 1, {1: LAPSES[1]}, asked=True)
    without_lift = without(moment, [items["A-2-1"]]).world.measures
    assert without_lift == never.moments[-1].world.measures
    trail = trail_of(game, moment, "B.imports(ore,A)")
    shares = {part.item.id: part.share for part in trail.parts}
    assert shares["A-1-1"] < 0.0 < shares["A-2-1"]
    assert not any(m.kind == "licence" for m in without(moment, items.values()).world.measures)


def test_without_a_suspension_nothing_comes_back_a_second_time() -> None:
    rest = {"A": "suspend_measure order=A-1-1 months=6"}
    game = play({"rounds": 2}, {1: [{"A": BAN}], 2: [rest]})
    # As if its lead time took it into the next round.
    later = game.tick + 3
    game.world = game.world.with_measures(
        tuple(replace(m, until=later) if m.id == "A-1-1" else m for m in game.world.measures)
    )
    game.resolve()
    moment, items = last(game)
    assert set(items) == {"A-1-1", "A-2-1"}
    bans = without(moment, [items["A-2-1"]]).world.measures
    assert [(m.id, m.until) for m in bans] == [("A-1-1", None)]
    assert without(moment, items.values()).world.measures == ()


# Suits.


def test_a_suit_decided_on_the_first_day_of_a_round_is_an_item() -> None:
    game = play({"rounds": 1}, {1: [{"A": BAN}, {"B": "wto_case order=A-1-1"}]})
    first = tuple(
        replace(m, until=game.tick) if m.kind == "suit" else m for m in game.world.measures
    )
    game.world = game.world.with_measures(first)
    game.resolve()
    assert any("is won" in draw.what for draw in game.journal[-1].draws)
    moment, items = last(game)
    assert set(items) == {"A-1-1", "B-1-1"}
    again = game.branch(without(moment, [items["B-1-1"]]))
    assert not any("is won" in draw.what for draw in again.resolve().draws)
