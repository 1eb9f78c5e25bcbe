"""A made-up world with some thousand links, for measuring only."""

from __future__ import annotations

from typing import Any

from tests.properties.scenarios import Data, figure
from tests.world.plain import PLAIN, product

COUNTRIES = 14
CHAIN = ("ore", "metal", "tool")


def wide(countries: int = COUNTRIES) -> Data:
    """Return a scenario in which every country makes, uses and trades three products."""
    names = [f"L{n:02}" for n in range(countries)]
    return PLAIN | {
        "countries": {c: {"name": c} for c in names},
        "products": {p: product(100.0 * 4**n) for n, p in enumerate(CHAIN)},
        "activities": {p: activity(n) for n, p in enumerate(CHAIN)},
        "output": [
            {"activity": p, "country": c, "level": figure(1000.0 / 2**n, "t/year"), "unnamed": 2}
            for n, p in enumerate(CHAIN)
            for c in names
        ],
        "flows": [
            {"product": p, "from": c, "to": other, "quantity": figure(20.0 / 2**n, "t/year")}
            for n, p in enumerate(CHAIN)
            for c in names
            for other in names
            if other != c
        ],
        "firms": {},
    }


def activity(place: int) -> dict[str, Any]:
    inputs = {}
    if place:
        needed = {"amount": figure(1.5, "t"), "criticality": figure(1, "1")}
        inputs[CHAIN[place - 1]] = needed
    return {
        "name": CHAIN[place], "unit": "t", "inputs": inputs,
        "outputs": {CHAIN[place]: figure(1, "t")}, "utilisation": figure(0.8, "1"),
    }  # fmt: skip
