"""Money: streams cut, harm done, and what a treasury gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from sim.orders.effects.deed import Deed, Given, Standing, befriended
from sim.orders.effects.restrict import impose
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
    for giver, share in contributors(deed).items():
        measure = deed.measure(
            "transfer", standing.politics, targets=targets, amount=share * amount, by=giver,
            id=deed.id if giver == deed.by else f"{deed.id}#{giver}",
            dispute=helped.id if helped else None,
        )  # fmt: skip
        standing = standing.with_measure(measure)
        if giver != deed.by:  # who orders it has paid already
            row = deed.setting.polity.countries[giver]
            paid = standing.politics.changed("spent", row, share * amount, 0.0, float("inf"))
            standing = replace(standing, politics=paid)
    if home:
        return _relieved(standing, deed, amount)
    return befriended(standing, deed, targets)


def contributors(deed: Deed) -> Mapping[str, float]:
    """Return who pays for a gift and which share: in a club, by GDP among its members (§C.12).

    Members pay that stood with the country under pressure when the round began.
    """
    polity, clubs = deed.setting.polity, deed.order.names("club")
    helped = _pressed(deed.world.politics, deed) if clubs else None
    side = {deed.by, *(helped.defenders if helped else ())} - {*deed.others}
    members = [m for id in clubs for m in polity.clubs[id].members if m in side]
    size = {m: polity.gdp_of(m) for m in members if np.isfinite(polity.gdp_of(m))}
    return {m: s / sum(size.values()) for m, s in size.items()} or {deed.by: 1.0}


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
