"""Dominance: which side of a dispute could go further up the ladder for what it costs (§P.43).

In closed form, from trade shares and the orders that each side may give now; no economy is run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from sim.adjudication.expectations import HALF, OUTWARD, expected_losses
from sim.errors import InvalidOrderError
from sim.orders.base import Order
from sim.orders.effects import Standing
from sim.orders.instruments import Instrument, instruments
from sim.orders.legality import refused, unaffordable
from sim.orders.menu import usual
from sim.orders.timing import deed_of
from sim.politics.contest.escalation import LADDER
from sim.politics.forecast import Leverage
from sim.values import replace
from sim.world.disputes import Dispute
from sim.world.measures import INWARD, Measure, stopped
from sim.world.setting import Setting
from sim.world.world import Floats, World

FIRST, LAST = 2, len(LADDER) - 1
"""The rungs on which one side presses on the other; definitions."""

MOST = 5
"""Products looked at for each instrument, those in which it hurts most."""

EVEN = 0.005
"""A lead less than this is none [% of GDP a year]."""


@dataclass(frozen=True)
class Climb:
    """An order that a side may give now, and what it is reckoned to cost both."""

    order: Order
    rung: int
    loss_other: float
    """[% of GDP a year]"""
    loss_self: float
    """[% of GDP a year]"""
    worth: float
    """Loss of the other less the own, weighted [% of GDP a year]."""


@dataclass(frozen=True)
class Level:
    """What each side could do on a rung or above."""

    rung: int
    sender: Climb | None
    """None: nothing that hurts the other more than itself."""
    target: Climb | None

    @property
    def lead(self) -> float:
        """Return by how much the sender's best order is worth more than the target's (§P.43)."""
        return _worth(self.sender) - _worth(self.target)


@dataclass(frozen=True)
class Dominance:
    """Who could climb further in a dispute, rung by rung."""

    dispute: str
    sender: str
    target: str
    levels: tuple[Level, ...]
    """From the lowest rung to the highest."""

    def ahead(self, level: Level) -> str | None:
        """Return who dominates on a rung; None if neither does."""
        if abs(level.lead) < EVEN:
            return None
        return self.sender if level.lead > 0.0 else self.target


def dominance(dispute: Dispute, world: World, setting: Setting, forces: Leverage) -> Dominance:
    """Return who could climb further in a dispute, rung by rung (§P.43).

    `forces` are what countries could do to each other now. What measures in force cut already
    cannot be cut again.
    """
    sides = (dispute.sender, dispute.target)
    sender, target = (
        _best(one, other, world, setting, forces) for one, other in (sides, sides[::-1])
    )
    levels = (Level(e, sender.get(e), target.get(e)) for e in range(FIRST, LAST + 1))
    return Dominance(dispute.id, *sides, tuple(levels))


def _worth(climb: Climb | None) -> float:
    return climb.worth if climb else 0.0


def _best(
    by: str, other: str, world: World, setting: Setting, forces: Leverage
) -> Mapping[int, Climb]:
    """Return the best order that a side may give on each rung or above it."""
    forces, setting = _left(by, other, world, setting, forces)
    standing, found = Standing(world.measures, world.politics), dict[int, Climb]()
    for climb in sorted(_climbs(by, other, world, setting, forces), key=lambda c: -c.worth):
        open_ = [e for e in range(FIRST, climb.rung + 1) if e not in found]
        allowed = _allowed(climb.order, by, standing, world, setting) if open_ else None
        if allowed is not None:
            found |= dict.fromkeys(open_, replace(climb, order=allowed))
    return found


def _climbs(
    by: str, other: str, world: World, setting: Setting, forces: Leverage
) -> Iterator[Climb]:
    """Yield the orders of a side that would cost the other more than itself, allowed or not."""
    weight = setting.parameters["dominance_own_cost"]
    for instrument in _pressing():
        for order in _orders(instrument, by, other, setting, forces, weight):
            theirs, ours = expected_losses(
                order, by, other, forces, setting, world.politics.relations
            )
            worth = theirs - weight * ours
            if worth > 0.0:
                yield Climb(order, instrument.rung, theirs, ours, worth)


def _pressing() -> Iterator[Instrument]:
    """Yield the instruments that press on somebody and whose loss can be reckoned."""
    for made in instruments().values():
        presses = (made.category == "coerce" or made.presses) and made.rung >= FIRST
        needs = {name for name, key in made.own.items() if key.required and key.kind == "names"}
        acts = any(effect.do in ("restrict", "cut", "harm") for effect in made.effects)
        if presses and acts and needs <= {"product", "target", "origin"}:
            yield made


def _orders(
    instrument: Instrument,
    by: str,
    other: str,
    setting: Setting,
    forces: Leverage,
    weight: float,
) -> Iterator[Order]:
    """Yield an instrument's orders against a country: on all its strong products, and on each."""
    side = "target" if "target" in instrument.keys else "origin"
    words = [instrument.name, f"{side}={other}"] + [
        f"{name}={usual(name, instrument, setting, by):.4g}"
        for name, key in instrument.own.items() if key.kind == "number" and key.required
    ]  # fmt: skip
    strong = _strong(instrument, by, other, setting, forces, weight)
    goods = [strong, *([p] for p in strong)] if len(strong) > 1 else [strong]
    for products in goods:
        named = [f"product={','.join(products)}"] if products else []
        try:
            yield Order.parse(" ".join([*words, *named]))
        except InvalidOrderError:  # it needs goods, and there are none
            continue


