"""What an inject or the white cell changed is an item of its own, and can be left out (§W.4)."""

from __future__ import annotations

from functools import cache

import pytest

from sim.explain.items import items_of
from sim.explain.played import Played, undisturbed
from sim.explain.trail import Trail, trails
from sim.explain.without import without
from sim.game import Game
from sim.patches import Patch
from sim.world.decisions import Decisions
from tests.explain.made_up import BAN, TAX, number
from tests.properties.scenarios import entry, game_of
from tests.world.trading import STILL, TRADING

NAMES = ("B.support", "B.price(ore)", "B.damage", "C.price(ore)")

DRAWN = "politics 0 quarrel hazard"


@cache
def overruled() -> Game:
    """Return a round in which much was dictated, decided and patched; nobody may change it."""
    game = game_of(TRADING, **(STILL | {"tempo": 0.1}))  # type: ignore[arg-type]
    game.submit("A", (entry(f"{BAN} dispute=quarrel", "ban"), entry(TAX, "tax")))
    game.dictate(
        {"C": (entry("consumer_boycott product=ore origin=A rate=0.5", "I1-1"),)},
        [Patch.parse("B.stock(ore) *= 0.5", "I2"), Patch.parse("B.support -= 3")],
    )
    game.decide(Decisions({"tax": ("refused", "it was withdrawn")}, {DRAWN: 0.9999}))
    game.resolve()
    game.patch([Patch.parse("B.support -= 10")])
    return game


@cache
def found() -> tuple[Trail, ...]:
    game = overruled()
    return trails(game, game.moments[0], [number(name, game) for name in NAMES])


def trail_of(name: str) -> Trail:
    return found()[NAMES.index(name)]


def shares(name: str) -> dict[str, float]:
    return {part.item.id: part.share for part in trail_of(name).parts}


def test_everything_that_was_decided_is_an_item() -> None:
    game = overruled()
    found = {item.id: (item.kind, str(item)) for item in items_of(game, game.moments[0])}
    assert found == {
        "ban": ("order", "A: Forbid exports: ore on B"),
        "tax": ("order", "A: Tax exports: ore on C"),
        "I1-1": ("inject", "C: Have consumers refuse to buy: ore on A"),
        "I2#0": ("inject", "I2: B.stock(ore) *= 0.5"),
        "patch#1": ("white cell", "white cell: B.support -= 3"),
        "tax#ruling": ("white cell", "white cell: tax refused: it was withdrawn"),
        f"{DRAWN}#draw": (
            "white cell", "white cell: quarrel: not conceded or settled or withdrawn",
        ),
        "patch#2": ("white cell", "white cell: B.support -= 10"),
    }  # fmt: skip


def test_without_all_of_them_nothing_is_left() -> None:
    game = overruled()
    bare = without(game.moments[0], items_of(game, game.moments[0]))
    assert not bare.decisions
    assert (bare.patches, bare.amended) == ((), ())
    assert not any(bare.sheets.values()) and not any(bare.injected.values())


@pytest.mark.parametrize("name", NAMES)
def test_shares_add_up_to_what_was_played(name: str) -> None:
    game, trail = overruled(), trail_of(name)
    assert trail.exact and trail.base is not None and trail.whole is not None
    assert sum(p.share for p in trail.parts) == pytest.approx(trail.whole - trail.base)
    played = Played(game, undisturbed(game, game.moments[0]))
    assert trail.whole == trail.number.value(played)


def test_a_patch_after_the_round_adds_what_it_says() -> None:
    share = shares("B.support")
    assert share["patch#2"] == pytest.approx(-10.0)
    assert -3.0 < share["patch#1"] < -0.5  # support comes back in the round


def test_a_patch_of_stocks_has_the_share_of_what_they_would_have_done() -> None:
    assert shares("B.price(ore)")["I2#0"] > 0.0


def test_a_ruling_has_the_share_of_the_order_that_it_stopped() -> None:
    share = shares("C.price(ore)")
    assert share["tax#ruling"] < 0.0 < share["tax"]
    assert share["tax#ruling"] == pytest.approx(-share["tax"], rel=0.3)


def test_a_number_that_was_never_drawn_is_no_item() -> None:
    game = game_of(TRADING)
    game.decide(Decisions(draws={"politics 0 quarrel hazard": 0.5}))
    game.resolve()
    assert items_of(game, game.moments[0]) == ()
