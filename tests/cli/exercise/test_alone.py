"""One person alone: the phases run by themselves, from a script's lines or at a terminal."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from sim.exercise.exercise import Exercise
from sim.exercise.topics.rounds import ROUNDS
from sim.exercise.topics.seats import SEATS
from tests.cli.exercise.shell import countervail


def test_a_game_is_played_to_its_end_by_typed_lines(tmp_path: Path) -> None:
    file = tmp_path / "alone.exercise"
    lines = "order add import_tariff product=ore origin=NORTH rate=0.2\nsubmit\nsubmit\nsubmit\n"
    done = countervail(
        "play", "two-islands", "--seat", "south", "--to", str(file), "--plain", "--why", typed=lines
    )
    assert done.exit_code == 0, done.output
    assert str(file) in "".join(done.stderr.split())  # a path may be broken to fit
    assert done.stdout.count("What SOUTH may order") == 1  # it can be called up again
    assert "`order options` shows the menu again" in " ".join(done.stderr.split())
    assert "no briefs for players" in done.stderr
    assert "import_tariff product=ore origin=NORTH rate=0.2\n  carried out" in done.stdout
    assert "ENDEX" in done.stdout
    with Exercise.open(file) as played:
        assert (played.of(ROUNDS).phase, played.of(ROUNDS).round) == ("over", 3)
        kinds = {seat: place.chair.kind for seat, place in played.of(SEATS).places.items()}
    assert kinds == {"NORTH": "script", "SOUTH": "human", "FAR": "script"}


def test_a_game_ends_with_what_was_wanted_and_what_came_of_it(tmp_path: Path) -> None:
    file = tmp_path / "alone.exercise"
    given = ("play", "rare-earth-2010", "--seat", "JPN", "--to", str(file), "--plain")
    done = countervail(*given, typed="submit\nsubmit\nwhy\nsubmit\n")
    assert done.exit_code == 0, done.output
    asked, _, ends = done.stdout.partition("ENDEX")
    assert "What you lose comes from" in asked  # of the round that was asked about, by `why`
    for told in ("You wanted:", "nobody orders", "support at home", "income lost", "price of "):
        assert told in ends


def test_who_leaves_keeps_what_was_played(tmp_path: Path) -> None:
    file = tmp_path / "alone.exercise"
    for typed in ("submit\nquit\n", "submit\n"):
        done = countervail("play", "two-islands", "--seat", "SOUTH", "--to", str(file), typed=typed)
        assert done.exit_code == 0, done.output
        assert "You left in round 2" in done.stderr
        with Exercise.open(file) as played:
            assert len(played.of(ROUNDS).records) == 1
        file.unlink()


def test_what_comes_with_a_round_is_read_before_anything_is_ordered(tmp_path: Path) -> None:
    file = tmp_path / "alone.exercise"
    given = ("play", "rare-earth-2010", "--seat", "JPN", "--to", str(file))
    done = countervail(*given, typed="quit\n")
    assert "Magnets to cost a fifth more" in done.stdout.partition("What JPN may order")[0]


def test_a_player_alone_is_a_seat_and_no_white_cell(tmp_path: Path) -> None:
    file = tmp_path / "alone.exercise"
    typed = "round lock\nlog show\nseat as white\nquit\n"
    done = countervail("play", "two-islands", "--seat", "SOUTH", "--to", str(file), typed=typed)
    assert "unknown verb of round 'lock'" in done.stderr
    assert "unknown command 'log'" in done.stderr
    assert "not the white cell's code" in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals are POSIX's")
def test_a_terminal_completes_words_and_shows_the_clock(tmp_path: Path) -> None:
    pexpect = pytest.importorskip("pexpect")
    file = tmp_path / "day.exercise"
    made = countervail("exercise", "new", "two-islands", "--to", str(file))
    assert made.exit_code == 0, made.output
    around = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "TERM": "xterm"}
    program = ["-c", "from cli.app import main; main()", "exercise", "open", str(file)]
    with pexpect.spawn(
        sys.executable, program, env=around, encoding="utf-8", dimensions=(40, 80), timeout=60
    ) as child:
        child.expect("code [A-Z0-9]{6}")
        child.expect_exact("\x1b[6n")
        child.send("\x1b[4;1R")  # where the cursor is: what a terminal answers
        child.expect("white.*round 0 planning")
        child.send("exer\t")
        child.expect("cise")
        child.send("start\r")
        child.expect("STARTEX")
        child.send("round ?")
        child.expect("round adjudicate")
        child.sendcontrol("u")
        child.send("quit\r")
        child.expect(pexpect.EOF)
