"""Claims about systems: games to hold them against, and what can be taken away from them.

A claim is a test; `fails_without` takes away what it rests on (an instrument's effects, a gate, a
parameter) and asks that it fails then.
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import Any, cast

import pytest

from sim.game import Game
from sim.orders import gates
from sim.orders.instruments import Instrument, instruments
from tests.world import trading
from tests.world.reading import value
from tests.world.trading import Orders, play

CATALOGUE = cast(MutableMapping[str, Instrument], instruments())
GATES = cast(MutableMapping[str, gates.Gate], gates.GATES)

BAN = "export_ban product=ore target=B"


def run(orders: Orders, *, rounds: int = 1, asked: bool = False, **before: Any) -> Game:
    """Return a game after some rounds; orders are asked for, or acts of record."""
    return play({"rounds": rounds, "asked": asked, "before": before}, orders)


def number(what: str, game: Game) -> float:
    return float(value(what, game))


def moved(flow: str, game: Game, product: str, *places: str, since: int = 0) -> float:
    """Return the sum of a flow from a tick on."""
    network = game.network
    rows = tuple(network.countries[place] for place in places)
    return float(getattr(game.flows(), flow)[since:, *rows, network.products[product]].sum())


def ruling(game: Game, id: str) -> tuple[str, str]:
    (found,) = (r for entry in game.journal for r in entry.rulings if r.order_id == id)
    return found.outcome, found.reason


Removal = Callable[[pytest.MonkeyPatch], None]


def emptied(*names: str) -> Removal:
    """Take away what instruments are composed of."""

    def remove(monkeypatch: pytest.MonkeyPatch) -> None:
        for name in names:
            bare = CATALOGUE[name].model_copy(update={"effects": ()})
            monkeypatch.setitem(CATALOGUE, name, bare)

    return remove


def altered(name: str, **fields: Any) -> Removal:
    """Change what the catalogue says of an instrument."""

    def remove(monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(CATALOGUE, name, CATALOGUE[name].model_copy(update=fields))

    return remove


def opened(gate: str) -> Removal:
    """Let everything pass a gate."""

    def remove(monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(GATES, gate, lambda deed, standing: None)

    return remove


def at(parameter: str, number: float) -> Removal:
    """Set a parameter to where it does nothing."""

    def remove(monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(trading.STILL, parameter, number)

    return remove


Claim = tuple[Callable[..., None], tuple[Any, ...], Removal]
"""A test, what it is asked with, and what is taken away."""


def fails_without(claims: list[Claim]) -> Callable[..., None]:
    """Return a test that each of some claims fails once what it rests on is taken away."""

    def test(
        claim: Callable[..., None],
        given: tuple[Any, ...],
        remove: Removal,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        remove(monkeypatch)
        with pytest.raises(AssertionError):
            claim(*given)

    each = pytest.mark.parametrize(
        ("claim", "given", "remove"), claims, ids=lambda part: getattr(part, "__name__", "")
    )
    return cast(Callable[..., None], each(test))
