"""An economy that remembers gives what it would give if it ran again, and runs less often."""

from __future__ import annotations

from unittest.mock import patch

from sim.economy.kernels import run_ticks
from sim.economy.tick import Economy
from sim.explain.items import items_of
from sim.explain.memory import ROOM, Remembering
from sim.explain.without import without
from sim.game import Moment
from tests.explain.made_up import played


def moments() -> list[Moment]:
    """Return the second round without each of its items, and whole."""
    game = played()
    items = items_of(game, game.moments[1])
    return [*(without(game.moments[1], [item]) for item in items), game.moments[1]]


def states(economy: Economy) -> list[str]:
    game = played()
    return [game.branch(moment, economy=economy).resolve().state for moment in moments()]


def test_nothing_differs_but_how_often_it_runs() -> None:
    game = played()
    counts = []
    found = []
    for economy in (game.economy, Remembering.over(game.economy)):
        with patch("sim.economy.tick.run_ticks", side_effect=run_ticks) as ran:
            found.append(states(economy))
            counts.append(ran.call_count)
    assert found[0] == found[1]
    assert len(set(found[0])) > 1
    assert counts[1] < counts[0]


def test_the_same_span_runs_once_and_the_oldest_is_forgotten() -> None:
    game = played()
    economy, world = Remembering.over(game.economy), game.moments[0].world
    economy.advance(world, 1)
    economy.advance(world, 1)
    assert len(economy.spans) == 1
    for ticks in range(1, ROOM + 9):
        economy.advance(world, ticks)
    assert len(economy.spans) == ROOM
