"""How fast a table of trade is read, beside the least that anybody would have to do."""

from __future__ import annotations

import csv
import io
from time import perf_counter
from typing import Any

from sim.dependence.profile import profile
from sim.dependence.table import read
from tests.dependence.made_up import P, large_table

Benchmark = Any  # the fixture of pytest-benchmark, which has no types

MOST_TIMES = 25.0
"""Reading, checking and measuring may take so many times what it takes to add up the values."""


def test_a_table_of_five_thousand_rows(benchmark: Benchmark, report: list[str]) -> None:
    content = large_table(5000)

    def measure() -> None:
        profile(read(content, "t.csv"), "5", P, on="7")

    benchmark.pedantic(measure, rounds=10, warmup_rounds=1)
    if benchmark.disabled:
        return
    taken, least = benchmark.stats.stats.min, adding_up(content)
    report.append(
        f"5,000 rows of trade: {taken * 1000:.0f} ms, {taken / least:.1f} times adding them up"
    )
    assert taken / least < MOST_TIMES


def adding_up(content: bytes) -> float:
    """Return the shortest time in which the values of a table are split and added up [s]."""
    times = []
    for _ in range(20):
        start = perf_counter()
        rows = list(csv.reader(io.StringIO(content.decode())))
        sum(float(row[4]) for row in rows[1:])
        times.append(perf_counter() - start)
    return min(times)
