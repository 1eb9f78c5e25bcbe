"""Course: what happened in a run, round by round, with its key numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from sim.game import Game
from sim.indicators import Indicator, Record, find, quota_spans, unit
from sim.journal import Entry
from sim.orders.base import Order
from sim.orders.instruments import instruments
from sim.replay.history import History, Reading, Series
from sim.replay.score import reader
from sim.scenario.balance import quantity
from sim.scenario.plan import plan_of
from sim.scenario.spec import Flow, Scenario
from sim.timeline import Period
from sim.world.rulings import Ruling

Progress = Callable[[int, int], None]
"""Told of rounds done and rounds in all."""

MOST_KEYS = 6
"""More numbers than this beside a round hide each other."""


@dataclass(frozen=True)
class Key:
    """A number that is shown with every round."""

    label: str
    unit: str
    reading: Reading


@dataclass(frozen=True, order=True)
class Happening:
    """One line of the account of a round: an order with its ruling, or an event."""

    date: dt.date
    text: str
    order: str = ""
    """The order's own text, if it is one."""
    outcome: str = ""
    reason: str = ""
    meant: str = ""
    """Why the seat gave the order, in its own words."""


@dataclass(frozen=True)
class Round:
    """What happened in a round, and its key numbers in the order of the keys."""

    number: int
    start: dt.date
    end: dt.date
    """First day after it."""
    happenings: tuple[Happening, ...]
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class CaseCourse:
    """A run's rounds and the numbers shown with them."""

    keys: tuple[Key, ...]
    rounds: tuple[Round, ...]


def record_of(game: Game) -> Record:
    """Return all that a game has recorded so far."""
    network = game.network
    return Record(
        scenario=game.scenario,
        timeline=game.timeline,
        countries=network.countries,
        products=network.products,
        activities=network.activities,
        flows=game.flows(),
        quotas=quota_spans(game.world.measures, network.products, game.timeline),
    )


def course_of(game: Game, keys: Sequence[Key]) -> CaseCourse:
    """Return the course of a game so far, with the keys read over each round."""
    record = record_of(game)
    readers = [reader(key.reading, record) for key in keys]
    return CaseCourse(
        tuple(keys),
        tuple(
            Round(
                number=entry.round,
                start=entry.start,
                end=entry.end,
                happenings=happenings(entry, game.scenario),
                values=tuple(read(Period(entry.start, entry.end)) for read in readers),
            )
            for entry in game.journal
        ),
    )


def happenings(entry: Entry, scenario: Scenario) -> tuple[Happening, ...]:
    """Return what a round's journal entry tells, in the order of time, orders before events.

    Measures imposed and lifted are left to the rulings of the round that say the same.
    """
    titles = {order.id: order.title for order in scenario.orders}
    asked = {order.id for order in plan_of(scenario)}
    rulings = (
        _ruled(ruling, titles.get(ruling.order_id), asked=ruling.order_id in asked)
        for ruling in entry.rulings
    )
    ruled = {ruling.order_id for ruling in entry.rulings}
    events = (
        Happening(event.date, event.text)
        for event in entry.events
        if event.kind not in ("MeasureImposed", "MeasureLifted") or event.subject not in ruled
    )
    return tuple(sorted((*rulings, *events), key=lambda told: (told.date, not told.order, told)))


def _ruled(ruling: Ruling, title: str | None, *, asked: bool) -> Happening:
    """Return an order with what was ruled; why an act of record was carried out is left out."""
    of_record = title is not None and not asked
    told = "" if of_record and ruling.outcome == "carried out" else ruling.reason
    instrument = instruments()[Order.parse(ruling.order).instrument]
    words = title or f"{instrument.title} ({ruling.order_id})"
    return Happening(
        ruling.date,
        f"{ruling.seat}: {words}",
        ruling.order,
        ruling.outcome,
        told,
        ruling.meant,
    )


