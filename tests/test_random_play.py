"""Random legal play through every packaged scenario: whatever seats order, the sums hold."""

from __future__ import annotations

import numpy as np
import pytest

from sim.game import Game
from sim.orders.base import Order
from sim.orders.instruments import INSTRUMENTS, Instrument, Key
from sim.orders.load import load_scenario
from sim.orders.sheet import OrderSheet, SheetEntry
from sim.parameters import load_parameters
from sim.scenario import catalog
from sim.scenario.spec import Scenario
from sim.world.flows import Flows
from sim.world.world import arrays

ROUNDS = 4
ORDERS_A_ROUND = 3


def drawn(scenario: Scenario, key: Key, draw: np.random.Generator) -> str:
    """Return a random text for a key, of names that exist and numbers within bounds."""
    names = {
        "product": list(scenario.products),
        "country": list(scenario.countries),
        "activity": list(scenario.activities),
        "firm": list(scenario.firms),
        "channel": ["declared", "unquoted", "undeclared"],
        "order": [row.id for row in scenario.in_force],
    }
    if key.kind == "names":
        return str(draw.choice(names[key.of])) if names.get(key.of) else "*"
    high = min(key.high, 1000.0)
    return f"{draw.uniform(key.low, high):.3f}"


def random_order(scenario: Scenario, instrument: Instrument, draw: np.random.Generator) -> Order:
    parts = [
        f"{name}={drawn(scenario, key, draw)}"
        for name, key in instrument.keys.items()
        if key.kind != "date" and (key.required or draw.random() < 0.5)
    ]
    return Order.parse(" ".join([instrument.name, *parts]))


def random_sheet(game: Game, seat: str, draw: np.random.Generator) -> OrderSheet:
    instruments = list(INSTRUMENTS.values())
    start = game.timeline.date(game.tick)
    return tuple(
        SheetEntry(
            start,
            f"{seat}-{game.round}-{n}",
            random_order(game.scenario, instruments[draw.integers(len(instruments))], draw),
        )
        for n in range(ORDERS_A_ROUND)
    )


def assert_sound(game: Game, flows: Flows) -> None:
    for name, array in arrays(game.world).items():
        assert np.isfinite(array).all(), name
    world = game.world
    for name in ("stock", "seller_stock", "transit", "queue", "capacity", "price", "share"):
        assert (getattr(world, name) >= -1e-9).all(), name
    owners = game.network.link_slot
    shares = np.bincount(owners, world.share, minlength=len(game.network.slot_country))
    assert shares == pytest.approx(1.0)
    moved = np.abs(flows.accounts).sum(axis=(1, 2))
    assert np.abs(flows.accounts.sum(axis=(1, 2))).max() <= 1e-9 * moved.max()


@pytest.mark.parametrize("name", catalog.names())
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_any_orders_leave_the_sums_right(name: str, seed: int) -> None:
    scenario = load_scenario(catalog.find(name))
    game = Game.start(scenario, seed=seed, parameters=load_parameters(), seats={})
    draw = np.random.default_rng(seed)
    ruled = set()
    for _ in range(min(ROUNDS, game.timeline.rounds)):
        for seat in scenario.countries:
            game.submit(seat, random_sheet(game, seat, draw))
        ruled |= {ruling.outcome for ruling in game.resolve().rulings}
    assert_sound(game, game.flows())
    assert "carried out" in ruled
