"""`countervail deterrence`: the table as text, JSON and a chart."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from cli.app import app

NAME = "three-chokepoints"


def asked(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["deterrence", NAME, *arguments], env={"COLUMNS": "80"})


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("deterrence") / "out"


@pytest.fixture(scope="module")
def shown(out: Path) -> str:
    done = asked("--seeds", "3", "--rounds", "1", "--out", str(out))
    assert done.exit_code == 0, done.output
    assert not done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def data(shown: str, out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((out / "result.json").read_text("utf-8"))
    return found


def test_the_table_names_every_pledge_with_its_launches(shown: str, data: dict[str, Any]) -> None:
    assert max(map(len, shown.splitlines()[:-1])) <= 80  # the last names the folder
    assert "How often KORVA begins to press SORIN (lantern-islets)" in shown
    for row in data["rows"]:
        assert f"{row['pledge']} {row['launches']} of 3" in " ".join(shown.split())


def test_the_parts_of_a_worth_add_up(data: dict[str, Any]) -> None:
    assert [(row["pledge"], row["cohesion"], row["broken"]) for row in data["rows"]] == [
        ("none", None, 0.0), ("promised", None, 0.0), ("credible", 0.9, 0.0),
        ("hollow", 0.1, 12.0), ("small", 0.9, 0.0),
    ]  # fmt: skip
    for row in data["rows"]:
        whole = sum(part["value"] for part in row["parts"])
        assert row["worth"] == pytest.approx(whole, abs=1e-5)
        assert row["rate"] == pytest.approx(row["launches"] / row["games"], abs=1e-5)


def test_json_is_what_the_folder_holds(data: dict[str, Any], out: Path) -> None:
    told = json.loads(asked("--seeds", "3", "--rounds", "1", "--json", "--workers", "1").stdout)
    assert told == data
    assert {path.name for path in out.iterdir()} == {
        "result.json", "deterrence.png", "deterrence.svg",
    }  # fmt: skip


def test_parameters_may_be_changed(data: dict[str, Any]) -> None:
    options = ("--seeds", "2", "--rounds", "1", "--set", "launch_reprisal=0", "--json")
    told = json.loads(asked(*options).stdout)
    assert told["settings"] == {"launch_reprisal": 0.0}
    parts = [{p["name"]: p["value"] for p in row["parts"]} for row in told["rows"]]
    assert {row["joint answer"] for row in parts} == {0.0}


def test_a_quarrel_that_is_not_there_is_told() -> None:
    done = asked("--coercer", "PELA")
    assert done.exit_code == 2
    assert "KORVA against SORIN" in done.stderr
