"""One small scenario for tests of adjudication: four governments of their own kinds and one plain.

CHN mines most ore and sends it to JPN, EU and LOW; JPN makes metal of it, and tools of metal, on
which CHN depends. JPN and USA are allied, and so are USA and EU. CHN wants something of JPN. LOW
has the usual kind of government, a third of the ore, and no friends.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.properties.scenarios import Data, figure
from tests.world.plain import FIXED, flow, product
from tests.world.trading import country, firm, quarrel, relation, stream


def land(gdp: float, government: str, adherence: float, **more: Any) -> Data:
    traits = {"wto_adherence": adherence}
    return {"name": "A country", **country(gdp, government, **traits), **more}


def works(name: str, country: str, level: float) -> Data:
    return {"activity": name, "country": country, "level": figure(level, "t/year"), "unnamed": 1}


def activity(output: str, **inputs: float) -> Data:
    used = {p: {"amount": figure(a, "t"), "criticality": figure(1, "1")} for p, a in inputs.items()}
    return {
        "name": "Works", "unit": "t", "outputs": {output: figure(1, "t")}, "inputs": used,
        "utilisation": figure(0.8, "1"), "build_time": figure(26, "week"),
    }  # fmt: skip


POLITICAL: Data = {
    "format": 1, "name": "political", "title": "Political", "summary": "For tests.",
    "calendar": {"start": dt.date(2020, 1, 6), "tick_days": 7, "ticks_per_round": 13, "rounds": 20},
    "countries": {
        "CHN": land(14e6, "CHN", 0.5),
        "EU": land(15e6, "EU", 0.8, bloc=True),
        "JPN": land(4e6, "JPN", 0.9),
        "LOW": land(1e6, "generic", 0.6),
        "USA": land(20e6, "USA", 0.4),
    },
    "products": {"ore": product(100), "metal": product(500), "tool": product(2000)},
    "activities": {
        "mining": activity("ore"),
        "works": activity("metal", ore=2.0),
        "toolmaking": activity("tool", metal=1.0),
    },
    "output": [
        works("mining", "CHN", 10000), works("mining", "LOW", 3000), works("mining", "USA", 500),
        works("works", "CHN", 1500), works("works", "EU", 500), works("works", "JPN", 2000),
        works("toolmaking", "CHN", 20), works("toolmaking", "JPN", 300),
        works("toolmaking", "USA", 60),
    ],
    "flows": [
        flow("ore", "CHN", "JPN", 3800), flow("ore", "CHN", "EU", 800),
        flow("ore", "CHN", "LOW", 100), flow("ore", "LOW", "JPN", 600),
        flow("ore", "LOW", "EU", 400), flow("ore", "USA", "EU", 50),
        flow("metal", "JPN", "CHN", 200), flow("metal", "JPN", "USA", 300),
        flow("metal", "JPN", "LOW", 100), flow("metal", "EU", "LOW", 50),
        flow("tool", "JPN", "CHN", 150), flow("tool", "JPN", "LOW", 10),
        flow("tool", "USA", "CHN", 30), flow("tool", "USA", "EU", 10),
    ],
    "firms": {
        "Kaiyo": firm("JPN", "works", 0.5),
        "Beimin": firm("CHN", "mining", 0.3),
    },
    "relations": [
        relation("JPN", "USA", 0.8, treaty=True), relation("USA", "EU", 0.7, treaty=True),
        relation("JPN", "EU", 0.6), relation("CHN", "JPN", -0.3), relation("CHN", "USA", -0.4),
    ],
    "exposures": [
        stream("tourism", "CHN", "JPN", 1e4), stream("students", "CHN", "USA", 1e4),
        stream("investment", "JPN", "CHN", 1e4), stream("finance", "EU", "CHN", 1e4),
        stream("finance", "USA", "CHN", 1e4), stream("finance", "USA", "EU", 1e4),
        stream("consumers", "CHN", "JPN", 1e4), stream("infrastructure", "LOW", "JPN", 1e4),
        stream("tourism", "JPN", "USA", 1e4),
    ],
    "disputes": [quarrel("islands", "CHN", "JPN", issue="sovereignty", stake_target=0.8)],
}  # fmt: skip
"""JPN buys ore of CHN and LOW; CHN buys nearly all its tools of JPN and USA."""

CALM: Data = FIXED | {"tempo": 0.0, "leader_base": -20.0, "incident_base": -20.0}
"""Parameters at which nobody gives way and no government falls by chance."""
