"""Money: what a run is worth to each country, and what it loses against an undisturbed one."""

from __future__ import annotations

import copy

import numpy as np
import pytest
from hypothesis import given, settings

from sim.economy.accounts import Books, Damage, accounts, damage
from sim.economy.tables import CONSUMERS, FACTORS, HAULIERS
from sim.game import Game
from sim.orders.sheet import SheetEntry
from sim.parameters import load_parameters
from sim.world.flows import Floats
from tests.properties.scenarios import Data, entry, figure, game_of, games, played
from tests.world.plain import FIXED, PLAIN

Drawn = tuple[Data, list[tuple[str, SheetEntry]]]

YEAR = 52
A, B, C, T = range(4)


def books_of(game: Game) -> Books:
    return Books.of(game.scenario, game.economy, load_parameters())


def damaged(orders: list[tuple[str, str]], *, behaviour: bool = True) -> Damage:
    """Return what a year with some orders cost, against one with none."""
    sheets = [(seat, entry(text, f"o{n}")) for n, (seat, text) in enumerate(orders)]
    run = played(PLAIN, sheets, 4, behaviour=behaviour, **FIXED)
    undisturbed = played(PLAIN, [], 4, behaviour=behaviour, **FIXED)
    return damage(books_of(run), run.flows(), undisturbed.flows(), 0, YEAR)


def parts(loss: Damage) -> Floats:
    return np.array(list(vars(loss).values()))


@settings(max_examples=10)
@given(games())
def test_a_run_costs_nothing_against_itself(
    drawn: Drawn,
) -> None:
    game = played(*drawn, rounds=2)
    loss = damage(books_of(game), game.flows(), game.flows(), 3, 26)
    assert np.all(parts(loss) == 0.0)
    assert np.all(loss.total == 0.0)


@settings(max_examples=10)
@given(games())
def test_parts_of_a_period_add_up(drawn: Drawn) -> None:
    run, undisturbed = played(*drawn, rounds=2), played(drawn[0], [], 2)
    books, flows, other = books_of(run), run.flows(), undisturbed.flows()
    whole = parts(damage(books, flows, other, 0, 26))
    halves = [parts(damage(books, flows, other, a, b)) for a, b in ((0, 9), (9, 26))]
    assert sum(halves) == pytest.approx(whole, rel=1e-9, abs=1e-9 * np.abs(whole).max())


@settings(max_examples=10)
@given(games())
def test_transfers_cancel_in_the_sum_of_all(drawn: Drawn) -> None:
    """What buyers pay more, others get: only resources and consumption are lost to the world."""
    run, undisturbed = played(*drawn, rounds=2), played(drawn[0], [], 2)
    loss = damage(books_of(run), run.flows(), undisturbed.flows(), 0, 26)
    spent = (run.flows().accounts - undisturbed.flows().accounts).sum(axis=0)
    forgone = loss.consumers + spent[:, CONSUMERS]
    paid = loss.consumers + loss.firms + loss.licences + loss.state
    resources = spent[:, [FACTORS, HAULIERS]].sum()
    turnover = np.abs(run.flows().accounts).sum()
    assert paid.sum() == pytest.approx(forgone.sum() + resources, abs=1e-9 * turnover)


def test_a_dutys_revenue_lands_in_its_treasury() -> None:
    loss = damaged([("A", "export_duty product=ore rate=0.2")])
    assert loss.state[A] < 0
    assert loss.state[[B, C, T]] == pytest.approx(0.0, abs=1e-6)
    assert loss.consumers[B] + loss.firms[B] > 0


def test_a_tariffs_revenue_lands_with_the_buyer() -> None:
    loss = damaged([("B", "import_tariff product=ore origin=A rate=0.2")])
    assert loss.state[B] < 0
    assert loss.state[A] == pytest.approx(0.0, abs=1e-6)


def test_a_quotas_rent_lands_with_the_seller() -> None:
    loss = damaged([("A", "export_quota product=ore amount=3500 until=2021-01-03")])
    assert loss.licences[A] < 0
    assert loss.licences[[B, C, T]] == pytest.approx(0.0, abs=1e-6)


