"""The kernels: one compilation for all uses, nothing allocated, the same as plain Python."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from sim.adjudication.adjudicate import adjudicate
from sim.economy.kernels import run_ticks
from sim.orders.sheet import SheetEntry
from sim.rng import stream
from sim.world.flows import Flows
from sim.world.world import World, arrays
from tests.properties.scenarios import Data, entry, game_of, games, played
from tests.world.plain import PLAIN

runtime: Any = importlib.import_module("numba.core.runtime")  # it has no types

ROOT = Path(__file__).parents[2]

ORDERS = [
    ("A", entry("export_quota product=ore amount=500 until=2020-06-30", "q")),
    ("A", entry("customs_slowdown product=ore target=B share=0.5 until=2020-02-29", "h")),
    ("B", entry("stockpile_build product=ore amount=50 until=2020-03-31", "s")),
]

PLAYED = """
import numpy as np
from sim.economy.kernels import run_ticks
from sim.world.world import arrays
from tests.economy.test_kernels import four_ticks
assert not hasattr(run_ticks, "signatures")
world, flows = four_ticks()
for name, array in [*arrays(world).items(), *sorted(vars(flows).items())]:
    print(name, float(np.nansum(np.abs(array))).hex())
"""


@settings(max_examples=10)
@given(games())
def test_kernels_are_compiled_once_for_all_scenarios_and_measures(
    drawn: tuple[Data, list[tuple[str, SheetEntry]]],
) -> None:
    played(*drawn, rounds=1)
    assert len(run_ticks.signatures) == 1


def allocations(ticks: int) -> int:
    """Return how many blocks the compiled code allocates to advance some ticks in one span."""
    game = game_of(PLAIN)
    game.economy.advance(game.world, 1)
    before = runtime.rtsys.get_allocation_stats().alloc
    game.economy.advance(game.world, ticks)
    return int(runtime.rtsys.get_allocation_stats().alloc - before)


def test_nothing_is_allocated_inside_a_tick() -> None:
    runtime._nrt_python.memsys_enable_stats()
    try:
        assert allocations(50) == allocations(1) > 0  # what handing over the tables costs
    finally:
        runtime._nrt_python.memsys_disable_stats()


def four_ticks() -> tuple[World, Flows]:
    """Return the plain scenario after four ticks under restrictions of several kinds."""
    game = game_of(PLAIN)
    sheets = {seat: tuple(e for s, e in ORDERS if s == seat) for seat, _ in ORDERS}
    ruled = adjudicate(game.world, game.setting, sheets, lambda event: stream(0, 1, event))
    world, flows, _ = game.economy.advance(ruled.world, 4)
    return world, flows


def test_compiled_kernels_do_what_plain_python_does() -> None:
    world, flows = four_ticks()
    done = subprocess.run(
        [sys.executable, "-c", PLAYED],
        capture_output=True, text=True, check=True, cwd=ROOT,
        env={**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    plain = dict(line.split() for line in done.stdout.splitlines())
    here = {**arrays(world), **dict(sorted(vars(flows).items()))}
    assert plain.keys() == here.keys()
    for name, array in here.items():
        mine = float(np.nansum(np.abs(array)))
        assert mine == pytest.approx(float.fromhex(plain[name]), rel=1e-12, abs=1e-15), name
