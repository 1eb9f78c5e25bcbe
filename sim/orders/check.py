"""Whether the orders written in a scenario are understood: problems with their places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sim.errors import InvalidOrderError, unknown
from sim.orders.base import Order
from sim.orders.governments import governments
from sim.orders.instruments import Effect, instruments
from sim.scenario.case import Case, Finding, Rule
from sim.world.world import CHANNELS

STANDING = ("restrict", "rule", "screen", "stake", "cut", "support", "knowhow")
"""Primitives whose measures can be in force when a scenario starts."""


def orders_understood(case: Case) -> Iterator[Finding]:
    """Object to texts that are no orders, and to names in them that nothing bears."""
    known = names_known(case)
    for collection, n, text in _texts(case):
        for message in objections(text, known):
            yield Finding((collection, n, "order"), message)


def amounts_of_one_unit(case: Case) -> Iterator[Finding]:
    """Object to an amount that would count products of several units together."""
    for collection, n, text in _texts(case):
        message = mixed_units(text, case)
        if message:
            yield Finding((collection, n, "order"), message)


def mixed_units(text: str, case: Case) -> str | None:
    """Return why an order's amount would count products of several units together, or None."""
    try:
        order = Order.parse(text)
    except InvalidOrderError:
        return None
    if not {"product", "amount"} <= instruments()[order.instrument].keys.keys():
        return None
    named = order.names("product") or case.names["products"]
    made = case.scenario.products
    units = sorted({made[name].unit for name in named if name in made})
    if len(units) < 2:
        return None
    return (
        f"amount= would count {' and '.join(units)} together; "
        "give an order for the products of each unit"
    )


def standing_measures_only(case: Case) -> Iterator[Finding]:
    """Object to an order that cannot have left a measure in force before the start."""
    for n, row in enumerate(case.scenario.in_force):
        try:
            order = Order.parse(row.order)
        except InvalidOrderError:
            continue
        if any(not _can_stand(e) for e in instruments()[order.instrument].effects):
            yield Finding(
                ("in_force", n, "order"),
                f"{order.instrument} leaves no measure that could be in force at the start; "
                "give it a date under 'orders'",
            )


def _can_stand(effect: Effect) -> bool:
    """Return whether a primitive makes a measure and nothing else; vetting people makes friends."""
    vetting = effect.given.get("kind") == "clearance"
    return effect.do in STANDING and not vetting and not effect.given.get("thirds")


def injects_that_act(case: Case) -> Iterator[Finding]:
    """Object to an inject that does something to nobody, or nothing to somebody."""
    for n, inject in enumerate(case.scenario.injects):
        if (inject.by is None) != (inject.order is None):
            lacking = "by" if inject.by is None else "order"
            yield Finding(("injects", n), f"by and order go together; {lacking} is missing")


def known_governments(case: Case) -> Iterator[Finding]:
    """Object to a form of government that the catalogue does not have."""
    for name, country in case.scenario.countries.items():
        if country.government not in governments():
            message = unknown("government", country.government, governments())
            yield Finding(("countries", name, "government"), message)


RULES = (
    Rule(orders_understood),
    Rule(amounts_of_one_unit),
    Rule(standing_measures_only),
    Rule(injects_that_act),
    Rule(known_governments),
)
"""What is asked of a scenario's orders beside the rules of `sim.scenario.checks`."""


def _texts(case: Case) -> Iterator[tuple[str, int, str]]:
    """Yield the text of every order of the scenario, its list and its number there."""
    for n, standing in enumerate(case.scenario.in_force):
        yield "in_force", n, standing.order
    for n, dated in enumerate(case.scenario.orders):
        yield "orders", n, dated.order
    for n, inject in enumerate(case.scenario.injects):
        if inject.order is not None:
            yield "injects", n, inject.order


def names_known(case: Case) -> Mapping[str, Sequence[str]]:
    """Return the names that orders may hold, by what they are names of."""
    listed = (*case.scenario.in_force, *case.scenario.orders)
    return {
        "product": case.names["products"],
        "country": case.names["countries"],
        "activity": case.names["activities"],
        "firm": case.names["firms"],
        "channel": CHANNELS,
        "order": (
            *(order.id for order in listed),
            *(i.id for i in case.scenario.injects if i.order),
        ),
        "dispute": tuple(row.id for row in case.scenario.disputes),
        "club": tuple(case.scenario.clubs),
    }


def objections(text: str, known: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield what is wrong with an order's text, as far as it can be told without a World."""
    try:
        order = Order.parse(text)
    except InvalidOrderError as error:
        yield str(error)
        return
    for key, spec in instruments()[order.instrument].keys.items():
        if spec.kind == "names" and spec.of in known:
            for name in order.names(key):
                if name not in known[spec.of]:
                    yield f"{key}=: {unknown(spec.of, name, known[spec.of])}"
    first, last = order.date("from"), order.date("until")
    if first and last and last < first:
        yield f"until={last} lies before from={first}"
    if order.instrument in ("export_quota", "stockpile_build", "stockpile_release") and not last:
        yield f"{order.instrument} needs until=, the last day of its period"
