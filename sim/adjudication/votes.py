"""Votes: what a bloc may do only with a majority of its members (§A.23)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.odds import Odds, logistic
from sim.orders.effects.deed import Deed, Standing
from sim.orders.governments import government_of
from sim.world.disputes import Draw

Streams = Callable[[str], np.random.Generator]


def voted_down(
    deed: Deed, standing: Standing, draw: Streams
) -> tuple[str | None, tuple[Draw, ...]]:
    """Return why a bloc's members refuse an order (None if they do not), and the vote as drawn.

    Only orders with the gate `club_vote`, and only governments with a council, vote.
    """
    council = government_of(deed.setting.polity.governments[deed.row]).council
    if council is None or "club_vote" not in deed.instrument.gates or deed.settled:
        return None, ()
    odds = vote_odds(deed, standing)
    people = np.array(list(council.members.values()))
    drawn = draw(f"vote {deed.id}").random(len(people))
    yes = drawn < odds.probability
    members, share = float(yes.mean()), float(people[yes].sum() / people.sum())
    passed = members >= council.quorum_members and share >= council.quorum_people
    said = f"{int(yes.sum())} of {len(people)} members with {share:.0%} of the people vote for it"
    vote = Draw(
        deed.given, deed.id, f"members vote on {deed.order.instrument}: {said}", odds,
        odds.probability, members, passed,
    )  # fmt: skip
    if passed:
        return None, (vote,)
    return f"{deed.order.instrument} refused: only {said} (rule §A.23)", (vote,)


def vote_odds(deed: Deed, standing: Standing) -> Odds:
    """Return how likely a member is to vote for it, by what speaks for and against."""
    parameters, politics = deed.setting.parameters, standing.politics
    dispute = deed.dispute(politics)
    parts = [("support at home", (float(politics.support[deed.row]) - 50.0) / 25.0)]
    if dispute is not None:
        parts.append(("who did it", 2.0 * (logistic(dispute.attribution) - 0.6)))
        cost = dispute.toll.damage[deed.row] if dispute.toll else 0.0
        parts.append(("damage suffered", min(2.0, max(0.0, cost))))
    parts.append(("how far it goes", -0.2 * max(0, deed.instrument.rung)))
    parts.append(("a case made", 1.0))
    return Odds(parameters["voters_lean"], tuple(parts))
