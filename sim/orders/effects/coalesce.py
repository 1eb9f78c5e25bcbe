"""Acting together: calls, joining, pledges, exemptions, consultation and common lists."""

from __future__ import annotations

from sim.orders.effects.deed import Deed, Given, Standing, befriended
from sim.orders.effects.restrict import impose
from sim.orders.instruments import instruments
from sim.values import replace
from sim.world.disputes import Dispute
from sim.world.measures import JOINABLE, Measure, stopped, strongest


def coalesce(standing: Standing, deed: Deed, given: Given) -> Standing:
    """Call on others, join them, promise, let off, consult, speak or list together."""
    way = str(given["way"])
    if way in ("call", "pledge", "exempt"):
        kind = {"call": "call", "pledge": "pledge", "exempt": "exemption"}[way]
        against = next(iter(deed.order.names("club" if way == "pledge" else "order")), "")
        measure = deed.measure(
            kind, standing.politics, rate=deed.number(given, "rate", 1.0), against=against
        )
        return replace(standing, measures=impose(standing.measures, measure))
    if way == "join":
        return _join(standing, deed, deed.number(given, "level", 1.0))
    if way == "consult":
        return _consult(standing, deed)
    if way == "statement":
        return _stated(standing, deed)
    return _harmonised(standing, deed)


def led(standing: Standing, deed: Deed) -> list[Measure]:
    """Return the measures of others against the target that one who joins takes over.

    Those of the orders that are named; or all in the dispute that nobody took over from another,
    if none is named or a call that names none.
    """
    named, calls = _named(standing, deed), bare_calls(standing, deed)
    dispute = _about(standing, deed, calls)
    aimed_at = {*deed.others, *(c for call in calls for c in call.targets)}
    every = dispute.id if dispute is not None and (calls or not named) else None
    found = [
        m for m in standing.measures
        if m.kind in JOINABLE and m.by != deed.by and m.in_force(deed.starts)
        and (m.origin in named
             or (every is not None and m.dispute == every and m.by not in aimed_at
                 and not m.follows and aimed_at & {*m.targets}))
    ]  # fmt: skip
    return list(strongest(found))


def bare_calls(standing: Standing, deed: Deed) -> tuple[Measure, ...]:
    """Return the calls that an order names and that name no order themselves."""
    named = deed.order.names("order")
    return tuple(
        m for m in standing.measures
        if m.kind == "call" and not m.against and m.by != deed.by and m.origin in named
        and m.in_force(deed.starts)
    )  # fmt: skip


def _about(standing: Standing, deed: Deed, calls: tuple[Measure, ...]) -> Dispute | None:
    """Return the dispute that one who joins takes part in: its own, or that of who calls."""
    politics = standing.politics
    own = deed.dispute(politics)
    if own is not None:
        return own
    found = (politics.between(call.by, other) for call in calls for other in call.targets)
    return next((dispute for dispute in found if dispute), None)


def _named(standing: Standing, deed: Deed) -> dict[str, float]:
    """Return the orders that are named or called for -> how much of each is asked for [1]."""
    named = dict.fromkeys(deed.order.names("order"), 1.0)
    calls = {
        m.against: m.rate for m in standing.measures
        if m.kind == "call" and m.against and m.origin in named and m.in_force(deed.starts)
    }  # fmt: skip
    return {**named, **calls}


