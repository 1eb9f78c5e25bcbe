"""`countervail run --orders`: seats ask for what a file says, and adjudication judges it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from cli.app import app

NAME = "three-chokepoints"
PLAN = """\
orders:
  - id: wait
    date: 2031-01-20
    by: KORVA
    order: customs_slowdown product=magnet target=SORIN share=0.3 release=0.01
    title: Papers take longer
    tags: [press]
  - {id: twice, date: 2031-01-21, by: KORVA, order: lift order=union-car-duty, tags: [press]}
  - {id: help, date: 2031-04-10, by: TARRA, order: solidarity_purchase target=SORIN amount=1e8}
"""


def played(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["run", NAME, *arguments], env={"COLUMNS": "80"})


@pytest.fixture
def plan(tmp_path: Path) -> str:
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN, "utf-8")
    return str(path)


def data(*arguments: str) -> dict[str, Any]:
    done = played(*arguments, "--json")
    assert done.exit_code == 0, done.output
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def rulings(told: dict[str, Any]) -> dict[str, tuple[str, str]]:
    return {
        order["id"]: (order["outcome"], order["reason"])
        for one in told["rounds"] for order in one["orders"]
    }  # fmt: skip


def test_orders_of_a_file_are_judged_like_any_others(plan: str) -> None:
    told = data("--orders", plan, "--policy", "*=passive", "--rounds", "2")
    assert told["planned"] == ["wait", "twice", "help"]
    found = rulings(told)
    assert [found[id][0] for id in ("wait", "twice", "help")] == [
        "carried out", "refused", "carried out",
    ]  # fmt: skip
    assert "§A.4" in found["twice"][1]
    assert told["rounds"][0]["countries"]["KORVA"]["capital"] < 70.0  # it paid for what it did


def test_a_policy_plays_on_after_the_orders_of_its_seat(plan: str) -> None:
    told = data("--orders", plan, "--rounds", "2", "--policy", "TARRA=solidarity_leader")
    seats = [order["seat"] for order in told["rounds"][1]["orders"] if order["id"] != "help"]
    assert "TARRA" in seats
    assert rulings(told)["help"][0] == "carried out"


@pytest.mark.parametrize(("name", "left"), [("press", {"help"}), ("wait", {"twice", "help"})])
def test_without_leaves_out_orders_of_the_file(plan: str, name: str, left: set[str]) -> None:
    options = ("--orders", plan, "--policy", "*=passive", "--rounds", "2")
    assert rulings(data(*options, "--without", name)).keys() == left


def test_the_account_names_the_orders(plan: str) -> None:
    told = played("--orders", plan, "--policy", "*=passive", "--rounds", "1").stdout
    assert "Asked for beside: 3 dated orders." in told
    assert "KORVA: Papers take longer" in told
    after = " ".join(told[told.index("KORVA: Papers take longer") :].split())
    assert re.match(r"[^–]* – carried out: within", after)


def test_a_fault_of_the_file_ends_with_exit_code_2(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN.replace("KORVA", "KORV"), "utf-8")
    done = played("--orders", str(path))
    assert done.exit_code == 2
    assert [line.partition(": ")[0] for line in done.stderr.splitlines()] == [
        f"{path}:4:9", f"{path}:8:39",
    ]  # fmt: skip


def test_quiet_quarrels_are_shown_with_what_beginning_would_be_worth(plan: str) -> None:
    options = ("--orders", plan, "--policy", "*=passive", "--rounds", "1")
    quiet, pressed = (
        {meter["dispute"]: meter for meter in data(*options, *w)["rounds"][0]["deterrence"]}
        for w in (("--without", "press"), ())
    )
    assert "lantern-islets" in quiet.keys() - pressed.keys()
    for way in ("openly", "denied"):
        meter = quiet["lantern-islets"][way]
        assert meter["worth"] == pytest.approx(sum(p["value"] for p in meter["parts"]), abs=1e-5)
        assert 0.0 <= meter["begins"] <= 1.0
    shown = played(*options, "--without", "press").stdout
    assert "quiet so far" in shown
    assert f"{100 * quiet['lantern-islets']['denied']['begins']:.0f} %" in shown
