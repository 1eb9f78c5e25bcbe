"""The trail of causes: its items, its shares, and that they add up (§W.1, §W.4, §W.5)."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Sequence

import pytest

from sim.explain.items import items_of
from sim.explain.played import Played, undisturbed
from sim.explain.spread import Processes
from sim.explain.trail import Trail, trails
from sim.explain.without import without
from sim.game import Game
from sim.replay.run import start_model
from sim.scenario import catalog
from sim.seats.load import load_scenario
from tests.explain.made_up import BAN, ORDERS, STOCK, number, played
from tests.properties.scenarios import game_of
from tests.world.plain import PLAIN
from tests.world.trading import TRADING, play

NAMES = ("B.price(ore)", "B.imports(ore,A)", "B.damage", "B.support", "quarrel.escalation")


def explained(game: Game, round: int, *names: str, **more: object) -> tuple[Trail, ...]:
    numbers = [number(name, game) for name in names]
    return trails(game, game.moments[round - 1], numbers, **more)  # type: ignore[arg-type]


def shares(trail: Trail) -> dict[str, float]:
    return {part.item.id: part.share for part in trail.parts}


@pytest.fixture(scope="module")
def found() -> tuple[Trail, ...]:
    return explained(played(), 2, *NAMES)


def test_what_was_so_before_is_what_is_so_where_nobody_ever_ordered_anything() -> None:
    game, never = play({"rounds": 1}, {1: [*ORDERS[1], *ORDERS[2]]}), play({"rounds": 1}, {})
    quiet = Played(never, undisturbed(never, never.moments[0]))
    for trail in explained(game, 1, *NAMES):
        assert trail.base == trail.number.value(quiet), trail.number
        assert trail.whole != trail.base, trail.number


def test_the_number_explained_is_the_one_that_was_played(found: Sequence[Trail]) -> None:
    game = played()
    again = Played(game, undisturbed(game, game.moments[-1]))
    for trail in found:
        assert trail.whole == trail.number.value(again), trail.number


def test_earlier_orders_in_force_and_those_of_the_round_are_items() -> None:
    game = played()
    found = {item.id: (item.kind, item.seat) for item in items_of(game, game.moments[1])}
    assert found == {
        "A-1-1": ("in force", "A"), "A-2-1": ("order", "A"),
        "B-2-1": ("order", "B"), "B-2-2": ("order", "B"),
    }  # fmt: skip


def test_items_are_named_in_words() -> None:
    game = played()
    (ban,) = (i for i in items_of(game, game.moments[1]) if i.id == "A-1-1")
    assert str(ban) == "A: Forbid exports: ore on B"


def test_who_keeps_goods_away_has_the_largest_share(found: Sequence[Trail]) -> None:
    price, imports, damage, *_ = found
    assert price.parts[0].item.id == "A-1-1" and price.parts[0].share > 0.0
    assert shares(imports)["A-1-1"] < 0.0
    assert shares(damage)["A-1-1"] > 0.0


def test_talk_adds_nothing_to_a_price(found: Sequence[Trail]) -> None:
    assert shares(found[0])["B-2-2"] == 0.0


def test_small_trails_are_exact_and_share_their_re_runs(found: Sequence[Trail]) -> None:
    assert {(trail.exact, trail.reruns) for trail in found} == {(True, 2**4)}


def test_what_waits_is_an_item_in_the_round_in_which_its_time_has_come() -> None:
    game = play(
        {"rounds": 8, "asked": True}, {1: [{"C": "infra_alternative target=T amount=100000"}]}
    )
    due = [m for m in game.moments if any(i.kind == "due" for i in items_of(game, m))]
    assert len(due) == 1 and due[0].round > 2
    (trail,) = explained(game, due[0].round, "C.relations(T)")
    assert shares(trail) == {"C-1-1": pytest.approx(game.setting.parameters["goodwill"])}


def test_injects_stand_at_nothing_without_re_runs() -> None:
    result = started("two-islands", 2)
    (trail,) = explained(result, 2, "SOUTH.price(ore)")
    (inject,) = (part for part in trail.parts if part.item.kind == "inject")
    assert (inject.share, inject.error) == (0.0, None)
    assert trail.reruns == 2 ** (len(trail.parts) - 1)


FIRE = {
    "id": "fire", "date": dt.date(2020, 1, 20), "title": "A mine burns", "text": "It burns.",
    "by": "A", "order": "production_cap activity=mining rate=0.5 until=2020-12-31",
    "assumed": "for tests",
}  # fmt: skip


def test_an_inject_that_does_something_has_its_share() -> None:
    game = play({"rounds": 2, "before": {"changes": {"injects": [FIRE]}}}, {1: [{"B": STOCK}]})
    trail, output = explained(game, 1, "B.price(ore)", "A.output(mining)")
    kinds = {part.item.id: part.item.kind for part in trail.parts}
    assert kinds == {"fire": "inject", "B-1-1": "order"}
    assert shares(trail)["fire"] > 0.0 > shares(output)["fire"]
    (later, _) = explained(game, 2, "B.price(ore)", "A.output(mining)")
    assert {str(part.item) for part in later.parts} >= {"A: A mine burns"}
    moment = game.moments[0]
    quiet = play({"rounds": 1}, {1: [{"B": STOCK}]})
    (fire,) = (item for item in items_of(game, moment) if item.id == "fire")
    assert game.branch(moment).resolve() == game.journal[0]
    assert game.branch(without(moment, [fire])).resolve().state == quiet.journal[0].state


def test_two_islands_add_up_and_licences_cut_imports() -> None:
    game = started("two-islands", 3)
    (trail,) = explained(game, 3, "SOUTH.imports(ore,NORTH)")
    assert trail.base is not None and trail.whole is not None
    assert shares(trail) == {"ore-squeeze": pytest.approx(trail.whole - trail.base, abs=1e-9)}
    assert trail.whole < 0.9 * trail.base


def test_a_round_without_orders_has_an_empty_trail() -> None:
    game = game_of(PLAIN)
    game.resolve()
    (trail,) = explained(game, 1, "A.price(ore)")
    assert (trail.parts, trail.reruns, trail.base) == ((), 1, trail.whole)


def test_what_has_no_value_is_not_explained() -> None:
    (nobodys,) = explained(started("two-islands", 2), 2, "SOUTH.damage")  # it has no GDP
    assert (nobodys.whole, nobodys.parts, nobodys.explained) == (None, (), False)


def test_many_items_are_sampled_with_errors_and_still_add_up() -> None:
    many = [{"A": f"export_duty product=ore target={c} rate=0.{n}"} for n in (1, 2)
            for c in ("B", "C", "T")]  # fmt: skip
    more = [{"B": "stockpile_build product=ore amount=50 until=2020-04-05"},
            {"C": "stockpile_build product=ore amount=50 until=2020-04-05"},
            {"A": BAN}]  # fmt: skip
    game = play({"rounds": 1}, {1: [*many, *more]})
    (trail,) = explained(game, 1, "B.price(ore)", pairs=3)
    assert trail.base is not None and trail.whole is not None
    assert not trail.exact and len(trail.parts) == 9
    added = sum(part.share for part in trail.parts)
    assert added == pytest.approx(trail.whole - trail.base, abs=1e-9)
    assert all(part.error is not None for part in trail.parts)
    (again,) = explained(game, 1, "B.price(ore)", pairs=3, spread=Processes(2))
    assert again == trail


def test_processes_change_no_digit(found: Sequence[Trail]) -> None:
    assert explained(played(), 2, *NAMES, spread=Processes(2)) == found


@pytest.mark.slow
def test_processes_that_are_sent_a_copy_change_no_digit_either(found: Sequence[Trail]) -> None:
    assert explained(played(), 2, *NAMES, spread=Processes(2, "spawn")) == found


def test_a_dispute_without_its_measures_costs_nothing_any_more() -> None:
    game = played()
    moment = game.moments[1]
    assert "quarrel" in moment.beside
    entry = game.branch(without(moment, items_of(game, moment))).resolve()
    first, then = (dict(month.tolls) for month in entry.months[:2])
    assert not any(first["quarrel"].damage)
    assert "quarrel" not in then


def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    explained(played(), 2, "B.price(ore)", progress=lambda *done: told.append(done))
    assert told == [(n, 16) for n in range(1, 17)]


def test_damage_is_nothing_where_nobody_ordered_anything() -> None:
    game = game_of(copy.deepcopy(TRADING))
    for _ in range(3):
        game.resolve()
    one = Played(game, undisturbed(game, game.moments[-1]))
    assert abs(one.lost).max() < 1e-9


def test_damage_outlasts_the_round_of_the_order_and_counts_streams() -> None:
    cut = "tourism_restriction target=B rate=0.5"
    game = play({"rounds": 2}, {1: [{"A": BAN}, {"A": cut}]})
    (trail,) = explained(game, 2, "B.damage")
    assert shares(trail)["A-1-1"] > 0.0
    assert shares(trail)["A-1-2"] > 0.0


def started(name: str, rounds: int) -> Game:
    model = start_model(load_scenario(catalog.find(name)))
    for _ in range(rounds):
        model.step()
    return model.game


def test_explaining_leaves_the_game_as_it_was() -> None:
    game, same = started("two-islands", 3), started("two-islands", 3)
    explained(game, 2, "SOUTH.price(ore)")
    assert game.resolve().state == same.resolve().state
