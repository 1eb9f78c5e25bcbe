"""Levers: what the options chosen change before a game begins."""

from __future__ import annotations

from typing import Any

import pytest

from sim.batch.experiment.spec import PledgeSpec, StockSetting
from sim.batch.model.levers import Start, pledged, stocked
from sim.errors import SimError
from sim.explain.played import Played
from sim.explain.published import published
from sim.game import Game
from sim.seats.history import HistorySeat, InstructedSeat
from sim.seats.policies import policy
from tests.batch.model.made_up import LEVERS, experiment, scenario, start


def begun(**chosen: str) -> Game:
    return start(**chosen).game({}, seed=1)


def of(levers: dict[str, Any], constants: dict[str, Any] | None = None, **chosen: str) -> Start:
    rows = {name: {"options": options} for name, options in levers.items()}
    return Start.of(experiment(levers=rows, constants=constants or {}), scenario(), chosen)


def test_the_first_options_are_the_scenario_as_it_is() -> None:
    nothing = start()
    assert nothing.scenario is scenario()
    assert not (nothing.stocks or nothing.pledges or nothing.parameters)
    assert list(nothing.seats) == ["A"] and isinstance(nothing.seats["A"], HistorySeat)


def test_a_policy_takes_the_place_of_dated_orders() -> None:
    assert start(answer="hawk").seats["B"] == policy("escalate_to_deter")
    hawk = of({"x": {"a": {"policies": {"A": "tit_for_tat"}}}}, x="a")
    assert hawk.seats["A"] == policy("tit_for_tat")


def test_orders_are_asked_for_beside_what_the_seat_does_anyway() -> None:
    order = {"by": "A", "date": "2020-05-04", "order": "import_ban product=metal origin=B"}
    both = of({"x": {"a": {"orders": [order], "policies": {"A": "tit_for_tat"}}}}, x="a")
    seat = both.seats["A"]
    assert isinstance(seat, InstructedSeat) and seat.otherwise == policy("tit_for_tat")
    assert [(e.id, str(e.order), e.settled) for e in seat.dated] == [
        ("x:a:1", "import_ban product=metal origin=B", False)
    ]
    dated = of({"x": {"a": {"orders": [order]}}}, x="a").seats["A"]
    assert isinstance(dated, InstructedSeat) and isinstance(dated.otherwise, HistorySeat)


def test_an_order_has_the_same_id_in_every_lever_set() -> None:
    alone, both = start(answer="sanctions"), start(answer="sanctions", stock="half_a_year")
    assert alone.scenario.orders == both.scenario.orders
    assert [row.id for row in alone.scenario.orders] == ["ban", "answer:sanctions:1"]


def test_orders_can_be_left_out() -> None:
    assert "A" not in start(answer="left_out").seats


def test_a_stock_is_so_many_weeks_longer_cover() -> None:
    cover = published("B.cover(ore)", scenario())
    rows = []
    for stock in ("none", "half_a_year"):
        game = start(stock=stock, answer="left_out").game({}, seed=1)
        game.play_round()
        rows.append(cover.value(Played.last(game)))
    assert rows[0] is not None and rows[1] is not None
    assert rows[1] - rows[0] == pytest.approx(26.0, rel=1e-3)


def test_a_stock_set_twice_is_as_set_last() -> None:
    game = begun()
    once, more = (StockSetting(country="B", product="ore", weeks=w) for w in (26, 4))
    world = stocked(stocked(game.world, game.setting, once), game.setting, more)
    assert world.stock.sum() == pytest.approx(
        stocked(game.world, game.setting, more).stock.sum(), rel=1e-12
    )
    assert game.world.stock.sum() < world.stock.sum()


def test_a_stock_that_nobody_could_use_is_told() -> None:
    game = begun()
    with pytest.raises(SimError, match="T cannot stockpile metal: nobody there uses it"):
        stocked(game.world, game.setting, StockSetting(country="T", product="metal", weeks=4))


def test_a_pledge_is_that_of_the_partners_unless_others_are_named() -> None:
    pledges = [m for m in begun(answer="promised").world.measures if m.kind == "pledge"]
    assert [(m.by, m.targets) for m in pledges] == [("C", ("A",))]
    game = begun()
    named = pledged(
        game.world, game.setting, PledgeSpec(against="A", target="B", by=("T",))
    ).measures
    assert [m.by for m in named if m.kind == "pledge"] == ["T"]


def test_who_has_no_partner_has_to_be_given_one() -> None:
    game = begun()
    with pytest.raises(SimError, match="nobody could pledge anything to T"):
        pledged(game.world, game.setting, PledgeSpec(against="A", target="T"))


def test_levers_go_before_what_is_held_and_later_ones_before_earlier_ones() -> None:
    held = {"parameters": {"hoarding": 0.1, "tempo": 0.2}, "policies": {"B": "free_rider"}}
    levers = {
        "x": {"a": {"parameters": {"hoarding": 0.2, "speculation": 0.3}}},
        "y": {"b": {"parameters": {"speculation": 0.4}, "policies": {"B": "tit_for_tat"}}},
    }
    found = of(levers, held, x="a", y="b")
    assert found.parameters == {"hoarding": 0.2, "tempo": 0.2, "speculation": 0.4}
    assert found.seats["B"] == policy("tit_for_tat")


def test_every_option_of_the_experiment_can_begin() -> None:
    for answer in LEVERS["answer"]["options"]:
        assert begun(answer=answer).tick == 0
