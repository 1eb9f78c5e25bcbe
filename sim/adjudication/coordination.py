"""Coordination: packages across ministries, brought together or a round late (§A.16)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sim.adjudication.conflicts import Reasons
from sim.orders.base import Order
from sim.orders.effects import Deed
from sim.orders.effects.deed import PRESSING
from sim.orders.governments import Government, authority, government_of
from sim.orders.instruments import instruments
from sim.orders.sheet import SheetEntry

CONVENE = "convene"

Package = tuple[str, str]
"""A country, and the package's name or the country that it presses on."""


def uncoordinated(deeds: Sequence[Deed]) -> Reasons:
    """Return the orders that come a round late, since nobody brought their ministries together.

    Orders of a government that carry the same `package=`, or press on the same country in the
    same round, are one package. A package that has a name, and any of several ministries, has to
    be brought together; a coordinator does that for as many a round as it can.
    """
    found: dict[Deed, str] = {}
    called = _called(deeds)
    for package, members in packages(deeds).items():
        who = sorted({ministry for ministry in map(_decides, members) if ministry})
        named = any(deed.order.names("package") for deed in members)
        if len(who) < 2 and not named:
            continue
        government = _government(members[0])
        room = called.get(package[0], [])
        if package[1] in room[: government.capacity]:
            continue
        for deed in members:
            found.setdefault(deed, f"{_why(package, room, who, government)} (rule §A.16)")
    return found


def packages(deeds: Sequence[Deed]) -> Mapping[Package, list[Deed]]:
    """Return the orders of governments by package."""
    found: dict[Package, list[Deed]] = defaultdict(list)
    for deed in deeds:
        if deed.seat in deed.setting.polity.firms or deed.order.instrument == CONVENE:
            continue
        for name in deed.order.names("package")[:1] or (deed.others if deed.presses else ()):
            found[deed.by, name].append(deed)
    return found


def package_of(entry: SheetEntry) -> str:
    """Return the one package that an order on a sheet belongs to; empty if it stands alone."""
    named = entry.order.names("package")
    if named:
        return named[0]
    aimed = _aimed(entry.order)
    return aimed[0] if len(aimed) == 1 else ""


def _aimed(order: Order) -> tuple[str, ...]:
    """Return the countries that an order names and presses on."""
    instrument = instruments()[order.instrument]
    presses = instrument.category == "coerce" and instrument.rung >= PRESSING
    return (*order.names("target"), *order.names("origin")) if presses else ()


def _called(deeds: Sequence[Deed]) -> Mapping[str, list[str]]:
    """Return the packages that each country's coordinator calls together, in the order given."""
    called: dict[str, list[str]] = defaultdict(list)
    for deed in deeds:
        if deed.order.instrument == CONVENE:
            for name in (*deed.order.names("package"), *deed.order.names("target")):
                if name not in called[deed.by]:
                    called[deed.by].append(name)
    return called


def _why(package: Package, room: list[str], who: list[str], government: Government) -> str:
    """Return why a package comes late."""
    head = government.coordinator
    if package[1] in room:
        return f"{head} has no room for more than {government.capacity} a round; it comes late"
    what = f"{' and '.join(who)} were" if len(who) > 1 else f"the package {package[1]} was"
    return f"{what} not brought together by {head}; it comes a round late"


def _government(deed: Deed) -> Government:
    return government_of(deed.setting.polity.governments[deed.row])


def _decides(deed: Deed) -> str | None:
    return authority(deed.instrument, deed.setting.polity.governments[deed.row])
