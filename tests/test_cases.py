"""Every case in tests/cases holds; their language is explained in its README."""

from __future__ import annotations

import copy
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from sim.economy.tables import ACCOUNTS
from sim.game import Game
from sim.parameters import catalogue
from sim.world.world import Floats
from tests.properties.scenarios import Data, entry, game_of
from tests.world.plain import FIXED, PLAIN

FILES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
CASES = [case for file in FILES for case in yaml.safe_load(file.read_text("utf-8"))]

EXACT = 1e-9
"""Relative difference at which two numbers still count as equal."""

NUMBER = r"(?P<how>sum|mean|max|min|first|last|every)(?: of)? (?P<what>\w+) (?P<of>[^.<>=*]+?)"
SPAN = r"(?: in (?P<start>\d+)\.\.(?P<end>\d+))?"
LINE = re.compile(rf"{NUMBER}{SPAN} (?P<sign>=|<=|>=|<|>) (?P<right>.+)")
OTHER = re.compile(rf"{NUMBER}{SPAN}(?: \* (?P<times>[\d.]+))?")
WITHOUT = re.compile(
    r"without(?: \* (?P<times>[\d.]+))?(?: - (?P<less>[\d.]+))?(?: \(within (?P<within>\d+) %\))?"
)
SIGNS: Mapping[str, Callable[[Floats, Floats], Any]] = {
    "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge,
}  # fmt: skip


@dataclass(frozen=True)
class Runs:
    """A case's run and the one it is compared with."""

    run: Game
    without: Game


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"].replace(" ", "-"))
def test_case(case: Data) -> None:
    runs = Runs(play(case, case["orders"]), play(case, case.get("without", {})))
    for line in case["after"]:
        told = failing(line, runs)
        assert told is None, told


def play(case: Data, orders: Mapping[int, list[dict[str, str]]]) -> Game:
    before = case.get("before", {})
    data = merged(copy.deepcopy(PLAIN), before.get("changes", {}))
    settings = FIXED | before.get("parameters", {})
    game = game_of(data, behaviour=before.get("behaviour", True), **settings)
    for n in range(1, case["rounds"] + 1):
        sheets: dict[str, list[str]] = {}
        for order in orders.get(n, []):
            for seat, text in order.items():
                sheets.setdefault(seat, []).append(text)
        for seat, texts in sheets.items():
            day = game.timeline.date(game.tick)
            given = tuple(entry(t, f"{seat}-{n}-{i + 1}", day) for i, t in enumerate(texts))
            game.submit(seat, given)
        refused = [r.reason for r in game.resolve().rulings if r.outcome == "refused"]
        assert not refused, refused
    return game


def merged(data: Data, changes: Data) -> Data:
    for key, value in changes.items():
        data[key] = merged(data[key], value) if isinstance(value, dict) else value
    return data


def failing(line: str, runs: Runs) -> str | None:
    """Return why a line of a case does not hold, with the numbers found, or None if it does."""
    asked = LINE.fullmatch(line)
    assert asked, f"this line is not understood: {line}"
    found, wanted = read(asked, runs.run), right_side(asked, runs)
    within = re.search(r"within (\d+) %", line)
    close = float(within[1]) / 100 if within else EXACT
    scale = np.maximum(np.abs(found), np.abs(wanted))
    if asked["sign"] == "=":
        holds = np.abs(found - wanted) <= close * scale
    elif asked["sign"] in ("<=", ">="):
        holds = SIGNS[asked["sign"]](found, wanted) | (np.abs(found - wanted) <= EXACT * scale)
    else:
        holds = SIGNS[asked["sign"]](found, wanted)
    if np.all(holds):
        return None
    n = int(np.argmin(np.ravel(holds)))
    return f"{line}: found {np.ravel(found)[n]:.6g} against {np.ravel(wanted)[n]:.6g} (place {n})"


def right_side(asked: re.Match[str], runs: Runs) -> Floats:
    text = asked["right"].strip()
    against = WITHOUT.fullmatch(text)
    if against:
        number = read(asked, runs.without) * float(against["times"] or 1)
        return np.asarray(number - float(against["less"] or 0))
    other = OTHER.fullmatch(text)
    if other:
        return read(other, runs.run) * float(other["times"] or 1)
    return np.array(float(text))


def read(asked: re.Match[str], game: Game) -> Floats:
    """Return the number, or for `every` the numbers, that a line asks for."""
    course = course_of(asked["what"], asked["of"].split(), game)
    if asked["start"]:
        assert int(asked["end"]) <= len(course), f"there are {len(course)} ticks"
        course = course[int(asked["start"]) : int(asked["end"])]
    how = asked["how"]
    if how in ("first", "last"):
        return np.asarray(course[0 if how == "first" else -1])
    return course if how == "every" else np.asarray(getattr(np, how)(course))


def course_of(what: str, names: list[str], game: Game) -> Floats:
    """Return a flow or an account in every tick; shape (T,)."""
    network, flows = game.network, game.flows()
    if what == "account":
        kind = ACCOUNTS.index(names[0].replace("_", " "))
        return np.asarray(flows.accounts[:, network.countries[names[1]], kind])
    product, places = network.products[names[0]], [n for n in names[1:] if n != "to"]
    rows = tuple(network.countries[place] for place in places)
    return np.asarray(getattr(flows, what)[:, *rows, product])


def test_there_are_cases_for_every_instrument() -> None:
    from sim.orders.instruments import instruments

    more = (FILES[0].parent / "instruments").glob("*.yaml")
    cases = [*CASES, *(case for file in more for case in yaml.safe_load(file.read_text("utf-8")))]
    orders = [row for case in cases for rows in case["orders"].values() for row in rows]
    given = {text.split()[0] for row in orders for text in row.values()}
    assert set(instruments()) <= given


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("sum of shipped ore A to B > 0", "found 0 against 0"),
        ("every shipped ore A to C = without * 2", "(place 0)"),
        ("first of shipped ore A to C < without", "found"),
        ("last of home_price ore A = last of home_price ore C", "found"),
    ],
)
def test_a_wrong_case_fails(line: str, told: str) -> None:
    case = {"rounds": 1}
    runs = Runs(play(case, {1: [{"A": "export_ban product=ore target=B"}]}), play(case, {}))
    assert told in str(failing(line, runs))


@pytest.mark.parametrize("line", ["shipped ore A to B = 0", "sum of shipped ore A to B is 0"])
def test_a_line_that_is_not_understood_fails(line: str) -> None:
    case = {"rounds": 1}
    game = play(case, {})
    with pytest.raises(AssertionError, match="not understood"):
        failing(line, Runs(game, game))


def test_every_fitted_parameter_is_held_fixed() -> None:
    economy = {
        n: entry for n, entry in catalogue().items() if entry.scope in ("economy", "product")
    }
    fitted = {name for name, entry in economy.items() if entry.status == "fitted"}
    assert fitted <= set(FIXED) <= set(catalogue())


def test_a_refused_order_fails_its_case() -> None:
    with pytest.raises(AssertionError, match="sells none"):
        play({"rounds": 1}, {1: [{"B": "export_ban product=ore target=C"}]})
