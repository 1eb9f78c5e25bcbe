"""A scenario for the instruments: the plain one, with politics, money and firms that build.

A (China's government) mines ore and quarrels with B; B (Japan's) makes metal of it and recycles a
little; C (the United States'), allied with B, has a mine of its own; T trades with everybody.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from sim.game import Game
from sim.orders.base import Order
from sim.orders.sheet import SheetEntry
from tests.properties.scenarios import Data, entry, figure, game_of
from tests.world.plain import FIXED, PLAIN, flow


def merged(data: Data, changes: Data) -> Data:
    """Return the data with changes laid over it; lists are replaced as a whole."""
    for key, value in changes.items():
        data[key] = merged(data.get(key, {}), value) if isinstance(value, dict) else value
    return data


def country(gdp: float, government: str, **traits: float) -> Data:
    return {
        "gdp": figure(gdp, "MUSD/year"), "government": government,
        "traits": {name: figure(value, "1") for name, value in traits.items()},
    }  # fmt: skip


def firm(country: str, activity: str, share: float) -> Data:
    return {
        "name": f"A firm of {country}", "country": country, "activity": activity,
        "role": "for tests", "share": figure(share, "1"), "assumed": "for tests",
    }  # fmt: skip


def stream(channel: str, spender: str, earner: str, value: float) -> Data:
    size = figure(value, "MUSD/year")
    return {"channel": channel, "from": spender, "to": earner, "value": size}


def relation(one: str, other: str, value: float, *, treaty: bool = False) -> Data:
    return {"from": one, "to": other, "value": value, "treaty": treaty, "assumed": "for tests"}


def quarrel(id: str, sender: str, target: str, **more: Any) -> Data:
    return {
        "id": id, "sender": sender, "target": target, "demand": "Take it back.",
        "issue": "security", "stake_sender": 0.5, "stake_target": 0.5, "assumed": "for tests",
        **more,
    }  # fmt: skip


TRADING: Data = merged(
    copy.deepcopy(PLAIN),
    {
        "name": "trading", "title": "Trading",
        "countries": {
            "A": country(200, "CHN", wto_adherence=0.7),
            "B": country(100, "JPN", wto_adherence=0.9),
            "C": country(300, "USA", wto_adherence=0.4),
            "T": country(20, "generic"),
        },
        "activities": {
            "works": {"build_time": figure(26, "week")},
            "recycling": {
                "name": "Recycling", "unit": "t", "outputs": {"ore": figure(1, "t")},
                "utilisation": figure(0.8, "1"), "build_time": figure(13, "week"),
                "secondary": True,
            },
        },
        "output": [
            *PLAIN["output"],
            {"activity": "recycling", "country": "B", "level": figure(100, "t/year"), "unnamed": 1},
        ],
        "flows": [
            *(row for row in PLAIN["flows"] if row["product"] == "ore"),
            flow("metal", "B", "A", 600), flow("metal", "B", "C", 500),
            flow("metal", "C", "A", 100),
        ],
        "firms": {
            "Delver": firm("A", "mining", 0.3),
            "Forge": firm("B", "works", 0.4),
            "Pit": firm("C", "mining", 0.5),
            "Smith": firm("C", "works", 0.5),
        },
        "relations": [
            relation("B", "C", 0.6, treaty=True),
            relation("A", "B", -0.3),
            relation("A", "C", -0.2),
            relation("A", "T", 0.3),
            relation("C", "T", 0.2),
        ],
        "exposures": [
            stream("tourism", "A", "B", 2), stream("students", "A", "B", 1),
            stream("consumers", "A", "B", 2), stream("investment", "A", "B", 1),
            stream("finance", "A", "B", 2), stream("infrastructure", "C", "B", 2),
            stream("finance", "B", "A", 3), stream("investment", "B", "A", 2),
            stream("infrastructure", "A", "T", 1),
        ],
        "disputes": [quarrel("quarrel", "A", "B")],
    },
)  # fmt: skip
"""As the plain scenario, with governments, streams of money, an alliance and a quarrel of A's."""

STILL = FIXED | {"tempo": 0.0, "leader_base": -50.0}
"""Parameters at which no dispute ends by chance and no government falls."""


Orders = Mapping[int, list[dict[str, str]]]
"""Round -> seat and text of each order."""


def play(case: Data, orders: Orders) -> Game:
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
