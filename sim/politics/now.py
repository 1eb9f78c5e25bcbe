"""Now: what a step of politics looks at and does not change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from sim.politics.contest.escalation import face_now, of_sender, resting
from sim.politics.contest.situation import Situation, expectation
from sim.politics.home.cost import felt
from sim.politics.information.attribution import known
from sim.timeline import Timeline
from sim.world.disputes import Dispute
from sim.world.measures import AGAIN, Measure
from sim.world.politics import Politics, Polity
from sim.world.setting import MONTH_DAYS
from sim.world.watching import watch
from sim.world.world import Network


@dataclass(frozen=True, eq=False)
class Now:
    """The measures in force, the date, and how long the step is."""

    measures: tuple[Measure, ...]
    tick: int
    polity: Polity
    timeline: Timeline
    parameters: Mapping[str, float]
    months: float
    """Length of the step [month]."""
    chance: Callable[[str], np.random.Generator]
    """From an event's name to its stream of chance."""
    newly_led: Mapping[str, int]
    """Country -> tick of its last change of government."""
    network: Network | None = None
    """Who supplies whom; None where no economy is run."""

    @property
    def date(self) -> dt.date:
        """Return the last day of the step."""
        return self.timeline.date(self.tick) - dt.timedelta(days=1)

    def ticks(self, months: float) -> int:
        """Return how many ticks some months are, rounded."""
        return round(months * MONTH_DAYS / self.timeline.tick_days)

    def uniform(self, event: str) -> float:
        """Return the one number that decides an event [0 to 1]."""
        return float(self.chance(event).random())

    def steps(self, dispute: Dispute) -> tuple[Measure, ...]:
        """Return the measures in force that are steps in a dispute, of both sides."""
        return tuple(m for m in self.measures if m.dispute == dispute.id and m.in_force(self.tick))

    def pressing(self, dispute: Dispute) -> tuple[Measure, ...]:
        """Return those of the sender and who acts with it."""
        return tuple(m for m in self.steps(dispute) if of_sender(m, dispute, self.polity))

    def suspended(self, dispute: Dispute) -> bool:
        """Return whether a side has suspended measures, which come back by themselves."""
        return any(m.dispute == dispute.id and resting(m, self.tick) for m in self.measures)

    def let_lapse(self, dispute: Dispute) -> bool:
        """Return whether all of the sender's measures are over, the last without a word."""
        over = [
            m
            for m in self.measures
            if m.dispute == dispute.id
            and of_sender(m, dispute, self.polity)
            and m.until is not None
            and m.since < m.until <= self.tick
        ]
        last = max((m.until or 0 for m in over), default=0)
        silent = bool(over) and all(m.hushed for m in over if m.until == last)
        return silent and not self.pressing(dispute)

    def face(self, dispute: Dispute) -> float:
        """Return how well a side can give way without losing face [0 to 1] (§P.24)."""
        return face_now(dispute, self.measures, self.tick, self.polity, self.parameters)

    def coming(self, dispute: Dispute, *, again: bool = True) -> bool:
        """Return whether the sender's side has measures in force or under way.

        Without `again`, those do not count that were suspended and come back by themselves.
        """
        return any(
            m.dispute == dispute.id
            and of_sender(m, dispute, self.polity)
            and (m.until is None or self.tick < m.until)
            and (again or not m.id.endswith(AGAIN))
            for m in self.measures
        )

    def is_new(self, country: str) -> bool:
        """Return whether a country's government has just changed (§P.32)."""
        since = self.newly_led.get(country)
        return since is not None and self.tick < since + self.ticks(
            self.parameters["leader_months"]
        )

    def warning(self, country: str) -> float:
        """Return how well a country sees what is done to it [0 to 1] (§I.1)."""
        return watch(self.measures, country, self.tick, self.polity, self.parameters)

    def world_share(self, countries: tuple[str, ...]) -> float:
        """Return the share of countries in the GDP of all whose GDP is known [1] (§P.12)."""
        whole = float(np.nansum(self.polity.gdp))
        part = np.nansum([self.polity.gdp_of(c) for c in dict.fromkeys(countries)])
        return float(part) / whole if whole > 0.0 else 0.0


def threatened_situation(dispute: Dispute, politics: Politics, now: Now) -> Situation:
    """Return the situation of a dispute as both expect it if the threat is carried out."""
    return _situation(
        dispute, politics, now,
        cost_target=float(felt(dispute.expected_target, now.parameters)),
        cost_sender=float(felt(dispute.expected_sender, now.parameters)),
    )  # fmt: skip


def imposed_situation(dispute: Dispute, politics: Politics, now: Now) -> Situation:
    """Return the situation of a dispute with what its measures cost.

    Its age is that at the start of the month, as in the base rates (§P.9).
    """
    cost_target, cost_sender = (
        _felt(dispute, country, now) for country in (dispute.target, dispute.sender)
    )
    return _situation(dispute, politics, now, cost_target=cost_target, cost_sender=cost_sender)


def _felt(dispute: Dispute, country: str, now: Now) -> float:
    if dispute.toll is None:
        return 0.0
    row = now.polity.countries[country]
    return float(
        felt(
            dispute.toll.damage[row],
            now.parameters,
            sector=dispute.toll.sector[row],
            weight=now.polity.trait("sector_weight", country),
            shortage=dispute.toll.shortage[row],
        )
    )


def _situation(
    dispute: Dispute, politics: Politics, now: Now, *, cost_target: float, cost_sender: float
) -> Situation:
    polity, sender, target = now.polity, dispute.sender, dispute.target
    relations = float(politics.relations[polity.countries[target], polity.countries[sender]])
    return Situation(
        cost_target=cost_target,
        cost_sender=cost_sender,
        stake_target=dispute.stake_target,
        stake_sender=dispute.stake_sender,
        expectation=float(expectation(relations, now.parameters)),
        credibility=politics.credibility(polity.countries[sender]),
        nationalism=polity.trait("nationalism", target),
        audience=polity.trait("audience", sender),
        publicity=known(dispute),
        institution=float(dispute.institution or sender in polity.institutions),
        several=float(bool(dispute.partners)),
        divisible=float(dispute.divisible),
        talks=float(dispute.talking(now.tick)),
        face=now.face(dispute),
        carrot=dispute.carrot,
        rally=float(politics.rally[polity.countries[target]]),
        defenders=now.world_share(dispute.defenders),
        new_leader_target=float(now.is_new(target)),
        new_leader_sender=float(now.is_new(sender)),
        resolve=dispute.resolve,
        age=max(0.0, dispute.months - now.months),
    )
