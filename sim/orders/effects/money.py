"""Money: streams cut, harm done, and what a treasury gives."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.orders.effects.deed import Deed, Given, Standing, befriended
from sim.orders.effects.restrict import impose
from sim.orders.price import left_to_spend
from sim.values import replace
from sim.world.disputes import Dispute
from sim.world.measures import together
from sim.world.politics import Politics


def cut(standing: Standing, deed: Deed, given: Given) -> Standing:
    """Cut a stream of money that goes from the country that acts to those named."""
    if deed.quarrels(standing.politics) > 0:
        for one in deed.apart():
            standing = cut(standing, one, given)
        return standing
    measure = deed.measure(
        "channel", standing.politics, rate=deed.number(given, "rate"), over=str(given["channel"])
    )
    return replace(standing, measures=impose(standing.measures, measure))


def harm(standing: Standing, deed: Deed, given: Given) -> Standing:
    """Harm the infrastructure of those named; what they have done to protect it averts a part."""
    for target in deed.others:
        exposed = 1.0 - protection(standing, target, deed.starts)
        measure = deed.measure(
            "channel", standing.politics, id=f"{deed.id}#{target}", targets=(target,),
            rate=deed.number(given, "rate") * exposed, over="infrastructure",
        )  # fmt: skip
        standing = standing.with_measure(measure)
    return standing


def protection(standing: Standing, country: str, tick: int) -> float:
    """Return the share of harm to a country's infrastructure that is averted [1]."""
    return together(standing.measures, "protection", country, tick)


def transfer(standing: Standing, deed: Deed, given: Given) -> Standing:
    """Pay from the treasury, to firms at home or to the countries named [USD/year]."""
    home = given.get("to", "target") == "home"
    targets = (deed.by,) if home else deed.others
    amount = deed.number(given, "amount")
    if amount <= 0.0:
        return standing
    helped = None if home else _pressed(standing.politics, deed)
    for giver, paid in contributions(standing.politics, deed, amount).items():
        measure = deed.measure(
            "transfer", standing.politics, targets=targets, amount=paid, by=giver,
            id=deed.id if giver == deed.by else f"{deed.id}#{giver}",
            dispute=helped.id if helped else None,
        )  # fmt: skip
        standing = standing.with_measure(measure)
        if giver != deed.by:
            standing = replace(standing, politics=_shared(standing.politics, deed, giver, paid))
    if home:
        return _relieved(standing, deed, amount)
    return befriended(standing, deed, targets)


def contributions(politics: Politics, deed: Deed, amount: float) -> Mapping[str, float]:
    """Return who pays how much of a gift: in a club, by GDP among its members [USD/year] (§C.12).

    Those members share it that stand with the country under pressure when it begins, each as far
    as its budget goes. Who orders it has put up the whole, and pays the rest.
    """
    polity, clubs = deed.setting.polity, deed.order.names("club")
    helped = _pressed(politics, deed) if clubs else None
    side = {deed.by, *(helped.defenders if helped else ())} - {*deed.others}
    members = dict.fromkeys(m for id in clubs for m in polity.clubs[id].members if m in side)
    size = {m: polity.gdp_of(m) for m in members if np.isfinite(polity.gdp_of(m))}
    parts = {
        m: min(amount * s / sum(size.values()), max(0.0, left_to_spend(deed.setting, politics, m)))
        for m, s in size.items() if m != deed.by
    }  # fmt: skip
    return {deed.by: amount - sum(parts.values()), **{m: paid for m, paid in parts.items() if paid}}


def _shared(politics: Politics, deed: Deed, giver: str, paid: float) -> Politics:
    """Return the politics after a member has paid its part, which who ordered it gets back."""
    row = deed.setting.polity.countries[giver]
    politics = politics.changed("spent", row, paid, 0.0, float("inf"))
    back = 0.0 if deed.settled else paid  # acts of record were not paid for
    return politics.changed("spent", deed.row, -back, 0.0, float("inf"))


def _pressed(politics: Politics, deed: Deed) -> Dispute | None:
    """Return the dispute whose cost a gift makes up for in part; none if its sender gives it.

    It is the one named, else the one that costs those who get it most.
    """
    named, known = deed.order.names("dispute"), politics.disputes
    meant = [
        d for d in known
        if d.id in named or (not named and d.stage == "imposed" and d.target in deed.others)
    ]  # fmt: skip
    found = max(meant, key=lambda d: _lost(d, deed, d.target), default=None)
    return None if found is None or deed.by in (found.sender, *found.partners) else found


def _lost(dispute: Dispute, deed: Deed, country: str) -> float:
    """Return what a dispute costs a country [% of GDP]; a gain is no loss."""
    row = deed.setting.network.countries[country]
    return max(0.0, dispute.toll.damage[row]) if dispute.toll else 0.0


def _relieved(standing: Standing, deed: Deed, amount: float) -> Standing:
    """Let people at home take less gravely the part of their loss that is made good."""
    politics, size = standing.politics, deed.setting.polity.gdp_of(deed.by)
    lost = sum(_lost(d, deed, deed.by) for d in politics.disputes if d.open)
    if lost <= 0.0:
        return standing
    points = deed.setting.parameters["support_loss"] * min(lost, 100.0 * amount / size)
    return replace(standing, politics=politics.changed("support", deed.row, points, 0.0, 100.0))
