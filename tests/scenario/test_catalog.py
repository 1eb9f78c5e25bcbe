"""The packaged scenarios: found by name, free of problems, and light to check."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sim.errors import ScenarioError, UnknownNameError
from sim.scenario import catalog
from sim.scenario.loader import load, read_file


@pytest.mark.parametrize("name", catalog.names())
def test_a_packaged_scenario_has_no_problem_and_a_source_for_every_figure(name: str) -> None:
    assert read_file(catalog.folder(name)).problems == ()


@pytest.mark.parametrize("name", catalog.names())
def test_a_packaged_scenario_bears_the_name_of_its_folder(name: str) -> None:
    assert load(catalog.folder(name)).name == name


def test_a_misspelt_name_gets_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'two-islands'"):
        catalog.folder("two-island")


@pytest.mark.parametrize("name", ["", ".", "..", "../tutorial", "/etc", "two-islands/.."])
def test_no_name_leads_out_of_the_package(name: str) -> None:
    with pytest.raises(UnknownNameError):
        catalog.folder(name)


def test_what_looks_like_a_path_is_taken_as_one() -> None:
    assert catalog.find("./my/case") == Path("my/case")
    assert catalog.find("case.yaml") == Path("case.yaml")
    assert catalog.find("two-islands").name == "two-islands"


def test_a_bare_name_is_a_packaged_scenario_before_it_is_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("my-case", "two-islands"):
        (tmp_path / name).mkdir()
    assert catalog.find("my-case") == Path("my-case")
    assert catalog.find("two-islands") == catalog.folder("two-islands")


@pytest.mark.parametrize("name", ["", "my-case", "a" * 5000, "nul\0"])
def test_a_bare_name_of_nothing_gets_the_names_there_are(name: str) -> None:
    with pytest.raises(UnknownNameError, match="known: rare-earth-2010"):
        catalog.find(name)


def test_a_file_and_its_folder_are_the_same_scenario() -> None:
    folder = catalog.folder("two-islands")
    assert load(folder) == load(folder / "scenario.yaml")


def test_loading_a_broken_scenario_raises_every_error(tmp_path: Path) -> None:
    file = tmp_path / "scenario.yaml"
    file.write_text("format: 1\nname: x\ncolour: red\n", "utf-8")
    with pytest.raises(ScenarioError) as caught:
        load(tmp_path)
    assert {p.key for p in caught.value.problems} >= {"colour", "title", "countries"}
    assert str(caught.value).startswith(f"{file}:1:1: calendar: missing")


def test_checking_needs_no_heavy_package() -> None:
    code = (
        "import sys; from sim.scenario import catalog, loader;"
        "loader.load(catalog.folder('two-islands'));"
        "print(sorted({'mesa', 'numba', 'matplotlib', 'pandas'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
