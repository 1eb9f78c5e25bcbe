"""A Game observes, takes sheets, resolves; its journal can be played again."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import numpy as np
import pytest

from sim.agents.model import CoercionModel
from sim.economy.tick import own_values
from sim.errors import SimError
from sim.game import Game, digest, parameters_of
from sim.journal import first_difference, plain
from sim.orders.base import Order
from sim.orders.sheet import OrderSheet
from sim.parameters import Parameters, load_parameters
from sim.replay.run import start_model
from sim.seats.base import Passive, Seat
from sim.seats.history import HistorySeat, HistorySeats, InstructedSeat
from sim.world.world import arrays, frozen
from tests.properties.scenarios import Data, entry, figure, game_of, played, scenario_of
from tests.world.plain import FIXED, PLAIN
from tests.world.trading import Orders, play

BAN = [("A", entry("export_ban product=ore target=B", "ban"))]


def test_a_round_lasts_its_ticks_and_the_last_ends_the_game() -> None:
    game = game_of(PLAIN)
    assert (game.round, game.tick, game.over) == (1, 0, False)
    game.resolve()
    assert (game.round, game.tick) == (2, 13)
    while not game.over:
        game.resolve()
    assert (game.tick, len(game.journal)) == (16 * 13, 16)
    with pytest.raises(SimError, match="has no round 17"):
        game.resolve()


def test_a_second_sheet_takes_the_firsts_place() -> None:
    game = game_of(PLAIN)
    game.submit("A", (entry("export_ban product=ore"),))
    game.submit("A", ())
    assert game.resolve().rulings == ()


def test_a_sheet_counts_for_one_round() -> None:
    game = played(PLAIN, BAN, 2)
    assert [len(e.rulings) for e in game.journal] == [1, 0]


def test_a_branch_with_the_same_sheets_comes_to_the_same() -> None:
    game = played(PLAIN, BAN, 4)
    for moment, entry_ in zip(game.moments, game.journal, strict=True):
        branch = game.branch(moment)
        assert branch.resolve() == entry_
        assert branch.journal == game.journal[: moment.round]
    assert first_difference(branch.journal, game.journal) is None
    assert np.array_equal(branch.flows().shipped, game.flows().shipped)


def test_a_branch_goes_its_own_way_and_leaves_the_game_alone() -> None:
    game = played(PLAIN, BAN, 3)
    before, states = digest(game.world), [e.state for e in game.journal]
    branch = game.branch(game.moments[1])
    branch.submit("A", (entry("export_duty product=ore target=B rate=0.5", "tax"),))
    branch.resolve()
    branch.resolve()
    assert branch.journal[-1].state != states[-1]
    assert (digest(game.world), [e.state for e in game.journal]) == (before, states)
    assert game.branch(game.moments[1]).resolve().state == states[1]


def test_a_branch_under_another_seed_and_economy_differs() -> None:
    game = played(PLAIN, BAN, 3)
    moment, switching = game.moments[1], game.setting.parameters["switching"]
    assert switching > 0.0
    values = {**game.setting.parameters, "switching": 0.0}
    economy = game.economy.under(Parameters(values), own_values(game.scenario))
    assert game.branch(moment, economy=economy).resolve().state != game.journal[1].state
    same = game.branch(moment, economy=game.economy, setting=game.setting)
    assert same.resolve().state == game.journal[1].state


def test_flows_before_the_first_round_are_refused() -> None:
    with pytest.raises(SimError, match="nothing has been played"):
        game_of(PLAIN).flows()


def test_whom_an_inject_happens_to_is_still_played_by_nobody() -> None:
    def storm(day: str) -> Data:
        return {
            "id": f"storm-{day}", "date": day, "title": "A storm", "text": "It blows.",
            "by": "C", "order": "data_call", "assumed": "drawn",
        }  # fmt: skip

    orders: Orders = {1: [{"A": str(BAN[0][1].order)}], 2: [{"B": "invoke_collective target=A"}]}
    days = ("2020-04-06", "2020-07-06", "2020-10-05")
    changes = {"injects": [storm(day) for day in days]}
    willing = {"joining_base": 20.0}
    game = play({"rounds": 4, "before": {"changes": changes, "parameters": willing}}, orders)
    dictated = [r.order_id for entry in game.journal for r in entry.rulings if r.seat == "C"]
    assert dictated == [f"storm-{day}" for day in days]
    assert game.world.politics.disputes[0].defenders == ("C", "T")


def test_a_round_and_a_step_of_the_model_hand_in_the_same_sheets() -> None:
    seats: dict[str, Seat] = {
        "A": HistorySeat((BAN[0][1],)), "B": Passive(), "C": InstructedSeat((), Passive()),
    }  # fmt: skip
    scenario, parameters = scenario_of(PLAIN), load_parameters()
    game = Game.start(scenario, seed=1, parameters=parameters, seats=seats)
    model = CoercionModel(scenario, seed=1, parameters=parameters, policies=seats)
    game.play_round()
    model.step()
    assert game.moments[0].sheets == model.game.moments[0].sheets == {"A": (BAN[0][1],)}


def test_a_world_with_other_clubs_than_the_scenario_is_refused() -> None:
    game = game_of(PLAIN)
    two = replace(game.world.politics, cohesion=frozen(np.array([0.5, 0.5])))
    foreign = replace(game.world, politics=two)
    with pytest.raises(SimError, match="has 0 clubs; the World tells of 2"):
        Game(game.scenario, foreign, game.setting, game.economy, {}, books=game.books)


def test_verify_finds_the_first_difference() -> None:
    one, same, other = played(PLAIN, BAN, 3), played(PLAIN, BAN, 3), played(PLAIN, [], 3)
    assert one.verify(same) is None
    assert one.verify(other) == "round 1: orders differ"
    late = played(PLAIN, BAN, 1)
    late.submit("B", (entry("consumer_boycott product=ore origin=C rate=1", "b"),))
    late.resolve()
    assert one.verify(late) == "round 2: orders differ"


def test_verify_sees_a_world_that_differs_in_the_last_digit() -> None:
    one = played(PLAIN, BAN, 2)
    nudged = np.nextafter(one.world.price, 2 * one.world.price)
    changed = replace(one.journal[1], state=digest(replace(one.world, price=frozen(nudged))))
    assert first_difference(one.journal, (one.journal[0], changed)) == "round 2: state differ"


def test_verify_sees_a_round_that_is_missing() -> None:
    one = played(PLAIN, BAN, 3)
    assert first_difference(one.journal, one.journal[:2]) == "3 rounds against 2"


def test_a_journal_entry_is_plain_data() -> None:
    (entry_,) = played(PLAIN, BAN, 1).journal
    data = json.loads(json.dumps(plain(entry_)))
    assert data["start"] == "2020-01-06"
    assert data["rulings"][0]["outcome"] == "carried out"
    assert data["events"][0]["kind"] == "MeasureImposed"


def test_planned_capacity_is_nothing_before_it_opens() -> None:
    game = game_of(PLAIN)
    firm = game.network.firms["Newcomer"]
    outlet = int(np.flatnonzero(game.network.outlet_firm == firm)[0])
    links = game.network.link_outlet == outlet
    assert links.any()
    opening = game.timeline.tick(dt.date(2021, 1, 4))
    before, flows, _ = game.economy.advance(game.world, opening)
    assert before.capacity[firm] == 0.0
    assert before.seller_stock[outlet].sum() == 0.0
    assert before.share[links].sum() == 0.0
    assert flows.level[-1].sum() > 0.0
    after, _, events = game.economy.advance(before, 1)
    yearly = after.capacity[firm] / game.timeline.tick_years
    assert yearly == pytest.approx(2000)
    later, _, _ = game.economy.advance(after, 26)
    assert later.share[links].sum() > 0.0
    assert [e.date for e in events] == [dt.date(2021, 1, 4)]
    assert "Newcomer: capacity is now 2,000 t a year" in events[0].text


def test_capacity_opens_on_its_day_though_a_round_starts_with_it() -> None:
    game = played(PLAIN, [], 5)
    opened = [e for journal in game.journal for e in journal.events]
    assert [(e.kind, e.date) for e in opened] == [("CapacityOpened", dt.date(2021, 1, 4))]


def test_supported_capacity_takes_its_time_to_build() -> None:
    text = "domestic_capacity firm=C-mining-1 amount=1000"
    orders = [("C", entry(text, "s"))]
    game = game_of(PLAIN, behaviour=False)
    firm = game.network.firms["C-mining-1"]
    before = game.world.capacity[firm]
    late = played(PLAIN, orders, 3, behaviour=False)
    early = played(PLAIN, orders, 2, behaviour=False)
    assert early.world.capacity[firm] == before  # 26 ticks
    grown = (late.world.capacity[firm] - before) / game.timeline.tick_years
    assert grown == pytest.approx(1000)


class Recorder:
    """A seat that keeps what it saw."""

    def __init__(self) -> None:
        self.seen: list[object] = []

    def orders(self, observation: object) -> OrderSheet:
        self.seen.append(observation)
        return ()


def test_a_scenario_changes_defaults_and_settings_change_both() -> None:
    own = {"use_memory": {"value": 28, "unit": "day", "assumed": "x"}}
    scenario = scenario_of(PLAIN | {"parameters": own})
    default = load_parameters()
    assert parameters_of(scenario) == {**default, "use_memory": 4.0}
    assert parameters_of(scenario, {"use_memory": 6.0, "mixing": 0.1}) == {
        **default, "use_memory": 6.0, "mixing": 0.1,
    }  # fmt: skip


def test_what_a_scenario_says_of_parameters_reaches_its_runs() -> None:
    mixing = {"mixing": {"value": 0.2, "unit": "1", "assumed": "x"}}
    default, changed = (
        start_model(scenario_of(data)).game.world.share
        for data in (PLAIN, PLAIN | {"parameters": mixing})
    )
    assert not np.array_equal(default, changed)


def test_seats_are_asked_every_round() -> None:
    recorder = Recorder()
    game = Game.start(
        scenario_of(PLAIN), seed=1, parameters=load_parameters(),
        seats={"A": recorder, "B": Passive()},
    )  # fmt: skip
    game.play_round()
    game.play_round()
    assert [o.round for o in recorder.seen] == [1, 2]  # type: ignore[attr-defined]


def test_history_seats_give_each_order_in_its_round() -> None:
    row = {"by": "A", "title": "A ban", "order": "export_ban product=ore", "assumed": "x"}
    data = PLAIN | {
        "orders": [
            row | {"id": "first", "date": dt.date(2020, 1, 6), "tags": ["early"]},
            row | {"id": "second", "date": dt.date(2020, 4, 6)},
        ]
    }
    scenario = scenario_of(data)
    game = Game.start(
        scenario, seed=1, parameters=load_parameters(), seats=HistorySeats(scenario)
    )  # fmt: skip
    game.play_round()
    game.play_round()
    assert [[r.order_id for r in e.rulings] for e in game.journal] == [["first"], ["second"]]
    assert HistorySeats(scenario, ["early"]).left_out == {"first"}
    with pytest.raises(SimError, match="unknown order or tag 'erly'"):
        HistorySeats(scenario, ["erly"])


def test_injects_are_told_in_the_round_of_their_date() -> None:
    day = dt.date(2020, 4, 10)
    inject = {"id": "i", "date": day, "title": "Talk", "text": "Talk.", "assumed": "x"}
    game = played(PLAIN | {"injects": [inject]}, [], 2)
    assert [[e.text for e in j.events] for j in game.journal] == [[], ["Talk"]]


def test_standing_orders_are_in_force_in_a_steady_state() -> None:
    standing = {"id": "duty", "by": "A", "order": "export_duty product=ore rate=0.1"}
    data = PLAIN | {"in_force": [standing | {"assumed": "x"}], "firms": {}}
    game = played(data, [], 4)
    flows = game.flows()
    a, ore = game.network.countries["A"], game.network.products["ore"]
    assert flows.export_price[-1, a, ore] == pytest.approx(1.1 * flows.home_price[-1, a, ore])
    assert game.world.price == pytest.approx(game.network.outlet_base_price, rel=1e-9)


def test_settings_of_a_product_count() -> None:
    stiff = json.loads(json.dumps(PLAIN, default=str))
    stiff["products"]["ore"]["behaviour"] = {"scarcity_up": figure(2.0, "1")}
    soft, hard = played(PLAIN, BAN, 4, **FIXED), played(stiff, BAN, 4, **FIXED)
    ore = soft.network.products["ore"]
    soft_rise, hard_rise = (g.flows().home_price[-1, 2, ore] for g in (soft, hard))
    assert soft_rise > hard_rise > 100


@pytest.mark.parametrize("seat", ["A", "B", "C", "T", "A-mining-1", "Registry"])
def test_a_seat_does_not_see_a_hold_on_others(seat: str) -> None:
    hold = [("A", entry("customs_slowdown product=ore target=B share=0.5", "hold"))]
    game = game_of(PLAIN)
    game.submit("A", (hold[0][1],))
    game.resolve()
    seen = [m.id for m in game.observe(seat).measures]
    assert seen == (["hold"] if seat in ("A", "B", "A-mining-1", "Registry") else [])


def test_what_a_seat_may_not_see_changes_nothing_it_sees() -> None:
    game = played(PLAIN, BAN, 1)
    network, world = game.network, game.world
    elsewhere = network.slot_country != network.countries["B"]
    before = game.observe("B")
    hidden = replace(
        world,
        stock=frozen(np.where(elsewhere[:, None], 2.0 * world.stock, world.stock)),
        seller_stock=frozen(world.seller_stock * 3.0),
        transit=frozen(world.transit * 2.0),
        capacity=frozen(world.capacity * 2.0),
        share=frozen(world.share[::-1].copy()),
        licence_scarcity=frozen(world.licence_scarcity + 1.0),
        risk=frozen(world.risk + 0.5),
        expected_change=frozen(world.expected_change + 0.5),
    )
    assert any(not np.array_equal(a, arrays(hidden)[n]) for n, a in arrays(world).items())
    game.world = hidden
    assert game.observe("B") == before


def test_an_announced_measure_is_seen_and_one_that_is_over_is_not() -> None:
    orders = [
        ("A", entry("export_quota product=ore amount=9 from=2020-06-01 until=2020-12-27", "next")),
        ("A", entry("export_ban product=ore target=C until=2020-02-02", "short")),
    ]
    game = played(PLAIN, orders, 1)
    assert [m.id for m in game.observe("B").measures] == ["next"]


def test_an_order_that_is_not_understood_never_reaches_a_sheet() -> None:
    with pytest.raises(SimError):
        Order.parse("nonsense")
