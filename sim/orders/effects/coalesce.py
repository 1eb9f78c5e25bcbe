"""Acting together: calls, joining, pledges, exemptions, consultation and common lists."""

from __future__ import annotations

from dataclasses import replace

from sim.orders.effects.deed import Deed, Given, Standing
from sim.orders.effects.restrict import impose
from sim.world.disputes import Dispute
from sim.world.measures import Measure

MIRRORED = ("licence", "tariff", "duty", "boycott", "channel")
"""Kinds of measure that one who joins takes over from the one who leads."""


def coalesce(standing: Standing, deed: Deed, given: Given) -> Standing:
    """Call on others, join them, promise, let off, consult, speak or list together."""
    way = str(given["way"])
    if way in ("call", "pledge", "exempt"):
        kind = {"call": "call", "pledge": "pledge", "exempt": "exemption"}[way]
        against = next(iter(deed.order.names("order")), "")
        measure = deed.measure(
            kind, standing.politics, rate=deed.number(given, "rate", 1.0), against=against
        )
        return standing.with_measure(measure)
    if way == "join":
        return _join(standing, deed, deed.number(given, "level", 1.0))
    if way == "consult":
        return _consult(standing, deed)
    if way == "statement":
        return _stated(standing, deed)
    return _harmonised(standing, deed)


def led(standing: Standing, deed: Deed) -> list[Measure]:
    """Return the measures of others against the target that one who joins takes over."""
    dispute = deed.dispute(standing.politics)
    named = deed.order.names("order")
    return [
        m for m in standing.measures
        if m.kind in MIRRORED and m.by != deed.by and m.in_force(deed.starts)
        and (m.id in named if named else dispute is not None and m.dispute == dispute.id
             and m.by not in deed.others)
    ]  # fmt: skip


def _join(standing: Standing, deed: Deed, level: float) -> Standing:
    """Take over the leader's measures at a level, and stand on its side in the dispute."""
    for measure in led(standing, deed):
        own = replace(
            measure, id=f"{deed.id}#{measure.id}", by=deed.by, since=deed.starts,
            known=deed.starts, rate=_scaled(measure, level), instrument=deed.order.instrument,
            continues=None,
        )  # fmt: skip
        standing = replace(standing, measures=impose(standing.measures, own))
    dispute = deed.dispute(standing.politics) or _dispute_of(standing, deed)
    if dispute is None or deed.by in (dispute.sender, dispute.target):
        return standing
    against_sender = dispute.sender in deed.others or not deed.others
    side = "defenders" if against_sender else "partners"
    joined = replace(dispute, **{side: (*dict.fromkeys((*getattr(dispute, side), deed.by)),)})  # type: ignore[arg-type]
    return replace(standing, politics=standing.politics.with_dispute(joined))


def _dispute_of(standing: Standing, deed: Deed) -> Dispute | None:
    """Return the dispute that the joined order is a step in."""
    named = deed.order.names("order")
    steps = [m.dispute for m in standing.measures if m.id in named and m.dispute]
    return standing.politics.dispute(steps[0]) if steps else None


def _scaled(measure: Measure, level: float) -> float:
    if measure.kind == "licence":
        return 1.0 - level * (1.0 - measure.rate)
    return level * measure.rate


def _consult(standing: Standing, deed: Deed) -> Standing:
    """Talk to allies first: they count as consulted for two rounds."""
    setting, politics = deed.setting, standing.politics
    until = deed.starts + 2 * setting.timeline.ticks_per_round
    standing = standing.with_measure(deed.measure("consultation", politics, until=until))
    for other in deed.others:
        row = setting.network.countries[other]
        politics = politics.closer(deed.row, row, setting.parameters["goodwill"])
    return replace(standing, politics=politics)


def _stated(standing: Standing, deed: Deed) -> Standing:
    """Say together who did it: less doubt, and a worse name for the one named."""
    dispute = deed.dispute(standing.politics)
    if dispute is None:
        return standing
    raised = replace(
        dispute, attribution=dispute.attribution + deed.setting.parameters["attribution_alert"]
    )
    row = deed.setting.network.countries[dispute.sender]
    loss = deed.setting.parameters["legitimacy_loss"]
    politics = standing.politics.with_dispute(raised)
    return replace(standing, politics=politics.changed("legitimacy", row, -loss, 0.0, 1.0))


def _harmonised(standing: Standing, deed: Deed) -> Standing:
    """Let allies take over one's licences on the products, as strictly."""
    polity = deed.setting.polity
    products = set(deed.order.names("product"))
    own = [
        m for m in standing.measures
        if m.kind == "licence" and m.by == deed.by and m.in_force(deed.starts)
        and (not products or products & set(m.products))
    ]  # fmt: skip
    for c, ally in enumerate(polity.countries):
        if not polity.treaty[deed.row, c] or c == deed.row:
            continue
        for measure in own:
            copy = replace(
                measure, id=f"{deed.id}#{ally}-{measure.id}", by=ally, since=deed.starts,
                known=deed.starts, instrument=deed.order.instrument,
                targets=tuple(t for t in measure.targets if t != ally),
            )  # fmt: skip
            standing = replace(standing, measures=impose(standing.measures, copy))
    return standing
