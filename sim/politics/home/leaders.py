"""Leaders: who loses office, and what a new government changes (§P.30 to §P.32)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.politics.sums import Floats, Sum, Value
from sim.values import replace
from sim.world.politics import Politics, Polity
from sim.world.world import frozen


def change(support: Value, audience: Value, parameters: Mapping[str, float]) -> Sum:
    """Return the log of the monthly hazard that a government falls (§P.30).

    Parameters
    ----------
    support : of the government at home [0 to 100]
    audience : how far it answers to its public [0 to 1]
    """
    p = parameters
    return Sum(
        p["leader_base"],
        (
            ("support", -p["leader_support"] * (support - p["initial_support"])),
            ("audience", p["leader_audience"] * (audience - p["audience"])),
        ),
    )


def has_leader(polity: Polity, country: str) -> bool:
    """Return whether a country's government can change as one.

    A bloc's members change theirs one by one; a rest of the world without GDP is nobody.
    """
    return country not in polity.institutions and bool(np.isfinite(polity.gdp_of(country)))


def changed(
    politics: Politics, polity: Polity, country: str, parameters: Mapping[str, float]
) -> Politics:
    """Return the politics after a country's government has changed (§P.31).

    Support and capital start anew, and enmities, both ways, are taken up with less heat.
    """
    row = polity.countries[country]
    support, capital = politics.support.copy(), politics.capital.copy()
    support[row] = polity.trait("initial_support", country)
    capital[row] = polity.trait("initial_capital", country)
    return replace(
        politics,
        support=frozen(support),
        capital=frozen(capital),
        relations=frozen(_thawed(politics, row, parameters["leader_thaw"])),
    )


def _thawed(politics: Politics, row: int, share: float) -> Floats:
    relations = politics.relations.copy()
    for side in (relations[row, :], relations[:, row]):
        side -= share * np.minimum(side, 0.0)
    return relations
