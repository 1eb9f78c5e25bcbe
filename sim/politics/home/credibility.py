"""Credibility: whose threats have been carried out, as Beta counts (§P.21, §P.22)."""

from __future__ import annotations

from collections.abc import Mapping

from sim.values import replace
from sim.world.disputes import Ending
from sim.world.politics import Politics
from sim.world.world import frozen

MOST = 1e6
"""Counts have no upper bound that matters."""


def forgotten(politics: Politics, months: float, parameters: Mapping[str, float]) -> Politics:
    """Return the politics with records gone back a little to those of a newcomer (§P.21)."""
    kept = (1.0 - parameters["credibility_decay"]) ** months
    first, second = parameters["credibility_kept"], parameters["credibility_broken"]
    return replace(
        politics,
        followed=frozen(first + kept * (politics.followed - first)),
        backed_down=frozen(second + kept * (politics.backed_down - second)),
    )


def executed(politics: Politics, country: int, parameters: Mapping[str, float]) -> Politics:
    """Return the politics after a country has carried out a threat (§P.22)."""
    return politics.changed("followed", country, parameters["credibility_executed"], 0.0, MOST)


def ended(
    politics: Politics, country: int, ending: Ending, parameters: Mapping[str, float]
) -> Politics:
    """Return the politics after a sender's dispute has ended (§P.22).

    A sender that gets nothing loses credit; one that gets what it wanted, or a deal, does not.
    """
    if ending not in ("withdrawn", "backed down"):
        return politics
    return politics.changed("backed_down", country, parameters["credibility_withdrawn"], 0.0, MOST)
