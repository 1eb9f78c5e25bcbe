"""Whether the orders written in a scenario are understood: problems with their places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sim.errors import InvalidOrderError, unknown
from sim.orders.base import Order
from sim.orders.instruments import INSTRUMENTS
from sim.scenario.case import Case, Finding, Rule
from sim.world.world import CHANNELS


def orders_understood(case: Case) -> Iterator[Finding]:
    """Object to texts that are no orders, and to names in them that nothing bears."""
    known = _known(case)
    for collection, rows in (
        ("in_force", case.scenario.in_force),
        ("orders", case.scenario.orders),
    ):
        for n, row in enumerate(rows):
            for message in _objections(row.order, known):
                yield Finding((collection, n, "order"), message)


RULES = (Rule(orders_understood),)
"""What is asked of a scenario's orders beside the rules of `sim.scenario.checks`."""


def _known(case: Case) -> Mapping[str, Sequence[str]]:
    listed = (*case.scenario.in_force, *case.scenario.orders)
    return {
        "product": case.names["products"],
        "country": case.names["countries"],
        "activity": case.names["activities"],
        "firm": case.names["firms"],
        "channel": CHANNELS,
        "order": tuple(order.id for order in listed),
    }


def _objections(text: str, known: Mapping[str, Sequence[str]]) -> Iterator[str]:
    try:
        order = Order.parse(text)
    except InvalidOrderError as error:
        yield str(error)
        return
    for key, spec in INSTRUMENTS[order.instrument].keys.items():
        if spec.kind == "names":
            for name in order.names(key):
                if name not in known[spec.of]:
                    yield f"{key}=: {unknown(spec.of, name, known[spec.of])}"
    first, last = order.date("from"), order.date("until")
    if first and last and last < first:
        yield f"until={last} lies before from={first}"
    if order.instrument in ("export_quota", "stockpile_buy", "stockpile_release") and not last:
        yield f"{order.instrument} needs until=, the last day of its period"
