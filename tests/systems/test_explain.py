"""What a trail says holds: an order matters by its effects, and not without them."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any, cast

import pytest

from sim.explain.items import items_of
from sim.explain.trail import Trail, trails
from sim.explain.without import without
from sim.game import Game
from sim.orders.instruments import Instrument, instruments
from tests.explain.made_up import BAN, number
from tests.world.trading import play

CATALOGUE = cast(MutableMapping[str, Instrument], instruments())

STOCK = "stockpile_build product=ore amount=500 until=2020-10-04"
TOURS = "tourism_restriction target=B rate=0.9"

MATTERS: dict[str, tuple[str, str, str]] = {
    "a ban and a price": ("A", BAN, "B.price(ore)"),
    "a ban and a country's income": ("A", BAN, "B.damage"),
    "a ban and how far a dispute has gone": ("A", BAN, "quarrel.escalation"),
    "a stockpile and a price": ("B", STOCK, "B.price(ore)"),
    "a stockpile and how long stocks last": ("B", STOCK, "B.cover(ore)"),
    "closed tours and a country's income": ("A", TOURS, "B.damage"),
    "closed tours and a government's support": ("A", TOURS, "B.support"),
}  # fmt: skip
"""What matters -> whose order, its text, and the number."""


def share(seat: str, text: str, name: str) -> tuple[float, Trail]:
    game = play({"rounds": 1}, {1: [{seat: text}]})
    (trail,) = trails(game, game.moments[0], [number(name, game)])
    (part,) = trail.parts
    return part.share, trail


@pytest.mark.parametrize("what", MATTERS)
def test_an_order_that_matters_has_its_share(what: str) -> None:
    found, trail = share(*MATTERS[what])
    assert trail.whole is not None and trail.base is not None
    assert abs(found) > 1e-6 * abs(trail.whole)
    assert found == pytest.approx(trail.whole - trail.base)


@pytest.mark.parametrize("what", MATTERS)
def test_and_none_without_its_effects(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seat, text, name = MATTERS[what]
    instrument = text.split()[0]
    emptied = CATALOGUE[instrument].model_copy(update={"effects": ()})
    monkeypatch.setitem(CATALOGUE, instrument, emptied)
    assert share(seat, text, name)[0] == 0.0


def test_a_share_is_what_really_happens_without_a_lone_order() -> None:
    """The trail's own re-runs beside a game in which the order was never given."""
    name = "B.price(ore)"
    _, trail = share("A", BAN, name)
    never = play({"rounds": 1}, {})
    (other,) = trails(never, never.moments[0], [number(name, never)])
    assert other.whole == trail.base


def test_whoever_is_left_out_is_as_if_it_had_not_ordered() -> None:
    both, alone = [{"A": BAN}, {"B": STOCK}], [{"A": BAN}]
    games = [play({"rounds": 1}, {1: orders}) for orders in (both, alone)]
    moment = games[0].moments[0]
    (stock,) = (item for item in items_of(games[0], moment) if item.seat == "B")
    assert resolved(games[0], without(moment, [stock])) == games[1].journal[0].state


def resolved(game: Game, moment: Any) -> str:
    return game.branch(moment).resolve().state
