"""Screens: what is read out, what a wall bears, what an overruled round shows."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.text import Text

from cli.account import set_by_white
from cli.exercise.results import digits, trail
from cli.output import WIDTH, complain
from cli.registry.command import Answer
from cli.registry.session import Session
from cli.registry.shown import plain_lines
from cli.screen import fitting, wall
from sim.exercise.causes import Cause, Traced
from sim.exercise.views import room_view
from sim.odds import Odds
from sim.world.disputes import Draw
from tests.cli.exercise.shell import playing, speaking

UNTITLED = "Dockers walk out at noon"


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Session, dict[str, Answer]]]:
    """Yield an exercise after its first round, and what was answered to the white cell."""
    with playing(tmp_path_factory.mktemp("screens")) as session, speaking(session) as prompt:
        lines = (
            "round brief", "order add export_ban product=ore --seat NORTH",
            f"inject add X1 {UNTITLED}", "inject fire X1", "round lock", "round adjudicate --bare",
            "white adjust SOUTH.support -= 3 --because A bad day.", "round publish",
        )  # fmt: skip
        yield session, {line.partition(" -")[0]: prompt.answer(line) for line in lines}


def read(answer: Answer) -> str:
    return "\n".join(plain_lines(answer.shown))


def test_headlines_are_read_out_at_the_end_and_as_often_as_is_wished(
    day: tuple[Session, dict[str, Answer]],
) -> None:
    session, answers = day
    published = read(answers["round publish"])
    assert 2 < len(published.splitlines()) < 12
    assert "Round 1" in published
    with speaking(session) as prompt:
        first = prompt.answer("round brief")
        again = prompt.answer("round brief")
    assert read(first) == read(again)
    assert first.told
    assert not again.told


def test_only_what_was_changed_is_shown(day: tuple[Session, dict[str, Answer]]) -> None:
    shown = read(day[1]["white adjust SOUTH.support"])
    assert "SOUTH.support" in shown
    assert "NORTH.support" not in shown
    assert "export_ban" not in shown


def test_an_inject_without_a_title_is_told_once_by_its_words(
    day: tuple[Session, dict[str, Answer]],
) -> None:
    with speaking(day[0], "SOUTH") as prompt:
        assert read(prompt.answer("round brief --all")).count(UNTITLED) == 1


def test_the_line_below_the_prompt_begins_with_the_time_and_ends_with_the_mark(
    tmp_path: Path,
) -> None:
    with playing(tmp_path) as session, speaking(session) as prompt:
        prompt.answer("round extend 10")
        line = prompt.toolbar()
    assert ":" in line.split()[0]
    assert line.endswith(session.marking)


@given(st.integers(4, 60), st.integers(40, 120))
def test_a_wall_is_never_fuller_than_it_is_high(height: int, width: int) -> None:
    blocks = [(Text("title"), Text("word " * n), Text("end")) for n in (1, 40, 200, 3)]
    shown = fitting(blocks, max(height, 3), width)
    assert len(plain_lines(shown, width)) <= max(height, 3)


def test_a_wall_begins_with_the_clock(day: tuple[Session, dict[str, Answer]]) -> None:
    session, _ = day
    seen = room_view(session.exercise, session.table)
    lines = plain_lines(fitting(wall(seen), 22, 80), 80)
    assert len(lines) <= 22
    assert lines[0] == seen.head.title
    assert lines[1].startswith("Round")


def test_a_draw_that_was_set_tells_what_the_model_drew() -> None:
    drawn = Draw(dt.date(2031, 1, 6), "A", "reports", Odds(0.0, ()), 0.82, 0.76, True)
    told = set_by_white(replace(drawn, drawn=0.91, happened=False), drawn).plain
    assert told == "set by the white cell: no (the model drew 0.76: yes)"


def test_small_causes_are_taken_together_and_nobody_reads_powers_of_ten() -> None:
    causes = [
        Cause(id=str(n), seat="", title=title, share=share)
        for n, (title, share) in enumerate((("ban", 2.0), ("tariff", 0.05), ("talk", 1e-6)))
    ]
    one = Traced(
        number="A.damage", subject="A", unit="% of GDP a year", meaning="", before=0.0,
        after=2.050001, causes=tuple(causes), exact=True,
    )  # fmt: skip
    said = trail(one)
    assert "ban +2" in said
    assert "tariff" not in said
    assert "e-" not in said + digits(1.2e-7, one.unit)


def test_talk_at_a_terminal_ends_its_lines_at_words(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    complain("carried out " * 20)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) > 2
    assert all(len(line) <= WIDTH for line in lines)
    assert {word for line in lines for word in line.split()} == {"carried", "out"}
