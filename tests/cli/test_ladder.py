"""Who could climb further and the ways down, as they are told, drawn and written."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console, RenderableType

from cli.ladder import dominance_tables, ways_tables
from cli.politics_data import climbing, descending
from cli.run_plots import save_run
from sim.adjudication.dominance import Climb, Dominance, Level
from sim.adjudication.ways import Prospect, Way, WaysDown
from sim.orders.base import Order
from sim.replay.run import RunResult
from sim.world.disputes import Dispute
from tests.replay.test_affairs import played

BAN = Climb(Order.parse("export_ban product=ore target=B"), 7, 1.2, 0.2, 1.0)
SLOW = Climb(Order.parse("customs_slowdown product=metal target=A share=0.3"), 3, 1.5, 0.2, 1.3)
FOUND = Dominance(
    "quarrel", "A", "B",
    (Level(2, BAN, SLOW), Level(3, BAN, SLOW), Level(4, BAN, None), Level(8, None, None)),
)  # fmt: skip
QUARREL = Dispute("quarrel", "A", "B", "go away", "security", 0.5, 0.5, stage="imposed")
LATENT = Dispute("quarrel", "A", "B", "go away", "security", 0.5, 0.5)


def text_of(*things: RenderableType, width: int = 80) -> str:
    console = Console(file=io.StringIO(), width=width)
    with console.capture() as captured:
        for thing in things:
            console.print(thing)
    return captured.get()


@pytest.fixture(scope="module")
def banned() -> RunResult:
    return played()


def test_who_leads_is_told_by_mark_name_and_number_without_colour() -> None:
    text = text_of(*dominance_tables([FOUND], [QUARREL]))
    assert "▼ B 0.30" in text
    assert "▲ A 1.00" in text
    assert "\x1b" not in text
    (last,) = (line for line in text.splitlines() if line.startswith("8 "))
    assert last.split()[-3:] == ["–", "–", "–"]


def test_each_order_behind_a_table_is_told_once() -> None:
    text = " ".join(text_of(*dominance_tables([FOUND], [QUARREL])).split())
    assert text.count(str(BAN.order)) == text.count(str(SLOW.order)) == 1
    assert "1.20 % to the other, 0.20 % to itself" in text


def test_disputes_in_which_nothing_was_said_are_left_to_the_json() -> None:
    assert not [*dominance_tables([FOUND], [LATENT])]
    assert climbing([FOUND])[0]["rungs"][0]["ahead"] == "B"


def test_ways_down_are_told_with_what_they_change() -> None:
    talks = Way("talks", "either", "deal_talks", Prospect(0.02, 0.12, 0.0, -2.0, -3.5))
    found = WaysDown("quarrel", "A", "B", 3.0, Prospect(0.02, 0.05, 0.01, -2.0, -3.5), (talks,))
    text = text_of(*ways_tables([found]))
    assert "talks 2.0 % 12 % – −2.0 −3.5" in " ".join(text.split())
    assert "within 3 months" in text
    assert descending([found])[0]["ways"][0]["settled"] == 0.12


def test_a_run_tells_both_within_80_columns(banned: RunResult) -> None:
    (last,) = banned.journal[-1].politics.disputes
    text = text_of(*dominance_tables(banned.dominance, [last]), *ways_tables(banned.ways))
    assert "Who could climb further" in text
    assert "A lets its own lapse" in text
    assert max(map(len, text.splitlines())) <= 80


def test_the_heat_map_is_drawn(banned: RunResult, tmp_path: Path) -> None:
    names = {path.name for path in save_run(banned, tmp_path)}
    assert {"dominance.png", "dominance.svg"} <= names


def test_a_run_without_open_disputes_tells_neither() -> None:
    calm = played(orders=[], disputes=[])
    assert not calm.dominance and not calm.ways
    assert not [*dominance_tables(calm.dominance, [])]
    assert not [*ways_tables(calm.ways)]
