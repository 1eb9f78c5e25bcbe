"""Every instrument does what it says, at its depth: tests/cases/instruments, played and undone.

A case is played in the scenario of `tests/world/trading.py`. Then what the instrument is composed
of is taken out of the catalogue, and the case must fail.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import Any, cast

import pytest
import yaml

from sim.orders import effects
from sim.orders.effects import Deed, Given, Standing
from sim.orders.gates import GATES
from sim.orders.instruments import Effect, Instrument, instruments
from sim.world.measures import RULE_KINDS, Measure
from tests.properties.scenarios import Data
from tests.test_cases import Runs
from tests.world.reading import failing
from tests.world.trading import Orders, play

FOLDER = Path(__file__).parent / "cases/instruments"
CATALOGUE = cast(MutableMapping[str, Instrument], instruments())
CASES = [
    case | {"file": file.stem}
    for file in sorted(FOLDER.glob("*.yaml"))
    for case in yaml.safe_load(file.read_text("utf-8"))
]
MONEY = {"channel", "transfer"}
"""Kinds of measure that move money only. A deal that is signed may move some too."""


def each_case(case: Data) -> str:
    return f"{case['shows']}: {case['name']}".replace(" ", "-")


def of(name: str) -> list[Data]:
    return [case for case in CASES if case["shows"] == name]


# --- the cases -----------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=each_case)
def test_case(case: Data) -> None:
    assert list(faults(case)) == []


@pytest.mark.parametrize("case", CASES, ids=each_case)
def test_a_case_fails_without_its_instrument(case: Data, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = CATALOGUE[case["shows"]]
    if shown.effects:  # what one does that is composed of nothing, adjudication does
        monkeypatch.setitem(CATALOGUE, shown.name, shown.model_copy(update={"effects": ()}))
    else:
        case = case | {"orders": left_out(case["orders"], shown.name)}
    assert fails(case)


PARTS = [
    (name, n)
    for name, instrument in instruments().items()
    if len(instrument.effects) > 1
    for n in range(len(instrument.effects))
]


@pytest.mark.parametrize(("name", "n"), PARTS, ids=str)
def test_a_case_fails_without_a_part_of_its_instrument(
    name: str, n: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = CATALOGUE[name]
    rest = tuple(effect for row, effect in enumerate(whole.effects) if row != n)
    monkeypatch.setitem(CATALOGUE, name, whole.model_copy(update={"effects": rest}))
    assert any(fails(case) for case in of(name))


@pytest.mark.parametrize("primitive", effects.PRIMITIVES)
def test_a_case_fails_without_a_primitive(primitive: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(standing: Standing, deed: Deed, given: Given) -> Standing:
        return standing

    monkeypatch.setitem(cast(dict[str, Any], effects.PRIMITIVES), primitive, nothing)
    used = [name for name, i in CATALOGUE.items() if any(e.do == primitive for e in i.effects)]
    assert any(fails(case) for name in used for case in of(name))


def keys_of(effect: Effect) -> set[str]:
    """Return the keys of an order that an effect is given."""
    texts = (v for v in effect.given.values() if isinstance(v, str) and "$" in v)
    return {text.partition("$")[2] for text in texts}


def numbers() -> Iterator[tuple[str, str]]:
    """Every number of an order that an effect is given, by instrument and key."""
    for name, instrument in instruments().items():
        keys = {key for effect in instrument.effects for key in keys_of(effect)}
        yield from ((name, key) for key in sorted(keys))


@pytest.mark.parametrize(("name", "key"), list(numbers()), ids=str)
def test_an_effect_heeds_what_the_order_says(name: str, key: str) -> None:
    """The measures, disputes or countries' numbers differ with the number under a key."""
    case = next(case for case in of(name) if any(f"{key}=" in text for text in texts(case, name)))
    said = next(text for text in texts(case, name) if f"{key}=" in text)
    value = float(re.findall(rf"\b{key}=(\S+)", said)[0])
    low = instruments()[name].keys[key].low
    other = low + 0.5 * (value - low) if value > low else min(instruments()[name].keys[key].high, 2)
    changed = re.sub(rf"\b{key}=\S+", f"{key}={other}", said)
    orders = {
        n: [{s: changed if t == said else t for s, t in row.items()} for row in rows]
        for n, rows in case["orders"].items()
    }
    one, two = play(case, case["orders"]), play(case, orders)
    assert made(one.world.measures) != made(two.world.measures) or str(one.world.politics) != str(
        two.world.politics
    )


# --- the catalogue -------------------------------------------------------------------------------


