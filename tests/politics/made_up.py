"""Three countries and a dispute, made up: S presses T, and A stands by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from sim.index import Index
from sim.parameters import Parameters, catalogue, load_parameters
from sim.politics.month import Moved, advance
from sim.rng import stream
from sim.timeline import Timeline
from sim.world.disputes import Dispute, Toll
from sim.world.measures import Measure
from sim.world.politics import Politics, Polity
from sim.world.world import frozen

P = load_parameters()
COUNTRIES = Index("country", ["S", "T", "A"])
TIMELINE = Timeline(dt.date(2020, 1, 6), 7, 13, 16)
MONTH = 30.436875 / 7


def polity(**traits: tuple[float, float, float]) -> Polity:
    own = {name: np.array(values) for name, values in traits.items()}
    usual = {n: np.full(3, e.default) for n, e in catalogue().items() if e.scope == "country"}
    return Polity(
        countries=COUNTRIES,
        gdp=np.array([6e12, 1e12, 3e12]),
        governments=("generic",) * 3,
        traits={**usual, **own},
        treaty=np.zeros((3, 3)),
        exposures=(),
        firms={"SCo": "S"},
        institutions=frozenset(),
    )


def politics(*disputes: Dispute, **arrays: Any) -> Politics:
    usual: dict[str, Any] = {
        "support": np.full(3, 50.0),
        "capital": np.full(3, 60.0),
        "followed": np.full(3, P["credibility_kept"]),
        "backed_down": np.full(3, P["credibility_broken"]),
        "rally": np.zeros(3),
        "relations": np.eye(3),
        "spent": np.zeros(3),
        "legitimacy": np.ones(3),
    }
    values: dict[str, Any] = {n: frozen(np.array(v)) for n, v in {**usual, **arrays}.items()}
    return Politics(**values, disputes=disputes)


def dispute(**more: Any) -> Dispute:
    usual: dict[str, Any] = {
        "id": "quarrel", "sender": "S", "target": "T", "demand": "let the captain go",
        "issue": "economic", "stake_sender": P["usual_stake_sender"],
        "stake_target": P["usual_stake_target"],
    }  # fmt: skip
    return Dispute(**{**usual, **more})


def ban(**more: Any) -> Measure:
    usual: dict[str, Any] = {
        "id": "ban", "kind": "licence", "by": "S", "targets": ("T",), "dispute": "quarrel",
        "rung": 4,
    }  # fmt: skip
    return Measure(**{**usual, **more})


def toll(target: float, sender: float = 0.0, sector: float = 0.0, shortage: float = 0.0) -> Toll:
    return Toll((sender, target, 0.0), (0.0, sector, 0.0), (0.0, shortage, 0.0))


def streams(seed: int = 1) -> Callable[[str], np.random.Generator]:
    return lambda event: stream(seed, 1, event)


class Fixed(np.random.Generator):
    """A generator whose every uniform number is the one given."""

    def __init__(self, value: float) -> None:
        super().__init__(np.random.PCG64(0))
        self.value = value

    def random(self, *args: Any, **more: Any) -> Any:
        return self.value


def falls(**values: float) -> Callable[[str], np.random.Generator]:
    """Return streams that give the value of the event whose name ends so; otherwise almost 1."""
    usual = 1.0 - 1e-12

    def of(event: str) -> np.random.Generator:
        kind = event.rpartition(" ")[2]
        return Fixed(values.get(kind, usual))

    return of


def month(
    before: Politics,
    measures: tuple[Measure, ...] = (),
    tolls: Mapping[str, Toll] | None = None,
    *,
    tick: int = 4,
    chance: Callable[[str], np.random.Generator] | None = None,
    parameters: Mapping[str, float] = P,
    of: Polity | None = None,
    months: float = 1.0,
    newly_led: Mapping[str, int] | None = None,
) -> Moved:
    return advance(
        before, measures, tick, of or polity(), tolls or {}, months=months, timeline=TIMELINE,
        draw=chance or falls(), parameters=parameters, newly_led=newly_led,
    )  # fmt: skip


def changed(**values: float) -> Parameters:
    return P.replaced(values)
