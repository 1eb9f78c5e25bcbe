"""Conflicts: orders of one round that cannot stand together, and what becomes of them.

Each rule is asked of orders that would stand by themselves; acts of record are not questioned.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sim.orders.base import Order
from sim.orders.effects import Deed
from sim.orders.governments import government_of
from sim.orders.instruments import instruments

Reasons = Mapping[Deed, str]
"""Order -> why it is set aside."""
Found = Iterable[tuple[Deed, str]]


def conflicts(deeds: Sequence[Deed]) -> Reasons:
    """Return the orders that another of the round sets aside; the first reason is given."""
    found: dict[Deed, str] = {}
    for rule in RULES:
        for deed, reason in rule(deeds):
            found.setdefault(deed, reason)
    return found


def lifted_too_early(deeds: Sequence[Deed]) -> Reasons:
    """Return liftings of what is ordered only in this round (§A.22)."""
    new = {deed.id for deed in deeds}
    named = {deed: [n for n in deed.order.names("order") if n in new] for deed in _lifting(deeds)}
    return {
        deed: f"{names[0]} is ordered in this same round (rule §A.22)"
        for deed, names in named.items() if names
    }  # fmt: skip


def _twice(deeds: Sequence[Deed]) -> Found:
    """Yield orders that a government or firm gave already in this round (§A.14)."""
    seen: dict[tuple[str, str], str] = {}
    for deed in deeds:
        who = deed.seat if deed.seat in deed.setting.polity.firms else deed.by
        key = (who, _said(deed.order))
        if key in seen:
            yield deed, f"the same as {seen[key]} of this round (rule §A.14)"
        seen.setdefault(key, deed.id)


def _at_odds(deeds: Sequence[Deed]) -> Found:
    """Yield orders by which ministries of a country want the same thing differently (§A.18).

    The order of the head, or of the country as such, stands; among other ministries none does.
    """
    groups: dict[tuple[str, str, str], list[Deed]] = defaultdict(list)
    for deed in deeds:
        if deed.seat not in deed.setting.polity.firms:
            groups[deed.by, deed.order.instrument, _scope(deed.order)].append(deed)
    for group in groups.values():
        if len({_said(deed.order) for deed in group}) < 2:
            continue
        for deed in group:
            others = [other.id for other in group if other.seat != deed.seat]
            if others and not _is_head(deed):
                reason = f"at odds with {', '.join(others)}; the head of government decides"
                yield deed, f"{reason} (rule §A.18)"


def _given_up(deeds: Sequence[Deed]) -> Found:
    """Yield new steps in a dispute that one side gives up in the same round (§A.21).

    Where both sides give way, the one that demands goes first, and the other need not.
    """
    ceded = [deed for deed in deeds if deed.order.instrument in CEDING]
    for giving in ceded:
        dispute = giving.dispute(giving.world.politics)
        if dispute is None:
            continue
        sides = {dispute.sender, dispute.target}
        reason = f"{giving.by} gives up {dispute.id} in this round (rule §A.21)"
        for deed in deeds:
            own = deed.order.names("dispute") == (dispute.id,)
            against = deed.by in sides and bool((sides - {deed.by}) & {*deed.others})
            if deed.presses and (own or against):
                yield deed, reason
            cedes = deed in ceded and deed.dispute(deed.world.politics) is dispute
            if cedes and deed.by != giving.by and giving.by == dispute.sender:
                yield deed, reason


def _answered_twice(deeds: Sequence[Deed]) -> Found:
    """Yield answers to an offer that the same government both signs and refuses (§A.27)."""
    answers: dict[tuple[str, tuple[str, ...]], list[Deed]] = defaultdict(list)
    for deed in deeds:
        if deed.order.instrument in ("sign_deal", "refuse_deal"):
            answers[deed.by, deed.order.names("deal")].append(deed)
    for group in answers.values():
        if len({deed.order.instrument for deed in group}) > 1:
            for deed in group:
                yield deed, "the offer is signed and refused in one round (rule §A.27)"


def _let_go_twice(deeds: Sequence[Deed]) -> Found:
    """Yield suspensions of what is lifted for good in the same round, and the like (§A.22)."""
    gone: dict[str, str] = {}
    for deed in sorted(_lifting(deeds), key=lambda d: LIFTING.index(d.order.instrument)):
        names = deed.order.names("order")
        if names and all(name in gone for name in names):
            yield deed, f"{gone[names[0]]} ends it already (rule §A.22)"
        gone |= {name: gone.get(name, deed.id) for name in names}


RULES = (_at_odds, _twice, _given_up, _answered_twice, _let_go_twice)
CEDING = ("concede", "partial_concession")
LIFTING = ("lift", "quiet_lifting", "suspend_measure")
"""Ways to end measures, the most lasting first."""


def _lifting(deeds: Sequence[Deed]) -> list[Deed]:
    return [deed for deed in deeds if deed.order.instrument in LIFTING]


def _is_head(deed: Deed) -> bool:
    """Return whether a seat is a country as such, or its head of government."""
    head = government_of(deed.setting.polity.governments[deed.row]).head
    return deed.seat in (deed.by, f"{deed.by}.{head}")


def _said(order: Order) -> str:
    """Return an order without how it is decided on."""
    words = [w for w in order.words if not w.startswith(("package=", "overrule="))]
    return " ".join([order.instrument, *words])


def _scope(order: Order) -> str:
    """Return what an order is about, without how much and when."""
    names = ("product", "target", "origin", "activity", "firm", "dispute", "order")
    return " ".join(f"{key}={','.join(sorted(order.names(key)))}" for key in names
                    if key in instruments()[order.instrument].keys)  # fmt: skip