@pytest.mark.parametrize("instrument", list(instruments().values()), ids=lambda i: i.name)
def test_an_instrument_is_shown_in_the_file_of_its_category(instrument: Instrument) -> None:
    firm = set(instrument.authority) == {"firm"}
    file = "firm" if firm else instrument.category.replace("-", "")
    assert {case["file"] for case in of(instrument.name)} == {file}


@pytest.mark.parametrize("instrument", list(instruments().values()), ids=lambda i: i.name)
def test_an_instrument_is_as_deep_as_its_effects(instrument: Instrument) -> None:
    """economic: the economy reads what it makes or ends; account: money; political: neither."""
    made, ended = touched(instrument)
    if instrument.depth == "economic":
        assert (made | ended) - RULE_KINDS
    elif instrument.depth == "account":
        assert made
        assert made <= MONEY
    else:
        assert made <= RULE_KINDS - (MONEY if instrument.name != "sign_deal" else set())


def touched(instrument: Instrument) -> tuple[set[str], set[str]]:
    """Return the kinds of measures that an instrument makes, and those it ends, in its cases."""
    made: set[str] = set()
    ended: set[str] = set()
    for case in of(instrument.name):
        without = play(case, left_out(case["orders"], instrument.name)).world.measures
        before = {m.id: m for m in without}
        for m in play(case, case["orders"]).world.measures:
            if m.id in before and before[m.id].until != m.until:
                ended.add(m.kind)
            elif m.instrument == instrument.name:
                made.add(m.kind)
    return made, ended


@pytest.mark.parametrize("instrument", list(instruments().values()), ids=lambda i: i.name)
def test_an_entry_names_only_what_there_is(instrument: Instrument) -> None:
    for effect in instrument.effects:
        assert effect.do in effects.PRIMITIVES
        assert keys_of(effect) <= set(instrument.keys)
        assert all(instrument.keys[key].kind == "number" for key in keys_of(effect))
    assert set(instrument.counters) <= set(instruments())
    assert set(instrument.gates) <= set(GATES)


@pytest.mark.parametrize("instrument", list(instruments().values()), ids=lambda i: i.name)
def test_an_entry_is_complete(instrument: Instrument) -> None:
    for shortest, longest in (instrument.lead_months.decide, instrument.lead_months.effect):
        assert 0 <= shortest <= longest < 120
    assert instrument.authority
    assert instrument.legal_basis
    assert instrument.sources
    assert instrument.examples
    for text in (instrument.title, instrument.borne_by, instrument.world, instrument.here):
        assert text.strip()
    for key in instrument.keys.values():
        assert key.kind != "number" or key.required or key.default is not None or key.high < 1e9
        assert key.kind != "choice" or key.choices
        assert key.kind != "names" or key.of


# --- playing a case ------------------------------------------------------------------------------


def faults(case: Data) -> Iterator[str]:
    """Yield why a case does not hold: its lines with the numbers found, and refusals."""
    orders = case["orders"]
    shown = case.get("without", left_out(orders, case["shows"]))
    runs = Runs(play(case, orders), play(case, shown))
    told = " ".join(case["after"])
    for ruling in (r for e in runs.run.journal for r in e.rulings):
        if ruling.outcome != "carried out" and f"outcome of {ruling.order_id} " not in told:
            yield f"{ruling.order_id} {ruling.outcome}: {ruling.reason}"
    for line in case["after"]:
        found = failing(line, runs)
        if found:
            yield found


def fails(case: Data) -> bool:
    return any(True for _ in faults(case))


def left_out(orders: Orders, name: str) -> Orders:
    """Return orders without those of an instrument; the others keep their ids.

    An order that is left out is an empty text.
    """
    return {
        n: [{s: "" if t.startswith(f"{name} ") or t == name else t for s, t in row.items()}
            for row in rows]
        for n, rows in orders.items()
    }  # fmt: skip


def texts(case: Data, name: str) -> list[str]:
    rows = (row for rows in case["orders"].values() for row in rows)
    return [text for row in rows for text in row.values() if text.split()[:1] == [name]]


def made(measures: tuple[Measure, ...]) -> list[tuple[object, ...]]:
    return [tuple(vars(m).values()) for m in measures]


# --- lines ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("line", ["stage of quarrel is latent", "weight of quarrel = 1"])
def test_a_line_that_is_not_understood_fails(line: str) -> None:
    game = play({"rounds": 0}, {})
    with pytest.raises(AssertionError, match="not understood"):
        failing(line, Runs(game, game))


@pytest.mark.parametrize(
    "line",
    [
        "stage of quarrel = imposed",
        "relations of B to C > without",
        "capacity of Pit = without * 2",
        "boycott measures of B > 0",
    ],
)
def test_a_wrong_line_fails(line: str) -> None:
    game = play({"rounds": 0}, {})
    assert "found" in str(failing(line, Runs(game, game)))
