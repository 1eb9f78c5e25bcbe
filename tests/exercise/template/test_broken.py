"""Each file in broken/ has one kind of mistake, and beside it what must be said of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.exercise.template.checks import RULES
from sim.exercise.template.load import read_exercise
from sim.scenario import catalog
from sim.scenario.spec import Scenario
from sim.seats.load import load_scenario

HERE = Path(__file__).parent
FILES = sorted((HERE / "broken").glob("*.yaml"))


@pytest.fixture(scope="module")
def islands() -> Scenario:
    return load_scenario(catalog.folder("two-islands"))


def expected(file: Path) -> tuple[str, list[str]]:
    """The rule that a file breaks, and the messages without the file's name."""
    first, *messages = file.with_suffix(".expected").read_text("utf-8").splitlines()
    return first.removeprefix("rule: "), messages


def told(file: Path, islands: Scenario, without: str = "") -> list[str]:
    rules = [rule for rule in RULES if rule.__name__ != without]
    problems = read_exercise(file.read_bytes(), "f", islands, rules).problems
    return [str(problem).removeprefix("f:") for problem in problems]


def test_the_sound_file_has_no_problem(islands: Scenario) -> None:
    draft = read_exercise((HERE / "sound.yaml").read_bytes(), "f", islands)
    assert draft.problems == ()
    assert draft.template is not None


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_mistake_is_told_with_its_place(file: Path, islands: Scenario) -> None:
    _, messages = expected(file)
    assert messages
    assert told(file, islands) == messages


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_mistake_goes_untold_without_its_rule(file: Path, islands: Scenario) -> None:
    rule, messages = expected(file)
    if rule != "shape":
        assert told(file, islands, without=rule) != messages


def test_every_rule_has_a_broken_file() -> None:
    by_hand = {"calendar_has_room"}  # it takes a scenario at the end of time
    assert {rule.__name__ for rule in RULES} - by_hand <= {expected(file)[0] for file in FILES}


def test_mistakes_do_not_hide_each_other(islands: Scenario) -> None:
    text = (HERE / "sound.yaml").read_text("utf-8")
    for right, wrong in (
        ("format: 1\n", ""),
        ("start: 2030-04-08", "start: 2030-04-09"),
        ("value: 0.6, treaty", "value: 6, treaty"),
        ("rounds: 2\n", "rounds: two\n"),
        ("code: S1,", ""),
        ("product=ore target=SOUTH rate=0.5 dispute=nets", "product=ore target=SUOTH rate=0.5"),
        ("objective: O1\n", "objective: O2\n"),
        ("{id: I4, title: Spring, date: 2030-05-01}", "{id: I4, date: 2030-05-01}"),
    ):
        assert text.count(right) == 1
        text = text.replace(right, wrong)
    keys = [problem.key for problem in read_exercise(text, "f", islands).problems]
    assert keys == [
        "format",
        "extends.relations.0.value",
        "formats.short.rounds",
        "formats.weekly.ticks_per_round",
        "seats.NORTH.playbook.0.order",
        "seats.SOUTH.playbook.0.code",
        "injects.0.objective",
        "injects.3",
    ]


def test_places_hold_after_a_mistake_above(islands: Scenario) -> None:
    text = """\
format: 1
injects:
  - {id: I1, round: two, title: A letter}
  - {id: I2}
  - {id: I3, title: For whom, to: [SOUTH, NOBODY]}
"""
    said = [str(problem) for problem in read_exercise(text, "f", islands).problems]
    assert said[-1].startswith("f:5:43: injects.2.to.1: unknown seat 'NOBODY'")


def test_a_scenario_at_the_end_of_time_has_no_room(islands: Scenario) -> None:
    calendar = islands.calendar.model_copy(update={"start": islands.calendar.start.replace(9998)})
    late = islands.model_copy(update={"calendar": calendar, "injects": (), "orders": ()})
    (problem, *_) = read_exercise("format: 1\nhotwash: [Why?]\n", "f", late).problems
    assert "leads beyond 9999-12-31" in problem.message
