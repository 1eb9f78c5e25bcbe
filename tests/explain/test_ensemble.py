"""Ensembles: what is drawn, what stays, the range, and the mark (§W.7 to §W.9)."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.explain.ensemble import KEPT, ensemble, hypercube, placed, under
from sim.explain.marks import STATUSES, declared, found
from sim.explain.played import Played, undisturbed
from sim.explain.published import Number
from sim.explain.spread import Processes
from sim.explain.trail import read
from sim.game import Game, Moment
from sim.parameters import catalogue, load_parameters
from sim.replay.run import start_model
from sim.scenario import catalog
from sim.seats.load import load_scenario
from tests.explain.made_up import BAN, number, played
from tests.world.trading import play

NAMES = ("B.price(ore)", "B.imports(ore,A)", "B.damage", "B.support")


def test_the_range_mostly_holds_the_published_number() -> None:
    game = play({"rounds": 2, "before": {"parameters": dict(load_parameters())}},
                {1: [{"A": "export_licensing product=ore target=B rate=0.5"}]})  # fmt: skip
    moment, numbers = game.moments[1], [number(name, game) for name in NAMES]
    ranges = ensemble(game, moment, numbers, 60)
    values = read(numbers, Played(game, undisturbed(game, moment)))
    inside = 0
    for one, value in zip(ranges, values, strict=True):
        assert one.low is not None and one.median is not None and one.high is not None
        assert one.low < one.median < one.high, one.number
        inside += one.low <= value <= one.high
    assert inside >= 3


def test_it_comes_out_the_same_again_and_by_more_processes() -> None:
    game = played()
    numbers = [number(name) for name in NAMES]
    one = ensemble(game, game.moments[1], numbers, 12)
    assert ensemble(game, game.moments[1], numbers, 12, spread=Processes(2)) == one


def test_members_differ_in_chance_and_in_parameters() -> None:
    game = played()
    names = [p for p in catalogue() if p not in KEPT]
    economy, setting = under(game, dict.fromkeys(names, 0.9), seed=77)
    assert setting.seed == 77
    assert setting.parameters["support_loss"] > game.setting.parameters["support_loss"]
    assert (economy.behaviour.switching > game.economy.behaviour.switching).all()
    for trait in ("nationalism", "wto_adherence"):
        before, after = game.setting.polity.traits[trait], setting.polity.traits[trait]
        assert (after > before).all()
    for kept in KEPT:
        assert setting.parameters[kept] == game.setting.parameters[kept]


def test_a_product_moves_about_its_own_value() -> None:
    game = started("three-chokepoints")
    row = game.network.products["magnet"]
    economy, _ = under(game, {"supplier_substitution": 0.9}, seed=0)
    own = game.economy.behaviour.supplier_substitution[row]
    entry = catalogue()["supplier_substitution"]
    moved = economy.behaviour.supplier_substitution
    assert moved[row] == pytest.approx(placed(entry, own, 0.9))
    assert moved[row] != pytest.approx(moved[game.network.products["refined"]])


def test_at_the_middle_everything_is_as_it_was() -> None:
    game = played()
    economy, setting = under(game, dict.fromkeys(catalogue(), 0.5), seed=game.seed)
    again = game.branch(game.moments[1], setting=setting, economy=economy)
    assert again.resolve().state == game.journal[1].state


def test_where_nobody_reacts_nobody_does_in_a_member() -> None:
    game = play({"rounds": 1, "before": {"behaviour": False}}, {1: [{"A": BAN}]})
    economy, setting = under(game, dict.fromkeys(catalogue(), 0.5), seed=game.seed)
    again = game.branch(game.moments[0], setting=setting, economy=economy)
    assert again.resolve().state == game.journal[0].state


@pytest.mark.parametrize("member", range(4))
def test_with_no_orders_nothing_moves(member: int) -> None:
    """What would set a calibrated World moving by itself is not drawn."""
    game = started("three-chokepoints")
    names = [p.name for p in catalogue().values() if p.name not in KEPT]
    places = hypercube(4, len(names), np.random.default_rng(0))[member]
    economy, setting = under(game, dict(zip(names, places, strict=True)), seed=member)
    still = game.branch(moment_of(game), setting=setting, economy=economy)
    before = still.world
    still.resolve()
    for name in ("price", "share", "stock", "capacity"):
        after = getattr(still.world, name)
        assert after == pytest.approx(getattr(before, name), rel=1e-9, abs=1e-9), name
    assert still.world.politics.support == pytest.approx(before.politics.support)


@given(st.sampled_from(sorted(catalogue())), st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_places_lie_in_the_range_in_order_about_the_value(
    name: str, one: float, other: float
) -> None:
    entry = catalogue()[name]
    low, high = (placed(entry, entry.default, place) for place in sorted((one, other)))
    slack = 1e-9 * max(1.0, abs(entry.low), abs(entry.high))
    assert entry.low - slack <= low <= high <= entry.high + slack
    assert placed(entry, entry.default, 0.5) == pytest.approx(entry.default)


def test_each_part_of_a_range_is_used_once() -> None:
    places = hypercube(20, 3, np.random.default_rng(1))
    for column in places.T:
        assert sorted(int(20 * place) for place in column) == list(range(20))


# Marks.


def test_the_mark_is_the_status_of_what_moves_the_number() -> None:
    entries = [p for p in catalogue().values() if p.name not in KEPT]
    drawn = hypercube(100, len(entries), np.random.default_rng(2))
    for status in ("fitted", "sourced", "judged"):
        row = next(n for n, p in enumerate(entries) if p.status == status)
        mark = found(number("B.support"), drawn[:, row], drawn, entries)
        assert mark.status == status
        assert mark.shares[status] > 0.9
        assert mark.rest == pytest.approx(0.0, abs=0.1)


@pytest.mark.parametrize("seed", range(5))
def test_what_nothing_moves_has_the_mark_that_is_declared(seed: int) -> None:
    entries = [p for p in catalogue().values() if p.name not in KEPT]
    rng = np.random.default_rng(seed)
    noise, drawn = rng.normal(size=100), hypercube(100, len(entries), rng)
    price = number("B.price(ore)")
    mark = found(price, noise, drawn, entries)
    assert mark.status == declared(price).status or max(mark.shares.values()) < 0.2
    assert found(price, np.ones(100), drawn, entries) == declared(price)


def test_what_is_declared_is_what_most_parameters_behind_it_are() -> None:
    assert declared(number("B.support")).status == "judged"
    assert declared(number("B.price(ore)")).status == "fitted"


def test_of_as_many_the_weakest_status_counts() -> None:
    entries = [next(p for p in catalogue().values() if p.status == status) for status in STATUSES]
    for several in (entries, entries[:2], entries[::-1]):
        number = cast(Number, SimpleNamespace(parameters=several))
        weakest = max((p.status for p in several), key=STATUSES.index)
        assert declared(number).status == weakest


def started(name: str) -> Game:
    return start_model(load_scenario(catalog.find(name))).game


def moment_of(game: Game) -> Moment:
    """Return the start of the next round, with nobody's orders."""
    return Moment(game.round, game.world, {}, {})
