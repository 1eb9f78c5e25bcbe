"""Coordination: packages across ministries, brought together or a round late (§A.16)."""

from __future__ import annotations

from collections.abc import Mapping

from sim.adjudication.conflicts import Given, SetAside
from sim.orders.governments import GENERIC, Government, authority, governments
from sim.orders.instruments import instruments
from sim.orders.sheet import SheetEntry
from sim.world.rulings import Outcome
from sim.world.setting import Setting

CONVENE = "convene"


def uncoordinated(given: Given, setting: Setting) -> SetAside:
    """Return the orders that come a round late, since nobody brought their ministries together.

    Orders of a country that carry the same `package=`, or press on the same country in the same
    round, are one package. A coordinator brings together as many packages a round as it can.
    """
    found: dict[str, tuple[Outcome, str]] = {}
    room: dict[str, int] = {}
    for (country, name), entries in packages(given, setting).items():
        government = government_of(setting, country)
        ministries = {_decides(entry, setting, country) for entry in entries} - {None}
        if len(ministries) < 2:
            continue
        left = room.setdefault(country, government.capacity)
        if _convened(given, setting, country, name):
            if left > 0:
                room[country] = left - 1
                continue
            reason = (
                f"{government.coordinator} can bring {government.capacity} packages together in "
                "a round"
            )
        else:
            who = " and ".join(sorted(str(m) for m in ministries))
            reason = f"{who} were not brought together by {government.coordinator}"
        for entry in entries:
            found[entry.id] = ("delayed", f"{reason}; it comes a round late (rule §A.16)")
    return found


def packages(given: Given, setting: Setting) -> Mapping[tuple[str, str], list[SheetEntry]]:
    """Return the orders of governments by country and package: its name, or whom they press on."""
    found: dict[tuple[str, str], list[SheetEntry]] = {}
    for seat, entry in given:
        if entry.settled or seat in setting.polity.firms or entry.order.instrument == CONVENE:
            continue
        name = package_of(entry)
        if name:
            found.setdefault((setting.polity.state_of(seat), name), []).append(entry)
    return found


def package_of(entry: SheetEntry) -> str:
    """Return the package an order belongs to; empty if it stands alone."""
    named = entry.order.names("package")
    if named:
        return named[0]
    if instruments()[entry.order.instrument].category != "coerce":
        return ""
    aimed = (*entry.order.names("target"), *entry.order.names("origin"))
    return aimed[0] if len(aimed) == 1 else ""


def government_of(setting: Setting, country: str) -> Government:
    """Return a country's form of government."""
    row = setting.polity.countries[country]
    known = governments()
    return known.get(setting.polity.governments[row], known[GENERIC])


def _decides(entry: SheetEntry, setting: Setting, country: str) -> str | None:
    row = setting.polity.countries[country]
    return authority(instruments()[entry.order.instrument], setting.polity.governments[row])


def _convened(given: Given, setting: Setting, country: str, name: str) -> bool:
    return any(
        entry.order.instrument == CONVENE
        and setting.polity.state_of(seat) == country
        and name in (*entry.order.names("package"), *entry.order.names("target"))
        for seat, entry in given
    )
