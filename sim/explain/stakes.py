"""Stakes: what disputes that have ended gave to a country, and took from it (§W.10)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sim.seats.offers import USUAL
from sim.world.disputes import Dispute, Ending

WORTH = USUAL.stake
"""What a full stake is worth, as scripted seats reckon when they weigh an offer [% of GDP]."""

PASSED: Mapping[Ending, float] = {"conceded": 1.0, "settled": 0.5}
"""What share of what it wanted a sender gets of its target [1]; in every other end, nothing."""


def won(disputes: Iterable[Dispute], country: str) -> float:
    """Return the stakes a country has won in disputes that have ended, less those it lost [1]."""
    return sum(_share(row, country) for row in disputes)


def _share(dispute: Dispute, country: str) -> float:
    passed = PASSED.get(dispute.ending, 0.0) if dispute.ending else 0.0
    if dispute.sender == country:
        return passed * dispute.stake_sender
    return -passed * dispute.stake_target if dispute.target == country else 0.0
