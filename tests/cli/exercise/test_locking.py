"""Locking a round by commands of the shell, where no prompt looks at the clock."""

from __future__ import annotations

from pathlib import Path

from sim.exercise.exercise import Exercise
from sim.exercise.topics.injects import INJECTS
from tests.cli.exercise.shell import data, done


def test_what_was_due_in_the_round_is_told_when_it_is_locked(tmp_path: Path) -> None:
    file = tmp_path / "day.exercise"
    here = ("--exercise", str(file))
    done("exercise", "new", "two-islands", "--to", str(file))
    done("exercise", "start", *here)
    late = ("--round", "1", "--minute", "50", "--effect", "SOUTH.support -= 3")
    done("inject", "add", "X1", "Dockers walk out.", *late, *here)
    done("inject", "add", "X2", "They are back.", "--round", "2", *here)
    done("round", "open", *here)
    assert data("round", "lock", *here)["injects"] == ["X1"]
    with Exercise.open(file) as locked:
        assert locked.of(INJECTS).acting == ("X1",)
