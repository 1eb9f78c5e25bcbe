"""Advance the economy: ticks between two sets of orders, compiled, in spans of equal rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.economy.demand import demand_course
from sim.economy.kernels import run_ticks
from sim.economy.tables import (
    Behaviour,
    Net,
    Now,
    Scratch,
    behaviour_table,
    flows_of,
    net_table,
    now_table,
    record_table,
    scratch_table,
    with_room,
    world_of,
)
from sim.events import Event
from sim.parameters import BEHAVIOUR_OFF, Parameters, catalogue
from sim.scenario.balance import quantity
from sim.scenario.spec import Scenario
from sim.timeline import Timeline
from sim.world.flows import Flows
from sim.world.measures import Measure
from sim.world.restrictions import firms_of, restrictions
from sim.world.world import Floats, Network, World


@dataclass(frozen=True, eq=False)
class Economy:
    """Everything that ticks need and never change: tables, behaviour, dated demand."""

    network: Network
    timeline: Timeline
    net: Net
    behaviour: Behaviour
    demand: Floats
    clearance: float
    front_loading: float
    scratch: Scratch
    level_units: tuple[str, ...]
    """Unit of each activity's level."""

    @staticmethod
    def of(
        scenario: Scenario,
        network: Network,
        timeline: Timeline,
        parameters: Parameters,
        *,
        behaviour: bool = True,
    ) -> Economy:
        """Return the economy of a scenario; without `behaviour`, nobody reacts but by price."""
        products = own_values(scenario)
        if not behaviour:
            parameters = Parameters({**parameters, **BEHAVIOUR_OFF})
            products = {p: {**own, **BEHAVIOUR_OFF} for p, own in products.items()}
        weeks = timeline.tick_weeks
        return Economy(
            network=network,
            timeline=timeline,
            net=net_table(network),
            behaviour=behaviour_table(parameters, products, weeks),
            demand=demand_course(scenario, network, timeline),
            clearance=1.0 - (1.0 - parameters["customs_clearance"]) ** weeks,
            front_loading=parameters["front_loading"],
            scratch=scratch_table(network),
            level_units=tuple(activity.unit for activity in scenario.activities.values()),
        )

    def advance(self, world: World, ticks: int) -> tuple[World, Flows, tuple[Event, ...]]:
        """Return the World some ticks later, what moved meanwhile, and what opened."""
        if world.tick + ticks > len(self.demand):  # kernels do not look where an array ends
            raise ValueError(f"the scenario has {len(self.demand)} ticks")
        now = now_table(world)
        record = record_table(self.network, ticks)
        first, end = world.tick, world.tick + ticks
        course = self.demand[first:end]
        events: list[Event] = []
        for start, stop in _spans(world.measures, self.network, first, end):
            events += self._open(now, world.measures, start)
            _take_over_use(now, world.measures, start)
            rules = restrictions(
                self.network, world.measures, start, used=now.quota_used,
                clearance=self.clearance, front_loading=self.front_loading,
            )  # fmt: skip
            run_ticks(
                self.net, now, rules, self.behaviour,
                with_room(self.scratch, len(rules.quota_amount)), record, course,
                start, stop, first,
            )  # fmt: skip
        return world_of(now, world, end), flows_of(record), tuple(events)

    def _open(self, now: Now, measures: tuple[Measure, ...], tick: int) -> list[Event]:
        """Open planned capacity that is due in a tick, and begin supported projects (§11.4)."""
        date = self.timeline.date(tick)
        events = []
        for due, firm, capacity in self.network.openings:
            if due == tick:
                now.capacity[firm] = capacity
                events.append(self._opened(date, firm, capacity))
        for measure in measures:
            if measure.kind == "capacity" and measure.since == tick and measure.amount > 0.0:
                self._begin_projects(now, measure, tick)
        return events

    def _begin_projects(self, now: Now, measure: Measure, tick: int) -> None:
        chosen = np.flatnonzero(firms_of(self.network, measure) & (self.network.firm_build > 0))
        for firm in chosen:
            place = (tick + int(self.network.firm_build[firm])) % now.projects.shape[1]
            now.projects[firm, place] += measure.amount * self.timeline.tick_years / len(chosen)

    def _opened(self, date: dt.date, firm: int, capacity: float) -> Event:
        name = self.network.firms.name(firm)
        yearly = capacity / self.timeline.tick_years
        unit = self.level_units[int(self.network.firm_activity[firm])]
        text = f"{name}: capacity is now {yearly:,.0f} {unit} a year"
        return Event(date, "CapacityOpened", text, name)


def own_values(scenario: Scenario) -> Mapping[str, Mapping[str, float]]:
    """Return product -> parameter -> the product's own value, in the scenario's order."""
    return {
        name: {
            key: quantity(figure, catalogue()[key].unit)
            for key, figure in product.behaviour.items()
        }
        for name, product in scenario.products.items()
    }


def _take_over_use(now: Now, measures: tuple[Measure, ...], tick: int) -> None:
    """Start quotas that go on under a new order from a tick with what was used so far (§5.5)."""
    rows = {measure.id: row for row, measure in enumerate(measures)}
    for row, measure in enumerate(measures):
        if measure.since == tick and measure.continues in rows:
            now.quota_used[row] = now.quota_used[rows[measure.continues]]


def _spans(
    measures: tuple[Measure, ...], network: Network, first: int, end: int
) -> list[tuple[int, int]]:
    """Return the stretches of ticks in which the same measures are in force."""
    changes = {m.since for m in measures} | {m.known for m in measures}
    changes |= {m.until for m in measures if m.until is not None}
    changes |= {tick for tick, _, _ in network.openings}
    inner = sorted(c for c in changes if first < c < end)
    return list(zip([first, *inner], [*inner, end], strict=True))
