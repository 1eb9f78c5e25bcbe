"""Effects: the few primitives that orders are composed of. They act on Measures and Disputes.

An order is carried out by its instrument's primitives one after the other; those that change
politics rather than measures wait until the order's lead time is over.
"""

from __future__ import annotations

from collections.abc import Mapping

from sim.orders.effects.coalesce import coalesce
from sim.orders.effects.deed import Deed, Given, Primitive, Standing
from sim.orders.effects.firms import firm
from sim.orders.effects.inform import inform
from sim.orders.effects.money import cut, harm, transfer
from sim.orders.effects.restrict import restrict
from sim.orders.effects.rules import litigate, rule
from sim.orders.effects.screen import screen, stake
from sim.orders.effects.settle import lift, settle
from sim.orders.effects.signal import signal
from sim.orders.effects.stock import ration, stockpile
from sim.orders.effects.support import knowhow, support

PRIMITIVES: Mapping[str, Primitive] = {
    "restrict": restrict, "lift": lift, "support": support, "knowhow": knowhow,
    "stockpile": stockpile, "ration": ration, "screen": screen, "stake": stake, "cut": cut,
    "harm": harm, "transfer": transfer, "signal": signal, "settle": settle,
    "coalesce": coalesce, "inform": inform, "litigate": litigate, "rule": rule, "firm": firm,
}  # fmt: skip


def carry_out(standing: Standing, deed: Deed) -> Standing:
    """Return what an order leaves of the measures and disputes."""
    for effect in deed.instrument.effects:
        standing = PRIMITIVES[effect.do](standing, deed, effect.given)
    return standing


__all__ = ["PRIMITIVES", "Deed", "Given", "Standing", "carry_out"]
