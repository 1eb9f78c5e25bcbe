"""Load: an experiment file with its scenario, read and checked; all problems at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sim.batch.experiment.checks import RULES, Rule, check
from sim.batch.experiment.rules.whole import Whole
from sim.batch.experiment.spec import Experiment
from sim.errors import Problem, ScenarioError, unknown
from sim.scenario import catalog
from sim.scenario.loader import FILE as SCENARIO_FILE
from sim.scenario.reading import readable
from sim.scenario.shape import shape
from sim.scenario.source import LARGEST_FILE, Document, Places, parse
from sim.scenario.spec import Scenario
from sim.seats.load import draft_scenario

FILE = "experiment.yaml"

_STAND_INS = {"name": "unnamed", "scenario": "unnamed"}
"""For what every file must say, so that all else in one that does not can be looked at."""


@dataclass(frozen=True)
class Prepared:
    """An experiment and the scenario that it is about, with the text that says so."""

    experiment: Experiment
    scenario: Scenario
    scenario_path: Path
    """The scenario's folder or file."""
    text: str
    """The experiment file's."""
    scenario_text: str


@dataclass(frozen=True)
class Draft:
    """What came of reading an experiment file for a scenario."""

    experiment: Experiment | None
    """None if it has not the shape of one."""
    places: Places
    problems: tuple[Problem, ...]
    """In file order."""


def load_experiment(path: Path, scenario: Path | None = None) -> Prepared:
    """Return an experiment with its scenario; ScenarioError with every problem of both.

    `path` is the file, or the folder of a scenario that has one beside it; `scenario` is where
    the scenario is, if it is not where the file says.
    """
    file = path / FILE if path.is_dir() else path
    content = _content(file)
    document = parse(content, str(file))
    if document.problems and document.data is None:
        raise ScenarioError(document.problems)
    shaped = shape(Experiment, document)
    own = {*document.problems, *shaped.problems}
    said = document.data.get("scenario") if isinstance(document.data, dict) else None
    if not isinstance(said, str) or ("scenario",) in shaped.wrong:
        raise ScenarioError(own)
    place = scenario or scenario_path(said, file)
    if place is None:
        raise ScenarioError({document.places.problem(("scenario",), _no_scenario(said)), *own})
    drafted = draft_scenario(place)
    if drafted.scenario is None or drafted.errors:
        raise ScenarioError({*own, *drafted.errors})
    draft = _drafted(document, drafted.scenario, RULES)
    if draft.experiment is None or draft.problems:
        raise ScenarioError(draft.problems)
    text = content.decode("utf-8-sig")
    return Prepared(draft.experiment, drafted.scenario, place, text, _scenario_text(place))


def prepared(text: str, place: Path, scenario: Scenario) -> Prepared:
    """Return an experiment that was written for the scenario at a place.

    ScenarioError with every problem of the text; the scenario was read and checked before.
    """
    return Prepared(experiment_of(text, scenario), scenario, place, text, _scenario_text(place))


def read_experiment(
    content: str | bytes, path: str, scenario: Scenario, rules: Sequence[Rule] = RULES
) -> Draft:
    """Return what came of reading an experiment's text; `path` is how messages name the file.

    The scenario is the one given, whatever name or path the text has for it.
    """
    return _drafted(parse(content, path), scenario, rules)


def experiment_of(text: str, scenario: Scenario) -> Experiment:
    """Return the experiment of a text for a scenario; ScenarioError with every problem."""
    draft = read_experiment(text, FILE, scenario)
    if draft.experiment is None or draft.problems:
        raise ScenarioError(draft.problems)
    return draft.experiment


def scenario_path(said: str, file: Path) -> Path | None:
    """Return where an experiment's scenario is: a packaged one, or a path from the file's folder.

    None if nothing is there. Packaged names go first and are looked up, never joined to a path.
    """
    if said in catalog.names():
        return catalog.folder(said)
    try:
        path = file.parent / said
        return path if path.exists() else None
    except (OSError, ValueError):  # too long, or holding what no path can hold
        return None


def _scenario_text(place: Path) -> str:
    file = place / SCENARIO_FILE if place.is_dir() else place
    return file.read_bytes().decode("utf-8-sig")  # read and checked just now


def _no_scenario(said: str) -> str:
    known = unknown("scenario", said, catalog.names())
    return f"no folder or file of this path from this file, and {known}"


def _drafted(document: Document, scenario: Scenario, rules: Sequence[Rule]) -> Draft:
    if document.problems and document.data is None:
        return Draft(None, document.places, document.problems)
    shaped = shape(Experiment, document)
    problems = {*document.problems, *shaped.problems}
    if rules and isinstance(document.data, dict):
        wrong = {at[0] for at in shaped.wrong if at}
        heads = {key: text for key, text in _STAND_INS.items() if key in wrong}
        experiment, part = readable(Experiment, replace(document, data={**document.data, **heads}))
        if experiment is not None:
            whole = Whole(experiment, scenario, document.places, part, document.data)
            problems.update(check(whole, rules))
    return Draft(shaped.model, document.places, tuple(sorted(problems)))


def _content(file: Path) -> bytes:
    """Return what a file holds; one that cannot be read is a problem of it."""
    try:
        if file.exists() and not file.is_file():  # a pipe could keep us waiting
            raise OSError("it is no file")
        with file.open("rb") as stream:
            return stream.read(LARGEST_FILE + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        message = f"cannot be read ({reason}); give an experiment file"
        raise ScenarioError((Problem(str(file), 1, 1, "(file)", message),)) from None
