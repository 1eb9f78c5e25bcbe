"""Random play through every packaged scenario: whatever seats order, the sums hold.

Some orders come from the menu of what is legal, some name at random what there is; none may
crash, and every one that is not carried out is told why.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from sim.errors import InvalidOrderError
from sim.game import Game
from sim.orders.base import Order
from sim.orders.governments import governments
from sim.orders.instruments import Instrument, Key, instruments
from sim.orders.menu import legal_orders
from sim.orders.sheet import OrderSheet, SheetEntry
from sim.parameters import load_parameters
from sim.scenario import catalog
from sim.seats.load import load_scenario
from sim.world.flows import Flows
from sim.world.politics import NUMBERS
from sim.world.world import arrays

ROUNDS = {"rare-earth-2010": 4}
"""Rounds of a game, where a scenario's own are too many for a test."""

SEEDS = {"three-chokepoints": range(8), "two-islands": range(4)}
"""Games of a scenario; others have one."""


def seats(game: Game) -> list[str]:
    """Return all who can give orders: countries, ministries and named firms."""
    polity = game.setting.polity
    ministries = [
        f"{country}.{ministry}"
        for country, form in zip(polity.countries, polity.governments, strict=True)
        for ministry in governments()[form].ministries
    ]
    return [*polity.countries, *ministries, *game.scenario.firms]


def any_order(game: Game, instrument: Instrument, draw: np.random.Generator) -> Order | None:
    """Return an order that names at random what there is, legal or not; None if it is no order."""
    words = [
        f"{name}={drawn(game, key, draw)}"
        for name, key in instrument.keys.items()
        if key.required or draw.random() < 0.4
    ]
    try:
        return Order.parse(" ".join([instrument.name, *words]))
    except InvalidOrderError:
        return None


def drawn(game: Game, key: Key, draw: np.random.Generator) -> str:
    """Return a random text for a key, of names that exist and numbers within bounds."""
    politics, start = game.world.politics, game.timeline.date(game.tick)
    names = {
        "product": game.network.products.names,
        "country": game.network.countries.names,
        "activity": game.network.activities.names,
        "firm": tuple(game.setting.polity.firms),
        "channel": ("declared", "unquoted", "undeclared"),
        "order": tuple(m.id.partition("#")[0] for m in game.world.measures),
        "dispute": tuple(d.id for d in politics.disputes),
        "deal": tuple(d.id for d in politics.deals),
        "text": ("import_ban", "pay:1e8", "hold_off", "supply:*:9"),
    }
    if key.kind == "date":
        return str(start.replace(year=start.year + int(draw.integers(0, 3)), day=1))
    if key.kind == "choice":
        return str(draw.choice(key.choices))
    if key.kind == "names":
        return str(draw.choice(names[key.of])) if names.get(key.of) else "*"
    return f"{draw.uniform(key.low, min(key.high, 1e9)):.3f}"


def random_sheet(game: Game, seat: str, draw: np.random.Generator) -> OrderSheet:
    """Return a legal order of a random instrument if there is one, and any order at random."""
    known = list(instruments())
    names = [known[n] for n in draw.integers(len(known), size=3)]
    menu = legal_orders(game.world, game.setting, seat, among=names)
    found = [menu[draw.integers(len(menu))].order] if menu else []
    wild = any_order(game, instruments()[known[draw.integers(len(known))]], draw)
    found += [wild] if wild else []
    day = game.timeline.date(game.tick)
    return tuple(SheetEntry(day, f"{seat}-{game.round}-{n}", o) for n, o in enumerate(found))


def play(name: str, seed: int, rounds: int | None = None) -> tuple[Game, Counter[str]]:
    """Return a game of random orders, and how many were ruled how."""
    scenario = load_scenario(catalog.find(name))
    game = Game.start(scenario, seed=seed, parameters=load_parameters(), seats={})
    draw = np.random.default_rng(seed)
    ruled: Counter[str] = Counter()
    for _ in range(rounds or game.timeline.rounds):
        everybody = seats(game)
        for seat in draw.choice(everybody, size=min(6, len(everybody)), replace=False):
            game.submit(str(seat), random_sheet(game, str(seat), draw))
        entry = game.resolve()
        ruled += Counter(ruling.outcome for ruling in entry.rulings)
        assert all(ruling.reason for ruling in entry.rulings)
        assert_sound(game)
    assert_money_balances(game.flows())
    return game, ruled


def assert_sound(game: Game) -> None:
    world, politics = game.world, game.world.politics
    for name, array in {**arrays(world), **arrays(politics)}.items():
        assert np.isfinite(array).all(), name
    for name in ("stock", "seller_stock", "transit", "queue", "capacity", "price", "share"):
        assert (getattr(world, name) >= -1e-9).all(), name
    owners = game.network.link_slot
    shares = np.bincount(owners, world.share, minlength=len(game.network.slot_country))
    assert shares == pytest.approx(1.0)
    for name in NUMBERS:
        assert (getattr(politics, name) >= 0.0).all(), name
    assert (politics.support <= 100.0).all()
    assert (politics.capital <= 100.0).all()
    assert (np.abs(politics.relations) <= 1.0).all()
    ids = [m.id for m in world.measures]
    assert len(ids) == len(set(ids))
    for dispute in politics.disputes:
        assert 0.0 <= dispute.escalation <= 8.0
        assert (dispute.ending is None) == dispute.open


def assert_money_balances(flows: Flows) -> None:
    moved = np.abs(flows.accounts).sum(axis=(1, 2))
    assert np.abs(flows.accounts.sum(axis=(1, 2))).max() <= 1e-9 * moved.max()


@pytest.mark.parametrize(
    ("name", "seed"), [(n, seed) for n in catalog.names() for seed in SEEDS.get(n, range(1))]
)
def test_any_orders_leave_the_sums_right(name: str, seed: int) -> None:
    _, ruled = play(name, seed, ROUNDS.get(name))
    assert ruled["carried out"] > 0
    assert ruled["refused"] > 0
