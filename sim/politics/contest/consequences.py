"""Consequences: what the end of a dispute, or of a threat, does to both sides (§P.18, §P.22)."""

from __future__ import annotations

from collections.abc import Mapping

from sim.events import Event
from sim.politics.home import credibility
from sim.politics.home.support import FULL
from sim.politics.information.attribution import known
from sim.politics.now import Now
from sim.values import replace
from sim.world.disputes import Dispute, Ending
from sim.world.politics import Politics, Polity

SAID: Mapping[Ending, str] = {
    "conceded": "{target} gives in to {sender}: {demand}",
    "settled": "{sender} and {target} settle their quarrel over: {demand}",
    "withdrawn": "{sender} gives up what it wanted of {target}: {demand}",
    "backed down": "{sender} backs down from its threat against {target}: {demand}",
    "stalemate": "{sender} and {target} let their dispute rest: {demand}",
}

QUIET = "{sender} says no more of what it wanted of {target}: {demand}"
"""Of a sender that let its measures lapse without a word."""


def told(dispute: Dispute, ending: Ending, now: Now) -> Event:
    """Return the event that a dispute has ended."""
    said = QUIET if ending == "withdrawn" and now.let_lapse(dispute) else SAID[ending]
    text = said.format(**vars(dispute))
    return Event(now.date, "DisputeEnded", text, dispute.id)


def closed(dispute: Dispute, ending: Ending, tick: int) -> Dispute:
    """Return the dispute, ended."""
    return replace(
        dispute, stage="closed", ending=ending, since=tick, deadline=None, talks_until=None
    )


def kept_threat(
    politics: Politics, polity: Polity, dispute: Dispute, parameters: Mapping[str, float]
) -> Politics:
    """Return the politics after the sender has carried out its threat."""
    sender = polity.countries[dispute.sender]
    firm = politics.changed("support", sender, parameters["support_firm"], 0.0, FULL)
    return credibility.executed(firm, sender, parameters)


def broken_threat(
    politics: Politics, polity: Polity, dispute: Dispute, parameters: Mapping[str, float]
) -> Politics:
    """Return the politics after the sender has not carried out its threat."""
    return ended(politics, polity, dispute, "backed down", parameters)


def ended(
    politics: Politics,
    polity: Polity,
    dispute: Dispute,
    ending: Ending,
    parameters: Mapping[str, float],
    *,
    face: float | None = None,
    quiet: bool = False,
) -> Politics:
    """Return the politics after a dispute has ended: who gives in loses support (§P.18).

    The less so the less is known and the better a way out saved face; a sender that gives up
    answers to its audience and loses credit too (§P.22). `face` is what saves it now, what is on
    offer where none is given; `quiet`: whether measures were let lapse without a word.
    """
    sender, target = polity.countries[dispute.sender], polity.countries[dispute.target]
    seen = known(dispute) * (1.0 - (dispute.face if face is None else face))
    if quiet and ending == "withdrawn":
        seen *= parameters["quiet_notice"]
    if ending == "conceded":
        loss = parameters["concession_support"] * seen
        politics = politics.changed("support", target, -loss, 0.0, FULL)
    if ending in ("withdrawn", "backed down"):
        loss = parameters["support_backing_down"] * polity.trait("audience", dispute.sender) * seen
        politics = politics.changed("support", sender, -loss, 0.0, FULL)
    return credibility.ended(politics, sender, ending, parameters)
