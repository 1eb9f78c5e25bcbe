"""Plain output: talk of 72 columns in letters, lines that are read while processes work."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from cli.output import PLAIN_WIDTH, complain, plainly, progress
from cli.prompt.core import Prompt
from cli.prompt.lines import Lines
from cli.registry.session import Session
from cli.registry.shown import plain_lines
from sim.explain.spread import Processes
from tests.cli.exercise.shell import playing, speaking

LONG = (
    "log 7: ALDER offers – with 20 t of magnets a month for as long as it takes – what SORIN asked"
)


def test_plain_talk_fits_and_other_talk_is_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    with plainly(True):
        complain(LONG)
    complain(LONG)
    first, second, whole = capsys.readouterr().err.splitlines()
    assert max(len(first), len(second)) <= PLAIN_WIDTH
    assert second.startswith("  ")
    assert f"{first} {second.strip()}" == LONG.replace("–", "-")
    assert whole == LONG


def test_a_path_is_never_broken(capsys: pytest.CaptureFixture[str]) -> None:
    path = f"/home/{'a' * PLAIN_WIDTH}.exercise"
    with plainly(True):
        complain(f"The exercise is kept in {path}.")
    assert path in capsys.readouterr().err


def test_plain_progress_does_not_move(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cli.output.BETWEEN", -1.0)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with plainly(True), progress("Explaining") as told:
        assert told is not None
        told(3, 7)
    assert capsys.readouterr().err == "Explaining: 3 of 7\n"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
def test_processes_work_while_a_line_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A forked process closes sys.stdin, which must not be locked by who reads lines."""
    ours, theirs = os.pipe()
    with os.fdopen(ours) as stdin, os.fdopen(theirs, "w") as typed:
        monkeypatch.setattr(sys, "stdin", stdin)
        monkeypatch.setattr(sys, "stderr", io.StringIO())
        with Session() as session:
            lines = Lines(Prompt(session))
            typed.write("first\n")
            typed.flush()
            assert lines.ask("> ") == "first"  # and the next one is waited for
            assert Processes(2)(_nothing, range(16)) == [(0.0,)] * 16
            typed.write("second\n")
            typed.flush()
            assert lines.ask("> ") == "second"


def _nothing(_: int) -> tuple[float, ...]:
    return (0.0,)


def test_several_kinds_of_file_are_named_at_once(tmp_path: Path) -> None:
    with playing(tmp_path, open_round=False) as session, speaking(session) as white:
        told = white.answer(f"print sitman --to md,html --out {tmp_path}").data["files"]
    assert sorted(Path(path).suffix for path in told) == [".html", ".md"]


def test_a_review_names_draws_as_they_are_overruled(tmp_path: Path) -> None:
    with playing(tmp_path, "three-chokepoints") as session, speaking(session) as white:
        for line in ("order add K1 --seat KORVA", "round lock", "round adjudicate --bare"):
            white.answer(line)
        shown = "\n".join(plain_lines(white.answer("round review").shown))
        assert "--draw WHAT: lantern-islets: reports" in shown
        assert "lantern-islets" in white.completions("white overrule lan")
        assert "reports" in white.completions("white overrule lantern-islets --draw ")
        line = "white overrule lantern-islets --draw reports --not --because nobody noticed"
        draws = white.answer(line).data["draws"]
    reports = [draw["happened"] for draw in draws if draw["what"] == "reports"]
    assert not any(reports)


def test_at_a_glance_what_comes_by_the_clock_of_the_round_stands_first(tmp_path: Path) -> None:
    with playing(tmp_path, "three-chokepoints") as session, speaking(session) as white:
        shown = "\n".join(plain_lines(white.answer("exercise status").shown))
    below = shown.partition("Injects to come")[2]
    assert "I03  " in below.partition("I06  ")[0]  # which waits for a condition
