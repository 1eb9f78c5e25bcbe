"""Without: a round as if some of its items were not there (§W.4)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from sim.explain.items import Item, lasts
from sim.game import Moment
from sim.orders.effects.restrict import restored
from sim.orders.sheet import OrderSheet
from sim.world.decisions import Decisions
from sim.world.disputes import Dispute, Stage
from sim.world.measures import AGAIN
from sim.world.world import World


def without(moment: Moment, gone: Collection[Item]) -> Moment:
    """Return a moment as if some items were not there."""
    ids = {item.id for item in gone}
    world = _unmeasured(_unlifted(moment.world, gone), ids)
    politics = world.politics
    for item in gone:
        dispute = politics.dispute(item.threat)
        if dispute is not None:
            politics = politics.with_dispute(_unthreatened(dispute))
    pending = tuple(act for act in politics.pending if act.id not in ids)
    world = replace(world, politics=replace(politics, pending=pending))
    sheets, injected = (_left(sheets, ids) for sheets in (moment.sheets, moment.injected))
    undecided = _undecided(moment, gone)
    return replace(undecided, world=world, sheets=sheets, injected=injected)


def _undecided(moment: Moment, gone: Collection[Item]) -> Moment:
    """Return a moment without what the white cell decided, and patches, that are left out."""
    rulings, streams = {item.ruling for item in gone}, {item.stream for item in gone}
    patches, before = {item.patch for item in gone}, len(moment.patches)
    kept = Decisions(
        {id: how for id, how in moment.decisions.rulings.items() if id not in rulings},
        {name: u for name, u in moment.decisions.draws.items() if name not in streams},
    )
    return replace(
        moment,
        decisions=kept,
        patches=tuple(p for n, p in enumerate(moment.patches) if n not in patches),
        amended=tuple(p for n, p in enumerate(moment.amended, before) if n not in patches),
    )


def _left(sheets: Mapping[str, OrderSheet], ids: Collection[str]) -> Mapping[str, OrderSheet]:
    return {
        seat: tuple(entry for entry in sheet if entry.id not in ids)
        for seat, sheet in sheets.items()
    }


def _unlifted(world: World, gone: Collection[Item]) -> World:
    """Return a World in which some lifts do not end anything, nor let it come back later."""
    former = {id: until for item in gone for id, until in item.lifts}
    again = {f"{id}{AGAIN}" for id in former}
    if not former:
        return world
    return world.with_measures(
        tuple(
            replace(m, until=former[m.id], hushed=False) if m.id in former else m
            for m in world.measures
            if m.id not in again
        )
    )


def _unmeasured(world: World, ids: Collection[str]) -> World:
    """Return a World without the measures that come of some orders, former ones in their place.

    Those whose place another took go too, or they would be back once that other one goes.
    """
    former = {id for m in world.measures for id, _ in m.replaced}
    gone = [
        m for m in world.measures
        if m.origin in ids and (lasts(m, world.tick) or m.id in former)
    ]  # fmt: skip
    return world.with_measures(restored(world.measures, gone)) if gone else world


def _unthreatened(dispute: Dispute) -> Dispute:
    """Return a dispute in which nothing is threatened: as quiet as before, or suspended."""
    before: Stage = "frozen" if dispute.months > 0.0 else "latent"
    return replace(
        dispute, stage=before if dispute.stage == "threat" else dispute.stage, deadline=None,
        threatened="", expected_target=0.0, expected_sender=0.0,
    )  # fmt: skip
