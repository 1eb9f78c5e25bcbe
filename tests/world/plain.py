"""One plain scenario for tests that need no other: ore from A to B and C, works in B."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.properties.scenarios import Data, figure


def product(price: float, **behaviour: float) -> Data:
    return {
        "name": "A good", "unit": "t", "base_price": figure(price, "USD/t"),
        "cover": {"buyers": figure(6, "week"), "sellers": figure(3, "week")},
        "lead_time": {"domestic": figure(1, "week"), "foreign": figure(3, "week")},
        "freight": figure(0.05, "1"),
        "behaviour": {name: figure(value, "1") for name, value in behaviour.items()},
    }  # fmt: skip


def flow(product: str, origin: str, to: str, amount: float, **more: Any) -> Data:
    quantity = figure(amount, "t/year")
    return {"product": product, "from": origin, "to": to, "quantity": quantity, **more}


PLAIN: Data = {
    "format": 1, "name": "plain", "title": "Plain", "summary": "For tests.",
    "calendar": {
        "start": dt.date(2020, 1, 6), "tick_days": 7, "ticks_per_round": 13, "rounds": 16,
    },
    "countries": {c: {"name": c} for c in "ABCT"},
    "products": {"ore": product(100), "metal": product(500)},
    "activities": {
        "mining": {
            "name": "Mining", "unit": "t", "outputs": {"ore": figure(1, "t")},
            "utilisation": figure(0.8, "1"), "build_time": figure(26, "week"),
        },
        "works": {
            "name": "Works", "unit": "t", "outputs": {"metal": figure(1, "t")},
            "inputs": {"ore": {"amount": figure(2, "t"), "criticality": figure(1, "1")}},
            "utilisation": figure(0.8, "1"),
        },
        "carrying": {
            "name": "Carrying", "kind": "trade", "unit": "t", "outputs": {"ore": figure(1, "t")},
            "inputs": {"ore": {"amount": figure(1, "t"), "criticality": figure(1, "1")}},
            "utilisation": figure(0.5, "1"), "origin": "A", "markup": figure(0.1, "1"),
            "channel": "unquoted", "build_time": figure(4, "week"),
        },
    },
    "output": [
        {"activity": "mining", "country": "A", "level": figure(10000, "t/year"), "unnamed": 1},
        {"activity": "mining", "country": "C", "level": figure(3000, "t/year"), "unnamed": 1},
        {"activity": "works", "country": "A", "level": figure(1500, "t/year"), "unnamed": 1},
        {"activity": "works", "country": "B", "level": figure(2000, "t/year"), "unnamed": 1},
        {"activity": "works", "country": "C", "level": figure(1000, "t/year"), "unnamed": 1},
        {"activity": "carrying", "country": "T", "level": figure(500, "t/year"), "unnamed": 1},
    ],
    "flows": [
        flow("ore", "A", "B", 3800),
        flow("ore", "A", "C", 500),
        flow("ore", "C", "B", 600),
        flow("ore", "T", "B", 300, by="carrying"),
        flow("metal", "B", "A", 200),
        flow("metal", "B", "C", 500),
    ],
    "firms": {
        "Newcomer": {
            "name": "Newcomer", "country": "C", "activity": "mining", "role": "planned mine",
            "assumed": "for tests",
            "planned": [{"date": dt.date(2021, 1, 4), "capacity": figure(2000, "t/year")}],
        },
        "Registry": {
            "name": "Registry", "country": "B", "role": "acts, but holds nothing",
            "assumed": "for tests",
        },
    },
}  # fmt: skip
"""A sends ore to B, C and, by way of T, again to B; C opens a mine after a year."""

FIXED = {
    "final_elasticity": 0.2, "input_elasticity": 0.15, "thrifting": 0.1, "stock_adjustment": 8.0,
    "hoarding": 0.5, "speculation": 0.6, "seller_speculation": 0.3,
    "speculation_threshold": 0.0, "price_waiting": 0.3,
    "spot_buying": 0.4, "sales_memory": 4.0, "scarcity_up": 0.35, "scarcity_down": 0.5,
    "price_rise": 0.12, "price_fall": 0.04, "expectation_memory": 10.0, "trend_memory": 26.0,
    "licence_memory": 26.0, "licence_stiffness": 0.2, "licence_withholding": 0.0,
    "premium_rise": 0.06, "premium_fall": 0.05,
    "front_loading": 1.6,
    "informal_expansion": 0.5,
}  # fmt: skip
"""Values of the parameters that are fitted, so that a new fit leaves these tests alone."""
