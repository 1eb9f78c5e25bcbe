"""An experiment file is found with its scenario, and read whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.batch.experiment.load import experiment_of, load_experiment
from sim.errors import ScenarioError
from sim.scenario import catalog

TEXT = """\
name: small
scenario: two-islands
uncertainties: {hoarding: {}}
outcomes: {south: {of: SOUTH.production_loss}}
"""


def written(folder: Path, text: str, name: str = "experiment.yaml") -> Path:
    file = folder / name
    file.write_text(text, "utf-8")
    return file


def faults(file: Path) -> list[str]:
    with pytest.raises(ScenarioError) as told:
        load_experiment(file)
    return [f"{p.line}:{p.column}: {p.key}: {p.message}" for p in told.value.problems]


def test_a_packaged_scenario_is_found_by_its_name(tmp_path: Path) -> None:
    prepared = load_experiment(written(tmp_path, TEXT))
    assert prepared.scenario.name == "two-islands"
    assert prepared.scenario_path == catalog.folder("two-islands")
    assert prepared.text == TEXT
    assert prepared.scenario_text.startswith("# A made-up case")


def test_a_scenario_is_found_by_its_path_from_the_file(tmp_path: Path) -> None:
    case = tmp_path / "cases" / "mine"
    case.mkdir(parents=True)
    written(case, (catalog.folder("two-islands") / "scenario.yaml").read_text("utf-8"), "s.yaml")
    (tmp_path / "studies").mkdir()
    text = TEXT.replace("two-islands", "../cases/mine/s.yaml")
    prepared = load_experiment(written(tmp_path / "studies", text))
    assert prepared.scenario.name == "two-islands"


def test_a_folder_of_the_name_does_not_hide_a_packaged_scenario(tmp_path: Path) -> None:
    (tmp_path / "two-islands").mkdir()
    assert load_experiment(written(tmp_path, TEXT)).scenario_path == catalog.folder("two-islands")


def test_a_scenario_that_is_not_there_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    (message,) = faults(written(tmp_path, TEXT.replace("two-islands", "two-island")))
    assert message.startswith("2:11: scenario: no folder or file of this path from this file, and")
    assert "unknown scenario 'two-island'" in message
    assert "Did you mean 'two-islands'?" in message


@pytest.mark.parametrize("said", ["x" * 5000, "x" * 300, "a/b/c", "/dev/null", "/dev/zero"])
def test_a_path_that_leads_nowhere_is_told(tmp_path: Path, said: str) -> None:
    assert len(faults(written(tmp_path, TEXT.replace("two-islands", said)))) == 1


def test_problems_of_the_scenario_are_told_beside_those_of_the_file(tmp_path: Path) -> None:
    broken = (catalog.folder("two-islands") / "scenario.yaml").read_text("utf-8")
    written(tmp_path, broken.replace("by: NORTH", "by: NORD"), "s")
    text = TEXT.replace("two-islands", "s").replace("name: small\n", "")
    keys = [message.split(": ")[1] for message in faults(written(tmp_path, text))]
    assert keys == ["name", "orders.0.by"]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    (message,) = faults(tmp_path / "none.yaml")
    assert "cannot be read (no such file or directory); give an experiment file" in message


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    (message,) = faults(written(tmp_path, TEXT + "#" * 2_000_001))
    assert "more than 2 MB" in message


@pytest.mark.parametrize("text", ["", "~", "[]", "x", "name: [", "scenario: 3", "scenario:"])
def test_what_is_no_experiment_is_told(tmp_path: Path, text: str) -> None:
    assert faults(written(tmp_path, text))


def test_a_text_is_read_again_beside_a_scenario_that_is_there() -> None:
    prepared = load_experiment(catalog.folder("three-chokepoints"))
    assert experiment_of(prepared.text, prepared.scenario) == prepared.experiment
    with pytest.raises(ScenarioError, match="unknown country or dispute"):
        experiment_of(TEXT, prepared.scenario)
