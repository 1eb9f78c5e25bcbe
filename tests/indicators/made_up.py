"""A small scenario and flows made up for it, for tests that need no economy."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields
from typing import Any

import numpy as np

from sim.index import Index
from sim.indicators import QuotaSpan, Record
from sim.scenario.spec import Scenario
from sim.timeline import Period, Timeline
from sim.world.flows import Floats, Flows

COUNTRIES, PRODUCTS, ACTIVITIES = 3, 3, 3
NORTH, SOUTH, EAST = range(COUNTRIES)
ORE, SALT, BOLT = range(PRODUCTS)
MINING, FORGING, SMUGGLING = range(ACTIVITIES)


def quota(country: str, span: str, amount: float) -> QuotaSpan:
    return QuotaSpan(country, ("ore",), Period.parse(span), amount)


def figure(value: float, unit: str) -> dict[str, Any]:
    return {"value": value, "unit": unit, "assumed": "made up"}


def product(name: str, unit: str, price: float) -> dict[str, Any]:
    return {
        "name": name,
        "unit": unit,
        "base_price": figure(price, f"USD/{unit}"),
        "cover": {"buyers": figure(8, "week"), "sellers": figure(4, "week")},
        "lead_time": {"domestic": figure(1, "week"), "foreign": figure(5, "week")},
        "freight": figure(0.05, "1"),
    }


def scenario() -> Scenario:
    """Return ore and salt mined in NORTH, bolts forged in SOUTH."""
    trade = {"kind": "trade", "origin": "NORTH", "markup": figure(0.2, "1")}
    return Scenario.model_validate(
        {
            "format": 1,
            "name": "made-up",
            "title": "Made up",
            "summary": "For tests.",
            "calendar": {"start": dt.date(2009, 1, 1), "ticks_per_round": 13, "rounds": 8},
            "countries": {name: {"name": name.title()} for name in ("NORTH", "SOUTH", "EAST")},
            "products": {
                "ore": product("Ore", "t", 100),
                "salt": product("Salt", "t", 300),
                "bolt": product("Bolts", "piece", 2),
            },
            "activities": {
                "mining": {
                    "name": "Mining",
                    "unit": "t",
                    "outputs": {"ore": figure(0.5, "t"), "salt": figure(0.5, "t")},
                    "utilisation": figure(0.8, "1"),
                },
                "forging": {
                    "name": "Forging",
                    "unit": "piece",
                    "outputs": {"bolt": figure(1, "piece")},
                    "utilisation": figure(0.8, "1"),
                },
                "smuggling": {
                    "name": "Smuggling",
                    "unit": "t",
                    "inputs": {"ore": {"amount": figure(1, "t"), "criticality": figure(1, "1")}},
                    "outputs": {"ore": figure(1, "t")},
                    "utilisation": figure(0.8, "1"),
                    "channel": "undeclared",
                    **trade,
                },
            },
            "baskets": {
                "mix": {
                    "name": "Mixed",
                    "country": "NORTH",
                    "weights": {"ore": figure(0.25, "1"), "salt": figure(0.75, "1")},
                }
            },
        }
    )


def blank(ticks: int) -> dict[str, Floats]:
    """Return arrays of zeros for every field of Flows."""
    c, p, a = COUNTRIES, PRODUCTS, ACTIVITIES
    four = {"shipped", "declared", "declared_value", "arrived", "arrived_origin"}
    shapes = {
        **dict.fromkeys(four, (ticks, c, c, p)),
        "level": (ticks, c, a),
        "level_wanted": (ticks, c, a),
        "accounts": (ticks, c, 5),
    }
    return {f.name: np.zeros(shapes.get(f.name, (ticks, c, p))) for f in fields(Flows)}


def record(arrays: dict[str, Floats], quotas: tuple[QuotaSpan, ...] = ()) -> Record:
    """Return a record of the scenario with these flows."""
    spec = scenario()
    calendar = spec.calendar
    return Record(
        scenario=spec,
        timeline=Timeline(
            calendar.start, calendar.tick_days, calendar.ticks_per_round, calendar.rounds
        ),
        countries=Index("country", spec.countries),
        products=Index("product", spec.products),
        activities=Index("activity", spec.activities),
        flows=Flows(**arrays),
        quotas=quotas,
    )


def random_record(ticks: int = 104, seed: int = 0) -> Record:
    """Return positive random flows in which declared goods are part of the shipped."""
    rng = np.random.default_rng(seed)
    arrays = {name: rng.uniform(0.5, 2.0, zeros.shape) for name, zeros in blank(ticks).items()}
    arrays["declared"] = arrays["shipped"] * rng.uniform(0.5, 1.0, arrays["shipped"].shape)
    for name in ("produced", "used", "used_wanted"):
        arrays[name] += 3.0  # more than what traders carry
    return record(arrays, (quota("NORTH", "2009..2010", 100.0),))
