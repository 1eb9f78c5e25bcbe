"""Golden playthroughs: one readable text per packaged scenario; `pytest --bless` rewrites them.

Numbers have three significant digits, so that the last bits of a machine do not show.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.game import Game
from sim.journal import Entry
from sim.orders.load import load_scenario
from sim.parameters import load_parameters
from sim.scenario import catalog
from sim.seats.history import HistorySeats

FOLDER = Path(__file__).parent / "golden"


def playthrough(name: str) -> str:
    """Return a scenario's dated orders played out, as people read it."""
    scenario = load_scenario(catalog.find(name))
    game = Game.start(scenario, seed=0, parameters=load_parameters(), seats=HistorySeats(scenario))
    lines = [f"# {scenario.title}", ""]
    while not game.over:
        lines += told(game, game.play_round())
    return "\n".join(lines)


def told(game: Game, entry: Entry) -> list[str]:
    """Return a round as lines: what was ruled, what happened, prices and stocks at its end."""
    prices = game.observe("").prices
    rulings = [f"  {r.date} {r.seat}: {r.order} - {r.outcome}" for r in entry.rulings]
    events = [f"  {e.date} {e.text}" for e in entry.events if e.kind == "CapacityOpened"]
    numbers = [f"  {product} {price:.3g} USD" for product, price in sorted(prices.items())]
    return [f"Round {entry.round}, {entry.start} to {entry.end}", *rulings, *events, *numbers, ""]


@pytest.mark.parametrize("name", catalog.names())
def test_playthrough_is_as_blessed(name: str, request: pytest.FixtureRequest) -> None:
    file = FOLDER / f"{name}.txt"
    text = playthrough(name)
    if request.config.getoption("--bless"):
        FOLDER.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert file.exists(), f"no golden text for {name}; write it with pytest --bless"
    assert text == file.read_text(encoding="utf-8")


def test_no_golden_text_is_left_without_its_scenario() -> None:
    assert {file.stem for file in FOLDER.glob("*.txt")} <= set(catalog.names())
