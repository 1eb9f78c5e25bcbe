"""`--json` of the batch commands, against what the reference says that it holds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.app import app
from cli.batch.data import plain
from sim.batch.analysis.report import report
from sim.batch.study import Method
from tests.cli.batch_results import made_up

PAGE = (Path(__file__).parents[2] / "docs/reference/json.md").read_text("utf-8")
BY_NAME = {"settings", "options", "payoffs", "meanings"}
"""Objects whose keys are names: of the user's, or of a method's."""

SMALL = """
name: small
scenario: two-islands
rounds: 2
uncertainties:
  hoarding: {}
outcomes:
  price: {of: SOUTH.price(ore), take: max, better: less}
design: {method: latin_hypercube, samples: 3, repeats: 2}
"""

GAME = [
    "payoff", "two-islands", "--seats", "NORTH,SOUTH", "--policies", "passive,tit_for_tat",
    "--replications", "2", "--workers", "1", "--payoff", "NORTH=NORTH.export_value(ore):sum",
    "--payoff", "SOUTH=SOUTH.price(ore):max",
]  # fmt: skip


def documented(*commands: str) -> set[str]:
    """Return the words in code in the sections on these commands."""
    sections = re.split(r"^## ", PAGE, flags=re.MULTILINE)
    ours = [
        text for text in sections if text.startswith(tuple(f"`countervail {c} " for c in commands))
    ]
    assert len(ours) == len(commands)
    return {
        word
        for text in ours
        for code in re.findall(r"`([^`]+)`", text)
        for word in re.findall(r"\w+", code)
    }


def keys(value: object) -> Iterator[str]:
    """Yield all keys of an object and of those in it."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield key
            yield from () if key in BY_NAME and isinstance(one, dict) else keys(one)
    elif isinstance(value, list):
        for one in value:
            yield from keys(one)


def told(*arguments: str) -> object:
    result = CliRunner().invoke(app, ["batch", *arguments, "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.mark.parametrize("method", ["saltelli", "morris", "one_at_a_time", "latin_hypercube"])
def test_the_reference_knows_every_key_of_a_report(method: Method) -> None:
    found = plain(report(made_up(method, failing=0.02), errors=["it broke"]))
    assert set(keys(found)) <= documented("batch report DIR")


def test_the_reference_knows_every_key_of_the_other_commands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("small.yaml").write_text(SMALL, "utf-8")
    for command, arguments in (
        ("batch check FILE", ["check", "small.yaml"]),
        ("batch run FILE", ["run", "small.yaml", "--workers", "1"]),
        ("batch run FILE", ["resume", "small", "--workers", "1"]),
        ("batch status DIR", ["status", "small"]),
        ("batch export DIR", ["export", "small"]),
    ):
        assert set(keys(told(*arguments))) <= documented(command), command
    assert set(keys(told(*GAME))) <= documented("batch payoff SCENARIO", "batch report DIR")
    compared = set(keys(told("compare", "small", "small")))
    assert compared <= documented("batch compare DIR DIR", "batch report DIR")
