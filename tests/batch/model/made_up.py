"""A small experiment: A keeps ore from B in an old quarrel, B and C have choices."""

from __future__ import annotations

import copy
import datetime as dt
from functools import cache
from typing import Any

import numpy as np

from sim.batch.experiment.spec import Experiment
from sim.batch.model.levers import Start
from sim.batch.model.play import ScenarioModel
from sim.batch.study import Evaluate, Found
from sim.scenario.spec import Scenario
from tests.properties.scenarios import Data, figure, scenario_of
from tests.world.trading import TRADING, merged

CHANGES: Data = {
    "products": {"metal": {"behaviour": {"hoarding": figure(0.4, "1")}}},
    "countries": {"A": {"traits": {"audience": figure(0.8, "1")}}},
    "orders": [
        {
            "id": "ban", "date": dt.date(2020, 2, 3), "by": "A", "title": "A keeps its ore",
            "order": "export_licensing product=ore target=B rate=0.4", "tags": ["embargo"],
            "assumed": "for tests",
        }
    ],
}  # fmt: skip

LEVERS: Data = {
    "stock": {"options": {"none": {}, "half_a_year": {
        "stocks": [{"country": "B", "product": "ore", "weeks": 26}]}}},
    "answer": {"options": {
        "none": {},
        "sanctions": {"orders": [
            {"by": "B", "date": dt.date(2020, 5, 4),
             "order": "import_ban product=metal origin=A"}]},
        "left_out": {"without": ["embargo"]},
        "promised": {"pledge": {"against": "A", "target": "B"}},
        "hawk": {"policies": {"B": "escalate_to_deter"}},
        "calm": {"parameters": {"hoarding": 0.0}},
    }},
}  # fmt: skip

OUTCOMES: Data = {
    "damage": {"of": "B.damage", "take": "mean", "better": "less"},
    "price": {"of": "B.price(ore)", "take": "max"},
    "ended": {"of": "quarrel.withdrawn", "take": "last"},
    "support": {"of": "B.support", "take": "last"},
}
"""What there is to choose; the first option of each is nothing."""


@cache
def scenario() -> Scenario:
    return scenario_of(merged(copy.deepcopy(TRADING), copy.deepcopy(CHANGES)))


def experiment(**changes: Any) -> Experiment:
    data = {
        "name": "made-up", "scenario": "trading", "rounds": 3, "levers": LEVERS,
        "uncertainties": {"hoarding": {}, "audience(B)": {}}, "outcomes": OUTCOMES, **changes,
    }  # fmt: skip
    return Experiment.model_validate(data)


def ready(**changes: Any) -> Evaluate:
    return ScenarioModel(experiment(**changes), scenario()).ready()


def start(**chosen: str) -> Start:
    options = {name: next(iter(lever["options"])) for name, lever in LEVERS.items()} | chosen
    return Start.of(experiment(), scenario(), options)


def alike(one: Found, other: Found) -> bool:
    return all(np.array_equal(a, b, equal_nan=True) for a, b in zip(one, other, strict=True))
