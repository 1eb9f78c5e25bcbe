"""Shells for tests: the program run in a folder, and sessions in an exercise made there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from cli.app import app
from cli.prompt.core import Prompt
from cli.registry.session import WHITE, Session
from sim.exercise.conduct import create, rounds
from sim.exercise.topics.seats import SEATS

COLUMNS = 80


def countervail(*arguments: str, typed: str = "") -> Result:
    """Run the program in the folder the test is in."""
    return CliRunner().invoke(
        app, list(arguments), input=typed, env={"COLUMNS": "80", "COUNTERVAIL_EXERCISE": ""}
    )


def done(*arguments: str) -> str:
    """Run the program, see that it went well, and return what it wrote to stdout."""
    result = countervail(*arguments)
    assert result.exit_code == 0, f"{arguments}: {result.output}{result.exception!r}"
    return result.stdout


def data(*arguments: str) -> Any:
    """Run the program and return its JSON."""
    return json.loads(done(*arguments, "--json"))


def codes(session: Session) -> dict[str, str]:
    """Return the join code of each seat."""
    return {seat: place.code for seat, place in session.exercise.of(SEATS).places.items()}


@contextmanager
def playing(
    folder: Path, scenario: str = "two-islands", *, open_round: bool = True
) -> Iterator[Session]:
    """Yield the white cell's session in a new exercise whose first round is open."""
    made = create.create(folder / "day.exercise", scenario)
    with Session(path=folder / "day.exercise") as session:
        session.use(made)
        if open_round:
            rounds.start(made, session.table)
            rounds.open_round(made)
        yield session


@contextmanager
def speaking(session: Session, seat: str = WHITE) -> Iterator[Prompt]:
    """Yield a prompt at which somebody speaks in a session."""
    before = session.by, session.prompt
    session.by, session.prompt = seat, True
    try:
        yield Prompt(session, code="HOME42", leads=True)
    finally:
        session.by, session.prompt = before
