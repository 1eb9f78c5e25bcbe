"""`countervail rates`: base rates and single cases."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.app import app
from sim.politics.record.anchors import anchors
from sim.politics.record.rates import ties


def rates(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["rates", *arguments], env={"COLUMNS": "80"})


@pytest.fixture(scope="module")
def done() -> Result:
    return rates("--disputes", "30000", "--json")


def test_every_published_share_and_case_has_a_row(done: Result) -> None:
    assert done.exit_code == 0, done.output
    data = json.loads(done.stdout)
    published = {
        (group, str(name)): share
        for group, shares in ties()["rows"].items()
        for name, share in shares.items()
    }
    assert {(row["group"], row["name"]): row["published"] for row in data["rows"]} == published
    for row in data["rows"]:
        assert row["difference"] == pytest.approx(row["simulated"] - row["published"], abs=1e-5)
        assert row["within"] is (abs(row["difference"]) <= row["tolerance"])
    assert data["within"]["hits"] == sum(row["within"] for row in data["rows"])
    assert [case["name"] for case in data["anchors"]] == list(anchors())
    assert data["gain"] == pytest.approx(sum(c["gain"] for c in data["anchors"]), abs=1e-4)


def test_the_seed_decides(done: Result) -> None:
    assert rates("--disputes", "30000", "--json").stdout == done.stdout
    assert rates("--disputes", "30000", "--seed", "1", "--json").stdout != done.stdout


def test_the_table_fits_and_says_what_is_within(tmp_path: Path) -> None:
    told = rates("--disputes", "1000", "--out", str(tmp_path))
    assert told.exit_code == 0, told.output
    assert max(map(len, told.stdout.splitlines()[:-1])) <= 80
    assert "\x1b" not in told.stdout
    for text in (
        "TIES",
        "points",
        "Conceded by month",
        "within 60 months",
        "peace prize; Norway",
        "gain:",
    ):
        assert text in told.stdout
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"result.json", "base-rates.png", "base-rates.svg"}


def test_too_few_disputes_are_a_mistake() -> None:
    assert rates("--disputes", "10").exit_code == 2


def test_losses_can_come_out_of_an_economy() -> None:
    done = rates("--through", "three-chokepoints", "--disputes", "20", "--json")
    assert done.exit_code == 0, done.output
    data = json.loads(done.stdout)
    assert data["through"] == "three-chokepoints"
    counts = {row["name"]: row["cases"] for row in data["rows"] if row["group"] == "imposed"}
    assert 0 < counts["conceded"] <= 20


def test_an_unknown_scenario_to_play_through_is_told() -> None:
    done = rates("--through", "three-chokepoint")
    assert done.exit_code == 2
    assert "Did you mean 'three-chokepoints'?" in done.stderr
