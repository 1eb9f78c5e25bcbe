"""Menu: what a seat may order now, each with its cost, lead time and authority."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np

from sim.errors import InvalidOrderError
from sim.orders.base import Order
from sim.orders.effects.deed import Deed, Standing
from sim.orders.governments import authority
from sim.orders.instruments import Instrument, Key, instruments
from sim.orders.legality import refused
from sim.orders.price import Price, price_of, yearly_budget
from sim.orders.timing import deed_of
from sim.world.setting import Setting
from sim.world.world import World

MOST = 60
"""Candidates looked at for each instrument; beyond, a menu is no help."""


@dataclass(frozen=True)
class Option:
    """One order that a seat may give now."""

    order: Order
    price: Price
    decides: str
    """The ministry, or the firm itself."""
    begins: dt.date
    """First day on which it would act."""


def legal_orders(
    world: World, setting: Setting, seat: str, *, among: Collection[str] | None = None
) -> tuple[Option, ...]:
    """Return the orders a seat may give at the start of the round.

    One for each product and country that it could name, with usual amounts. `among` limits the
    instruments that are looked at.
    """
    standing = Standing(world.measures, world.politics)
    day = setting.timeline.date(world.tick)
    found = []
    for name, instrument in instruments().items():
        if among is not None and name not in among:
            continue
        if not may_decide(instrument, setting, seat):
            continue
        for order in candidates(instrument, world, setting, seat):
            deeds = (
                deed_of(spelt, "menu", seat, day, setting, world)
                for spelt in (order, _overruling(order))
            )
            allowed = next((deed for deed in deeds if refused(deed, standing) is None), None)
            if allowed:
                found.append(_option(allowed))
    return tuple(found)


def candidates(
    instrument: Instrument, world: World, setting: Setting, seat: str
) -> Iterator[Order]:
    """Yield orders of an instrument that name what there is, legal or not."""
    keys = [name for name in instrument.keys if _spelt_out(name, instrument)]
    values = [_values(name, instrument, world, setting, seat) for name in keys]
    for chosen in itertools.islice(itertools.product(*values), MOST):
        words = [f"{k}={v}" for k, v in zip(keys, chosen, strict=True) if v]
        try:
            yield Order.parse(" ".join([instrument.name, *words]))
        except InvalidOrderError:
            continue


def _overruling(order: Order) -> Order:
    """Return the order with ministers who object overruled."""
    return Order(order.instrument, (*order.values, ("overrule", ("yes",))))


def _option(deed: Deed) -> Option:
    government = deed.setting.polity.governments[deed.row]
    firm = deed.seat in deed.setting.polity.firms
    decides = deed.seat if firm else authority(deed.instrument, government) or deed.by
    return Option(deed.order, price_of(deed), decides, deed.starts_on)


def may_decide(instrument: Instrument, setting: Setting, seat: str) -> bool:
    """Return whether the seat can give an order of the instrument at all."""
    polity = setting.polity
    if seat in polity.firms:
        return "firm" in instrument.authority
    country, _, ministry = seat.partition(".")
    decides = authority(instrument, polity.governments[polity.countries[country]])
    return decides is not None and ministry in ("", decides)


_SIDES = ("target", "origin", "firm", "buyer", "order", "deal", "give")
"""Keys whose names are spelt out in a menu even where an order may leave them open."""

_THREATENED = "import_tariff"
"""The order a menu threatens with."""

_THREATS = ("target", "order", "product", "rate")
"""Keys that are spelt out of a threat: those that its order needs."""


def _spelt_out(name: str, instrument: Instrument) -> bool:
    key, order = instrument.keys[name], instrument.keys.get("order")
    if order is not None and order.of == "text":
        return name in _THREATS
    return key.required or name in _SIDES or (key.kind == "number" and key.default is None)


def _values(
    name: str, instrument: Instrument, world: World, setting: Setting, seat: str
) -> list[str]:
    """Return what a key could say; an empty text leaves it open."""
    key = instrument.keys[name]
    if key.kind == "number":
        return [f"{usual(name, instrument, setting, seat):.4g}"]
    if key.kind == "choice":
        return [key.choices[0]]
    found = _names(name, key, world, setting, seat)
    return found if key.required else [*found, ""]


def _names(name: str, key: Key, world: World, setting: Setting, seat: str) -> list[str]:
    home = setting.polity.state_of(seat)
    politics = world.politics
    match key.of:
        case "country":
            return [c for c in setting.network.countries if c != home]
        case "product":
            return list(setting.network.products)
        case "activity":
            return list(setting.network.activities)
        case "firm":
            return list(setting.polity.firms)
        case "club":
            return [id for id, club in setting.polity.clubs.items() if home in club.members]
        case "order":
            live = (m for m in world.measures if m.until is None or m.until > world.tick)
            return list(dict.fromkeys(m.origin for m in live))
        case "dispute":
            return [d.id for d in politics.disputes if d.open and home in (d.sender, d.target)]
        case "deal":
            return [d.id for d in politics.deals if d.state == "offered" and d.parties[1] == home]
        case "text":
            return ["hold_off"] if name == "give" else [_THREATENED]
    return []


def usual(name: str, instrument: Instrument, setting: Setting, seat: str) -> float:
    """Return an amount that an order of this kind may well name."""
    key = instrument.keys[name]
    if key.default is not None:
        return key.default
    home = setting.polity.state_of(seat)
    if name == "share" and any(effect.do == "stake" for effect in instrument.effects):
        return 0.9 * setting.parameters["normal_threshold"]  # just below what is examined
    if key.unit.startswith("USD") or name == "budget":
        whole = yearly_budget(setting, home)
        return 0.1 * whole if np.isfinite(whole) else 1e6
    if name == "amount":
        here = setting.network.slot_country == setting.network.countries[home]
        return float(setting.network.slot_base_use[here].mean()) if here.any() else 1.0
    return key.low + 0.5 * (min(key.high, max(1.0, 2.0 * key.low)) - key.low)
