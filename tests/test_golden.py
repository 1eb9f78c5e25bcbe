"""Golden playthroughs: one readable text per packaged scenario; `pytest --bless` rewrites them.

Numbers have three significant digits, so that the last bits of a machine do not show.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.game import Game
from sim.journal import Entry
from sim.parameters import load_parameters
from sim.scenario import catalog
from sim.seats.history import HistorySeats
from sim.seats.load import load_scenario
from sim.seats.policies import policy
from sim.world.disputes import Dispute
from sim.world.rulings import Ruling

FOLDER = Path(__file__).parent / "golden"


def playthrough(name: str) -> str:
    """Return a scenario played out by its dated orders and scripted seats, as people read it."""
    scenario = load_scenario(catalog.find(name))
    scripted = {seat: policy(row.policy) for seat, row in scenario.seats.items()}
    seats = {**HistorySeats(scenario), **scripted}
    game = Game.start(scenario, seed=0, parameters=load_parameters(), seats=seats)
    lines = [f"# {scenario.title}", ""]
    while not game.over:
        lines += told(game, game.play_round())
    return "\n".join(lines)


def told(game: Game, entry: Entry) -> list[str]:
    """Return a round as lines: what was ruled, what happened, prices and stocks at its end."""
    prices = game.observe("").prices
    rulings = [line for ruling in entry.rulings for line in ruled(ruling)]
    events = [f"  {e.date} {e.text}" for e in entry.events if e.kind not in UNTOLD]
    drawn = [f"  {d.subject}: {d.what}, {d.probability:.0%}" for d in entry.draws if d.happened]
    numbers = [f"  {product} {price:.3g} USD" for product, price in sorted(prices.items())]
    head = f"Round {entry.round}, {entry.start} to {entry.end}"
    return [head, *rulings, *events, *drawn, *numbers, *quarrels(game), ""]


UNTOLD = ("MeasureImposed", "MeasureLifted", "Inject")
"""Kinds of event that rulings or the scenario tell already."""


def ruled(ruling: Ruling) -> list[str]:
    """Return an order with what became of it, and why if it did not come at once."""
    text = f"  {ruling.date} {ruling.seat}: {ruling.order} - {ruling.outcome}"
    why = [f"    because: {ruling.reason}"] if ruling.outcome != "carried out" else []
    return [text, *([f"    meant: {ruling.meant}"] if ruling.meant else []), *why]


def quarrels(game: Game) -> list[str]:
    """Return what open and ended disputes cost, and what governments can draw on."""
    politics, countries = game.world.politics, game.network.countries
    if not politics.disputes:
        return []
    lines = [
        f"  {d.id}: {d.ending or d.stage}, {d.months:.0f} months, "
        f"{toll(d, countries[d.target]):.2g} % of GDP to {d.target}, "
        f"{toll(d, countries[d.sender]):.2g} % to {d.sender}"
        for d in politics.disputes
        if d.stage != "latent"
    ]
    backing = [
        f"{c} {politics.support[n]:.0f} and {politics.capital[n]:.0f}"
        for n, c in enumerate(countries)
    ]
    return [*lines, f"  support and capital: {', '.join(backing)}"]


def toll(dispute: Dispute, row: int) -> float:
    loss = dispute.toll.damage[row] if dispute.toll else 0.0
    return round(loss, 2) + 0.0  # no minus zero


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
