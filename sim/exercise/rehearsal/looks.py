"""Looks: what a seat could order as a round opens."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from sim.exercise.rehearsal.course import Look
from sim.exercise.template.spec import Play
from sim.game import Game
from sim.orders.base import Order
from sim.orders.effects.deed import Standing
from sim.orders.instruments import instruments
from sim.orders.legality import refused, unaffordable
from sim.orders.menu import legal_orders
from sim.orders.timing import deed_of

WAIT = "hold"
"""The instrument that is no more than waiting."""


def looks(game: Game, seat: str, playbook: Sequence[Play], endex: dt.date) -> Iterator[Look]:
    """Yield every order of a playbook as it could be given now, by itself."""
    world = game.world
    standing, day = Standing(world.measures, world.politics), game.timeline.date(game.tick)
    for play in playbook:
        order = Order.parse(play.order)
        deed = deed_of(order, "rehearsal", seat, day, game.setting, world)
        yield Look(
            seat=seat,
            code=play.code,
            refusal=refused(deed, standing) or "",
            unpaid=unaffordable(deed, standing) or "",
            late=deed.starts_on >= endex,
            waits=waits(play.order),
        )


def can_order(game: Game, seat: str, looked: Sequence[Look]) -> bool:
    """Return whether a seat could order anything but to wait, from its playbook or beyond it."""
    if any(not look.refusal and not look.waits for look in looked):
        return True
    return any(
        legal_orders(game.world, game.setting, seat, among=[name])
        for name in instruments()
        if name != WAIT
    )


def waits(order: str) -> bool:
    """Return whether an order is no more than waiting."""
    return order.split()[0] == WAIT
