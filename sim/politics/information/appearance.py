"""Appearance: how far a dispute seems to have gone to who has no part in it (§I.12)."""

from __future__ import annotations

from collections.abc import Sequence

from sim.politics.contest.escalation import THREAT, of_sender
from sim.politics.information.attribution import sure_enough
from sim.values import replace
from sim.world.disputes import Dispute
from sim.world.measures import Measure
from sim.world.setting import Setting
from sim.world.world import World


def apparent(dispute: Dispute, country: str, world: World, setting: Setting) -> Dispute:
    """Return a dispute with the stage, age and level that a country takes it to have (§I.12).

    Those who take part feel the measures. Others go by the steps that they have heard of, and by
    the sender's denied ones once it is known well enough, or has threatened, to be named for them.
    """
    if country in (dispute.sender, dispute.target, *dispute.partners, *dispute.defenders):
        return dispute
    named = bool(dispute.threatened) or sure_enough(dispute, "statement", setting.parameters)
    steps = [m for m in world.measures if m.dispute == dispute.id and m.since <= world.tick]
    pressing = {m.id for m in steps if of_sender(m, dispute, setting.polity)}
    told = [m for m in steps if m.heard_of(country, world.tick) or (named and m.id in pressing)]
    if len(told) < len(steps):
        least = THREAT if dispute.threatened else 0.0
        level = max(least, _level(told, world, setting))
        dispute = replace(dispute, escalation=min(dispute.escalation, level))
    begun = dispute.stage in ("imposed", "frozen") and (
        named or any(m.id in pressing for m in told)
    )
    if begun or dispute.stage == "threat":
        return dispute
    toll = dispute.toll if told else None
    # Where nothing has been done there is nothing to be sure of.
    sure = setting.parameters["attribution_open"]
    return replace(
        dispute, stage="latent", since=0, months=0.0, attribution=sure, plain_since=None, toll=toll
    )  # fmt: skip


def _level(steps: Sequence[Measure], world: World, setting: Setting) -> float:
    """Return the level of escalation that steps of now and before come to [0 to 8] (§P.23)."""
    decay = setting.parameters["escalation_decay"]
    return max((m.rung - decay * setting.months(_over(m, world.tick)) for m in steps), default=0.0)


def _over(measure: Measure, tick: int) -> int:
    """Return for how long a measure has no longer been in force [tick]."""
    return 0 if measure.until is None else max(0, tick - measure.until)
