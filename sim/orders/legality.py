"""Legality: why an order that is understood (§A.1) may not be carried out.

Rule numbers (§A) refer to docs/explanation/adjudication.md.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

import numpy as np

from sim.errors import unknown
from sim.figures import dollars
from sim.odds import logistic
from sim.orders.base import Order
from sim.orders.effects import carry_out
from sim.orders.effects.deed import Deed, Given, Standing
from sim.orders.effects.restrict import author_of
from sim.orders.effects.signal import threat_fault, threatened
from sim.orders.gates import GATES, attributed
from sim.orders.governments import authority, government_of, withheld
from sim.orders.instruments import instruments
from sim.orders.price import left_to_spend, price_of
from sim.orders.reach import LOOKS, harms
from sim.values import replace
from sim.world.world import CHANNELS

Rule = Callable[[Deed, Standing], str | None]


def refused(deed: Deed, standing: Standing) -> str | None:
    """Return why an order cannot be carried out, or None if it can.

    An act of record is asked only whether it names what there is and touches something.
    """
    return _first(RECORD if deed.settled else ALL, deed, standing)


def unaffordable(deed: Deed, standing: Standing) -> str | None:
    """Return why a government cannot pay for an order with what it has left, or None."""
    return _first(MEANS, deed, standing)


def _first(rules: tuple[Rule, ...], deed: Deed, standing: Standing) -> str | None:
    for rule in rules:
        reason = rule(deed, standing)
        if reason:
            return f"{deed.order.instrument} refused: {reason}"
    return None


def _nobody(deed: Deed, standing: Standing) -> str | None:
    """Object to a seat that is nobody here (§A.2)."""
    if deed.by not in deed.setting.network.countries:
        return f"{deed.seat} is neither a country nor a firm of one (rule §A.2)"
    _, dot, ministry = deed.seat.partition(".")
    if not dot or deed.seat in deed.setting.polity.firms:
        return None
    known = government_of(deed.setting.polity.governments[deed.row]).ministries
    if ministry in known:
        return None
    return f"{unknown(f'ministry of {deed.by}', ministry, tuple(known))} (rule §A.2)"


def _too_late(deed: Deed, standing: Standing) -> str | None:
    """Object to an order whose period is over before it is given, or before it begins (§A.2)."""
    last = deed.order.date("until")
    if last is None:
        return None
    if last < deed.given:
        return f"it was to end on {last}, before it was given (rule §A.2)"
    if last < deed.starts_on and not deed.settled:
        return f"it cannot begin before {deed.starts_on}, and is to end on {last} (rule §A.2)"
    return None


def _unknown_name(deed: Deed, standing: Standing) -> str | None:
    """Object to a name that nothing bears (§A.2)."""
    for key, spec in deed.instrument.keys.items():
        named = deed.order.names(key) if spec.of in NAMED else ()
        known = NAMED[spec.of](deed, standing) if named else ()
        for name in named:
            if name not in known:
                return f"{unknown(spec.of, name, known)} (rule §A.2)"
    return None


NAMED: Mapping[str, Callable[[Deed, Standing], Collection[str]]] = {
    "product": lambda deed, _: deed.setting.network.products.names,
    "country": lambda deed, _: deed.setting.network.countries.names,
    "activity": lambda deed, _: deed.setting.network.activities.names,
    "firm": lambda deed, _: deed.setting.polity.firms,
    "channel": lambda *_: CHANNELS,
    "club": lambda deed, _: deed.setting.polity.clubs,
    "order": lambda deed, standing: _heard_of(deed, standing),
    "dispute": lambda deed, standing: [
        d.id for d in standing.politics.disputes if deed.settled or d.known_to(deed.by)
    ],
    "deal": lambda deed, standing: [
        d.id for d in standing.politics.deals if deed.settled or deed.by in d.parties
    ],
}
"""What a key's names are names of -> the names that the seat can know."""


def _heard_of(deed: Deed, standing: Standing) -> Collection[str]:
    """Return the orders a seat knows of: open ones, its own, those in quarrels it sees through.

    What is denied has a name for third countries once the sender is known surely enough to go to
    law over it: before, they hear of no step that they could name.
    """
    tick, politics = deed.world.tick, standing.politics
    surely = deed.setting.parameters["attribution_suit"]
    found = {
        d.id
        for d in politics.disputes
        if deed.by in (d.sender, d.target, *d.partners, *d.defenders)
        or (d.known_to(deed.by) and logistic(d.attribution) >= surely)
    }
    return {
        m.origin: None
        for m in standing.measures
        if deed.settled
        or m.dispute in found
        or m.heard_of(deed.by, tick)
        or author_of(m, standing) == deed.by
    }


