"""Course: what a month does to a dispute of itself, before anybody gives way (§P.23 to §P.28)."""

from __future__ import annotations

from collections.abc import Iterable

from sim.politics.contest.escalation import lapsed, level, suspended
from sim.politics.information.attribution import attributed, begun, plainly
from sim.politics.now import Now
from sim.values import replace
from sim.world.disputes import Dispute, Ending, Toll
from sim.world.measures import Measure
from sim.world.politics import Politics


def followed(dispute: Dispute, toll: Toll | None, now: Now, evidence: float = 0.0) -> Dispute:
    """Return an open dispute after a month: its stage, toll, age, attribution and level.

    `evidence` is what firms reported of it, each report by its quality.
    """
    if not dispute.open:
        return dispute
    staged = _aged(_staged(lapsed(dispute, now.tick), now), toll, now)
    pressing = now.pressing(staged)
    seen = attributed(staged, pressing, now.months, evidence, now.parameters)
    plain = plainly(seen, now.tick, now.parameters)
    return replace(plain, escalation=level(seen, now.steps(seen), now.months, now.parameters))


def carried_out(dispute: Dispute, pressing: Iterable[Measure]) -> bool:
    """Return whether one of the sender's measures is what it threatened; a trifle is not."""
    meant = dispute.threatened.partition(" ")[0]
    return not meant or any(m.instrument == meant for m in pressing)


def given_up(dispute: Dispute, politics: Politics, now: Now) -> Ending | None:
    """Return how a frozen dispute ends that nobody has kept alive, or None (§P.25).

    Without measures, talks or a deal in force for a while it is over: by the deal, if there was
    one, and else because the sender gave up.
    """
    deals = [d for d in politics.deals if d.dispute == dispute.id and d.state in ("signed", "kept")]
    bound = any(d.state == "signed" and now.tick < d.until for d in deals)
    idle = now.tick >= dispute.since + now.ticks(now.parameters["frozen_months"])
    alive = dispute.talking(now.tick) or bound or now.coming(dispute)
    if dispute.stage != "frozen" or alive or not idle:
        return None
    return "settled" if deals else "withdrawn"


def _aged(dispute: Dispute, toll: Toll | None, now: Now) -> Dispute:
    """Return the dispute a month older; only the time under measures counts."""
    if dispute.stage != "imposed":
        return replace(dispute, toll=toll or dispute.toll)
    return replace(dispute, toll=toll or dispute.toll, months=dispute.months + now.months)


def _staged(dispute: Dispute, now: Now) -> Dispute:
    """Return the dispute in the stage that the measures in force put it in."""
    pressing = now.pressing(dispute)
    if pressing and dispute.stage in ("latent", "threat"):
        started = begun(dispute, pressing, now.parameters)
        kept = None if carried_out(dispute, pressing) else dispute.deadline
        return replace(started, stage="imposed", since=now.tick, deadline=kept)
    if pressing and dispute.stage == "frozen":
        return replace(dispute, stage="imposed", since=now.tick)
    if dispute.stage == "imposed" and not pressing and not now.coming(dispute, again=False):
        return suspended(dispute, now.tick, now.parameters)
    return dispute