def _strong(
    instrument: Instrument,
    by: str,
    other: str,
    setting: Setting,
    forces: Leverage,
    weight: float,
) -> list[str]:
    """Return the products in which an instrument costs the other most for the own cost."""
    network, kinds = setting.network, [str(e.given.get("kind")) for e in instrument.effects]
    if "product" not in instrument.keys:
        return []
    one, two = network.countries[by], network.countries[other]
    hit, own = (
        (forces.denial, forces.denial_cost)
        if any(kind in OUTWARD for kind in kinds)
        else (forces.closure, forces.closure_cost)
    )
    if any(effect.given.get("thirds") for effect in instrument.effects):
        gain = np.delete(hit, (one, two), axis=0)[:, two].sum(axis=0)
    else:
        gain = hit[one, two] - weight * own[one, two]
    ranked = np.argsort(-gain, kind="stable")[:MOST]
    return [network.products.names[p] for p in ranked if gain[p] > 0.0]


def _allowed(
    order: Order, by: str, standing: Standing, world: World, setting: Setting
) -> Order | None:
    """Return the order if the side may give it now, with objections overruled if it must."""
    day = setting.timeline.date(world.tick)
    overruling = Order(order.instrument, (*order.values, ("overrule", ("yes",))))
    for spelt in (order, overruling):
        deed = deed_of(spelt, "asked", by, day, setting, world)
        if refused(deed, standing) is None and unaffordable(deed, standing) is None:
            return spelt
    return None


def _left(
    by: str, other: str, world: World, setting: Setting, forces: Leverage
) -> tuple[Leverage, Setting]:
    """Return the forces and streams that a side has not used up against the other."""
    network, products = setting.network, setting.network.products
    out, into = (np.ones(len(products)) for _ in range(2))
    streams = dict[str, float]()
    for m in world.measures:
        if m.by != by or not m.in_force(world.tick) or (m.targets and other not in m.targets):
            continue
        rows = [products[p] for p in m.products] or slice(None)
        if m.kind in OUTWARD:
            out[rows] *= 1.0 - _taken(m)
        elif m.kind in INWARD:
            into[rows] *= 1.0 - _taken(m)
        elif m.kind == "channel":
            streams[m.over] = streams.get(m.over, 1.0) * (1.0 - m.rate)
    one, two = network.countries[by], network.countries[other]
    exposures = tuple(
        replace(e, value=e.value * streams.get(e.channel, 1.0))
        if (e.spender, e.earner) == (by, other) else e
        for e in setting.polity.exposures
    )  # fmt: skip
    unused = replace(
        forces,
        denial=_scaled(forces.denial, one, two, out),
        denial_cost=_scaled(forces.denial_cost, one, two, out),
        closure=_scaled(forces.closure, one, two, into),
        closure_cost=_scaled(forces.closure_cost, one, two, into),
    )
    return unused, replace(setting, polity=replace(setting.polity, exposures=exposures))


def _taken(measure: Measure) -> float:
    """Return the share of a trade that a measure takes away [1]."""
    return HALF if measure.kind == "quota" else stopped(measure)


def _scaled(table: Floats, one: int, two: int, left: Floats) -> Floats:
    scaled = table.copy()
    scaled[one, two] *= left
    return scaled
