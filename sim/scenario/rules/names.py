"""Names: what is referred to exists, and nothing is said twice."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator
from typing import TypeVar

from sim.errors import unknown
from sim.parameters import catalogue
from sim.scenario.case import Case, Finding
from sim.scenario.fields import sourced
from sim.scenario.source import KeyPath

K = TypeVar("K", bound=Hashable)


def known_countries(case: Case) -> Iterator[Finding]:
    """Yield a finding for each country that the scenario does not list."""
    known = case.names["countries"]
    for at, name in _countries(case):
        if name not in known:
            yield Finding(at, unknown("country", name, known))


def known_actors(case: Case) -> Iterator[Finding]:
    """Yield a finding for each order, an inject's too, by neither a country nor a firm."""
    for key in ("in_force", "orders"):
        for n, order in enumerate(getattr(case.scenario, key)):
            if order.by not in case.actors:
                yield Finding((key, n, "by"), unknown("country or firm", order.by, case.actors))
    for n, inject in enumerate(case.scenario.injects):
        if inject.by is not None and inject.by not in case.actors:
            yield Finding(("injects", n, "by"), unknown("country or firm", inject.by, case.actors))


def known_seats(case: Case) -> Iterator[Finding]:
    """Yield a finding for each seat that is neither a country nor a firm."""
    for name in case.scenario.seats:
        if name not in case.actors:
            message = unknown("country or firm", name, case.actors)
            yield Finding(("seats", name), message, at_key=True)


def known_products(case: Case) -> Iterator[Finding]:
    """Yield a finding for each product that the scenario does not list."""
    known = case.names["products"]
    for at, name, is_key in _products(case):
        if name not in known:
            yield Finding(at, unknown("product", name, known), at_key=is_key)


def known_activities(case: Case) -> Iterator[Finding]:
    """Yield a finding for each activity that the scenario does not list."""
    known = case.names["activities"]
    for at, name in _activities(case):
        if name not in known:
            yield Finding(at, unknown("activity", name, known))


def known_sources(case: Case) -> Iterator[Finding]:
    """Yield a finding for each code of a source that `sources` does not list."""
    known = case.names["sources"]
    statements: list[tuple[KeyPath, str | None]] = [
        (at, statement.source) for at, statement in sourced(case.scenario)
    ]
    statements += [(("firms", name), firm.source) for name, firm in case.scenario.firms.items()]
    for at, codes in statements:
        for code in codes.split("+") if codes else ():
            if code.strip() not in known:
                yield Finding((*at, "source"), unknown("source", code.strip(), known))


def known_parameters(case: Case) -> Iterator[Finding]:
    """Yield a finding for each parameter that is none, or is given where it does not belong."""
    for name in case.scenario.parameters:
        yield from _parameter(("parameters", name), name, "economy")
    for product, made in case.scenario.products.items():
        for name in made.behaviour:
            yield from _parameter(("products", product, "behaviour", name), name, "product")
    for country, row in case.scenario.countries.items():
        for name in row.traits:
            yield from _parameter(("countries", country, "traits", name), name, "country")


def names_apart(case: Case) -> Iterator[Finding]:
    """Yield a finding for each firm with a country's name: an order's giver would be unclear."""
    for name in case.scenario.firms:
        if name in case.names["countries"]:
            yield Finding(
                ("firms", name), f"a country is called '{name}' too; rename one", at_key=True
            )


def repeated_ids(case: Case) -> Iterator[Finding]:
    """Yield a finding for each order or inject whose id another bears."""
    scenario = case.scenario
    orders = [(("in_force", n), order.id) for n, order in enumerate(scenario.in_force)]
    orders += [(("orders", n), order.id) for n, order in enumerate(scenario.orders)]
    injects = [(("injects", n), inject.id) for n, inject in enumerate(scenario.injects)]
    orders += [row for row, inject in zip(injects, scenario.injects, strict=True) if inject.order]
    disputes = [(("disputes", n), row.id) for n, row in enumerate(scenario.disputes)]
    for rows in (orders, injects, disputes):
        for at, name, first in _repeats(rows):
            line = case.places.of((*case.in_file(first), "id")).line
            yield Finding((*at, "id"), f"'{name}' is the id of the one in line {line} already")


def own_ids(case: Case) -> Iterator[Finding]:
    """Yield a finding for each order, an inject's too, whose id one made in play may bear."""
    scenario = case.scenario
    rows: list[tuple[KeyPath, str]] = [
        ((key, n, "id"), order.id)
        for key in ("in_force", "orders")
        for n, order in enumerate(getattr(scenario, key))
    ]
    rows += [(("injects", n, "id"), i.id) for n, i in enumerate(scenario.injects) if i.order]
    for at, id in rows:
        found = MADE.fullmatch(id)
        if found and (found["seat"] is None or found["seat"] in case.actors):
            yield Finding(at, f"'{id}' is an id as orders are given in play; take another")


MADE = re.compile(r"(?P<seat>.+)-\d+-[A-Z\d]+|joins-.+")
"""Ids of orders that seats give in play, SEAT-round-end, and of answers that countries join."""


