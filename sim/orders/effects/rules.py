"""Rules: what a government changes in its own law, and cases before the courts of trade."""

from __future__ import annotations

from sim.orders.effects.deed import Deed, Given, Standing, befriended
from sim.orders.effects.restrict import impose
from sim.values import replace


def rule(standing: Standing, deed: Deed, given: Given) -> Standing:
    """Put a rule of the kind given in force, in place of one of the kind on the same things."""
    kind = str(given["kind"])
    measure = deed.measure(kind, standing.politics, rate=deed.number(given, "rate", 1.0))
    kept = tuple(
        replace(m, until=max(m.since, min(deed.starts, m.until or deed.starts)))
        if m.instrument == measure.instrument and m.on_the_same_as(measure)
        and m.in_force(deed.starts) else m
        for m in standing.measures
    )  # fmt: skip
    standing = replace(standing, measures=impose(kept, measure))
    if kind != "clearance":
        return standing
    # Allies share secrets with people who are vetted.
    polity = deed.setting.polity
    allies = (c for n, c in enumerate(polity.countries) if polity.treaty[deed.row, n])
    return befriended(standing, deed, allies)


def litigate(standing: Standing, deed: Deed, given: Given) -> Standing:
    """Bring a case against another's order; it is decided when the lead time is over."""
    against = deed.order.names("order")[0]
    found = (m.by for m in standing.measures if m.origin == against)
    others = tuple(dict.fromkeys(found))
    shortest, longest = deed.instrument.lead_months.effect
    until = deed.starts + deed.setting.ticks((shortest + longest) / 2)
    measure = deed.measure(
        "suit", standing.politics, targets=others, against=against, until=until, dispute=None
    )
    return standing.with_measure(measure)
