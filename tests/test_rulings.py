"""Every case in tests/cases/adjudication holds, and every rule is there because a case needs it.

The language of the cases is read in tests/adjudication/cases.py and explained in their README.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

import sim.adjudication.adjudicate as adjudicate_module
import sim.game
from sim.adjudication import conflicts, execution, frictions, joining, judgement
from sim.orders import base, gates, legality, price, reach, timing
from sim.orders.effects import Deed
from sim.rng import streams
from tests.adjudication.cases import FILES, cases, failing, play
from tests.properties.scenarios import Data

CASES = cases()
PAGE = Path(__file__).parents[1] / "docs" / "explanation" / "adjudication.md"
RULES = re.findall(r"^\*\*§(A\.\d+)\*\*", PAGE.read_text("utf-8"), re.MULTILINE)
FAMILIES: Mapping[str, list[Data]] = defaultdict(list)
for _case in CASES:
    FAMILIES[_case["rule"]].append(_case)


def title(case: Data) -> str:
    return f"{case['rule']}-{case['name']}".replace(" ", "-")


@pytest.mark.parametrize("case", CASES, ids=title)
def test_case(case: Data) -> None:
    played = play(case)
    told = [failing(line, played) for line in case["after"]]
    assert not any(told), [line for line in told if line]


@pytest.mark.parametrize("case", CASES, ids=title)
def test_who_hands_in_first_gains_nothing(case: Data) -> None:
    if all(len({seat for row in rows for seat in row}) < 2 for rows in case["orders"].values()):
        return
    one, other = play(case), play(case, backwards=True)
    assert one.said == other.said
    assert one.game.world.measures == other.game.world.measures
    assert one.events == other.events


# --- the cases themselves --------------------------------------------------------------------


def test_every_rule_has_cases_and_every_case_a_rule() -> None:
    assert [*FAMILIES] == RULES
    assert {rule: len(found) for rule, found in FAMILIES.items() if len(found) < 2} == {}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_holds_the_family_of_its_number(path: Path) -> None:
    number = int(path.stem.partition("-")[0])
    assert {case["rule"] for case in yaml.safe_load(path.read_text("utf-8"))} == {f"A.{number}"}


def test_no_two_cases_have_one_name() -> None:
    names = [case["name"] for case in CASES]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_every_case_has_only_the_keys_that_are_read() -> None:
    known = {"name", "rule", "before", "orders", "rounds", "seed", "white_cell", "after"}
    inside = {"changes", "in_force", "parameters", "set"}
    assert [
        c["name"] for c in CASES if c.keys() - known or c.get("before", {}).keys() - inside
    ] == []


WRONG = {"name": "wrong", "orders": {1: [{"CHN": "export_ban product=ore target=JPN"}]}}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("ruling CHN-1-1: refused", "found carried out: within its powers"),
        ("ruling CHN-1-1: carried out … rule §A.6", "found carried out"),
        ("ruling CHN-1-1: does not say its powers", "found carried out"),
        ("ruling JPN-1-1: refused", "no such order; there are CHN-1-1"),
        ("measure CHN-1-1 in force at tick 0", "found"),
        ("measure CHN-1-1 not in force at tick 3", "found"),
        ("measure JPN-1-1 rate = 0", "there is none"),
        ("measure CHN-1-1 rate = 0.5", "found 0.0"),
        ("measure CHN-1-1 targets = USA", "found JPN"),
        ("no measure of CHN-1-1", "found"),
        ("no dispute islands", "found"),
        ("no dispute between JPN and CHN", "found"),
        ("dispute between JPN and LOW", "found None"),
        ("capital CHN = before", "before 60"),
        ("relations JPN USA < before", "before 0.8"),
        ("capital CHN < 51.4", "found 51.4"),
        ("event DealSigned", "found MeasureImposed"),
        ("no event MeasureImposed CHN-1-1", "found MeasureImposed"),
        ("vote CHN-1-1: passed", "0 votes were held"),
    ],
)
def test_a_wrong_case_fails(line: str, told: str) -> None:
    assert told in str(failing(line, play(WRONG)))


@pytest.mark.parametrize("line", ["ruling CHN-1-1 refused", "capital = 3", "measure X in force"])
def test_a_line_that_is_not_understood_fails(line: str) -> None:
    with pytest.raises(AssertionError, match="not understood"):
        failing(line, play(WRONG))


# --- no rule is idle -------------------------------------------------------------------------

Patch = pytest.MonkeyPatch
Nothing = Callable[..., Any]


def nothing(*_: object, **__: object) -> None:
    """Object to nothing."""


def put(module: ModuleType, name: str, instead: Nothing) -> Callable[[Patch], None]:
    """Return what puts something else in the place of a function of a module."""
    return lambda patch: patch.setattr(module, name, instead)


def drop(module: ModuleType, names: tuple[str, ...], *rules: str) -> Callable[[Patch], None]:
    """Return what takes rules, by the names of their functions, out of lists of a module."""

    def dropped(patch: Patch) -> None:
        for name in names:
            kept = tuple(rule for rule in getattr(module, name) if rule.__name__ not in rules)
            patch.setattr(module, name, kept)

    return dropped


def open_gate(*names: str) -> Callable[[Patch], None]:
    """Return what lets everything through some gates."""

    def opened(patch: Patch) -> None:
        for name in names:
            patch.setitem(gates.GATES, name, nothing)
        if "attributed" in names:
            patch.setattr(legality, "attributed", nothing)

    return opened


def both(*patches: Callable[[Patch], None]) -> Callable[[Patch], None]:
    def all_of_them(patch: Patch) -> None:
        for one in patches:
            one(patch)

    return all_of_them


ASKED = ("ALL", "POWERS", "MEANS")
REMOVED: Mapping[str, Callable[[Patch], None]] = {
    "A.1": put(base, "_pairs", lambda words, instrument: {}),
    "A.2": drop(legality, ASKED, "_nobody", "_too_late", "_unknown_name"),
    "A.3": drop(legality, ASKED, "_no_authority"),
    "A.4": drop(legality, ASKED, "_not_own"),
    "A.5": drop(legality, ASKED, "_nothing_touched"),
    "A.6": drop(legality, ASKED, "_poor"),
    "A.7": drop(legality, ASKED, "_unpaid"),
    "A.8": open_gate("designated"),
    "A.9": open_gate("consulted"),
    "A.10": open_gate("attributed"),
    "A.11": open_gate("legal_power", "dependence"),
    "A.12": put(price, "_wto", lambda deed, instrument: 0.0),
    "A.13": drop(legality, ASKED, "_objected"),
    "A.14": both(drop(legality, ASKED, "_repeated"), drop(conflicts, ("RULES",), "_twice")),
    "A.15": put(reach, "threshold", lambda *_: 2.0),
    "A.16": put(judgement, "uncoordinated", lambda deeds: {}),
    "A.17": put(timing, "lead_months", lambda order: 0.0),
    "A.18": drop(conflicts, ("RULES",), "_at_odds"),
    "A.19": lambda patch: patch.setattr(
        Deed, "_rung", property(lambda deed: max(0, deed.instrument.rung))
    ),
    "A.20": put(frictions, "is_ally", lambda *_: False),
    "A.21": drop(conflicts, ("RULES",), "_given_up"),
    "A.22": both(
        put(judgement, "lifted_too_early", lambda deeds: {}),
        drop(conflicts, ("RULES",), "_let_go_twice"),
    ),
    "A.23": put(judgement, "voted_down", lambda *_: (None, ())),
    "A.24": put(adjudicate_module, "decided", lambda standing, *_: (standing, ())),
    "A.25": put(sim.game, "watched", lambda world, *_: (world, ())),
    "A.26": both(
        drop(legality, ASKED, "_no_party"),
        lambda patch: patch.setitem(legality._LOOKS, "settle", nothing),
    ),
    "A.27": both(put(reach, "no_answer", nothing), put(reach, "unreal_terms", nothing)),
    "A.28": put(legality, "_hollow", nothing),
    "A.29": put(judgement, "_as_far_as_it_goes", lambda deed: ""),
    "A.30": put(execution, "_overtaken", nothing),
    "A.31": put(adjudicate_module, "judged", lambda *_: ({}, ())),
    "A.32": put(adjudicate_module, "answered", lambda standing, *_: (standing, ())),
    "A.33": put(joining, "_carried", lambda club, country, yes, appeal: yes[country]),
    "A.34": put(joining, "_leaves", lambda standing, *_: standing),
    "A.35": put(joining, "_promises", lambda appeal: appeal.standing),
    "A.36": put(execution, "followed", lambda before, after, deed: after),
    "A.37": both(
        put(judgement, "by_white_cell", nothing), put(execution, "by_white_cell", nothing)
    ),
    "A.38": put(
        sim.game, "streams", lambda seed, round_, phase, _: streams(seed, round_, phase, {})
    ),
    "A.39": put(
        sim.game, "patched", lambda world, patches, setting, scenario, beside: (world, beside)
    ),
}
"""Rule -> what the game is like without it."""


def test_every_rule_can_be_removed() -> None:
    assert [*REMOVED] == RULES


@pytest.mark.parametrize("rule", RULES)
def test_without_a_rule_a_case_of_its_family_fails(rule: str, monkeypatch: Patch) -> None:
    REMOVED[rule](monkeypatch)
    assert any(not holds(case) for case in FAMILIES[rule])


def holds(case: Data) -> bool:
    """Return whether a case holds; what cannot be played without a rule does not."""
    try:
        played = play(case)
    except Exception:
        return False
    return not any(failing(line, played) for line in case["after"])
