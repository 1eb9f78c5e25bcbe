"""Execution: what an order leaves when its turn comes: paid for, begun, announced or put off.

What acts on measures is announced and begins in its own time; what acts in politics waits until
its lead time is over (§A.17).
"""

from __future__ import annotations

from sim.adjudication.following import followed
from sim.adjudication.frictions import frictions, of_its_own
from sim.adjudication.judgement import by_white_cell, ruled
from sim.adjudication.means import charged
from sim.orders.base import Order
from sim.orders.effects import Deed, Standing, carry_out
from sim.orders.legality import refused
from sim.orders.timing import on_its_own
from sim.politics.contest.consequences import ended
from sim.politics.contest.escalation import face_now
from sim.values import replace
from sim.world.decisions import Decisions
from sim.world.politics import Act
from sim.world.rulings import Outcome, Ruling
from sim.world.setting import Setting
from sim.world.world import World


def executed(standing: Standing, deed: Deed, outcome: Outcome) -> Standing:
    """Return the standing after an order was carried out or put off; others leave nothing."""
    if outcome not in ("carried out", "delayed"):
        return standing
    ticks = deed.setting.timeline.ticks_per_round
    if deed.settled:
        late = outcome == "delayed"
        return _pending(standing, deed, deed.starts + ticks) if late else _begun(standing, deed)
    paid = replace(standing, politics=charged(standing.politics, deed))
    if outcome == "delayed":  # a round late, and nobody hears of it before (§A.16)
        return _pending(paid, deed, on_its_own(deed).starts + ticks, late=True)
    felt = frictions(paid, deed)
    return _begun(felt, of_its_own(deed, felt))


def matured(
    standing: Standing, setting: Setting, world: World, decisions: Decisions
) -> tuple[Standing, tuple[Ruling, ...]]:
    """Carry out the orders whose lead time is over by the end of this round.

    Returns the rulings on those that have come to nothing meanwhile (§A.30), and on those that
    the white cell decided on (§A.37).
    """
    end = world.tick + setting.timeline.ticks_per_round
    due = [act for act in standing.politics.pending if act.tick < end]
    rest = tuple(act for act in standing.politics.pending if act.tick >= end)
    standing = replace(standing, politics=replace(standing.politics, pending=rest))
    rulings: list[Ruling] = []
    for act in sorted(due, key=lambda act: (act.tick, act.seat)):  # else as they were ordered
        deed = _due(act, setting, world)
        ruling = by_white_cell(deed, standing, decisions) or _timely(deed, act, standing)
        if ruling is None or ruling.outcome == "carried out":
            standing = frictions(standing, deed) if act.late else standing
            standing = _carried_out(standing, of_its_own(deed, standing))
        elif ruling.outcome == "delayed":
            later = replace(act, tick=act.tick + setting.timeline.ticks_per_round)
            pending = (*standing.politics.pending, later)
            standing = replace(standing, politics=replace(standing.politics, pending=pending))
        rulings += [ruling] if ruling else []
    return standing, tuple(rulings)


def _due(act: Act, setting: Setting, world: World) -> Deed:
    """Return an order whose time has come; nobody heard of it before this round."""
    by, today = setting.polity.state_of(act.seat), setting.timeline.date(world.tick)
    starts = max(act.tick, world.tick)
    return Deed(Order.parse(act.order), act.id, act.seat, by, today, starts, setting, world)


def _timely(deed: Deed, act: Act, standing: Standing) -> Ruling | None:
    """Return the ruling on an order that has come to nothing; None on one that has not."""
    reason = _overtaken(deed, act, standing)
    return ruled(deed, "moot", reason) if reason else None


def _overtaken(deed: Deed, act: Act, standing: Standing) -> str | None:
    """Return why an order that waited has come to nothing, or None (§A.30).

    It is asked again whether it touches anything, and whether the quarrel it is about goes on.
    """
    reason = refused(replace(deed, settled=True), standing)
    if reason:
        return f"{reason}; it came too late (rule §A.30)"
    asked = deed.setting.timeline.tick(act.given)
    for dispute in standing.politics.disputes:
        sides = {dispute.sender, dispute.target}
        over = not dispute.open and dispute.since >= asked
        meant = deed.by in sides and bool(sides & {*deed.others})
        if deed.presses and over and meant and deed.dispute(standing.politics) is None:
            return f"{dispute.id} is over: {dispute.ending} (rule §A.30)"
    return None


def _begun(standing: Standing, deed: Deed) -> Standing:
    """Begin an order, or let it wait if it acts in politics and not yet in this round."""
    soon = deed.starts < deed.world.tick + deed.setting.timeline.ticks_per_round
    return _carried_out(standing, deed) if soon or _announced(standing, deed) else _pending(
        standing, deed, deed.starts
    )  # fmt: skip


def _announced(standing: Standing, deed: Deed) -> bool:
    """Return whether an order changes nothing but measures, which are announced beforehand."""
    after = carry_out(standing, deed)
    return after.measures != standing.measures and after.politics is standing.politics


def _carried_out(standing: Standing, deed: Deed) -> Standing:
    after = _felt(standing, followed(standing, carry_out(standing, deed), deed), deed)
    if len(after.events) == len(standing.events) and not _quiet(deed):
        title = deed.instrument.title[0].lower() + deed.instrument.title[1:]
        date = deed.starts_on if deed.settled else deed.given
        text = f"{deed.seat} began to {title} ({deed.id})"
        after = after.told(date, "MeasureImposed", text, deed.id)
    return after


def _felt(before: Standing, after: Standing, deed: Deed) -> Standing:
    """Return the standing with what the end of disputes by order does to both sides (§P.18)."""
    politics, polity, p = after.politics, deed.setting.polity, deed.setting.parameters
    for dispute in after.politics.disputes:
        was = before.politics.dispute(dispute.id)
        if was and was.open and dispute.ending:
            face = face_now(was, before.measures, deed.starts, polity, p)
            politics = ended(politics, polity, was, dispute.ending, p, face=face)
    return replace(after, politics=politics)


def _quiet(deed: Deed) -> bool:
    """Return whether nobody is told: measures that lapse without a word."""
    return any(effect.given.get("quiet") for effect in deed.instrument.effects)


def _pending(standing: Standing, deed: Deed, tick: int, *, late: bool = False) -> Standing:
    act = Act(tick, deed.id, deed.seat, str(deed.order), deed.given, late)
    politics = replace(standing.politics, pending=(*standing.politics.pending, act))
    return replace(standing, politics=politics)
