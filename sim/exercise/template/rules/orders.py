"""Orders: those of playbooks, and those of silent seats, can be given by whom they are for."""

from __future__ import annotations

from collections.abc import Iterator

from sim.errors import InvalidOrderError
from sim.exercise.template.derive import startex
from sim.exercise.template.rules.whole import Whole
from sim.orders.base import Order
from sim.orders.check import mixed_units, names_known, objections
from sim.orders.governments import withheld
from sim.orders.instruments import instruments
from sim.scenario.case import Finding


def orders_understood(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each text that is no order, and each name in it that nothing bears."""
    known = names_known(whole.case)
    for at, _, text in whole.orders():
        for message in objections(text, known):
            yield Finding(at, message)


def orders_of_one_unit(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each amount that would count products of several units together."""
    for at, _, text in whole.orders():
        message = mixed_units(text, whole.case)
        if message:
            yield Finding(at, message)


def orders_in_authority(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each order that is not its seat's to give."""
    scenario = whole.scenario
    for at, seat, text in whole.orders():
        country = seat.partition(".")[0]
        firm = seat in scenario.firms
        order = _order(text)
        if order is None or not (firm or country in scenario.countries):
            continue  # told by other rules
        government = "" if firm else scenario.countries[country].government
        instrument = instruments()[order.instrument]
        lifts = any(effect.do == "lift" for effect in instrument.effects)
        gave = (seat.partition(".")[2],) if lifts else ()  # it may have given what it lifts
        message = withheld(instrument, seat, government, firm=firm, gave=gave)
        if message:
            yield Finding(at, f"{order.instrument}: {message}")


def orders_not_over(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each order that ends before anybody can give it."""
    start = startex(whole.base, whole.template)
    for at, _, text in whole.orders():
        order = _order(text)
        last = order.date("until") if order else None
        if last and last < start:
            yield Finding(at, f"until={last} lies before STARTEX on {start}")


def _order(text: str) -> Order | None:
    """Return the order that a text states; None for one that is not understood."""
    try:
        return Order.parse(text)
    except InvalidOrderError:
        return None
