"""Expectations: what both sides reckon a threat would cost if it were carried out (§P.5).

Closed form from trade shares, as governments reckon before they act; the economy is not run.
"""

from __future__ import annotations

import numpy as np

from sim.errors import InvalidOrderError
from sim.orders.base import Order
from sim.orders.effects.deed import handed_over
from sim.orders.instruments import Effect, instruments
from sim.politics.coalitions.scene import Scene
from sim.politics.forecast import Leverage, leverage
from sim.values import replace
from sim.world.disputes import Dispute
from sim.world.politics import Politics
from sim.world.setting import Setting
from sim.world.world import Floats, World

OUTWARD = ("licence", "quota", "duty", "hold")
"""Kinds of restriction that withhold goods; the others refuse them."""


def expecting(world: World, setting: Setting) -> Politics:
    """Return the politics with what each threat would cost, as the two sides see it now."""
    politics = world.politics
    pressed = [d for d in politics.disputes if d.open and d.deadline is not None and d.threatened]
    if not pressed:
        return politics
    forces = leverage_of(world, setting)
    for dispute in pressed:
        target, sender = _losses(dispute, forces, setting, politics.relations)
        after = sender + Scene(dispute, world, setting, forces).answered()
        politics = politics.with_dispute(
            replace(dispute, expected_target=target, expected_sender=after)
        )
    return politics


def leverage_of(world: World, setting: Setting) -> Leverage:
    """Return what each country could do to each other now."""
    return leverage(
        setting.network,
        world,
        setting.polity.gdp,
        1.0 / setting.timeline.tick_years,
        setting.parameters,
    )


def expected_losses(
    order: Order,
    by: str,
    other: str,
    forces: Leverage,
    setting: Setting,
    relations: Floats | None = None,
) -> tuple[float, float]:
    """Return what an order would cost the other side and the one that gives it [% of GDP].

    `relations` say how far third countries comply with a rule for their trade; without them they
    comply as those do who are neither friend nor foe.
    """
    theirs = ours = 0.0
    for effect in instruments()[order.instrument].effects:
        if effect.given.get("thirds"):
            hit, own = _thirds(effect, order, by, other, forces, setting, relations), 0.0
        else:
            hit, own = _effect(effect, order, by, other, forces, setting)
        theirs, ours = theirs + hit, ours + own
    return theirs, ours


def _losses(
    dispute: Dispute, forces: Leverage, setting: Setting, relations: Floats
) -> tuple[float, float]:
    try:
        order = Order.parse(dispute.threatened)
    except InvalidOrderError:
        return 0.0, 0.0
    return expected_losses(order, dispute.sender, dispute.target, forces, setting, relations)


def _effect(
    effect: Effect, order: Order, by: str, other: str, forces: Leverage, setting: Setting
) -> tuple[float, float]:
    share = _share(effect, order)
    if effect.do == "cut":
        return _stream(str(effect.given["channel"]), share, by, other, setting)
    if effect.do == "harm":
        return _harm(share, other, setting)
    if effect.do != "restrict" or share <= 0.0:
        return 0.0, 0.0
    outward = effect.given["kind"] in OUTWARD
    one, two = (setting.network.countries[name] for name in (by, other))
    rows = [setting.network.products[p] for p in order.names("product")] or slice(None)
    theirs = (forces.denial if outward else forces.closure)[one, two, rows]
    ours = (forces.denial_cost if outward else forces.closure_cost)[one, two, rows]
    return share * _sum(theirs), share * _sum(ours)


def _thirds(
    effect: Effect,
    order: Order,
    by: str,
    other: str,
    forces: Leverage,
    setting: Setting,
    relations: Floats | None,
) -> float:
    """Return what a rule for third countries' trade costs the other side [% of GDP]."""
    countries, total = setting.network.countries, 0.0
    for third in countries:
        if third not in (by, other):
            stands = 0.0 if relations is None else float(relations[countries[third], countries[by]])
            willing = setting.parameters["third_compliance"] * (1.0 + stands)
            hit, _ = _effect(effect, order, third, other, forces, setting)
            total += min(1.0, max(0.0, willing)) * hit
    return total


def _share(effect: Effect, order: Order) -> float:
    """Return how much of a trade or stream a primitive stops [1]."""
    rate = handed_over(order, effect.given, "rate")
    kind = effect.given.get("kind")
    if kind == "licence":
        return 1.0 - rate
    if kind == "quota":
        return HALF
    return min(1.0, rate)


HALF = 0.5
"""Of exports that a quota is reckoned to keep back, before its amount is set against them [1]."""


def _stream(
    channel: str, rate: float, by: str, other: str, setting: Setting
) -> tuple[float, float]:
    """Return what withholding a stream of money costs both [% of GDP]."""
    polity, losses = setting.polity, setting.stream_losses
    value = sum(
        e.value for e in polity.exposures
        if (e.channel, e.spender, e.earner) == (channel, by, other)
    )  # fmt: skip
    sizes = (polity.gdp_of(other), polity.gdp_of(by))
    return tuple(  # type: ignore[return-value]
        100.0 * loss * rate * value / size if np.isfinite(size) else 0.0
        for loss, size in zip(losses, sizes, strict=True)
    )


def _harm(rate: float, other: str, setting: Setting) -> tuple[float, float]:
    """Return what harm to infrastructure costs both; who does it withholds nothing [% of GDP]."""
    value = sum(
        e.value for e in setting.polity.exposures
        if (e.channel, e.earner) == ("infrastructure", other)
    )  # fmt: skip
    size = setting.polity.gdp_of(other)
    loss = 100.0 * setting.stream_losses[0] * rate * value / size
    return (loss if np.isfinite(size) else 0.0), 0.0


def _sum(values: Floats) -> float:
    """Return the sum of losses; nothing where a GDP is unknown."""
    total = float(np.sum(values))
    return total if np.isfinite(total) else 0.0
