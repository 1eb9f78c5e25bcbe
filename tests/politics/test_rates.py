"""The model beside history: base rates, and single cases."""

from __future__ import annotations

import math
import re
from pathlib import Path

import numpy as np
import pytest

from sim.politics.record.anchors import anchors, scored, total
from sim.politics.record.rates import Finished, Row, disputes_through, stylised, table, ties
from sim.politics.record.stylised import Outcomes
from sim.rng import stream
from tests.politics.made_up import P

PAGE = (Path(__file__).parents[2] / "docs/explanation/politics.md").read_text("utf-8")
FAR = {("conceded by cost", "severe")}
"""Rows that the model misses by more than the tolerance; documented in politics.md."""


@pytest.fixture(scope="module")
def rows() -> tuple[Row, ...]:
    return table(stylised(12_000, np.random.default_rng(20), P))


def test_base_rates_are_near_those_of_history(rows: tuple[Row, ...]) -> None:
    far = {(r.group, r.name): r.difference for r in rows if not r.within}
    assert set(far) <= FAR
    assert len(rows) == 30


def test_misses_are_still_misses() -> None:
    found = table(stylised(40_000, np.random.default_rng(21), P))
    assert {(r.group, r.name) for r in found if not r.within} == FAR


def test_shares_of_a_whole_add_up(rows: tuple[Row, ...]) -> None:
    for group in ("threats", "imposed"):
        assert sum(r.simulated or 0.0 for r in rows if r.group == group) == pytest.approx(1.0)


def test_stylised_disputes_are_drawn_as_in_the_data() -> None:
    o = stylised(20_000, np.random.default_rng(4), P)
    assert o.threatened.mean() == pytest.approx(ties()["population"]["threatened"], abs=0.02)
    assert np.bincount(o.cost) / len(o.cost) == pytest.approx([0.75, 0.19, 0.06], abs=0.015)
    assert o.institution[o.threatened].mean() == pytest.approx(0.26, abs=0.03)


def test_disputes_of_games_go_through_the_same_table() -> None:
    games = [
        Finished("threat", "conceded", 0.0, 0.5),
        Finished("threat", "backed down", 0.0, 0.5),
        Finished("imposed", "conceded", 4.0, 2.0, institution=True),
        Finished("imposed", "stalemate", 30.0, 0.2, several=True),
        Finished("imposed", None, 10.0, 5.0, threatened=False),
    ]
    by = {(r.group, r.name): r for r in disputes_through(games)}
    assert by["threats", "conceded"].simulated == 0.25
    assert by["threats", "imposed"].simulated == 0.5
    assert by["imposed", "conceded"].simulated == 0.5
    assert by["imposed", "stalemate"].simulated == 0.5
    assert by["conceded by cost", "severe"].simulated is None
    # At 6 months three are watched; at 12 the one that is still open is no longer.
    assert by["conceded by month", "6"].cases == 3
    assert by["conceded by month", "12"].cases == 2


def test_the_page_shows_the_rates_as_they_are() -> None:
    rng = stream(0, 0, "stylised disputes")  # as `countervail rates` draws them
    parts = [vars(stylised(20_000, rng, P)) for _ in range(5)]
    joined = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    found = table(Outcomes(**joined))
    shown = re.findall(
        r"^\| (.+?) \| (.+?) \| ([\d.]+) \| ([\d.]+) \| (\S+) \| (?:yes|no) \| "
        r"(?:[\d.]+|–) \| \d+ \| (?:yes|no|–) \|$",
        PAGE, re.M,
    )  # fmt: skip
    assert [(group, name) for group, name, *_ in shown] == [(r.group, r.name) for r in found]
    for row, (_, _, published, simulated, difference) in zip(found, shown, strict=True):
        assert float(published) == pytest.approx(100.0 * row.published)
        assert float(simulated) == pytest.approx(100.0 * (row.simulated or 0.0), abs=0.06)
        assert float(difference.replace("−", "-")) == pytest.approx(
            float(simulated) - float(published), abs=0.11
        )


def test_the_page_shows_the_anchors_as_they_are() -> None:
    for score in scored(P):
        line = next(line for line in PAGE.splitlines() if line.startswith(f"| {score.name} "))
        model, base, gain = (float(w.replace("−", "-")) for w in line.split("|")[3:6])
        assert (model, base) == pytest.approx((score.model, score.base), abs=0.002)
        assert gain == pytest.approx(score.gain, abs=0.02)


def test_every_anchor_is_scored_and_says_where_it_is_from() -> None:
    scores = scored(P)
    assert [s.name for s in scores] == list(anchors())
    assert all(0.0 < s.model < 1.0 and math.isfinite(s.gain) for s in scores)
    assert all(a.source and a.title for a in anchors().values())


def test_the_anchors_are_held_about_as_likely_as_by_the_base_rate() -> None:
    # Ten cases, none of them fitted to: the model is hardly ahead of one that knows none of them.
    assert total(scored(P)) == pytest.approx(0.05, abs=0.01)
