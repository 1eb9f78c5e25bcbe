"""Escalation: how far up the ladder a dispute is, and the ways down (§P.23 to §P.26, §P.42)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sim.politics.information.attribution import hidden
from sim.politics.sums import Sum, Value
from sim.values import replace
from sim.world.disputes import Dispute, author_of
from sim.world.measures import AGAIN, Measure
from sim.world.politics import Polity

THREAT = 2.0
"""The rung of the ladder that an open threat stands on; a definition."""


@dataclass(frozen=True)
class Rung:
    """A rung of the ladder of escalation: what it is called, and what stands on it."""

    name: str
    stands: tuple[str, ...]
    """Instruments that are typical of it."""


LADDER: tuple[Rung, ...] = (
    Rung("normal relations", ("deal_talks", "consult_2plus2")),
    Rung("signals", ("joint_statement", "g7_platform_alert", "acquire_stake")),
    Rung("threats, lawsuits, boycotts", ("threat", "wto_case", "consumer_boycott")),
    Rung(
        "deniable frictions, tourism",
        ("customs_slowdown", "tourism_restriction", "student_restriction", "entry_ban"),
    ),
    Rung(
        "limits on trade, vendor bans",
        ("import_tariff", "import_ban_sps", "export_quota", "export_duty", "vendor_ban"),
    ),
    Rung(
        "broad tariffs, licensing, entity lists",
        ("tariff_punitive", "retaliatory_tariff", "export_licensing", "entity_list", "import_ban"),
    ),
    Rung(
        "countermeasures, secondary sanctions",
        ("aci_invoke", "secondary_sanction", "price_cap", "knowhow_ban"),
    ),
    Rung(
        "bans on critical inputs and banks",
        ("export_ban", "equipment_control", "energy_cutoff", "financial_sanction",
         "invoke_collective", "collective_counter_leverage"),
    ),
    Rung("rules for others' trade, a split", ("extraterritorial_rule",)),
)  # fmt: skip
"""The rungs from 0 to 8 (§P.42)."""


def rung_of(level: float) -> Rung:
    """Return the rung that a level of escalation has reached, or come down to (§P.42).

    >>> rung_of(5.5).name
    'broad tariffs, licensing, entity lists'
    """
    return LADDER[min(int(level), len(LADDER) - 1)]


def level(
    dispute: Dispute, steps: Iterable[Measure], months: float, parameters: Mapping[str, float]
) -> float:
    """Return the level of escalation after some months [0 to 8] (§P.23).

    `steps` are the measures of both sides in force. What is no longer in force is forgotten
    slowly.
    """
    rung = max((float(m.rung) for m in steps), default=0.0)
    if dispute.stage == "threat":
        rung = max(rung, THREAT)
    return max(rung, dispute.escalation - parameters["escalation_decay"] * months, 0.0)


def suspended(dispute: Dispute, tick: int, parameters: Mapping[str, float]) -> Dispute:
    """Return a dispute whose measures have all been lifted or suspended (§P.23)."""
    eased = max(0.0, dispute.escalation - parameters["escalation_suspension"])
    return replace(dispute, stage="frozen", since=tick, escalation=eased)


def face(
    parameters: Mapping[str, float],
    *,
    mediator: bool = False,
    suspending: float = 0.0,
    cover: bool = False,
    ambiguous: bool = False,
) -> float:
    """Return how well a way out saves face [0 to 1] (§P.24).

    Each of a mediator, a suspension by both sides, a technical cover (measures that were never
    owned up to) and an ambiguous text adds a quarter. `suspending` is the share of the two sides
    that have suspended measures [1]: who goes first has done half.
    """
    grounds = mediator + suspending + cover + ambiguous
    return min(1.0, parameters["face_step"] * grounds)


def face_now(
    dispute: Dispute,
    measures: Iterable[Measure],
    tick: int,
    polity: Polity,
    parameters: Mapping[str, float],
) -> float:
    """Return how well a side can give way without losing face [0 to 1] (§P.24).

    What is on offer, the cover of measures that nobody has owned up to, and who has suspended.
    `measures` are all there are.
    """
    steps = [m for m in measures if m.dispute == dispute.id]
    pressing = [m for m in steps if m.in_force(tick) and of_sender(m, dispute, polity)]
    sides = {of_sender(m, dispute, polity) for m in steps if resting(m, tick)}
    found = face(
        parameters, suspending=0.5 * len(sides), cover=hidden(dispute, pressing, parameters)
    )
    return min(1.0, dispute.face + found)


def resting(measure: Measure, tick: int) -> bool:
    """Return whether a measure is suspended: it comes back by itself, and not yet (§P.25)."""
    lifted = measure.until is not None and measure.until <= measure.since
    return measure.id.endswith(AGAIN) and tick < measure.since and not lifted


def of_sender(measure: Measure, dispute: Dispute, polity: Polity) -> bool:
    """Return whether a measure is of the sender's side, if only by way of third countries."""
    author = polity.state_of(author_of(measure, dispute))
    return author in (dispute.sender, *dispute.partners)


def lapsed(dispute: Dispute, tick: int) -> Dispute:
    """Return the dispute without an offer whose time is over (§P.25)."""
    if dispute.face_until is None or tick < dispute.face_until:
        return dispute
    return replace(dispute, face=0.0, face_until=None)


def incident(escalation: Value, ties: Value | None, parameters: Mapping[str, float]) -> Sum:
    """Return the log of the monthly hazard of an incident that is not economic (§P.26, §P.45).

    Of use from the rung `incident_level` on; below it there is none. `ties` is the share of the
    two countries' trade that is left [1]; None where they have none in the model.
    """
    above = escalation - parameters["incident_level"]
    more = 0.0 if ties is None else ties - parameters["usual_ties"]
    return Sum(
        parameters["incident_base"],
        (
            ("escalation", parameters["incident_slope"] * above),
            ("ties of trade", -parameters["incident_ties"] * more),
        ),
    )
