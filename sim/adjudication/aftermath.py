"""Aftermath: what a month of politics leaves of disputes and measures."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.adjudication.expectations import expecting
from sim.adjudication.frictions import frictions
from sim.adjudication.means import charged
from sim.events import Event
from sim.orders.base import Order
from sim.orders.effects import Standing, carry_out
from sim.orders.effects.settle import close
from sim.orders.legality import refused, unaffordable
from sim.orders.timing import deed_of
from sim.politics.month import advance
from sim.rng import Streams
from sim.values import replace
from sim.world.disputes import Draw, Toll
from sim.world.measures import CARRIED_OUT
from sim.world.setting import Setting
from sim.world.world import World


def aftermath(
    world: World, setting: Setting, tolls: Mapping[str, Toll], ticks: int, draw: Streams
) -> tuple[World, tuple[Event, ...], tuple[Draw, ...]]:
    """Return the World after politics has felt the last ticks, what happened, and what was drawn.

    Threats that are carried out become measures; disputes that end lose theirs.
    """
    if not world.politics.disputes and not np.isfinite(setting.polity.gdp).any():
        return world, (), ()
    moved = advance(
        expecting(world, setting), world.measures, world.tick, setting.polity, tolls,
        months=setting.months(ticks), timeline=setting.timeline, draw=draw,
        parameters=setting.parameters, newly_led=dict(world.politics.led),
        network=setting.network,
    )  # fmt: skip
    politics = replace(moved.politics, led=tuple(sorted(moved.newly_led.items())))
    standing = Standing(world.measures, politics, moved.events)
    for id in moved.imposes:
        standing = _imposed(standing, setting, world, id)
    for id in moved.ended:
        standing = _ended(standing, world, id)
    after = replace(world.with_measures(standing.measures), politics=standing.politics)
    return after, standing.events, moved.draws


def _imposed(standing: Standing, setting: Setting, world: World, id: str) -> Standing:
    """Carry out what a dispute's sender threatened, and let it pay for that now (§A.28).

    It decided on it when it threatened, so nobody is asked again.
    """
    dispute = standing.politics.dispute(id)
    if dispute is None or not dispute.threatened:
        return standing
    order = Order.parse(dispute.threatened)
    day = setting.timeline.date(world.tick)
    deed = deed_of(
        order, f"{id}{CARRIED_OUT}{world.tick}", dispute.sender, day, setting, world, settled=True
    )
    reason = refused(deed, standing) or unaffordable(deed, standing)
    if reason is not None:
        text = f"{dispute.sender} cannot carry out its threat: {reason}"
        return standing.told(day, "ThreatAnswered", text, id)
    paid = replace(standing, politics=charged(standing.politics, deed))
    steps = len(standing.measures)
    after = carry_out(frictions(paid, deed), deed)
    return replace(
        after,
        measures=tuple(
            replace(m, dispute=id) if n >= steps else m for n, m in enumerate(after.measures)
        ),
    )


def _ended(standing: Standing, world: World, id: str) -> Standing:
    """Lift the measures of a dispute that politics has ended."""
    dispute = standing.politics.dispute(id)
    if dispute is None or dispute.ending is None:
        return standing
    return close(standing, dispute, dispute.ending, world.tick)
