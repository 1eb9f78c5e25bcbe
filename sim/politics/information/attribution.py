"""Attribution: how surely a sender is held to be behind what happens (§P.27 to §P.29)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from sim.odds import logistic
from sim.values import replace
from sim.world.disputes import Dispute
from sim.world.measures import Measure

Answer = Literal["statement", "suit", "joint"]
"""What others do once they are sure: say so, go to law, act together."""


def attributed(
    dispute: Dispute,
    steps: Iterable[Measure],
    months: float,
    evidence: float,
    parameters: Mapping[str, float],
) -> Dispute:
    """Return the dispute with attribution grown over some months (§P.28).

    `steps` are the sender's measures in force, `evidence` the reports of firms, each by its
    quality. An open measure leaves no doubt; a denied one is found out report by report.
    """
    denied = [m.deniability for m in steps]
    if not denied:
        return dispute
    least = min(denied)
    if least < parameters["deniable_from"]:
        return replace(
            dispute, attribution=max(dispute.attribution, parameters["attribution_open"])
        )
    rise = (
        parameters["attribution_active"] * (1.0 - least) * months
        + parameters["attribution_report"] * evidence
    )
    # What is found out is never surer than what is done in the open.
    most = max(dispute.attribution, parameters["attribution_open"])
    return replace(dispute, attribution=min(most, dispute.attribution + rise))


def all_denied(steps: Iterable[Measure], parameters: Mapping[str, float]) -> bool:
    """Return whether there are measures and every one of them is denied (§P.27)."""
    denied = [m.deniability for m in steps]
    return bool(denied) and min(denied) >= parameters["deniable_from"]


def begun(dispute: Dispute, steps: Iterable[Measure], parameters: Mapping[str, float]) -> Dispute:
    """Return a dispute whose first measures have come into force (§P.27).

    Whoever denies all of them starts in doubt; unless the threat was made in the open.
    """
    if not all_denied(steps, parameters) or dispute.stage == "threat":
        return dispute
    return replace(dispute, attribution=parameters["attribution_deniable"])


def known(dispute: Dispute) -> float:
    """Return how surely the sender is held to be behind the measures [1]."""
    return logistic(dispute.attribution)


def hidden(dispute: Dispute, steps: Iterable[Measure], parameters: Mapping[str, float]) -> bool:
    """Return whether all measures are denied and nobody is sure enough to act together (§P.29)."""
    return all_denied(steps, parameters) and not sure_enough(dispute, "joint", parameters)


def plainly(dispute: Dispute, tick: int, parameters: Mapping[str, float]) -> Dispute:
    """Return the dispute with the tick since which others may act together in it (§P.29)."""
    plain = dispute.stage == "imposed" and sure_enough(dispute, "joint", parameters)
    if plain == (dispute.plain_since is not None):
        return dispute
    return replace(dispute, plain_since=tick if plain else None)


def sure_enough(dispute: Dispute, answer: Answer, parameters: Mapping[str, float]) -> bool:
    """Return whether the sender is known well enough for an answer (§P.29)."""
    return known(dispute) >= parameters[f"attribution_{answer}"]
