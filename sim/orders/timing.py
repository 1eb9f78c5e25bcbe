"""Timing: in which country an order acts, and from which tick on."""

from __future__ import annotations

import datetime as dt

from sim.orders.base import Order
from sim.orders.effects.deed import Deed
from sim.orders.instruments import instruments
from sim.world.setting import MONTH_DAYS, Setting
from sim.world.world import World


def deed_of(
    order: Order,
    id: str,
    seat: str,
    given: dt.date,
    setting: Setting,
    world: World,
    *,
    settled: bool = False,
) -> Deed:
    """Return an order as a deed: in which country, and from which tick on (§A.17).

    An order that is dated before the round counts as given on its first day; an act of record
    keeps its date.
    """
    timeline = setting.timeline
    if not settled:
        given = max(given, timeline.date(world.tick))
    days = 0.0 if settled else lead_months(order) * MONTH_DAYS
    starts = timeline.tick(given) + round(days / timeline.tick_days)
    wanted = order.date("from")
    if wanted is not None:
        starts = max(starts, timeline.tick(wanted))
    by = setting.polity.state_of(seat)
    return Deed(order, id, seat, by, given, max(0, starts), setting, world, settled)


def on_its_own(deed: Deed) -> Deed:
    """Return an order as it is timed where nobody brings its package together (§A.16)."""
    values = tuple((key, value) for key, value in deed.order.values if key != "package")
    order = Order(deed.order.instrument, values)
    return deed_of(order, deed.id, deed.seat, deed.given, deed.setting, deed.world)


def lead_months(order: Order) -> float:
    """Return the months from an order to its act: the short end in a package, else the middle."""
    shortest, longest = instruments()[order.instrument].lead_months.decide
    return shortest if order.names("package") else (shortest + longest) / 2.0
