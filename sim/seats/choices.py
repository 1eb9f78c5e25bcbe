"""Choices: from what a policy would like to do to the sheet that it hands in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sim.adjudication.coordination import CONVENE, package_of
from sim.observation import Observation
from sim.orders.base import Order
from sim.orders.governments import GENERIC, authority, governments
from sim.orders.instruments import instruments
from sim.orders.sheet import OrderSheet, SheetEntry
from sim.seats.view import chance, is_firm

MOST = 2
"""Acts that a policy takes in a round; bringing ministries together does not count."""
HELD_BACK = 0.1
"""Share of rounds in which a policy lets its chance pass [1]."""
LEAST_CAPITAL = 10.0
"""Political capital below which a government orders nothing [points]."""
OVERRULES_FROM = 40.0
"""Political capital above which a government overrules its ministers [points]."""
POINTS = 2.0
"""Capital that a point of an instrument's political cost takes, roughly [points]."""


@dataclass(frozen=True)
class Act:
    """An order that a policy would give, and why."""

    order: Order
    reason: str


def act(text: str, reason: str) -> Act:
    """Return the act of an order's text."""
    return Act(Order.parse(text), reason)


def sheet_of(observation: Observation, acts: Iterable[Act]) -> OrderSheet:
    """Return the sheet of the first acts that may be ordered and can be paid for.

    What would be refused is left out. Where two ministries press on one country, the order that
    brings them together is added. One round in ten, drawn by its date, a policy holds back.
    """
    if observation.own is None or _spent(observation):
        return ()
    chosen = _chosen(observation, acts)
    if chosen and chance(observation, "hold") < HELD_BACK:
        chosen = [act("hold", f"Held back for a round instead of: {chosen[0].order.instrument}.")]
    sheet = tuple(_entry(observation, n, one) for n, one in enumerate(chosen, start=1))
    convene = _convened(observation, sheet)
    return (*sheet, _entry(observation, len(sheet) + 1, convene)) if convene else sheet


def allowed(observation: Observation, order: Order) -> Order | None:
    """Return an order as it may be given now, over objections if need be; None if it may not."""
    refusal = observation.may(order)
    if refusal is None:
        return order
    capital = observation.own.capital if observation.own else 0.0
    if OVERRULE not in refusal or capital <= OVERRULES_FROM:
        return None
    firmly = Order.parse(f"{order} {OVERRULE}")
    return firmly if observation.may(firmly) is None else None


def open_way(observation: Observation, ways: Iterable[Act]) -> list[Act]:
    """Return the first of some acts for the same end that may be ordered, if any."""
    return [one for one in ways if allowed(observation, one.order)][:1]


OVERRULE = "overrule=yes"
"""What an order says to pass over ministers who object, and what the refusal asks for."""


def _spent(observation: Observation) -> bool:
    """Return whether a government has too little political capital to do anything."""
    capital = observation.own.capital if observation.own else 0.0
    return capital < LEAST_CAPITAL and not is_firm(observation)


def _chosen(observation: Observation, acts: Iterable[Act]) -> list[Act]:
    """Return the first acts that may be ordered, as many as a round and the capital allow."""
    chosen: list[Act] = []
    left = observation.own.capital if observation.own else 0.0
    for wanted in acts:
        order = allowed(observation, wanted.order)
        if order is None or any(order == one.order for one in chosen):
            continue
        price = 0.0 if is_firm(observation) else POINTS * instruments()[order.instrument].capital
        if chosen and price > left:
            continue
        left -= price
        chosen.append(Act(order, wanted.reason))
        if len(chosen) == MOST:
            break
    return chosen


def _convened(observation: Observation, sheet: OrderSheet) -> Act | None:
    """Return the order that brings two ministries together, if what they order is one package."""
    packages = {package_of(entry) for entry in sheet}
    if len(sheet) < MOST or len(packages) > 1 or "" in packages or observation.own is None:
        return None
    made = observation.own.government
    decide = [str(authority(instruments()[entry.order.instrument], made)) for entry in sheet]
    if len(set(decide)) < len(decide):
        return None
    who = governments().get(made, governments()[GENERIC]).coordinator
    call = act(
        f"{CONVENE} target={packages.pop()}",
        f"{named(decide)} act in the same round; {who} brings them together.",
    )
    return call if allowed(observation, call.order) else None


def _entry(observation: Observation, number: int, one: Act) -> SheetEntry:
    id = f"{observation.seat}-{observation.round}-{number}"
    return SheetEntry(observation.start, id, one.order, reason=one.reason)


def share(value: float) -> str:
    """Return a share of GDP as reasons say it [% of GDP].

    >>> share(0.1234), share(0.0004)
    ('0.12 % of GDP', '0 % of GDP')
    """
    return f"{round(value, 2):g} % of GDP"


def money(usd: float) -> str:
    """Return an amount as reasons say it.

    >>> money(1.2e9)
    '1,200 MUSD'
    """
    return f"{usd / 1e6:,.0f} MUSD"


def weeks(number: float) -> str:
    """Return a time in weeks as reasons say it.

    >>> weeks(1.2), weeks(4.0)
    ('1 week', '4 weeks')
    """
    return "1 week" if round(number) == 1 else f"{number:.0f} weeks"


def named(words: Iterable[str]) -> str:
    """Return names as a sentence lists them.

    >>> named(["ore", "gas", "magnet"])
    'ore, gas and magnet'
    """
    *first, last = list(words) or ["nothing"]
    return f"{', '.join(first)} and {last}" if first else last
