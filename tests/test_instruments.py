"""Every instrument does what it says, at its depth: tests/cases/instruments, played and undone.

A case is played in the scenario of `tests/world/trading.py`. Then what the instrument is composed
of is taken out of the catalogue, and the case must fail.
"""

from __future__ import annotations

import copy
import math
import re
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
import yaml

from sim.game import Game
from sim.orders import effects
from sim.orders.base import Order
from sim.orders.effects import Deed, Given, Standing
from sim.orders.gates import GATES
from sim.orders.instruments import Effect, Instrument, instruments
from sim.orders.sheet import SheetEntry
from sim.world.disputes import Dispute
from sim.world.measures import RULE_KINDS, Measure
from tests import test_cases
from tests.properties.scenarios import Data, entry, game_of
from tests.test_cases import SIGNS, Runs
from tests.world.trading import STILL, TRADING, merged

FOLDER = Path(__file__).parent / "cases/instruments"
CATALOGUE = cast(MutableMapping[str, Instrument], instruments())
CASES = [
    case | {"file": file.stem}
    for file in sorted(FOLDER.glob("*.yaml"))
    for case in yaml.safe_load(file.read_text("utf-8"))
]
MONEY = ("channel", "transfer")
"""Kinds of measure that move money only."""
NOTHING = [name for name, instrument in instruments().items() if not instrument.effects]
"""Instruments that are composed of nothing: what they do, adjudication does."""


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
    if shown.effects:
        monkeypatch.setitem(CATALOGUE, shown.name, shown.model_copy(update={"effects": ()}))
    else:
        case = case | {"orders": left_out(case["orders"], shown.name)}
    assert list(faults(case)) != []


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
    touched: set[str] = set()
    for case in of(instrument.name):
        with_it = play(case, case["orders"]).world.measures
        without = play(case, left_out(case["orders"], instrument.name)).world.measures
        before = {m.id: m for m in without}
        touched |= {m.kind for m in with_it if ordered(m, before, instrument)}
    economic = touched - RULE_KINDS
    if instrument.depth == "economic":
        assert economic
    elif instrument.depth == "account":
        assert not economic
        assert touched & set(MONEY)
    else:
        assert not touched & set(MONEY)
        assert not economic or instrument.name in ENDERS


ENDERS = ("concede", "partial_concession", "deal_block", "sign_deal", "convene", "join_coalition")
"""Political acts that end, or hold up, what others made: so they touch measures of any kind."""


def ordered(measure: Measure, before: Mapping[str, Measure], instrument: Instrument) -> bool:
    """Whether an instrument made or changed a measure."""
    old = before.get(measure.id)
    return measure.instrument == instrument.name if old is None else old.until != measure.until


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


def play(case: Data, orders: Mapping[int, list[dict[str, str]]]) -> Game:
    """Return a Game after a case's rounds; orders are acts of record unless they are `asked`."""
    before = case.get("before", {})
    data = merged(copy.deepcopy(TRADING), before.get("changes", {}))
    settings = STILL | before.get("parameters", {})
    game = game_of(data, behaviour=before.get("behaviour", True), **settings)
    for n in range(1, case["rounds"] + 1):
        sheets: dict[str, list[str]] = {}
        for seat, text in (pair for row in orders.get(n, []) for pair in row.items()):
            sheets.setdefault(seat, []).append(text)
        for seat, texts in sheets.items():
            ids = (f"{seat}-{n}-{i + 1}" for i in range(len(texts)))
            sheet = (given(t, id, game, case) for t, id in zip(texts, ids, strict=False) if t)
            game.submit(seat, tuple(sheet))
        game.resolve()
    return game


def given(text: str, id: str, game: Game, case: Data) -> SheetEntry:
    day = game.timeline.date(game.tick)
    if case.get("asked"):
        return SheetEntry(day, id, Order.parse(text))
    return entry(text, id, day)


def left_out(orders: Mapping[int, list[dict[str, str]]], name: str) -> Data:
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


# --- lines of a case -----------------------------------------------------------------------------

WORD = r"[\w.#-]+"
LINE = re.compile(r"(?P<what>.+?) (?P<sign>=|<=|>=|<|>) (?P<right>\S.*)")
RIGHT = re.compile(r"without(?: \* (?P<times>[\d.]+))?(?: (?P<more>[+-] [\d.e-]+))?")


def failing(line: str, runs: Runs) -> str | None:
    """Return why a line does not hold, or None if it does."""
    if re.match(r"(sum|mean|max|min|first|last|every) of |every ", line):
        return test_cases.failing(line, runs)
    asked = LINE.fullmatch(line)
    assert asked, f"this line is not understood: {line}"
    found, wanted = value(asked["what"], runs.run), right_side(asked, runs)
    if isinstance(found, str) or isinstance(wanted, str):
        assert asked["sign"] == "=", f"texts are only ever equal: {line}"
        return None if found == wanted else f"{line}: found {found} against {wanted}"
    same = math.isclose(found, wanted, rel_tol=1e-9, abs_tol=1e-12)
    sign = asked["sign"]
    holds = same if sign == "=" else ("=" in sign and same) or SIGNS[sign[0]](found, wanted)  # type: ignore[arg-type]
    return None if holds else f"{line}: found {found:.6g} against {wanted:.6g}"


