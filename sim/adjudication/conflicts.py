"""Conflicts: orders of one round that cannot stand together, and what becomes of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sim.orders.base import Order
from sim.orders.instruments import instruments
from sim.orders.sheet import SheetEntry
from sim.world.rulings import Outcome
from sim.world.setting import Setting

Given = Sequence[tuple[str, SheetEntry]]
"""Seat and entry, in the order in which they are taken."""
SetAside = Mapping[str, tuple[Outcome, str]]
"""Id of an order -> what becomes of it, and why."""


def conflicts(given: Given, setting: Setting) -> SetAside:
    """Return the orders that another of the round sets aside; acts of record are not questioned."""
    open_ = [(seat, entry) for seat, entry in given if not entry.settled]
    found: dict[str, tuple[Outcome, str]] = {}
    for rule in (_twice, _ministries_at_odds, _given_up, _lifted_and_imposed):
        for id, reason in rule(open_, setting):
            found.setdefault(id, ("moot", reason))
    return found


def _twice(given: Given, setting: Setting) -> Iterable[tuple[str, str]]:
    """Yield orders that a seat gave already in this round (§A.14)."""
    seen: dict[tuple[str, str], str] = {}
    for seat, entry in given:
        key = (seat, str(entry.order))
        if key in seen:
            yield entry.id, f"the same as {seen[key]} of this round (rule §A.14)"
        seen.setdefault(key, entry.id)


def _ministries_at_odds(given: Given, setting: Setting) -> Iterable[tuple[str, str]]:
    """Yield orders by which ministries of a country want the same thing differently (§A.18).

    The country's own order, which is its head's, stands; among ministries none does.
    """
    groups: dict[tuple[str, str, str], list[tuple[str, SheetEntry]]] = {}
    for seat, entry in given:
        country = setting.polity.state_of(seat)
        if seat in setting.polity.firms:
            continue
        groups.setdefault((country, entry.order.instrument, _scope(entry.order)), []).append(
            (seat, entry)
        )
    for (country, _, _), rows in groups.items():
        texts = {str(entry.order) for _, entry in rows}
        if len({seat for seat, _ in rows}) < 2 or len(texts) < 2:
            continue
        for seat, entry in rows:
            if seat == country:
                continue
            others = ", ".join(other.id for s, other in rows if s != seat)
            yield entry.id, f"at odds with {others}; the head of government decides (rule §A.18)"


def _given_up(given: Given, setting: Setting) -> Iterable[tuple[str, str]]:
    """Yield a sender's new steps in a dispute whose target concedes in the same round (§A.21)."""
    conceded = {
        (setting.polity.state_of(seat), name)
        for seat, entry in given if entry.order.instrument == "concede"
        for name in (*entry.order.names("dispute"), *entry.order.names("target"))
    }  # fmt: skip
    if not conceded:
        return
    for seat, entry in given:
        made = instruments()[entry.order.instrument]
        if made.category != "coerce":
            continue
        aimed = (*entry.order.names("target"), *entry.order.names("origin"))
        by = setting.polity.state_of(seat)
        for country, name in conceded:
            if country in aimed and name in (by, *entry.order.names("dispute")):
                yield entry.id, f"{country} concedes in this round (rule §A.21)"


def _lifted_and_imposed(given: Given, setting: Setting) -> Iterable[tuple[str, str]]:
    """Yield liftings of what is ordered only in this round (§A.22)."""
    new = {entry.id for _, entry in given}
    for _, entry in given:
        if entry.order.instrument in ("lift", "suspend_measure", "quiet_lifting"):
            both = [name for name in entry.order.names("order") if name in new]
            if both:
                yield entry.id, f"{both[0]} is ordered in this same round (rule §A.22)"


def _scope(order: Order) -> str:
    """Return what an order is about, without how much and when."""
    names = ("product", "target", "origin", "activity", "firm", "dispute", "order")
    return " ".join(f"{key}={','.join(sorted(order.names(key)))}" for key in names
                    if key in instruments()[order.instrument].keys)  # fmt: skip
