"""Information: who is held to have done it, and how well one sees."""

from __future__ import annotations

from sim.orders.effects.deed import Deed, Given, Standing
from sim.values import replace


def inform(standing: Standing, deed: Deed, given: Given) -> Standing:
    """Attribute or deny measures, or see better what happens.

    An arrangement lets the partners that it names see better too (§I.1).
    """
    way = str(given["way"])
    if way in ("warn", "data"):
        measure = deed.measure("warning", standing.politics, rate=deed.number(given, "rate", 0.4))
        return standing.with_measure(measure)
    dispute = deed.dispute(standing.politics)
    if dispute is None:
        return standing
    parameters, weight = deed.setting.parameters, deed.number(given, "rate", 1.0)
    if way == "deny":
        change = -parameters["attribution_denial"]
    else:
        change = parameters["attribution_alert"] * weight
    changed = replace(dispute, attribution=dispute.attribution + change)
    return replace(standing, politics=standing.politics.with_dispute(changed))
