"""The same scenario, orders and seed give the same game, whoever hands in first and wherever."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from sim.orders.sheet import SheetEntry
from tests.properties.scenarios import Data, game_of, games, played

Drawn = tuple[Data, list[tuple[str, SheetEntry]]]

ROOT = Path(__file__).parents[2]

IN_ANOTHER_PROCESS = """
import pickle, sys
from tests.properties.scenarios import played
data, orders = pickle.load(sys.stdin.buffer)
print(*[entry.state for entry in played(data, orders, 4).journal])
"""


@settings(max_examples=25)
@given(games())
def test_two_games_have_the_same_journal(drawn: Drawn) -> None:
    one, other = played(*drawn, rounds=4), played(*drawn, rounds=4)
    assert one.journal == other.journal
    assert one.verify(other) is None


@settings(max_examples=2)
@given(games())
def test_another_process_plays_the_same_game(drawn: Drawn) -> None:
    done = subprocess.run(
        [sys.executable, "-c", IN_ANOTHER_PROCESS],
        input=pickle.dumps(drawn), capture_output=True, check=True, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "7"},
    )  # fmt: skip
    here = [entry.state for entry in played(*drawn, rounds=4).journal]
    assert done.stdout.decode().split() == here


@settings(max_examples=25)
@given(games(), st.permutations("ABCD"))
def test_the_order_of_arrival_is_no_advantage(drawn: Drawn, arriving: list[str]) -> None:
    data, orders = drawn
    shuffled = sorted(orders, key=lambda order: arriving.index(order[0]))  # a sheet stays as it is
    one, other = played(data, orders, 2), played(data, shuffled, 2)
    for entry, again in zip(one.journal, other.journal, strict=True):
        assert entry.rulings == again.rulings
        assert entry.events == again.events
        assert entry.state == again.state


@settings(max_examples=10)
@given(games())
def test_the_seed_only_draws_the_sizes_of_unnamed_firms(drawn: Drawn) -> None:
    data = drawn[0]
    one, other = game_of(data, seed=1), game_of(data, seed=2)
    assert one.network.firms.names == other.network.firms.names
    for row in data["output"]:
        if row["unnamed"] == 1:
            f = one.network.firms[f"{row['country']}-{row['activity']}-1"]
            assert one.world.capacity[f] == other.world.capacity[f]
