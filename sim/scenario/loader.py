"""Loader: a scenario's folder or file, read and checked; all its problems at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.errors import Problem, ScenarioError
from sim.scenario.case import Rule, case_of
from sim.scenario.checks import RULES, check
from sim.scenario.shape import shape
from sim.scenario.source import LARGEST_FILE, Places, parse
from sim.scenario.spec import Scenario

FILE = "scenario.yaml"


@dataclass(frozen=True)
class Draft:
    """What came of reading a scenario."""

    scenario: Scenario | None
    """None if the file has not the shape of a scenario."""
    places: Places
    """Where everything stands, for checks made elsewhere."""
    problems: tuple[Problem, ...]
    """In file order, warnings among them."""

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Return the problems that keep the scenario from being used."""
        return tuple(problem for problem in self.problems if problem.severity == "error")


def load(path: Path, rules: Sequence[Rule] = RULES) -> Scenario:
    """Return the scenario of a folder or file; ScenarioError with every error if it has any."""
    draft = read_file(path, rules)
    if draft.scenario is None or draft.errors:
        raise ScenarioError(draft.errors)
    return draft.scenario


def read_file(path: Path, rules: Sequence[Rule] = RULES) -> Draft:
    """Return what came of reading a scenario's folder, or its file."""
    file = path
    try:
        file = path / FILE if path.is_dir() else path
        if file.exists() and not (file.is_file() or file.is_dir()):  # a pipe could keep us waiting
            return _unread(file, "no file but a pipe or a device")
        with file.open("rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return _unread(file, f"cannot be read ({reason})")
    return read(content, str(file), rules)


def _unread(file: Path, why: str) -> Draft:
    message = f"{why}; give a scenario's folder or its {FILE}"
    return Draft(None, Places(str(file)), (Problem(str(file), 1, 1, "(file)", message),))


def read(content: str | bytes, path: str, rules: Sequence[Rule] = RULES) -> Draft:
    """Return what came of reading a scenario's text; `path` is how messages name the file."""
    document = parse(content, path)
    if document.problems and document.data is None:
        return Draft(None, document.places, document.problems)
    shaped = shape(Scenario, document)
    problems = {*document.problems, *shaped.problems}
    case = case_of(document.data, document.places, shaped.wrong)
    if case:
        problems.update(check(case, rules))
    return Draft(shaped.model, document.places, tuple(sorted(problems)))