def right_side(asked: re.Match[str], runs: Runs) -> float | str:
    against = RIGHT.fullmatch(asked["right"])
    if not against:
        try:
            return float(asked["right"])
        except ValueError:
            return asked["right"]
    other = value(asked["what"], runs.without)
    if isinstance(other, str):
        return other
    return other * float(against["times"] or 1) + float((against["more"] or "0").replace(" ", ""))


def value(what: str, game: Game) -> float | str:
    """Return the number or text of a game that a line asks for."""
    for pattern, read in READ.items():
        asked = re.fullmatch(pattern.replace("@", f"({WORD})"), what)
        if asked:
            found = read(game, *asked.groups())
            return found if isinstance(found, str) else float(found)
    raise AssertionError(f"this is not understood: {what}")


def quarrel(game: Game, id: str) -> Dispute:
    found = game.world.politics.dispute(id)
    assert found, f"there is no dispute {id}"
    return found


def damage(game: Game, id: str, country: str) -> float:
    """Yearly loss by a dispute in the last month [% of GDP]; nothing where none was counted."""
    toll = quarrel(game, id).toll
    return toll.damage[game.network.countries[country]] if toll else 0.0


def of_country(game: Game, name: str, country: str) -> float:
    politics, row = game.world.politics, game.network.countries[country]
    if name == "credibility":
        return politics.credibility(row)
    return float(getattr(politics, name)[row])


def relations(game: Game, one: str, other: str) -> float:
    countries = game.network.countries
    return float(game.world.politics.relations[countries[one], countries[other]])


def of_dispute(game: Game, name: str, id: str) -> float | str:
    found = getattr(quarrel(game, id), name)
    if isinstance(found, tuple):
        return ",".join(found) or "nobody"
    return "none" if found is None else found  # type: ignore[no-any-return]


def talking(game: Game, id: str) -> str:
    return "yes" if quarrel(game, id).talking(game.tick) else "no"


def outcome(game: Game, id: str) -> str:
    found = (r.outcome for e in game.journal for r in e.rulings if r.order_id == id)
    return next(found, "none")


def in_force(game: Game, kind: str, country: str) -> list[Measure]:
    return [
        m for m in game.world.measures
        if (m.kind, m.by) == (kind, country) and m.in_force(game.tick - 1)
    ]  # fmt: skip


def capacity(game: Game, firm: str) -> float:
    """[unit/year]"""
    row = game.network.firms[firm]
    return float(game.world.capacity[row]) / game.timeline.tick_years


def building(game: Game, firm: str) -> float:
    """Capacity that will open [unit/year]."""
    row = game.network.firms[firm]
    return float(game.world.projects[row].sum()) / game.timeline.tick_years


def sees(game: Game, seat: str, id: str) -> str:
    seen = {m.id.partition("#")[0] for m in game.observe(seat).measures}
    return "yes" if id in seen else "no"


def error(game: Game, seat: str, id: str, country: str) -> float:
    """By how much a seat mistakes another's loss [1]."""
    (seen,) = (d for d in game.observe(seat).disputes if d.id == id)
    assert seen.toll
    guess = seen.toll.damage[game.network.countries[country]]
    return abs(guess / damage(game, id, country) - 1.0)


def needed(game: Game, country: str, product: str) -> float:
    """Input of a product per unit of level, over normal [1]."""
    n = game.network
    chosen = (
        (n.slot_country == n.countries[country])
        & (n.slot_product == n.products[product])
        & (n.slot_firm >= 0)
    )
    return float(np.mean(game.world.amount[chosen] / n.slot_base_amount[chosen]))


def first_day(game: Game, id: str) -> float:
    """First tick in which an order's measures act."""
    return min(m.since for m in game.world.measures if m.id.partition("#")[0] == id)


def told(game: Game, kind: str, subject: str) -> float:
    events = (e for row in game.journal for e in row.events)
    return sum((e.kind, e.subject) == (kind, subject) for e in events)


def deal(game: Game, id: str) -> str:
    found = game.world.politics.deal(id)
    return found.state if found else "none"


READ: Mapping[str, Callable[..., float | str]] = {
    r"damage of @ to @": damage,
    r"relations of @ to @": relations,
    r"(support|capital|legitimacy|credibility|spent) of @": of_country,
    r"(attribution|face|carrot|escalation|expected_target|expected_sender|stage|ending|threatened|"
    r"partners|defenders) of @": of_dispute,
    r"talks of @": talking,
    r"outcome of @": outcome,
    r"@ measures of @": lambda game, kind, country: len(in_force(game, kind, country)),
    r"rate of @ of @": lambda game, kind, by: sum(m.rate for m in in_force(game, kind, by)),
    r"capacity of @": capacity,
    r"building of @": building,
    r"@ sees @": sees,
    r"error of @ in @ about @": error,
    r"need of @ for @": needed,
    r"first tick of @": first_day,
    r"events @ of @": told,
    r"deal @": deal,
}
"""What a line can ask for; @ is a name."""


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
