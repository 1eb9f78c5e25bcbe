"""The language of the cases in tests/cases/adjudication; tests/cases/README.md explains it."""

from __future__ import annotations

import copy
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from sim.adjudication.adjudicate import adjudicate
from sim.errors import InvalidOrderError
from sim.events import Event
from sim.game import Game
from sim.orders.base import Order
from sim.orders.sheet import SheetEntry
from sim.patches import Patch, patched
from sim.rng import streams
from sim.world.decisions import Decisions, decided
from sim.world.disputes import Draw
from sim.world.politics import Politics
from sim.world.world import STATE, World, frozen
from tests.properties.scenarios import Data, game_of
from tests.world.political import CALM, POLITICAL
from tests.world.trading import merged

FILES = sorted((Path(__file__).parents[1] / "cases" / "adjudication").glob("*.yaml"))
Signs = Mapping[str, Callable[[Any, Any], bool]]
SIGNS: Signs = {"<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge}
CLOSE = 1e-6
"""Difference at which two numbers still count as equal."""


@dataclass
class Played:
    """A case as it was played."""

    game: Game
    before: World
    """Right before the last round's orders were adjudicated."""
    ruled: World
    """Right after."""
    said: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Id of an order -> what became of it, and why."""
    events: list[Event] = field(default_factory=list)
    draws: list[Draw] = field(default_factory=list)


def cases() -> list[Data]:
    return [case for file in FILES for case in yaml.safe_load(file.read_text("utf-8"))]


# --- playing ---------------------------------------------------------------------------------


def play(case: Data, *, backwards: bool = False) -> Played:
    """Return a case as it was played; `backwards`: the last seat hands in first."""
    before = case.get("before", {})
    data = merged(copy.deepcopy(POLITICAL), before.get("changes", {}))
    data["in_force"] = [
        {"id": id, "by": seat, "order": text, "assumed": "for tests"}
        for id, order in before.get("in_force", {}).items() for seat, text in order.items()
    ]  # fmt: skip
    game = game_of(data, seed=case.get("seed", 1), **(CALM | before.get("parameters", {})))
    game.world = changed(game.world, game, before.get("set", {}))
    played = Played(game, game.world, game.world)
    orders = case.get("orders", {})
    for n in range(1, max([case.get("rounds", 1), *orders]) + 1):
        white = case.get("white_cell", {}).get(n, {})
        _round(played, n, orders.get(n, []), white, backwards)
    return played


def _round(played: Played, n: int, orders: list[Data], white: Data, backwards: bool) -> None:
    game = played.game
    sheets: dict[str, tuple[SheetEntry, ...]] = {}
    for row in orders:
        for seat, given in row.items():
            sheet = sheets.setdefault(seat, ())
            id = f"{seat}-{n}-{sum(key.startswith(f'{seat}-{n}-') for key in played.said) + 1}"
            played.said[id] = ("open", "")
            text, day = given if isinstance(given, list) else (given, game.timeline.date(game.tick))
            try:
                sheets[seat] = (*sheet, SheetEntry(day, id, Order.parse(text)))
            except InvalidOrderError as error:
                played.said[id] = ("not understood", str(error))
    arriving = dict(reversed(sheets.items())) if backwards else sheets
    for seat, sheet in arriving.items():
        game.submit(seat, sheet)
    played.before = game.world
    patches = [Patch.parse(text) for text in white.get("before", [])]
    if patches:
        game.dictate({}, patches)
    decisions = _decisions(game, white)
    game.decide(decisions)
    ruled = adjudicate(
        patched(game.world, patches, game.setting, game.scenario)[0], game.setting, arriving,
        streams(game.seed, game.round, "adjudicate", decisions.draws), decisions=decisions,
    )  # fmt: skip
    entry = game.resolve()
    if "after" in white:
        game.patch(Patch.parse(text) for text in white["after"])
    assert entry.rulings == ruled.rulings, "a round is adjudicated the same twice"
    played.ruled = ruled.world
    played.said |= {r.order_id: (r.outcome, r.reason) for r in entry.rulings}
    played.events += entry.events
    played.draws += entry.draws


def _decisions(game: Game, white: Data) -> Decisions:
    """Return what the white cell of a case rules, and draws of what is drawn without it."""
    rulings = {
        id: (outcome, because) for id, (outcome, because) in white.get("rulings", {}).items()
    }
    numbers: dict[str, float] = {}
    if "draws" in white:
        again = game.copy()
        again.decide(Decisions(rulings))
        entry = again.resolve()
        for subject, what, happened in white["draws"]:
            months = len(entry.months)
            numbers |= decided(entry.draws, subject, what, happened, months=months)
    return Decisions(rulings, numbers)


def changed(world: World, game: Game, wanted: Data) -> World:
    """Return the world with what a case sets of it."""
    politics, countries = world.politics, game.network.countries
    for name, values in wanted.items():
        if name == "relations":
            for pair, value in values.items():
                one, other = (countries[c] for c in pair.split())
                now = float(politics.relations[one, other])
                politics = politics.closer(one, other, value - now)
        elif name == "dispute":
            for id, fields in values.items():
                found = politics.dispute(id)
                assert found is not None
                told: dict[str, Any] = {
                    k: tuple(v) if isinstance(v, list) else v for k, v in fields.items()
                }
                politics = politics.with_dispute(replace(found, **told))
        elif name == "measure":
            made = [replace(m, **values.get(m.id, {})) for m in world.measures]
            world = replace(world, measures=tuple(made))
        elif name == "stock":
            world = replace(world, stock=frozen(_stocked(world, game, values)))
        else:
            numbers = getattr(politics, name).copy()
            for country, value in values.items():
                numbers[countries[country]] = value
            changes: dict[str, Any] = {name: frozen(numbers)}
            politics = replace(politics, **changes)
    return replace(world, politics=politics)


def _stocked(world: World, game: Game, wanted: Data) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return the stocks, with what the states of a case hold, of goods made at home."""
    network, stock = game.network, world.stock.copy()
    for name, amount in wanted.items():
        country, product = name.split()
        rows = (network.slot_kind == STATE) & (network.slot_country == network.countries[country])
        rows &= network.slot_product == network.products[product]
        stock[np.flatnonzero(rows)[0], network.countries[country]] = amount
    return stock


# --- reading ---------------------------------------------------------------------------------

SIGN = r"(?P<sign><=|>=|=|<|>)"
RULING = re.compile(
    r"ruling (?P<id>\S+): (?P<outcome>carried out|delayed|moot|refused|not understood)(?P<rest>.*)"
)
SILENT = re.compile(r"ruling (?P<id>\S+): does not say (?P<text>.+)")
FORCE = re.compile(r"measure (?P<id>\S+) (?P<no>not )?in force at tick (?P<tick>\d+)")
NONE = re.compile(r"no (?P<what>measure of|dispute|deal) (?P<id>\S+)")
QUARREL = re.compile(r"(?P<no>no )?dispute between (?P<one>\w+) and (?P<other>\w+)")
PART = re.compile(rf"(?P<what>measure|dispute|deal) (?P<id>\S+) (?P<part>\w+) {SIGN} (?P<right>.+)")
NUMBER = re.compile(
    r"(?P<what>capital|support|spent|legitimacy|credibility|relations) "
    rf"(?P<of>\w+(?: \w+)?) {SIGN} (?P<right>.+)"
)
BEFORE = re.compile(r"before(?: (?P<sign>[+-]) (?P<by>[\d.]+))?")
EVENT = re.compile(r"(?P<no>no )?event (?P<kind>[A-Z]\w+)(?: (?P<text>.+))?")
VOTE = re.compile(r"vote (?P<id>\S+): (?P<how>passed|failed)")
END = " at the end"


def failing(line: str, played: Played) -> str | None:
    """Return why a line of a case does not hold, with what was found; None if it does."""
    text = line.removesuffix(END)
    world = played.game.world if text != line else played.ruled
    for pattern, look in LOOKS:
        asked = pattern.fullmatch(text)
        if asked:
            told = look(asked, played, world)
            return f"{line}: {told}" if told else None
    raise AssertionError(f"this line is not understood: {line}")


def _ruling(asked: re.Match[str], played: Played, world: World) -> str | None:
    found = played.said.get(asked["id"])
    if found is None:
        return f"no such order; there are {', '.join(played.said)}"
    place, told = 0, f"found {found[0]}: {found[1]}"
    for part in (p.strip() for p in asked["rest"].split("…")):
        place = found[1].find(part, place)
        if place < 0:
            return told
    return None if found[0] == asked["outcome"] else told


def _silent(asked: re.Match[str], played: Played, world: World) -> str | None:
    outcome, reason = played.said[asked["id"]]
    return f"found {outcome}: {reason}" if asked["text"] in reason else None


def _force(asked: re.Match[str], played: Played, world: World) -> str | None:
    own = [m for m in played.game.world.measures if asked["id"] in (m.id, m.origin)]
    found = any(m.in_force(int(asked["tick"])) for m in own)
    return None if found == (asked["no"] is None) else f"found {own or 'no measure'}"


def _none(asked: re.Match[str], played: Played, world: World) -> str | None:
    if asked["what"] == "measure of":
        found: list[Any] = [m for m in world.measures if m.origin == asked["id"]]
    else:
        kept = world.politics.disputes if asked["what"] == "dispute" else world.politics.deals
        found = [row for row in kept if row.id == asked["id"]]
    return f"found {found}" if found else None


def _quarrel(asked: re.Match[str], played: Played, world: World) -> str | None:
    found = world.politics.between(asked["one"], asked["other"])
    return None if (found is None) == (asked["no"] is not None) else f"found {found}"


def _part(asked: re.Match[str], played: Played, world: World) -> str | None:
    found, earlier = (_row(asked["what"], asked["id"], w) for w in (world, played.before))
    if found is None:
        return "there is none"
    value = getattr(found, asked["part"])
    return _compared(value, asked, getattr(earlier, asked["part"], None))


def _row(what: str, id: str, world: World) -> Any:
    if what == "measure":
        return next((m for m in world.measures if id in (m.id, m.origin)), None)
    return getattr(world.politics, what)(id)


def _number(asked: re.Match[str], played: Played, world: World) -> str | None:
    values = (
        _of(w.politics, asked["what"], asked["of"].split(), played.game)
        for w in (world, played.before)
    )  # fmt: skip
    return _compared(next(values), asked, next(values))


def _of(politics: Politics, what: str, names: list[str], game: Game) -> float:
    rows = [game.network.countries[name] for name in names]
    if what == "credibility":
        return politics.credibility(rows[0])
    return float(getattr(politics, what)[tuple(rows)])


def _compared(value: Any, asked: re.Match[str], earlier: Any) -> str | None:
    """Return what was found, unless it compares with the right side as it should."""
    right, told = asked["right"], f"found {value}"
    relative = BEFORE.fullmatch(right)
    if relative:
        by = float(relative["by"] or 0) * (-1.0 if relative["sign"] == "-" else 1.0)
        wanted: Any = earlier + by
        told = f"{told}, before {earlier}"
    elif isinstance(value, int | float):
        wanted = float(right)
    else:
        assert asked["sign"] == "=", "only numbers are more or less"
        text = ", ".join(value) if isinstance(value, tuple) else str(value)
        return None if text == right else f"found {text}"
    if asked["sign"] == "=":
        return None if abs(value - wanted) <= CLOSE * max(1.0, abs(wanted)) else told
    return None if SIGNS[asked["sign"]](value, wanted) else told


def _event(asked: re.Match[str], played: Played, world: World) -> str | None:
    found = [
        str(e) for e in played.events
        if e.kind == asked["kind"] and (asked["text"] or "") in f"{e.subject} {e.text}"
    ]  # fmt: skip
    told = "; ".join(f"{e.kind} {e.subject}: {e.text}" for e in played.events)
    return None if bool(found) == (asked["no"] is None) else f"found {told or 'none'}"


def _vote(asked: re.Match[str], played: Played, world: World) -> str | None:
    found = [d for d in played.draws if d.subject == asked["id"] and "vote on" in d.what]
    if len(found) != 1:
        return f"{len(found)} votes were held"
    return None if found[0].happened == (asked["how"] == "passed") else f"found {found[0].what}"


LOOKS = (
    (SILENT, _silent), (RULING, _ruling), (FORCE, _force), (QUARREL, _quarrel), (NONE, _none),
    (PART, _part), (NUMBER, _number), (EVENT, _event), (VOTE, _vote),
)  # fmt: skip