def _no_authority(deed: Deed, standing: Standing) -> str | None:
    """Object to an order that is not the seat's to give (§A.3)."""
    polity = deed.setting.polity
    firm = deed.seat in polity.firms
    government = polity.governments[deed.row]
    gave = () if firm else _gave(deed, standing, government)
    reason = withheld(deed.instrument, deed.seat, government, firm=firm, gave=gave)
    if reason:
        return f"{reason} (rule §A.3)"
    return _of_another_firm(deed) if firm else None


def _of_another_firm(deed: Deed) -> str | None:
    """Return why a firm cannot order this of another, or None: it has a say in itself alone."""
    others = [f for f in deed.order.names("firm") if f != deed.seat]
    if not others:
        return None
    return f"{deed.seat} has no say in {', '.join(others)} (rule §A.3)"


def _gave(deed: Deed, standing: Standing, government: str) -> tuple[str, ...]:
    """Return the ministries that gave the orders which the order lifts: they may lift them."""
    if not any(effect.do == "lift" for effect in deed.instrument.effects):
        return ()
    named = deed.order.names("order")
    made = {m.instrument for m in standing.measures if m.origin in named and m.instrument}
    return tuple(filter(None, (authority(instruments()[name], government) for name in made)))


def _not_own(deed: Deed, standing: Standing) -> str | None:
    """Object to the lifting of another's measure (§A.4)."""
    if not any(effect.do == "lift" for effect in deed.instrument.effects):
        return None
    named = deed.order.names("order")
    for order in named:
        found = [m for m in standing.measures if m.origin == order]
        whose = {author_of(m, standing) for m in found}
        if deed.by not in whose:
            return f"{order} is of {' and '.join(sorted(whose))} (rule §A.4)"
        if not deed.settled and all(m.until is not None and m.until <= deed.starts for m in found):
            return f"{order} is over already (rule §A.4)"
    return None


def _no_party(deed: Deed, standing: Standing) -> str | None:
    """Object to a step in a dispute that is over, or that is none of its business (§A.26)."""
    named = deed.order.names("dispute")
    dispute = standing.politics.dispute(named[0]) if named else None
    if dispute is None:
        return None
    if not dispute.open:
        return f"{dispute.id} is over: {dispute.ending} (rule §A.26)"
    if not deed.presses:
        return None
    senders = {dispute.sender, *dispute.partners}
    targets = {dispute.target, *dispute.defenders}
    if deed.by not in senders | targets:
        return f"{deed.by} is no party to {dispute.id} (rule §A.26)"
    facing = targets if deed.by in senders else senders
    if deed.others and not facing & {*deed.others}:
        return f"{', '.join(deed.others)} is not on the other side of {dispute.id} (rule §A.26)"
    return None


def _nothing_touched(deed: Deed, standing: Standing) -> str | None:
    """Object to an order that would move nothing (§A.5)."""
    for effect in deed.instrument.effects:
        look = _LOOKS.get(effect.do)
        reason = look(deed, standing, effect.given) if look else None
        if reason:
            return reason if "(rule " in reason else f"{reason} (rule §A.5)"
    return None


def _poor(deed: Deed, standing: Standing) -> str | None:
    """Object to what the government's political capital does not pay for (§A.6)."""
    if deed.seat in deed.setting.polity.firms:
        return None
    have = float(standing.politics.capital[deed.row])
    cost = price_of(deed).points
    floor = deed.setting.parameters["capital_floor"]
    if cost > have:
        return f"it costs {cost:.1f} points of political capital; {have:.1f} are left (rule §A.6)"
    if deed.instrument.capital >= CONTESTED and have < floor:
        return (
            f"with {have:.0f} points of political capital, below {floor:.0f}, nothing this "
            "contested can be started (rule §A.6)"
        )
    return None


CONTESTED = 3.0
"""Political cost from which an order counts as contested [0 to 6]."""


def _unpaid(deed: Deed, standing: Standing) -> str | None:
    """Object to what the year's security budget does not pay for (§A.7)."""
    usd = price_of(deed).usd
    if usd <= 0.0 or deed.seat in deed.setting.polity.firms:
        return None
    left = left_to_spend(deed.setting, standing.politics, deed.by)
    if usd <= left:
        return None
    if not np.isfinite(left):
        return f"the scenario gives no GDP of {deed.by}, so it has no budget (rule §A.7)"
    return f"it costs {dollars(usd)}; {dollars(max(left, 0.0))} are left this year (rule §A.7)"


