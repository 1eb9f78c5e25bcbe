"""Load: a scenario's folder with its exercise file, read and checked; all problems at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sim.errors import Problem, ScenarioError
from sim.exercise.template.checks import RULES, Rule, check
from sim.exercise.template.fill import default_template, filled
from sim.exercise.template.rules.whole import Whole
from sim.exercise.template.spec import FORMAT, Template
from sim.scenario.loader import FILE as SCENARIO_FILE
from sim.scenario.reading import readable
from sim.scenario.shape import shape
from sim.scenario.source import LARGEST_FILE, Places, parse
from sim.scenario.spec import Scenario
from sim.seats.load import load_scenario

FILE = "exercise.yaml"


@dataclass(frozen=True)
class Prepared:
    """A scenario and what is prepared for playing it, with the texts that say so."""

    scenario: Scenario
    """As its own file tells it."""
    template: Template
    """Nothing in it is left open."""
    scenario_text: str
    template_text: str
    """Empty: there is no exercise file."""


@dataclass(frozen=True)
class Draft:
    """What came of reading an exercise file."""

    template: Template | None
    """None if it has not the shape of one."""
    places: Places
    problems: tuple[Problem, ...]
    """In file order, warnings among them."""

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Return the problems that keep it from being used."""
        return tuple(problem for problem in self.problems if problem.severity == "error")


def load_exercise(path: Path, file: Path | None = None) -> Prepared:
    """Return the scenario of a folder or file with its exercise; ScenarioError with every error.

    `file` is an exercise file other than the one beside the scenario. A scenario without one gets
    what fits any.
    """
    scenario = load_scenario(path)
    text = _content(path / SCENARIO_FILE if path.is_dir() else path).decode("utf-8")
    chosen = file or _beside(path)
    if file is None and not chosen.exists():
        return Prepared(scenario, default_template(scenario), text, "")
    content = _content(chosen)
    draft = read_exercise(content, str(chosen), scenario)
    if draft.template is None or draft.errors:
        raise ScenarioError(draft.errors)
    return Prepared(scenario, draft.template, text, content.decode("utf-8"))


def read_file(file: Path, scenario: Scenario) -> Draft:
    """Return what came of reading an exercise file for a scenario."""
    return read_exercise(_content(file), str(file), scenario)


def read_exercise(
    content: str | bytes, path: str, scenario: Scenario, rules: Sequence[Rule] = RULES
) -> Draft:
    """Return what came of reading an exercise file's text; `path` is how messages name the file."""
    document = parse(content, path)
    if document.data is None:
        return Draft(None, document.places, document.problems)
    shaped = shape(Template, document)
    problems = {*document.problems, *shaped.problems}
    if rules and isinstance(document.data, dict):
        # A file that lacks its number is told so; all else in it is looked at all the same.
        headed = replace(document, data={**document.data, "format": FORMAT})
        template, part = readable(Template, headed)
        if template is not None:
            problems.update(check(Whole(template, scenario, document.places, part), rules))
    made = filled(shaped.model, scenario) if shaped.model else None
    return Draft(made, document.places, tuple(sorted(problems)))


def template_of(text: str, scenario: Scenario) -> Template:
    """Return the template of a text that was checked before; empty: what fits any scenario."""
    if not text:
        return default_template(scenario)
    draft = read_exercise(text, FILE, scenario, ())
    if draft.template is None or draft.errors:
        raise ScenarioError(draft.errors)
    return draft.template


def _beside(path: Path) -> Path:
    return (path if path.is_dir() else path.parent) / FILE


def _content(file: Path) -> bytes:
    """Return what a file holds; one that cannot be read is a problem of it."""
    try:
        if file.exists() and not file.is_file():  # a pipe could keep us waiting
            raise OSError("it is no file")
        with file.open("rb") as stream:
            return stream.read(LARGEST_FILE + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        message = f"cannot be read ({reason}); give an exercise file"
        raise ScenarioError((Problem(str(file), 1, 1, "(file)", message),)) from None
