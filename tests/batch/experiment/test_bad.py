"""Each file in bad/ has one mistake, and begins with what must be said of it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.batch.experiment.checks import RULES
from sim.batch.experiment.load import Draft, read_experiment
from sim.scenario import catalog
from sim.scenario.spec import Scenario
from sim.seats.load import load_scenario

HERE = Path(__file__).parent
FILES = sorted((HERE / "bad").glob("*.yaml"))
SOUND = (HERE / "sound.yaml").read_text("utf-8")


@cache
def scenario(name: str) -> Scenario:
    return load_scenario(catalog.folder(name))


def drafted(text: str, without: str = "") -> Draft:
    name = "two-islands" if "scenario: two-islands" in text else "three-chokepoints"
    rules = [rule for rule in RULES if rule.__name__ != without]
    return read_experiment(text, "f", scenario(name), rules)


def told(text: str, without: str = "") -> list[str]:
    return [str(problem).removeprefix("f:") for problem in drafted(text, without).problems]


def uncounted(message: str) -> str:
    """A message without the number of names that it does not list."""
    return re.sub(r"and \d+ more", "and more", message)


def rule_of(file: Path) -> str:
    return file.stem.partition("-")[0]


def test_the_sound_file_has_no_problem() -> None:
    assert told(SOUND) == []
    assert drafted(SOUND).experiment is not None


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_mistake_is_told_once_with_its_place(file: Path) -> None:
    text = file.read_text("utf-8")
    first, rest = text.split("\n", 1)
    assert not rest.startswith("#")
    assert [uncounted(message) for message in told(text)] == [uncounted(first.removeprefix("# "))]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_mistake_goes_untold_without_its_rule(file: Path) -> None:
    if rule_of(file) != "shape":
        assert told(file.read_text("utf-8"), without=rule_of(file)) == []


def test_every_rule_has_a_bad_file() -> None:
    assert {rule.__name__ for rule in RULES} == {rule_of(file) for file in FILES} - {"shape"}


def test_mistakes_do_not_hide_each_other() -> None:
    text = SOUND
    for right, wrong in (
        ("name: sound\n", ""),
        ("rounds: 8\n", "rounds: 80\n"),
        ("weeks: 26", "weeks: long"),
        ("answer: none}", "answer: nothing}"),
        ("likeliest: 0.15", "likeliest: 0.5"),
        ("mean: 0.7, ", ""),
        ("{PELA: passive}", "{PELA: pasive}"),
        ("wanted: 0.2", "wanted: some"),
        ("lantern-islets.withdrawn", "lantern-islets.withdrew"),
        ("most: 32", "most: 33"),
    ):
        assert text.count(right) == 1
        text = text.replace(right, wrong)
    assert [problem.key for problem in drafted(text).problems] == [
        "name",
        "rounds",
        "levers.stockpile.options.half_a_year.stocks.0.weeks",
        "sets.0.answer",
        "uncertainties.final_elasticity(magnet).likeliest",
        "uncertainties.audience(KORVA)",
        "constants.policies.PELA",
        "outcomes.sorin_loss.wanted",
        "outcomes.gave_up.of",
        "design.until.most",
    ]


def test_an_option_that_cannot_be_read_is_still_one() -> None:
    text = SOUND.replace("{thrifting: 0.2}", "{thrifting: much}")
    text = text.replace("answer: promised", "answer: thrifty")
    assert [problem.key for problem in drafted(text).problems] == [
        "levers.answer.options.thrifty.parameters.thrifting"
    ]


LINES = SOUND.splitlines()
SCRAPS = ["null", "-1", "1e400", "[]", "{}", "x", "[x, y]", "{x: y}", "'", "*a", "1" * 30, "true"]


@given(st.integers(0, len(LINES) - 1), st.sampled_from(SCRAPS), st.data())
def test_damage_anywhere_is_told_and_never_breaks(n: int, scrap: str, data: st.DataObject) -> None:
    line = LINES[n]
    at = data.draw(st.integers(0, len(line)))
    damaged = "\n".join([*LINES[:n], line[:at] + scrap, *LINES[n + 1 :]])
    draft = drafted(damaged)
    assert draft.experiment is not None or draft.problems