def keys_of(record: Record, history: History | None = None) -> tuple[Key, ...]:
    """Return the numbers to show with each round of a run, one of each indicator.

    They are those best observed, if there is a history; then the scenario's baskets, its
    largest trade, the premium under its first quota, and production lost.
    """
    best = headlines(history) if history else ()
    observed = [_shown(series.title, series.unit, series.reading) for series in best]
    general = [*_premium_keys(record), *_basket_keys(record), *_trade_keys(record)]
    chosen: dict[str, Key] = {}
    for key in [*observed[: MOST_KEYS - 1], *general, *observed]:
        if len(chosen) < MOST_KEYS:
            chosen.setdefault(key.reading.indicator, key)
    return tuple(chosen.values())


def headlines(history: History) -> tuple[Series, ...]:
    """Return the emergent series to show before all others, one of each indicator.

    Prices, quantities and ratios take turns, those with most dates first.
    """
    emergent = [series for series in history.series if series.kind == "emergent"]
    best: dict[str, Series] = {}
    for series in sorted(emergent, key=lambda series: -len(series.points)):
        best.setdefault(series.reading.indicator, series)
    turns: dict[str, list[Series]] = {"price": [], "quantity": [], "ratio": []}
    for name, series in best.items():
        turns[_sort(find(name))].append(series)
    in_turn = [series for turn in zip_longest(*turns.values()) for series in turn if series]
    return tuple(in_turn[:MOST_KEYS])


def _sort(indicator: Indicator) -> str:
    if indicator.unit.startswith("USD/"):
        return "price"
    return "quantity" if indicator.over == "sum" else "ratio"


def _premium_keys(record: Record) -> list[Key]:
    return [
        _key(
            record,
            f"Licence premium, {quota.country}",
            Reading(
                indicator="licence_premium", country=quota.country, product=tuple(quota.products)
            ),
        )
        for quota in record.quotas[:1]
    ]


def _basket_keys(record: Record) -> list[Key]:
    return [
        _key(record, basket.name, Reading(indicator="basket_price", basket=name))
        for name, basket in record.scenario.baskets.items()
    ]


def _trade_keys(record: Record) -> list[Key]:
    """Return the keys of the trade that is worth most, and of its buyer.

    Trade that dated orders name comes before other trade.
    """
    scenario = record.scenario
    abroad = [flow for flow in scenario.flows if flow.origin != flow.destination]
    ordered = [flow for flow in abroad if _is_ordered(scenario, flow)]
    if not abroad:
        return []
    flow = max(ordered or abroad, key=lambda flow: _worth(scenario, flow))
    seller, buyer = flow.origin, flow.destination
    title = f"{scenario.products[flow.product].name}, {buyer} from {seller}"
    trade = Reading(indicator="imports", country=buyer, partner=seller, product=flow.product)
    price = Reading(indicator="buyer_price", country=buyer, product=flow.product)
    return [
        _key(record, title, trade),
        _key(record, f"{scenario.products[flow.product].name}, price paid in {buyer}", price),
        _key(
            record,
            f"Production lost, {buyer}",
            Reading(indicator="production_loss", country=buyer),
        ),
    ]


def _is_ordered(scenario: Scenario, flow: Flow) -> bool:
    """Return whether a dated order of one side names the goods, and the other side or nobody."""
    for row in scenario.orders:
        order = Order.parse(row.order)
        others = (*order.names("target"), *order.names("origin"))
        aimed = any(
            row.by == by and (other in others or not others)
            for by, other in ((flow.origin, flow.destination), (flow.destination, flow.origin))
        )
        if aimed and flow.product in order.names("product"):
            return True
    return False


def _worth(scenario: Scenario, flow: Flow) -> float:
    """Return what a flow is worth at base prices [USD/year]."""
    product = scenario.products[flow.product]
    yearly = quantity(flow.quantity, f"{product.unit}/year")
    return yearly * quantity(product.base_price, f"USD/{product.unit}")


def _key(record: Record, label: str, reading: Reading) -> Key:
    return _shown(label, unit(record.scenario, reading.indicator, reading.selection), reading)


def _shown(label: str, measured_in: str, reading: Reading) -> Key:
    adds_up = find(reading.indicator).over == "sum"
    return Key(label, f"{measured_in} in the round" if adds_up else measured_in, reading)
