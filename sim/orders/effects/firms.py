"""Firms: what they do themselves, whatever their governments want."""

from __future__ import annotations

import numpy as np

from sim.orders.effects.deed import Deed, Given, Standing
from sim.orders.effects.restrict import blocked, impose
from sim.values import replace
from sim.world.world import CHANNELS


def firm(standing: Standing, deed: Deed, given: Given) -> Standing:
    """Do what a firm can do, in the way given."""
    return _WAYS[str(given["way"])](standing, deed, given)


def _stock(standing: Standing, deed: Deed, given: Given) -> Standing:
    """Aim at a multiple of the usual stock of inputs."""
    measure = deed.measure(
        "cover", standing.politics, rate=deed.number(given, "rate", 2.0), firms=(deed.seat,),
        targets=(),
    )  # fmt: skip
    return replace(standing, measures=impose(standing.measures, measure))


def _switch(standing: Standing, deed: Deed, given: Given) -> Standing:
    """Buy less from a country."""
    measure = deed.measure(
        "boycott", standing.politics, rate=deed.number(given, "rate", 1.0), buyers=(deed.seat,),
        firms=(), dispute=None,
    )  # fmt: skip
    return standing.with_measure(measure)


def _relocate(standing: Standing, deed: Deed, given: Given) -> Standing:
    """Build abroad what is closed at home once the new works are ready."""
    network, share = deed.setting.network, deed.number(given, "share")
    row = network.firms[deed.seat]
    places = [network.countries[c] for c in deed.others]
    same = (network.firm_activity == network.firm_activity[row]) & np.isin(
        network.firm_country, places
    )
    names = tuple(network.firms.name(int(f)) for f in np.flatnonzero(same))
    if not names:  # nobody there to build it; adjudication refuses that beforehand
        return standing
    moved = share * float(deed.world.capacity[row]) / deed.setting.timeline.tick_years
    plain = {"products": (), "targets": (), "activities": (), "until": None, "dispute": None}
    built = deed.measure(
        "capacity", standing.politics, **{**plain, "amount": moved, "firms": names}
    )
    ready = deed.starts + int(network.firm_build[row])
    closed = deed.measure(
        "cap", standing.politics, id=f"{deed.id}#closed",
        **{**plain, "rate": 1.0 - share, "firms": (deed.seat,), "since": ready, "known": ready},
    )  # fmt: skip
    standing = replace(standing, measures=impose(standing.measures, built))
    return replace(standing, measures=impose(standing.measures, closed))


def _lobby(standing: Standing, deed: Deed, given: Given) -> Standing:
    """Press the own government: people hear that firms suffer."""
    loss = deed.setting.parameters["lobby_support"]
    return replace(
        standing, politics=standing.politics.changed("support", deed.row, -loss, 0.0, 100.0)
    )


def _comply(standing: Standing, deed: Deed, given: Given) -> Standing:
    """Stop selling to, or buying from, those whom another's order is aimed at."""
    named = deed.order.names("order")
    for measure in [m for m in standing.measures if m.origin in named]:
        if measure.kind not in ("licence", "boycott") or blocked(
            standing, deed.by, measure.by, deed.starts
        ):
            continue
        sells = measure.kind == "licence"
        own = deed.measure(
            measure.kind, standing.politics, id=f"{deed.id}#{measure.id}", rate=measure.rate,
            products=measure.products, targets=measure.targets, channels=CHANNELS, dispute=None,
            firms=(deed.seat,) if sells else measure.firms,
            buyers=measure.buyers if sells else (deed.seat,),
        )  # fmt: skip
        standing = standing.with_measure(own)
    return standing


def _evade(standing: Standing, deed: Deed, given: Given) -> Standing:
    """Let a share of what is forbidden through all the same."""
    measure = deed.measure(
        "evasion", standing.politics, rate=deed.number(given, "rate"), firms=(deed.seat,),
        channels=CHANNELS, dispute=None,
    )  # fmt: skip
    return standing.with_measure(measure)


def _force_majeure(standing: Standing, deed: Deed, given: Given) -> Standing:
    """Deliver nothing of what was contracted abroad."""
    measure = deed.measure(
        "licence", standing.politics, rate=0.0, firms=(deed.seat,), channels=CHANNELS, dispute=None
    )
    return standing.with_measure(measure)


_WAYS = {
    "stock": _stock, "switch": _switch, "relocate": _relocate, "lobby": _lobby,
    "comply": _comply, "evade": _evade, "force_majeure": _force_majeure,
}  # fmt: skip
