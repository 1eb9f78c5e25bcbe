"""Cohesion: how far each club holds together after a round (§C.11)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.orders.effects import Standing
from sim.orders.effects.deed import PRESSING
from sim.politics.coalitions.joining import Conduct, cohesion, inequality
from sim.values import replace
from sim.world.disputes import Dispute, author_of
from sim.world.measures import AGAIN, BACK, CARRIED_OUT, Measure
from sim.world.politics import Club
from sim.world.setting import Setting
from sim.world.world import World, frozen


def held_together(standing: Standing, setting: Setting, world: World) -> Standing:
    """Return the standing with each club's cohesion after what its members did (§C.11)."""
    clubs = setting.polity.clubs
    if not clubs:
        return standing
    months = setting.months(setting.timeline.ticks_per_round)
    after = [
        cohesion(float(before), _Round(club, standing, setting, world).conduct, months,
                 setting.parameters)
        for before, club in zip(standing.politics.cohesion, clubs.values(), strict=True)
    ]  # fmt: skip
    return replace(standing, politics=replace(standing.politics, cohesion=frozen(np.array(after))))


@dataclass(frozen=True, eq=False)
class _Round:
    """A club in a round, as the round's orders leave it."""

    club: Club
    standing: Standing
    setting: Setting
    world: World
    """As it was when the round began."""

    @property
    def conduct(self) -> Conduct:
        """Return what its members did, and what it cost them."""
        disputes = self.standing.politics.disputes
        common = [d for d in disputes if d.stage == "imposed" and self._on_one_side(d)]
        heat = self.setting.parameters["incident_level"]
        return Conduct(
            consulted=any(self._is_new(m) and self._within(m) for m in self._talks),
            successes=sum(map(self._succeeded, disputes)),
            defected=sum(map(self._share, self._left)),
            unilateral=len(self._alone),
            burden=max((inequality(self._losses(d)) for d in common), default=0.0),
            heated=sum(d.escalation >= heat for d in common),
        )

    @property
    def _talks(self) -> list[Measure]:
        return [m for m in self.standing.measures if m.kind == "consultation"]

    @property
    def _left(self) -> list[str]:
        """Return the members that left a joint answer in this round."""
        before = {d.id: d for d in self.world.politics.disputes}
        return [
            member
            for d in self.standing.politics.disputes
            if d.open and d.id in before
            for member in before[d.id].defenders
            if member in self.club.members and member not in d.defenders
        ]

    @property
    def _alone(self) -> set[str]:
        """Return the members that press on somebody from this round on, and asked no other."""
        politics = self.standing.politics
        pressing = {
            author_of(m, politics.dispute(m.dispute))
            for m in self.standing.measures
            if m.dispute and m.rung >= PRESSING and not m.follows and self._is_begun(m)
        }
        asked = {
            c for m in self._talks
            if m.in_force(self._end - 1) and self._within(m) for c in (m.by, *m.targets)
        }  # fmt: skip
        return (pressing & {*self.club.members}) - asked

    @property
    def _end(self) -> int:
        return self.world.tick + self.setting.timeline.ticks_per_round

    def _is_new(self, measure: Measure) -> bool:
        return self.world.tick <= measure.since < self._end

    def _is_begun(self, measure: Measure) -> bool:
        """Return whether a measure is new, and not one that is merely in force again.

        A threat that was carried out since the last round counts now.
        """
        if CARRIED_OUT in measure.id and AGAIN not in measure.id:
            since = self.world.tick - self.setting.timeline.ticks_per_round
            return since < measure.since <= self.world.tick
        return self._is_new(measure) and not measure.id.endswith((AGAIN, BACK))

    def _within(self, measure: Measure) -> bool:
        """Return whether a measure is of a member and names another."""
        members = {*self.club.members}
        return measure.by in members and bool(members & {*measure.targets} - {measure.by})

    def _on_one_side(self, dispute: Dispute) -> list[str]:
        """Return the members on the target's side, if there are several."""
        side = [m for m in self.club.members if m in (dispute.target, *dispute.defenders)]
        return side if len(side) > 1 else []

    def _succeeded(self, dispute: Dispute) -> bool:
        """Return whether a dispute in which members stood together ended well in the last round."""
        since = self.world.tick - self.setting.timeline.ticks_per_round
        ended = since < dispute.since <= self.world.tick and dispute.ending in WELL
        return ended and bool(self._on_one_side(dispute))

    def _losses(self, dispute: Dispute) -> list[float]:
        """Return what a dispute costs the members that stand together [% of GDP]."""
        rows = [self.setting.polity.countries[m] for m in self._on_one_side(dispute)]
        return [dispute.toll.damage[row] for row in rows] if dispute.toll else []

    def _share(self, member: str) -> float:
        """Return a member's share of the club's GDP [1]; nothing where one is unknown."""
        sizes = [self.setting.polity.gdp_of(m) for m in self.club.members]
        whole = float(np.nansum(sizes))
        own = self.setting.polity.gdp_of(member)
        return own / whole if np.isfinite(own) and whole > 0.0 else 0.0


WELL = ("settled", "withdrawn", "backed down")
"""Endings of a dispute without a concession."""
