"""Goods and money come from somewhere and go somewhere, whatever is ordered."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sim.game import Game
from sim.orders.sheet import SheetEntry
from sim.world.flows import Flows
from sim.world.world import INPUT, Floats, Ints, Network, World, arrays
from tests.properties.scenarios import TICKS_PER_ROUND, Data, entry, games, played
from tests.world.plain import PLAIN

EXAMPLES = settings(max_examples=25)

Drawn = tuple[Data, list[tuple[str, SheetEntry]]]

EVERYTHING = [
    (seat, entry(text, f"o{n}"))
    for n, (seat, text) in enumerate(
        [
            ("A", "export_licensing product=ore target=C rate=0.8"),
            ("A", "export_quota product=ore amount=2000 until=2020-12-27"),
            ("A", "export_duty product=ore rate=0.15"),
            ("A", "customs_slowdown product=ore target=B share=0.5 release=0.1 until=2020-03-29"),
            ("A", "domestic_first product=ore"),
            ("A", "production_cap activity=mining rate=0.7"),
            ("A", "production_tax activity=mining rate=0.1"),
            ("B", "import_tariff product=ore origin=* rate=0.25"),
            ("B", "consumer_boycott product=ore origin=T rate=0.5"),
            ("B", "stockpile_build product=ore amount=100 until=2020-06-28"),
            ("C", "stockpile_release product=ore amount=10 until=2020-06-28"),
            ("C", "domestic_capacity firm=C-mining-1 amount=500"),
            ("C", "suspend firm=C-works-1 share=0.2"),
            ("T", "enforcement activity=carrying rate=0.5"),
        ]
    )
]
"""Orders of every kind that moves goods or money, in the plain scenario."""

AT_ONCE = example((PLAIN, EVERYTHING))


def by_product(network: Network, values: Floats, product: Ints) -> Floats:
    """Return amounts of rows summed by product; shape (P,)."""
    amounts = np.zeros(len(network.products))
    np.add.at(amounts, product, values)
    return amounts


def held(network: Network, world: World) -> Floats:
    """Return all goods there are, by product [unit]; shape (P,)."""
    slot, outlet = network.slot_product, network.outlet_product
    return (
        by_product(network, world.seller_stock.sum(axis=1), outlet)
        + by_product(network, world.stock.sum(axis=1), slot)
        + by_product(network, world.transit.sum(axis=(1, 2)), slot)
        + by_product(network, world.queue.sum(axis=1), outlet[network.link_outlet])
    )


def goods(flows: Flows) -> Floats:
    """Return all goods recorded at the end of each tick [unit]; shape (T, P)."""
    parts = (flows.seller_stock, flows.buyer_stock, flows.transit, flows.held)
    return np.asarray(np.sum([part.sum(axis=1) for part in parts], axis=0))


@EXAMPLES
@AT_ONCE
@given(games())
def test_goods_are_made_used_consumed_stored_or_lost(drawn: Drawn) -> None:
    game = played(*drawn, rounds=0)
    before = held(game.network, game.world)
    game = played(*drawn, rounds=4)
    flows = game.flows()
    change = (flows.produced - flows.used - flows.consumed - flows.lost).sum(axis=1)
    expected = before + np.cumsum(change, axis=0)
    scale = before + np.cumsum(flows.produced.sum(axis=1), axis=0)
    assert np.all(np.abs(goods(flows) - expected) <= 1e-9 * scale)


@EXAMPLES
@AT_ONCE
@given(games())
def test_recorded_stocks_are_those_of_the_world(drawn: Drawn) -> None:
    game = played(*drawn, rounds=3)
    assert goods(game.flows())[-1] == pytest.approx(held(game.network, game.world), rel=1e-9)


@EXAMPLES
@given(games(), st.integers(1, 30))
def test_goods_of_every_origin_are_conserved(drawn: Drawn, ticks: int) -> None:
    """Goods change origin nowhere, not in a trader's hands either.

    Storable goods need a tick at least to arrive; so what left a buyer's stock in a tick, by
    origin, is the fall of that stock after the tick's arrivals.
    """
    game = played(*drawn, rounds=1)
    world, _, _ = game.economy.advance(game.world, ticks)
    after, flows, _ = game.economy.advance(world, 1)
    network = game.network
    for p in range(len(network.products)):
        if network.slot_perishable[network.slot_product == p].any():
            continue
        before, now = of_origin(network, world, p), of_origin(network, after, p)
        made, gone = made_here(network, flows, p), gone_of_origin(network, world, after, p)
        scale = before + made + before.sum() * 1e-3
        assert np.all(np.abs(before + made - gone - now) <= 1e-9 * scale)


def of_origin(network: Network, world: World, p: int) -> Floats:
    """Return all goods of a product by origin [unit]; shape (C,)."""
    slots, outlets = network.slot_product == p, network.outlet_product == p
    return np.asarray(
        world.seller_stock[outlets].sum(axis=0)
        + world.stock[slots].sum(axis=0)
        + world.transit[slots].sum(axis=(0, 1))
        + world.queue[outlets[network.link_outlet]].sum(axis=0)
    )


def made_here(network: Network, flows: Flows, p: int) -> Floats:
    """Return what producers, traders not counted, made in one tick [unit]; shape (C,)."""
    made = np.zeros(len(network.countries))
    for a in range(len(network.activities)):
        firms = np.flatnonzero((network.firm_activity == a) & (network.firm_trade == 0))
        outlets = np.isin(network.outlet_firm, firms) & (network.outlet_product == p)
        if outlets.any():
            made += flows.level[0, :, a] * network.outlet_yield[outlets][0]
    return made


def gone_of_origin(network: Network, world: World, after: World, p: int) -> Floats:
    """Return what producers and consumers used up in one tick [unit]; shape (C,)."""
    owner = np.maximum(network.slot_firm, 0)
    carrying = (network.slot_kind == INPUT) & (network.firm_trade[owner] == 1)
    slots = (network.slot_product == p) & ~carrying
    arrived = world.transit[:, world.tick % world.transit.shape[1]]
    return np.asarray((world.stock + arrived - after.stock)[slots].sum(axis=0))


@EXAMPLES
@AT_ONCE
@given(games())
def test_every_payment_has_a_payer_and_a_payee(drawn: Drawn) -> None:
    accounts = played(*drawn, rounds=4).flows().accounts
    turnover = np.abs(accounts).sum(axis=(1, 2))
    assert np.all(np.abs(accounts.sum(axis=(1, 2))) <= 1e-9 * turnover)
    assert np.all(turnover > 0)


@EXAMPLES
@AT_ONCE
@given(games())
def test_goods_that_arrive_were_shipped(drawn: Drawn) -> None:
    game = played(*drawn, rounds=0)
    under_way = game.world.transit.sum(), game.world.transit_from.sum()
    game = played(*drawn, rounds=4)
    flows, world = game.flows(), game.world
    for arrived, at_first, at_last in (
        (flows.arrived_origin, under_way[0], world.transit.sum()),
        (flows.arrived, under_way[1], world.transit_from.sum()),
    ):
        assert at_first + flows.shipped.sum() == pytest.approx(arrived.sum() + at_last, rel=1e-9)


NEVER_NEGATIVE = (
    "capacity", "projects", "seller_stock", "sales_memory", "price", "stock", "transit",
    "transit_from", "amount", "expected_use", "slot_price", "share", "reliability", "link_price",
    "queue", "licence_scarcity", "licence_demand", "quota_used",
)  # fmt: skip


@EXAMPLES
@AT_ONCE
@given(games())
def test_the_world_stays_in_bounds(drawn: Drawn) -> None:
    game = played(*drawn, rounds=8)
    for name, array in arrays(game.world).items():
        assert np.isfinite(array).all(), name
        # Taking a stock's last unit can leave a rounding rest.
        floor = -1e-9 * max(1.0, float(np.abs(array).max(initial=0.0)))
        assert name not in NEVER_NEGATIVE or array.min(initial=0.0) >= floor, name
    assert (game.world.reliability <= 1 + 1e-12).all()
    assert shares_of_slots(game) == pytest.approx(1.0, abs=1e-9)


def shares_of_slots(game: Game) -> Floats:
    return np.add.reduceat(game.world.share, game.network.slot_links[:-1])


@EXAMPLES
@AT_ONCE
@given(games())
def test_flows_are_not_negative(drawn: Drawn) -> None:
    flows = played(*drawn, rounds=4).flows()
    assert len(flows) == 4 * TICKS_PER_ROUND
    for name, array in vars(flows).items():
        if name != "accounts":
            scale = float(np.nanmax(np.abs(array), initial=1.0))
            assert np.nanmin(array, initial=0.0) >= -1e-9 * scale, name


def test_the_orders_given_at_once_are_carried_out() -> None:
    rulings = played(PLAIN, EVERYTHING, 1).journal[0].rulings
    assert [r.reason for r in rulings if r.outcome == "refused"] == []
