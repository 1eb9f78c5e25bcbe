"""Rules: what a government changes in its own law, and cases before the courts of trade."""

from __future__ import annotations

from dataclasses import replace

from sim.orders.effects.deed import Deed, Given, Standing
from sim.orders.effects.restrict import impose, origin_of
from sim.world.politics import Politics


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
    return replace(standing, politics=_trusted(standing, deed))


def litigate(standing: Standing, deed: Deed, given: Given) -> Standing:
    """Bring a case against another's order; it is decided when the lead time is over."""
    against = deed.order.names("order")[0]
    found = (m.by for m in standing.measures if origin_of(m) == against)
    others = tuple(dict.fromkeys(found))
    shortest, longest = deed.instrument.lead_months.effect
    until = deed.starts + deed.setting.ticks((shortest + longest) / 2)
    measure = deed.measure(
        "suit", standing.politics, targets=others, against=against, until=until, dispute=None
    )
    return standing.with_measure(measure)


def _trusted(standing: Standing, deed: Deed) -> Politics:
    """Return the politics with allies closer: they share secrets with people who are vetted."""
    politics, polity = standing.politics, deed.setting.polity
    for c in range(len(polity.countries)):
        if polity.treaty[deed.row, c]:
            politics = politics.closer(deed.row, c, deed.setting.parameters["goodwill"])
    return politics