def repeated_rows(case: Case) -> Iterator[Finding]:
    """Yield a finding for each output, flow or demand that is given twice."""
    scenario = case.scenario
    output = [(("output", n), (row.activity, row.country)) for n, row in enumerate(scenario.output)]
    flows = [
        (("flows", n), (row.product, row.origin, row.destination, row.by or "producers"))
        for n, row in enumerate(scenario.flows)
    ]
    demand = [(("demand", n), (row.product, row.country)) for n, row in enumerate(scenario.demand)]
    for rows in (output, flows, demand):
        for at, names, first in _repeats(rows):
            line = case.places.of(case.in_file(first)).line
            yield Finding(at, f"{', '.join(names)}: given in line {line} already; keep one")


def members_once(case: Case) -> Iterator[Finding]:
    """Yield a finding for each member that a club names again."""
    for name, club in case.scenario.clubs.items():
        rows: list[tuple[KeyPath, str]] = [
            (("clubs", name, "members", k), member) for k, member in enumerate(club.members)
        ]
        for at, member, _ in _repeats(rows):
            yield Finding(at, f"{member} is named as a member already; keep one")


def _countries(case: Case) -> Iterator[tuple[KeyPath, str]]:
    scenario = case.scenario
    for name, activity in scenario.activities.items():
        if activity.origin:
            yield ("activities", name, "origin"), activity.origin
    for n, row in enumerate(scenario.output):
        yield ("output", n, "country"), row.country
    for n, flow in enumerate(scenario.flows):
        yield ("flows", n, "from"), flow.origin
        yield ("flows", n, "to"), flow.destination
    for name, firm in scenario.firms.items():
        yield ("firms", name, "country"), firm.country
    for n, course in enumerate(scenario.demand):
        yield ("demand", n, "country"), course.country
    for n, inject in enumerate(scenario.injects):
        for k, told in enumerate(inject.to):
            yield ("injects", n, "to", k), told
    for name, basket in scenario.baskets.items():
        yield ("baskets", name, "country"), basket.country
    for n, relation in enumerate(scenario.relations):
        yield ("relations", n, "from"), relation.origin
        yield ("relations", n, "to"), relation.to
    for n, exposure in enumerate(scenario.exposures):
        yield ("exposures", n, "from"), exposure.spender
        yield ("exposures", n, "to"), exposure.earner
    for n, dispute in enumerate(scenario.disputes):
        yield ("disputes", n, "sender"), dispute.sender
        yield ("disputes", n, "target"), dispute.target
    for name, club in scenario.clubs.items():
        for k, member in enumerate(club.members):
            yield ("clubs", name, "members", k), member


def _products(case: Case) -> Iterator[tuple[KeyPath, str, bool]]:
    """Yield where products are named, the name, and whether it is a key there."""
    scenario = case.scenario
    for name, activity in scenario.activities.items():
        for product in activity.inputs:
            yield ("activities", name, "inputs", product), product, True
        for product in activity.outputs:
            yield ("activities", name, "outputs", product), product, True
    for n, flow in enumerate(scenario.flows):
        yield ("flows", n, "product"), flow.product, False
    for n, course in enumerate(scenario.demand):
        if course.product != "*":
            yield ("demand", n, "product"), course.product, False
    for name, basket in scenario.baskets.items():
        for product in basket.weights:
            yield ("baskets", name, "weights", product), product, True


def _activities(case: Case) -> Iterator[tuple[KeyPath, str]]:
    for n, row in enumerate(case.scenario.output):
        yield ("output", n, "activity"), row.activity
    for n, flow in enumerate(case.scenario.flows):
        if flow.by:
            yield ("flows", n, "by"), flow.by
    for name, firm in case.scenario.firms.items():
        if firm.activity:
            yield ("firms", name, "activity"), firm.activity


def _parameter(at: KeyPath, name: str, scope: str) -> Iterator[Finding]:
    entry = catalogue().get(name)
    if entry is None:
        alike = _WHOLE if scope in _WHOLE else (scope,)
        known = [p.name for p in catalogue().values() if p.scope in alike]
        yield Finding(at, unknown("parameter", name, known), at_key=True)
    elif entry.scope != scope and not {entry.scope, scope} <= {*_WHOLE}:
        place = _PLACES[entry.scope]
        yield Finding(at, f"'{name}' belongs in {place}", at_key=True)


_WHOLE = ("economy", "politics")
"""Scopes of parameters that a scenario gives one value for all."""

_PLACES = {
    "product": "a product's 'behaviour'",
    "country": "a country's 'traits'",
    "economy": "'parameters'",
    "politics": "'parameters'",
}
"""Scope of a parameter -> where its value is given."""


def _repeats(rows: Iterable[tuple[KeyPath, K]]) -> Iterator[tuple[KeyPath, K, KeyPath]]:
    """Yield each entry whose key an earlier one has, with the earlier one's place."""
    first: dict[K, KeyPath] = {}
    for at, key in rows:
        if key in first:
            yield at, key, first[key]
        else:
            first[key] = at
