"""Adjudication: all sheets at once, a ruling with a reason for every order.

Orders are taken by the day they are given, then by seat and id: who hands in first gains nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.errors import unknown
from sim.events import Event
from sim.orders.base import Order
from sim.orders.effects import impose, lift, measure_of, scope_of
from sim.orders.instruments import INSTRUMENTS
from sim.orders.sheet import OrderSheet, SheetEntry
from sim.timeline import Timeline
from sim.world.measures import Measure
from sim.world.restrictions import firms_of, links_from, links_into, slots_of
from sim.world.rulings import Ruling
from sim.world.world import CHANNELS, Network, World


@dataclass(frozen=True)
class Adjudicated:
    """A World with the round's measures, and what was ruled."""

    world: World
    rulings: tuple[Ruling, ...]
    events: tuple[Event, ...]


def adjudicate(
    world: World, network: Network, timeline: Timeline, sheets: Mapping[str, OrderSheet]
) -> Adjudicated:
    """Return the measures and rulings that all order sheets of a round lead to."""
    measures = world.measures
    rulings, events = [], []
    given = [(entry, seat) for seat, sheet in sheets.items() for entry in sheet]
    given.sort(key=lambda pair: (pair[0].given, pair[1], pair[0].id))
    for entry, seat in given:
        refusal = _too_late(entry) or refused(entry.order, seat, network, measures)
        if refusal is None:
            measures, event = _carried_out(measures, entry, seat, network, timeline)
            events.append(event)
        rulings.append(_ruling(entry, seat, refusal))
    return Adjudicated(world.with_measures(measures), tuple(rulings), tuple(sorted(events)))


def refused(order: Order, seat: str, network: Network, measures: tuple[Measure, ...]) -> str | None:
    """Return why an order that is understood cannot be carried out, or None if it can."""
    return (
        _unknown_name(order, network, measures)
        or _not_own(order, seat, network, measures)
        or _without_effect(order, seat, network)
    )


def _carried_out(
    measures: tuple[Measure, ...],
    entry: SheetEntry,
    seat: str,
    network: Network,
    timeline: Timeline,
) -> tuple[tuple[Measure, ...], Event]:
    if entry.order.instrument == "lift":
        ended = entry.order.names("order")
        after = lift(measures, ended, max(0, timeline.tick(entry.given)))
        text = f"{seat} lifted {', '.join(ended)}"
        return after, Event(entry.given, "MeasureLifted", text, entry.id)
    by = _state_of(seat, network)
    measure = measure_of(entry.order, id=entry.id, by=by, given=entry.given, timeline=timeline)
    title = INSTRUMENTS[entry.order.instrument].title.lower()
    text = f"{seat} began to {title} ({entry.id})"
    return impose(measures, measure), Event(entry.given, "MeasureImposed", text, entry.id)


def _too_late(entry: SheetEntry) -> str | None:
    """Return why an order's period cannot come any more, or None."""
    last = entry.order.date("until")
    if last is None or last >= entry.given:
        return None
    return f"{entry.order.instrument} refused: it was to end on {last}, before it was given"


def _ruling(entry: SheetEntry, seat: str, refusal: str | None) -> Ruling:
    outcome = "refused" if refusal else "carried out"
    reason = refusal or "within its powers, and it names something that moves"
    return Ruling(entry.id, str(entry.order), seat, entry.given, outcome, reason)  # type: ignore[arg-type]


def _unknown_name(order: Order, network: Network, measures: tuple[Measure, ...]) -> str | None:
    known = {
        "product": network.products.names,
        "country": network.countries.names,
        "activity": network.activities.names,
        "firm": network.firms.names,
        "channel": CHANNELS,
        "order": tuple(m.id for m in measures),
    }
    for key, spec in INSTRUMENTS[order.instrument].keys.items():
        for name in order.names(key):
            if name not in known[spec.of]:
                return unknown(spec.of, name, known[spec.of])
    return None


def _not_own(
    order: Order, seat: str, network: Network, measures: tuple[Measure, ...]
) -> str | None:
    """Return why a measure is not the seat's to lift, or None."""
    if order.instrument != "lift":
        return None
    by, named = _state_of(seat, network), order.names("order")
    others = [f"{m.id} is of {m.by}" for m in measures if m.id in named and m.by != by]
    return f"lift refused: {', '.join(others)}" if others else None


def _without_effect(order: Order, seat: str, network: Network) -> str | None:
    """Return why an order would touch nothing, or None."""
    kind = INSTRUMENTS[order.instrument].makes
    if kind is None:
        return None
    by = _state_of(seat, network)
    if by not in network.countries:
        return f"{seat} is neither a country nor a firm of one"
    probe = Measure(id="probe", kind=kind, by=by, **scope_of(order))
    if kind in ("licence", "quota", "duty", "hold", "domestic_first"):
        touched, thing = links_from(network, probe), "sells none of that there"
    elif kind in ("tariff", "boycott"):
        touched, thing = links_into(network, probe), "buys none of that there"
    elif kind in ("cap", "tax", "capacity"):
        touched, thing = firms_of(network, probe), "has no firm that does that"
    else:
        touched, thing = slots_of(network, probe), "uses none of that"
    return None if touched.any() else f"{order.instrument} refused: {by} {thing}"


def _state_of(seat: str, network: Network) -> str:
    """Return the country a seat acts in."""
    if seat in network.firms:
        return network.countries.name(int(network.firm_country[network.firms[seat]]))
    return seat
