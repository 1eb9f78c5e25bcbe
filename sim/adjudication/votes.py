"""Votes: what a bloc may do only with a majority of its members (§A.23)."""

from __future__ import annotations

from collections.abc import Mapping

from sim.odds import Odds, logistic
from sim.orders.effects.deed import Deed, Standing
from sim.orders.governments import Council, government_of
from sim.orders.instruments import Instrument
from sim.orders.price import meant
from sim.rng import Streams
from sim.world.disputes import Draw


def voted_down(
    deed: Deed, standing: Standing, draw: Streams
) -> tuple[str | None, tuple[Draw, ...]]:
    """Return why a bloc's members refuse an order (None if they do not), and the vote as drawn.

    Only governments with a council vote, and only on what has the gate `club_vote`, or on the
    threat of it.
    """
    council = government_of(deed.setting.polity.governments[deed.row]).council
    asked = [one for one in meant(deed) if "club_vote" in one.gates]
    if council is None or not asked or deed.settled:
        return None, ()
    odds = vote_odds(deed, standing, asked[0])
    stream = f"vote {deed.by} {deed.order}"
    drawn = draw(stream).random(len(council.members))
    votes = dict(zip(council.members, map(bool, drawn < odds.probability), strict=True))
    passed, said = council.passes(votes), _said(council, votes)
    vote = Draw(
        deed.given, deed.id, f"members vote on {asked[0].name}: {said}", odds,
        odds.probability, sum(votes.values()) / len(votes), passed, stream,
    )  # fmt: skip
    if passed:
        return None, (vote,)
    return f"{deed.order.instrument} refused: only {said} (rule §A.23)", (vote,)


def _said(council: Council, votes: Mapping[str, bool]) -> str:
    """Return how members voted, in words."""
    yes = [name for name, vote in votes.items() if vote]
    share = sum(council.members[name] for name in yes) / sum(council.members.values())
    return f"{len(yes)} of {len(votes)} members with {share:.1%} of the people vote for it"


def vote_odds(deed: Deed, standing: Standing, asked: Instrument) -> Odds:
    """Return how likely a member is to vote for it, by what speaks for and against."""
    parameters, politics = deed.setting.parameters, standing.politics
    dispute = deed.dispute(politics)
    parts = [("support at home", (float(politics.support[deed.row]) - 50.0) / 25.0)]
    if dispute is not None:
        parts.append(("who did it", 2.0 * (logistic(dispute.attribution) - 0.6)))
        cost = dispute.toll.damage[deed.row] if dispute.toll else 0.0
        parts.append(("damage suffered", min(2.0, max(0.0, cost))))
    parts.append(("how far it goes", -0.2 * max(0, asked.rung)))
    parts.append(("a case made", 1.0))
    return Odds(parameters["voters_lean"], tuple(parts))