def _gated(deed: Deed, standing: Standing) -> str | None:
    """Object by the gates that the instrument names, and by doubt (§A.8 to §A.11)."""
    reasons = (GATES[gate](deed, standing) for gate in deed.instrument.gates)
    return next((reason for reason in reasons if reason), None) or attributed(deed, standing)


def _objected(deed: Deed, standing: Standing) -> str | None:
    """Object to what ministers object to, unless they are overruled (§A.13)."""
    if deed.order.chosen("overrule") == "yes" or deed.seat in deed.setting.polity.firms:
        return None
    against = price_of(deed).objectors
    if not against:
        return None
    cost = deed.setting.parameters["overrule_cost"] * len(against)
    verb = "objects" if len(against) == 1 else "object"
    return (
        f"{' and '.join(against)} {verb}; say overrule=yes, at {cost:.0f} points more of "
        "political capital (rule §A.13)"
    )


def _repeated(deed: Deed, standing: Standing) -> str | None:
    """Object to what is in force or under way already, to the same extent (§A.14)."""
    for act in standing.politics.pending:
        own = deed.setting.polity.state_of(act.seat) == deed.by
        if own and act.order == str(deed.order):
            return f"{act.id} is under way to do the same (rule §A.14)"
    alike = [
        m for m in standing.measures
        if m.by == deed.by and m.instrument == deed.order.instrument
        and m.in_force(deed.starts) and m.kind not in ("capacity", "stockpile", "share", "transfer")
    ]  # fmt: skip
    if not alike:
        return None
    made = carry_out(standing, deed).measures
    new = [m for m in made if m.origin == deed.id]
    same = [
        old.origin for old in alike for m in new
        if m.on_the_same_as(old) and (m.rate, m.amount) == (old.rate, old.amount)
        and m.channels == old.channels and m.until == old.until
    ]  # fmt: skip
    if new and len(same) >= len(new):
        return f"{same[0]} does the same already (rule §A.14)"
    return None


def _signal(deed: Deed, standing: Standing, given: Given) -> str | None:
    dispute = deed.dispute(standing.politics)
    other = dispute.target if dispute and dispute.sender == deed.by else next(iter(deed.others), "")
    if not other or other == deed.by:
        return "it needs target=, or a dispute of its own"
    return _hollow(deed, standing, other) if given["way"] == "threat" else None


def _hollow(deed: Deed, standing: Standing, other: str) -> str | None:
    """Object to a threat of what the government could not order if it came to it (§A.28).

    What the order costs is paid when the threat is carried out.
    """
    fault = threat_fault(deed.order, other)
    if fault:
        return f"{fault} (rule §A.28)"
    order = Order.parse(threatened(deed.order, other))
    meant = replace(deed, order=order, seat=deed.by)
    if order.instrument == deed.order.instrument or not harms(meant):
        return f"{order.instrument} would hurt nobody (rule §A.28)"
    dispute = deed.dispute(standing.politics)
    if deed.order.names("dispute") and dispute and dispute.sender != deed.by:
        return f"in {dispute.id} it is {dispute.sender} that demands (rule §A.28)"
    reason = _first(POWERS, meant, standing)
    return f"{reason.partition(' (rule')[0]} (rule §A.28)" if reason else None


_LOOKS = {**LOOKS, "signal": _signal}
"""Primitive -> what it must find; a threat must find what the rules here leave of it."""

RECORD: tuple[Rule, ...] = (_nobody, _too_late, _unknown_name, _not_own, _nothing_touched)
"""What is asked of acts of record."""

MEANS: tuple[Rule, ...] = (_poor, _unpaid)
"""What is asked of an order's price."""

ALL: tuple[Rule, ...] = (
    _nobody, _too_late, _unknown_name, _no_authority, _not_own, _no_party, _nothing_touched, _gated,
    _repeated, _objected, *MEANS,
)  # fmt: skip
"""What is asked of every other order, in this order: the first reason is given."""

POWERS: tuple[Rule, ...] = (
    _unknown_name, _no_authority, _nothing_touched, _gated, _repeated,
)  # fmt: skip
"""What is asked of an order that is only threatened."""