def _join(standing: Standing, deed: Deed, level: float) -> Standing:
    """Take over the leader's measures at a level, and stand on its side in the dispute."""
    asked = _named(standing, deed)
    lead = led(standing, deed)
    whole = (_asked_of(m, deed.by, standing, deed) for m in lead)
    joined = [measure for measure in whole if measure is not None]
    for measure in joined:
        part = level * asked.get(measure.origin, 1.0)
        own = replace(
            measure, id=f"{deed.id}#{measure.id}", by=deed.by, since=deed.starts,
            known=deed.starts, rate=_scaled(measure, part), instrument=deed.order.instrument,
            continues=None,
        )  # fmt: skip
        standing = replace(standing, measures=_taken_over(standing.measures, own))
    calls = bare_calls(standing, deed)
    dispute = _about(standing, deed, calls) or _dispute_of(standing, joined)
    if dispute is None or deed.by in (dispute.sender, dispute.target):
        return standing
    aimed_at = deed.others or tuple(c for m in (*joined, *calls) for c in m.targets)
    if calls and not lead:
        standing = _closed(standing, deed, dispute, aimed_at, level)
    side = "defenders" if dispute.sender in aimed_at else "partners"
    sided = replace(dispute, **{side: (*dict.fromkeys((*getattr(dispute, side), deed.by)),)})  # type: ignore[arg-type]
    return replace(standing, politics=standing.politics.with_dispute(sided))


def _taken_over(measures: tuple[Measure, ...], own: Measure) -> tuple[Measure, ...]:
    """Return the measures with one taken over from another country.

    It takes the place of an earlier one that was, and gives way to one of its own that is stronger.
    """
    alike = [m for m in measures if m.on_the_same_as(own) and m.in_force(own.since)]
    if any(not m.follows and stopped(m) >= stopped(own) for m in alike):
        return measures
    former = [m for m in alike if m.follows]
    *others, new = impose(
        tuple(replace(m, until=own.since) if m in former else m for m in measures), own
    )
    heir = (*new.replaced, *(pair for m in former for pair in m.replaced))
    return (*others, replace(new, replaced=heir))


def _closed(
    standing: Standing, deed: Deed, dispute: Dispute, others: tuple[str, ...], level: float
) -> Standing:
    """Close a part of the market: what a call asks for while nobody leads with a measure."""
    tariff = deed.measure(
        "tariff", standing.politics, id=f"{deed.id}#closed", targets=others, products=(),
        rate=level * deed.setting.parameters["joint_share_of_trade"], dispute=dispute.id,
        rung=instruments()[CLOSING].rung,
    )  # fmt: skip
    return replace(standing, measures=_taken_over(standing.measures, tariff))


CLOSING = "import_tariff"
"""What closing a part of one's market counts as."""


def _asked_of(measure: Measure, country: str, standing: Standing, deed: Deed) -> Measure | None:
    """Return a measure without the products that a country asked to be let off; None: nothing."""
    spared = [
        m for m in standing.measures
        if m.kind == "exemption" and m.by == country and m.in_force(deed.starts)
        and m.against == measure.origin
    ]  # fmt: skip
    if not spared or (measure.kind == "channel" and all(m.products for m in spared)):
        return measure  # a stream has no products to be let off
    let_off = {product for m in spared for product in m.products}
    named = measure.products or deed.setting.network.products.names
    left = tuple(product for product in named if product not in let_off)
    return replace(measure, products=left) if left and all(m.products for m in spared) else None


def _dispute_of(standing: Standing, joined: list[Measure]) -> Dispute | None:
    """Return the dispute that the joined measures are steps in."""
    steps = [m.dispute for m in joined if m.dispute]
    return standing.politics.dispute(steps[0]) if steps else None


def _scaled(measure: Measure, level: float) -> float:
    if measure.kind == "licence":
        return 1.0 - level * (1.0 - measure.rate)
    return level * measure.rate


def _consult(standing: Standing, deed: Deed) -> Standing:
    """Talk to allies first: they count as consulted for two rounds."""
    until = deed.starts + 2 * deed.setting.timeline.ticks_per_round
    measure = deed.measure("consultation", standing.politics, until=until)
    return befriended(standing.with_measure(measure), deed, deed.others)


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
        for measure in filter(None, (_asked_of(m, ally, standing, deed) for m in own)):
            copy = replace(
                measure, id=f"{deed.id}#{ally}-{measure.id}", by=ally, since=deed.starts,
                known=deed.starts, instrument=deed.order.instrument,
                targets=tuple(t for t in measure.targets if t != ally),
            )  # fmt: skip
            standing = replace(standing, measures=impose(standing.measures, copy))
    return standing
