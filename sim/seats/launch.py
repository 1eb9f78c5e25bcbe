"""Launch: whether a seat begins to press in a quarrel that was quiet so far (§C.18)."""

from __future__ import annotations

from sim.observation import Observation
from sim.politics.forecast import Launch
from sim.seats.view import fate, home, steps
from sim.world.disputes import Dispute

BEGINNERS = {
    "gray_zone": True, "salami": True, "escalate_to_deter": False, "great_power_trucer": False,
}  # fmt: skip
"""Policies that begin to press of themselves -> whether by what they can deny."""


def launches(observation: Observation, dispute: Dispute, *, deniable: bool = False) -> bool:
    """Return whether the seat presses in a dispute: it has begun, or finds it worth beginning.

    How much a government wants for beginning is drawn once for each game, seat and dispute. A
    quarrel begun anew is no dispute yet; that it begins was decided.
    """
    meter = worth(observation, dispute, deniable=deniable)
    if meter is None:
        return True
    return fate(observation, f"wants for {dispute.id}") < meter.probability


def worth(observation: Observation, dispute: Dispute, *, deniable: bool = False) -> Launch | None:
    """Return what beginning to press would be worth to the seat; None if it has begun already."""
    begun = dispute.stage != "latent" or steps(observation, home(observation), dispute.target)
    meters = observation.deterrence_denied if deniable else observation.deterrence
    return None if begun else meters.get(dispute.id)


def reckoned(observation: Observation, dispute: Dispute, *, deniable: bool = False) -> str:
    """Return what a first step is worth, as the end of a reason; empty once it has begun."""
    meter = worth(observation, dispute, deniable=deniable)
    return f" Pressing {dispute.target} is worth {told(meter)}." if meter else ""


def told(meter: Launch) -> str:
    """Return a worth and those of its parts that matter, as texts say it.

    >>> told(Launch((("concession", 0.09), ("own cost", -0.012), ("legitimacy", 0.0)), 0.8))
    '+0.08: concession +0.09, own cost −0.01'
    """
    parts = [f"{name} {_signed(value)}" for name, value in meter.parts if abs(value) >= LEAST]
    return f"{_signed(meter.worth)}: {', '.join(parts)}" if parts else _signed(meter.worth)


LEAST = 0.005
"""Part of a worth that reasons leave out if it is smaller [1]."""


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−")
