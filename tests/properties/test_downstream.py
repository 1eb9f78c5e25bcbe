"""Two runs that differ by one order differ only downstream of it."""

from __future__ import annotations

import numpy as np
import pytest

from sim.game import Game
from sim.journal import Entry
from sim.orders.base import Order
from sim.orders.sheet import SheetEntry
from sim.parameters import load_parameters
from sim.scenario import catalog
from sim.seats.load import load_scenario

ROUNDS, CHANGED = 5, 3
PRESSING = {
    1: [("KORVA", "export_ban product=magnet,refined target=SORIN dispute=lantern-islets")],
    2: [("ALDER", "import_tariff product=vehicle origin=MERID rate=0.3")],
}


def play(extra: tuple[str, str] | None, seed: int = 0) -> Game:
    """Return a game of two disputes, with one more order in a round or without."""
    scenario = load_scenario(catalog.find("three-chokepoints"))
    game = Game.start(scenario, seed=seed, parameters=load_parameters(), seats={})
    while game.round <= ROUNDS:
        given = list(PRESSING.get(game.round, []))
        if extra and game.round == CHANGED:
            given.append(extra)
        for seat in {seat for seat, _ in given}:
            day = game.timeline.date(game.tick)
            game.submit(
                seat,
                tuple(
                    SheetEntry(day, f"{seat}-{game.round}-{n}", Order.parse(t), settled=True)
                    for n, (s, t) in enumerate(given)
                    if s == seat
                ),
            )
        game.resolve()
    return game


@pytest.fixture(scope="module")
def without() -> Game:
    return play(None)


@pytest.mark.parametrize(
    "extra",
    [
        ("SORIN", "domestic_first product=chip"),
        ("MERID", "retaliatory_tariff product=vehicle origin=ALDER rate=0.3"),
        ("KORVA", "lift order=KORVA-1-0"),
    ],
)
def test_nothing_before_the_order_differs(without: Game, extra: tuple[str, str]) -> None:
    other = play(extra)
    assert other.journal[CHANGED - 1].state != without.journal[CHANGED - 1].state
    for one, two in zip(without.journal[: CHANGED - 1], other.journal, strict=False):
        assert (one.state, one.rulings, one.draws) == (two.state, two.rulings, two.draws)


def numbers(entries: tuple[Entry, ...]) -> dict[tuple[int, str, str, str], float]:
    """Return what was drawn for each event of each round."""
    return {
        (entry.round, str(draw.date), draw.subject, draw.what): draw.drawn
        for entry in entries
        for draw in entry.draws
    }


def test_chance_itself_never_moves(without: Game) -> None:
    other = play(("SORIN", "domestic_first product=chip"))
    one, two = numbers(without.journal), numbers(other.journal)
    common = one.keys() & two.keys()
    assert len(common) > 20
    assert {key: one[key] for key in common} == {key: two[key] for key in common}


def test_an_order_that_nobody_feels_moves_nothing_else(without: Game) -> None:
    other = play(("TARRA", "data_call"))
    assert np.array_equal(without.flows().produced, other.flows().produced)
    assert numbers(without.journal) == numbers(other.journal)
    one, two = (game.world.politics for game in (without, other))
    assert one.disputes == two.disputes
    assert np.array_equal(one.support, two.support)


def test_one_dispute_does_not_move_the_draws_of_another(without: Game) -> None:
    other = play(("SORIN", "deal_talks target=KORVA"))
    assert without.journal[-1].draws
    apart = [
        {key: value for key, value in numbers(game.journal).items() if "cars" in key[2]}
        for game in (without, other)
    ]
    assert apart[0] == apart[1] != {}
