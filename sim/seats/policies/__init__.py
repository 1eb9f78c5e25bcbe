"""Policies: the scripted seats by name. Each is a rule table over an Observation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.errors import UnknownNameError
from sim.seats.base import Passive, Seat
from sim.seats.history import HistorySeat
from sim.seats.policies.business_first import BusinessFirst
from sim.seats.policies.cautious_hedger import CautiousHedger
from sim.seats.policies.deal_seeker import DealSeeker
from sim.seats.policies.denial_first import DenialFirst
from sim.seats.policies.escalate_to_deter import EscalateToDeter
from sim.seats.policies.free_rider import FreeRider
from sim.seats.policies.gray_zone import GrayZone
from sim.seats.policies.great_power_trucer import GreatPowerTrucer
from sim.seats.policies.legalist_bloc import LegalistBloc
from sim.seats.policies.opportunist_third import OpportunistThird
from sim.seats.policies.salami import Salami
from sim.seats.policies.solidarity_leader import SolidarityLeader
from sim.seats.policies.tit_for_tat import TitForTat

POLICIES: Mapping[str, type[Seat]] = {
    "passive": Passive,
    "history": HistorySeat,
    "tit_for_tat": TitForTat,
    "escalate_to_deter": EscalateToDeter,
    "salami": Salami,
    "gray_zone": GrayZone,
    "cautious_hedger": CautiousHedger,
    "free_rider": FreeRider,
    "business_first": BusinessFirst,
    "deal_seeker": DealSeeker,
    "legalist_bloc": LegalistBloc,
    "denial_first": DenialFirst,
    "solidarity_leader": SolidarityLeader,
    "opportunist_third": OpportunistThird,
    "great_power_trucer": GreatPowerTrucer,
}
"""Policy by name, in the order of the reference."""


def policy(name: str, **settings: Any) -> Seat:
    """Return a seat that plays by a policy, its settings changed; UnknownNameError for others.

    >>> policy("tit_for_tat", forgiveness=0.0)
    TitForTat(weight=1.0, tolerance=0.2, forgiveness=0.0, talks_after=6.0)
    """
    if name not in POLICIES:
        raise UnknownNameError("policy", name, list(POLICIES))
    return POLICIES[name](**settings)


def description(name: str) -> str:
    """Return a policy in a line.

    >>> description("passive")
    'A seat that never orders anything.'
    """
    if name not in POLICIES:
        raise UnknownNameError("policy", name, list(POLICIES))
    return (POLICIES[name].__doc__ or "").partition("\n")[0]
