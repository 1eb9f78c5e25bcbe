"""Objections: what the white cell cannot decide (§A.37, §A.38)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.errors import unknown
from sim.world.decisions import Decisions
from sim.world.politics import Politics
from sim.world.rulings import Ruling


def objections(
    decisions: Decisions, rulings: Sequence[Ruling], politics: Politics
) -> Iterator[str]:
    """Yield what is wrong with decisions, by the rulings that came of them.

    `politics` is that of the start of the round: orders that wait can be decided on too.
    """
    found = {ruling.order_id: ruling for ruling in rulings}
    known = dict.fromkeys((*found, *(act.id for act in politics.pending)))
    for id, (outcome, _) in decisions.rulings.items():
        if id not in found:
            yield unknown("order of the round", id, known)
        elif found[id].outcome != outcome:
            yield f"{id} cannot be {outcome}: {found[id].reason}"
    for stream, number in decisions.draws.items():
        if not 0.0 <= number < 1.0:
            yield f"'{stream}' cannot be {number:g}: what is drawn lies from 0 to below 1"
