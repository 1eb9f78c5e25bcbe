"""Advance the economy: ticks between two sets of orders, compiled, in spans of equal rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

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
from sim.values import replace
from sim.world.flows import Flows
from sim.world.measures import RULE_KINDS, Measure
from sim.world.named import firms_of, slots_of
from sim.world.restrictions import restrictions
from sim.world.world import STATE, Floats, Network, World


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
    licence_rent: float
    scratch: Scratch
    level_units: tuple[str, ...]
    """Unit of each activity's level."""
    reacting: bool = True
    """Whether anybody reacts but by price."""

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
        return Economy(
            network=network,
            timeline=timeline,
            net=net_table(network),
            demand=demand_course(scenario, network, timeline),
            scratch=scratch_table(network),
            level_units=tuple(activity.unit for activity in scenario.activities.values()),
            reacting=behaviour,
            **_rules(parameters, products, timeline.tick_weeks, reacting=behaviour),
        )

    def under(self, parameters: Parameters, products: Mapping[str, Mapping[str, float]]) -> Economy:
        """Return the economy under other parameters; `products` gives each product's own values."""
        weeks = self.timeline.tick_weeks
        return replace(self, **_rules(parameters, products, weeks, reacting=self.reacting))

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
                licence_rent=self.licence_rent,
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
            if measure.since != tick or measure.amount <= 0.0:
                continue
            if measure.kind == "capacity":
                self._begin_projects(now, measure, measures, tick)
            elif measure.kind == "share":
                self._hand_over(now, measure, tick)
        return events

    def _begin_projects(
        self, now: Now, measure: Measure, measures: tuple[Measure, ...], tick: int
    ) -> None:
        """Begin to build; who is kept from know-how takes longer (§11.4)."""
        chosen = np.flatnonzero(firms_of(self.network, measure) & (self.network.firm_build > 0))
        for firm in chosen:
            country = self.network.countries.name(int(self.network.firm_country[firm]))
            longer = 1.0 + sum(
                m.rate for m in measures
                if m.kind == "knowhow" and m.in_force(tick) and country in m.targets
            )  # fmt: skip
            ticks = round(int(self.network.firm_build[firm]) * longer)
            place = (tick + min(ticks, now.projects.shape[1] - 1)) % now.projects.shape[1]
            now.projects[firm, place] += measure.amount * self.timeline.tick_years / len(chosen)

    def _hand_over(self, now: Now, measure: Measure, tick: int) -> None:
        """Send goods from the state's stockpile to those of the targets, by sea (§4.4)."""
        from_here = slots_of(self.network, measure) & (self.network.slot_kind == STATE)
        giver = np.flatnonzero(from_here)
        rows = [self.network.countries[c] for c in measure.targets]
        for slot in giver:
            product = self.network.slot_product[slot]
            takers = np.flatnonzero(
                (self.network.slot_kind == STATE)
                & (self.network.slot_product == product)
                & np.isin(self.network.slot_country, rows)
            )
            held = now.stock[slot].sum()
            if not len(takers) or held <= 0.0:
                continue
            part = min(1.0, measure.amount / len(giver) / held)
            ring = now.transit.shape[1]
            lead = max(1, int(self.network.link_lead.max(initial=1)))
            for taker in takers:
                goods = part * now.stock[slot] / len(takers)
                now.transit[taker, (tick + lead) % ring] += goods
                now.transit_from[taker, (tick + lead) % ring, self.network.slot_country[slot]] += (
                    goods.sum()
                )
            now.stock[slot] *= 1.0 - part

    def _opened(self, date: dt.date, firm: int, capacity: float) -> Event:
        name = self.network.firms.name(firm)
        yearly = capacity / self.timeline.tick_years
        unit = self.level_units[int(self.network.firm_activity[firm])]
        text = f"{name}: capacity is now {yearly:,.0f} {unit} a year"
        return Event(date, "CapacityOpened", text, name)


def _rules(
    parameters: Parameters,
    products: Mapping[str, Mapping[str, float]],
    weeks: float,
    *,
    reacting: bool,
) -> dict[str, Any]:
    """Return the fields of an economy that come of parameters; `weeks` is a tick's length."""
    if not reacting:
        parameters = Parameters({**parameters, **BEHAVIOUR_OFF})
        products = {p: {**own, **BEHAVIOUR_OFF} for p, own in products.items()}
    return {
        "behaviour": behaviour_table(parameters, products, weeks),
        "clearance": 1.0 - (1.0 - parameters["customs_clearance"]) ** weeks,
        "front_loading": parameters["front_loading"],
        "licence_rent": parameters["licence_rent"],
    }


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
    """Return the stretches of ticks in which the same measures of the economy are in force."""
    felt = [m for m in measures if m.kind not in RULE_KINDS]
    changes = {m.since for m in felt} | {m.known for m in felt if m.kind == "quota"}
    changes |= {m.until for m in felt if m.until is not None}
    changes |= {tick for tick, _, _ in network.openings}
    inner = sorted(c for c in changes if first < c < end)
    return list(zip([first, *inner], [*inner, end], strict=True))
