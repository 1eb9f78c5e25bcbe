"""`scenario check` looks at exercise.yaml too; `scenario schema --exercise` is for editors."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from typer.testing import CliRunner, Result

from cli.app import app
from sim.exercise.template.schema import json_schema
from sim.scenario import catalog

SCENARIO = catalog.folder("two-islands") / "scenario.yaml"


def countervail(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments, catch_exceptions=False)


def test_a_sound_exercise_is_told_beside_its_scenario(tmp_path: Path) -> None:
    shutil.copy(SCENARIO, tmp_path)
    shutil.copy(Path(__file__).parent / "sound.yaml", tmp_path / "exercise.yaml")
    done = countervail("scenario", "check", str(tmp_path))
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        f"{tmp_path / 'scenario.yaml'}: OK",
        f"{tmp_path / 'exercise.yaml'}: OK",
    ]


def test_a_mistake_in_an_exercise_is_told_with_its_place(tmp_path: Path) -> None:
    shutil.copy(SCENARIO, tmp_path)
    (tmp_path / "exercise.yaml").write_text("format: 1\nseats:\n  NROTH: {}\n", "utf-8")
    done = countervail("scenario", "check", str(tmp_path))
    assert done.exit_code == 2
    assert "exercise.yaml:3:3: seats.NROTH: unknown country or firm" in done.stdout
    told = json.loads(countervail("scenario", "check", str(tmp_path), "--json").stdout)
    assert not told["ok"]
    assert [problem["key"] for problem in told["problems"]] == ["seats.NROTH"]


def test_the_schema_of_exercises_is_printed() -> None:
    assert json.loads(countervail("scenario", "schema", "--exercise").stdout) == json_schema()
