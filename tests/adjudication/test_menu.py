"""What stands on a menu may be ordered, at the price that stands beside it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.adjudication.adjudicate import adjudicate
from sim.game import Game
from sim.orders.menu import Option, legal_orders
from sim.orders.sheet import SheetEntry
from sim.rng import stream
from tests.properties.scenarios import game_of
from tests.world.political import CALM, POLITICAL

SEATS = ("CHN", "EU", "JPN", "JPN.METI", "JPN.MOFA", "LOW", "USA", "Kaiyo", "Beimin")


@pytest.fixture(scope="module")
def game() -> Game:
    """Return a game in which members of a bloc agree to everything."""
    return game_of(POLITICAL, **CALM, voters_lean=20.0)


def chance(event: str) -> np.random.Generator:
    return stream(0, 1, event)


@pytest.mark.parametrize("seat", SEATS)
def test_an_order_of_the_menu_is_carried_out_at_its_price(game: Game, seat: str) -> None:
    row = game.network.countries[game.setting.polity.state_of(seat)]
    options = legal_orders(game.world, game.setting, seat)
    assert len(options) > 10
    for option in options:
        entry = SheetEntry(game.timeline.date(0), "one", option.order)
        ruled = adjudicate(game.world, game.setting, {seat: (entry,)}, chance)
        assert [r.outcome for r in ruled.rulings] == ["carried out"], ruled.rulings
        paid = game.world.politics.capital[row] - ruled.world.politics.capital[row]
        assert paid == pytest.approx(option.price.points), option.order


def names(options: tuple[Option, ...]) -> set[str]:
    return {option.order.instrument for option in options}


def test_a_menu_offers_what_a_game_is_played_with(game: Game) -> None:
    found = names(legal_orders(game.world, game.setting, "CHN"))
    assert {"threat", "propose_deal", "acquire_stake", "export_ban", "concede"} <= found


def test_a_menu_shows_what_has_to_be_overruled(game: Game) -> None:
    options = legal_orders(game.world, game.setting, "JPN", among=["export_ban"])
    assert options
    assert all(option.order.chosen("overrule") == "yes" for option in options)
    assert all("MOFA" in option.price.objectors for option in options)


def test_without_capital_a_menu_is_short(game: Game) -> None:
    poor = replace(game.world.politics, capital=np.zeros(len(game.network.countries)))
    options = legal_orders(replace(game.world, politics=poor), game.setting, "CHN")
    assert all(option.price.points == 0.0 for option in options)
    assert "export_ban" not in names(options)