def test_a_coercer_may_gain_and_its_target_loses() -> None:
    loss = damaged([("A", "export_duty product=ore rate=0.2")], behaviour=False)
    assert loss.total[A] < 0 < loss.total[B]
    assert loss.total.sum() > 0


def test_a_ban_costs_both_and_the_world() -> None:
    loss = damaged([("A", "export_ban product=ore target=B")])
    assert loss.total[A] > 0
    assert loss.total[B] > 0
    assert loss.total.sum() > 0


def test_a_tighter_licence_costs_the_world_more() -> None:
    losses = [
        damaged([("A", f"export_licensing product=ore target=B rate={rate}")], behaviour=False)
        for rate in (0.75, 0.5, 0.25)
    ]
    assert 0 < losses[0].total.sum() < losses[1].total.sum() < losses[2].total.sum()


def test_a_stockpile_is_no_loss_but_for_what_it_costs_to_hold() -> None:
    loss = damaged(
        [("B", "stockpile_build product=ore amount=50 until=2020-07-05")], behaviour=False
    )
    assert loss.state[B] > 0
    assert loss.stocks[B] < 0
    assert loss.carrying[B] > 0
    assert 0 < loss.total[B] < loss.state[B]


def test_accounts_of_the_steady_state() -> None:
    game = game_of(PLAIN | {"firms": {}})
    books = books_of(game)
    _, flows, _ = game.economy.advance(game.world, YEAR)
    money = accounts(books, flows, 0, YEAR)
    years = YEAR * game.timeline.tick_years
    made = np.array([10000 * 100 + 1500 * 500, 2000 * 500, 3000 * 100 + 1000 * 500, 0.0])
    assert money.output_real == pytest.approx(made * years, rel=1e-6)
    assert money.output == pytest.approx(money.output_real, rel=1e-6)
    assert money.exports.sum() == pytest.approx(money.imports.sum())
    assert money.shortfall == pytest.approx(0.0, abs=1e-3)
    assert money.price_index == pytest.approx(1.0, rel=1e-6)
    assert np.all(money.revenue == 0.0)
    assert np.all(money.premiums == 0.0)
    stocks = (flows.buyer_stock + flows.transit)[0] * books.buyer_price
    stocks += (flows.seller_stock + flows.held)[0] * books.gate_price
    assert money.carrying == pytest.approx(0.2 * years * stocks.sum(axis=1), rel=1e-6)


def test_what_traders_carry_is_nobodys_output() -> None:
    money = accounts(books_of(played(PLAIN, [], 1)), played(PLAIN, [], 1).flows(), 0, 13)
    assert money.output[T] == 0.0
    assert money.exports[T] > 0.0


def test_jobs_follow_the_level_of_activities() -> None:
    data = copy.deepcopy(PLAIN)
    data["activities"]["mining"]["jobs"] = figure(0.01, "1")
    cap = [("A", entry("production_cap activity=mining rate=0.5"))]
    game = played(data, cap, 1, **FIXED)
    jobs = accounts(books_of(game), game.flows(), 0, 13).jobs
    assert jobs[A] == pytest.approx(0.01 * 10000 * 0.5 / 0.8, rel=1e-6)
    assert jobs[C] == pytest.approx(30.0, rel=0.1)
    assert jobs[B] == 0.0


def test_a_shortage_is_worth_more_than_its_price() -> None:
    stiff = copy.deepcopy(PLAIN)
    stiff["products"]["metal"]["behaviour"] = {"final_elasticity": figure(0.0, "1")}
    ban = [(seat, entry("production_cap activity=works rate=0.1")) for seat in "ABC"]
    run, undisturbed = played(stiff, ban, 4, **FIXED), played(stiff, [], 4, **FIXED)
    flows, books = run.flows(), books_of(run)
    loss = damage(books, flows, undisturbed.flows(), 0, YEAR)
    missing = (undisturbed.flows().consumed - flows.consumed).sum(axis=(0, 2))
    assert np.all(loss.total[:3] > missing[:3] * 500)
    assert accounts(books, flows, 0, YEAR).shortfall[A] > 0.0
