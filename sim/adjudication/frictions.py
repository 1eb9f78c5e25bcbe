"""Frictions: what others make of an order, whatever it does: quarrels, hurt friends, a bad name."""

from __future__ import annotations

import numpy as np

from sim.orders.base import Order
from sim.orders.effects import Deed, Standing
from sim.orders.effects.signal import opened
from sim.orders.price import is_ally
from sim.orders.reach import harms
from sim.values import replace
from sim.world.politics import Politics

THREAT = "threat"


def frictions(standing: Standing, deed: Deed) -> Standing:
    """Open a dispute where an order presses on somebody, and let friends and the law-abiding mind.

    An order that names nobody opens none (§A.19); one against an ally costs goodwill (§A.20); one
    that breaks trade rules costs a good name (§A.12).
    """
    politics, parameters = standing.politics, deed.setting.parameters
    for other in deed.others if deed.presses else ():
        politics = _disputed(politics, deed, other)
    for other in deed.others if harms(deed) else ():
        if is_ally(deed.setting, deed.by, other):
            column = deed.setting.network.countries[other]
            politics = politics.closer(deed.row, column, -parameters["ally_hurt"])
    if deed.instrument.wto == "inconsistent":
        loss = parameters["legitimacy_loss"]
        politics = politics.changed("legitimacy", deed.row, -loss, 0.0, 1.0)
    return replace(standing, politics=politics)


def of_its_own(deed: Deed, standing: Standing) -> Deed:
    """Return a threat as a step in the dispute in which its author demands (§A.28).

    Who answers a demand with a threat makes a demand of its own.
    """
    if deed.order.instrument != THREAT or deed.order.names("dispute"):
        return deed
    own = _own(standing.politics, deed).between(deed.by, deed.others[0])
    return replace(deed, order=Order.parse(f"{deed.order} dispute={own.id}")) if own else deed


def _disputed(politics: Politics, deed: Deed, other: str) -> Politics:
    """Return the politics with a dispute between the two, made where there is none."""
    sizes = (deed.setting.polity.gdp_of(deed.by), deed.setting.polity.gdp_of(other))
    if deed.order.names("dispute") or other == deed.by or not np.isfinite(sizes).all():
        return politics
    found = politics.between(deed.by, other)
    first = found is not None and found.stage == "latent" and found.sender != deed.by
    demands = deed.order.instrument == THREAT or first  # who is asked presses before who asks
    known = _own(politics, deed) if demands else politics
    dispute = opened(known, deed, other, f"{other} stops what it does")
    return politics if politics.dispute(dispute.id) else politics.with_dispute(dispute)


def _own(politics: Politics, deed: Deed) -> Politics:
    """Return the politics with only those disputes in which the country that acts demands."""
    return replace(politics, disputes=tuple(d for d in politics.disputes if d.sender == deed.by))
