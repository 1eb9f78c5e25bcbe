"""Signals: threats with a deadline, and word of what one could do in answer."""

from __future__ import annotations

from sim.errors import InvalidOrderError
from sim.orders.base import Order
from sim.orders.effects.deed import Deed, Given, Standing
from sim.orders.instruments import COMMON, instruments
from sim.rng import stream
from sim.values import replace
from sim.world.disputes import Dispute
from sim.world.measures import DENIED
from sim.world.politics import Politics


def signal(standing: Standing, deed: Deed, given: Given) -> Standing:
    """Threaten, or let it be known what would come."""
    if given["way"] == "threat":
        return _threaten(standing, deed)
    return standing.with_measure(
        deed.measure("pledge", standing.politics, rate=deed.number(given, "rate", 1.0))
    )


def opened(politics: Politics, deed: Deed, other: str, demand: str) -> Dispute:
    """Return the dispute with another country, made where there is none."""
    found = politics.between(deed.by, other)
    if found:
        return found
    number = sum(d.sender == deed.by and d.target == other for d in politics.disputes) + 1
    stake = deed.setting.parameters["usual_stake"]
    name = f"{deed.by}-{other}-{number}"
    # Drawn as for the disputes that a scenario starts with, from a stream of the dispute's own.
    resolve = float(stream(deed.setting.seed, 0, f"resolve {name}").standard_normal())
    return Dispute(
        id=name, sender=deed.by, target=other, demand=demand, resolve=resolve,
        attribution=deed.setting.parameters["attribution_open"],
        public=deed.instrument.deniability <= DENIED,
        issue="economic", stake_sender=stake, stake_target=stake, since=deed.starts,
    )  # fmt: skip


def threatened(order: Order, target: str) -> str:
    """Return the text of the order that a threat names; InvalidOrderError if it is none.

    Keys of the threat that the instrument has too go over into it.
    """
    name = order.names("order")[0]
    keys = instruments()[name].keys if name in instruments() else {}
    words = [name]
    for key, value in order.values:
        if key in keys and key not in (*COMMON, "order", "target"):
            words.append(Order(name, ((key, value),)).words[0])
    side = next((key for key in ("target", "origin") if key in keys), None)
    text = " ".join([*words, *([f"{side}={target}"] if side else [])])
    return str(Order.parse(text))


def threat_fault(order: Order, target: str) -> str | None:
    """Return why what a threat names is no order, or None."""
    try:
        threatened(order, target)
    except InvalidOrderError as error:
        return str(error)
    return None


def _threaten(standing: Standing, deed: Deed) -> Standing:
    """Raise a dispute to the stage of threat; one already imposed gets a further threat only."""
    politics = standing.politics
    named = deed.dispute(politics)
    other = named.target if named and named.sender == deed.by else deed.others[0]
    dispute = named or opened(politics, deed, other, f"{other} stops what it does")
    days = deed.order.number("days")
    timeline = deed.setting.timeline
    wait = deed.setting.ticks(deed.setting.parameters["threat_months"])
    deadline = deed.starts + (max(1, round(days / timeline.tick_days)) if days else wait)
    if dispute.deadline is not None:  # who threatens again has to answer for the first threat
        deadline = min(deadline, dispute.deadline)
    stage = "threat" if dispute.stage in ("latent", "frozen", "threat") else dispute.stage
    changed = replace(
        dispute, stage=stage, since=deed.starts if stage != dispute.stage else dispute.since,
        deadline=deadline, threatened=threatened(deed.order, other),
        expected_target=0.0, expected_sender=0.0,
    )  # fmt: skip
    text = f"{deed.by} threatens {other}: {changed.threatened}"
    return replace(standing, politics=politics.with_dispute(changed)).told(
        deed.starts_on, "ThreatMade", text, changed.id
    )
