"""Joining: how countries that nobody plays answer calls, and what promises come to (§A.32 ff).

Odds are those of §C.1. Countries that somebody plays answer by orders; where they sit in a club,
what they have ordered counts as their voice.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from sim.adjudication.expectations import leverage_of
from sim.adjudication.means import charged
from sim.odds import Odds
from sim.orders.base import Order
from sim.orders.effects import Deed, Standing, carry_out
from sim.orders.effects.restrict import ended, resumed
from sim.orders.legality import unaffordable
from sim.politics.coalitions.asked import calls_for
from sim.politics.coalitions.joining import majority
from sim.politics.coalitions.scene import Scene
from sim.politics.home import credibility
from sim.politics.information.attribution import plainly
from sim.rng import Streams
from sim.values import replace
from sim.world.disputes import Dispute, Draw
from sim.world.measures import Measure, stopped
from sim.world.politics import Act, Club, Politics
from sim.world.setting import MONTH_DAYS, Setting
from sim.world.world import World

JOIN = "join_coalition"


def answered(
    standing: Standing,
    setting: Setting,
    world: World,
    seats: Collection[str],
    draw: Streams,
) -> tuple[Standing, tuple[Draw, ...]]:
    """Return the standing after others have answered what they are asked for in each dispute.

    `seats` are those that somebody plays.
    """
    draws: tuple[Draw, ...] = ()
    played = players(seats, setting)
    standing = replace(standing, politics=_noted(standing.politics, setting, world.tick))
    for id in [d.id for d in standing.politics.disputes if d.stage == "imposed"]:
        appeal = Appeal(id, standing, setting, world, played)
        if not appeal.asked:
            continue
        standing, drawn = _decided(appeal, draw)
        standing = _promises(replace(appeal, standing=standing))
        draws += drawn
    return standing, draws


def _noted(politics: Politics, setting: Setting, tick: int) -> Politics:
    """Return the politics with every dispute's tick since which others can be asked (§A.32)."""
    found = tuple(plainly(d, tick, setting.parameters) for d in politics.disputes)
    return replace(politics, disputes=found)


def players(seats: Collection[str], setting: Setting) -> frozenset[str]:
    """Return the countries that somebody plays: those whose governments handed in a sheet."""
    firms = setting.polity.firms
    return frozenset(setting.polity.state_of(seat) for seat in seats if seat not in firms)


@dataclass(frozen=True, eq=False)
class Appeal:
    """What others are asked for in a dispute, since when, and by when they decide."""

    id: str
    """Of the dispute."""
    standing: Standing
    setting: Setting
    world: World
    """As it was when the round began."""
    played: Collection[str]

    @cached_property
    def dispute(self) -> Dispute:
        """Return the dispute as it stands."""
        return next(d for d in self.standing.politics.disputes if d.id == self.id)

    @property
    def start(self) -> int:
        """Return the first tick of the round."""
        return self.world.tick

    @property
    def end(self) -> int:
        """Return the first tick after it."""
        return self.world.tick + self.setting.timeline.ticks_per_round

    @cached_property
    def scene(self) -> Scene:
        """Return the dispute as third countries see it at the end of the round."""
        now = replace(
            self.world,
            tick=self.end - 1,
            measures=self.standing.measures,
            politics=self.standing.politics,
        )
        return Scene(self.dispute, now, self.setting, leverage_of(self.world, self.setting))

    @cached_property
    def calls(self) -> tuple[Measure, ...]:
        """Return the calls to act against the sender in it."""
        last = self.end - 1
        return tuple(calls_for(self.dispute, self.standing.measures, self.standing.politics, last))

    @cached_property
    def led(self) -> int | None:
        """Return since which tick the target's side has had measures that others could join."""
        side = {self.dispute.target, *self.dispute.defenders}
        return min(
            (
                m.since for m in self.standing.measures
                if m.by in side and m.dispute == self.id and self.dispute.sender in m.targets
                and m.in_force(self.end - 1) and not m.follows
            ),
            default=None,
        )  # fmt: skip

    @cached_property
    def asked(self) -> Mapping[str, int]:
        """Return the third countries that are asked -> the tick by which each decides (§A.32).

        A call asks all, a measure that is led only those in a club with the target; nobody acts
        while it is in doubt who did it (§P.29).
        """
        polity = self.setting.polity
        if not self.calls and (self.led is None or not polity.clubs):
            return {}
        if self.dispute.plain_since is None:
            return {}
        found = ((c, self._due(c)) for c in self.scene.countries)
        return {country: due for country, due in found if due is not None and due < self.end}

    def clubs(self, country: str) -> tuple[Club, ...]:
        """Return the clubs that a country shares with the target, else with who calls."""
        polity = self.setting.polity
        for other in (self.dispute.target, *(m.by for m in self.calls)):
            shared = polity.shared_clubs(country, other)
            if shared:
                return tuple(polity.clubs[id] for id in shared)
        return ()

    def _due(self, country: str) -> int | None:
        """Return the tick by which a country decides; None where it is not asked.

        At the earliest in the round in which it is first plain that there is something to answer.
        """
        clubs = self.clubs(country)
        since = [m.since for m in self.calls]
        if self.led is not None and self.setting.polity.shared_clubs(country, self.dispute.target):
            since.append(self.led)
        if not since:
            return None
        p = self.setting.parameters
        usual = p["joining_meets"] / MONTH_DAYS + p["joining_decides"]
        months = min((c.meets / MONTH_DAYS + c.decides for c in clubs), default=usual)
        ticks, plain = self.setting.timeline.ticks_per_round, self.dispute.plain_since or 0
        return max(self.heard(min(since)) + self.setting.ticks(months), -(-plain // ticks) * ticks)

    def heard(self, asked: int) -> int:
        """Return the tick from which others can answer what they were asked in one."""
        return max(asked, self.dispute.plain_since or 0)


def _decided(appeal: Appeal, draw: Streams) -> tuple[Standing, tuple[Draw, ...]]:
    """Return the standing after those who are asked, and that nobody plays, have decided."""
    idle = [c for c in appeal.asked if c not in appeal.played]
    first = [c for c in idle if appeal.asked[c] >= appeal.start]
    draws: tuple[Draw, ...] = ()
    if len(first) < len(idle):
        again = _second_thoughts(appeal, draw)
        draws += (again,)
        first = idle if again.happened else first
    votes = {c: _asked(appeal, c, draw) for c in first}
    yes = {c: d.happened for c, d in votes.items()}
    standing = appeal.standing
    for country in votes:
        if _acts(country, yes, appeal):
            standing = _joins(standing, appeal, country)
        elif yes[country]:
            standing = _stands_aside(standing, appeal, country)
        elif country in appeal.dispute.defenders:
            standing = _leaves(standing, appeal, country)
    return standing, (*draws, *votes.values())


def _second_thoughts(appeal: Appeal, draw: Streams) -> Draw:
    """Return whether those who have decided before think again in this round (§C.13)."""
    setting = appeal.setting
    months = setting.months(setting.timeline.ticks_per_round)
    odds = Odds(-math.log(setting.parameters["joining_review"]), (), "log", months)
    stream = f"second thoughts {appeal.id}"
    u = float(draw(stream).random())
    day = setting.timeline.date(appeal.start)
    return Draw.alone(day, appeal.id, "allies think again", odds, u, stream)


def _asked(appeal: Appeal, country: str, draw: Streams) -> Draw:
    """Return whether a country is for joining, as drawn (§C.1)."""
    scene = appeal.scene
    n = scene.countries.index(country)
    odds = scene.joining(n, float(scene.expected[n])).odds
    stream = f"joins {appeal.id} {country}"
    u = float(draw(stream).random())
    day = appeal.setting.timeline.date(max(appeal.start, appeal.asked[country]))
    return Draw.alone(day, appeal.id, f"{country} joins", odds, u, stream)


def _acts(country: str, yes: Mapping[str, bool], appeal: Appeal) -> bool:
    """Return whether a country acts, by itself or with one of its clubs (§A.33)."""
    clubs = appeal.clubs(country)
    if not clubs or (country in appeal.dispute.defenders and yes[country]):
        return yes[country]
    return any(_carried(club, country, yes, appeal) for club in clubs)


def _carried(club: Club, country: str, yes: Mapping[str, bool], appeal: Appeal) -> bool:
    """Return whether a club has a member act: by consensus, by majority, or each for itself."""
    if club.rule == "each":
        return yes[country]
    polity = appeal.setting.polity
    members = [m for m in club.members if m in appeal.scene.countries]
    agree = [m for m in members if yes.get(m, _stands(appeal, m))]
    if club.rule == "consensus":
        return len(agree) == len(members)
    size = [polity.gdp_of(m) for m in members]
    part = [polity.gdp_of(m) for m in agree]
    return majority(len(agree) / len(members), sum(part) / sum(size), appeal.setting.parameters)


def _joins(standing: Standing, appeal: Appeal, country: str) -> Standing:
    """Return the standing with what a country takes over of what is asked, not taken over yet."""
    dispute, setting = appeal.dispute, appeal.setting
    led = _wanted(standing, appeal, country)
    joined = country in dispute.defenders
    if joined and not led:
        return standing
    calls = [m.origin for m in appeal.calls if not joined or m.against in led]
    order = Order(JOIN, (
        ("order", (*calls, *led)),
        ("target", (dispute.sender,)),
        ("level", setting.parameters["joint_level"] if appeal.scene.asked else 1.0),
        ("dispute", (dispute.id,)),
    ))  # fmt: skip
    tick = max(appeal.start, appeal.asked[country])
    deed = Deed(
        order, f"{_mark(dispute, country)}-{tick}", country, country,
        setting.timeline.date(appeal.start), tick, setting, appeal.world, settled=True,
    )  # fmt: skip
    after = carry_out(standing, deed)
    idle = joined and after.measures == standing.measures
    if idle or unaffordable(deed, standing):
        return standing
    after = replace(after, politics=charged(after.politics, deed))
    if joined:
        return after
    text = f"{country} joins {appeal.scene.leader} against {dispute.sender}"
    return after.told(deed.starts_on, "Joined", text, dispute.id)


def _wanted(standing: Standing, appeal: Appeal, country: str) -> tuple[str, ...]:
    """Return the orders of others that a country is asked for and has not taken over so far."""
    mine = [m for m in standing.measures if m.by == country and m.in_force(appeal.end - 1)]
    return tuple(dict.fromkeys(
        m.origin for m, part in appeal.scene.asked
        if m.by != country
        and not any(own.id.endswith(f"#{m.id}") and stopped(own) >= part - _HAIR for own in mine)
    ))  # fmt: skip


_HAIR = 1e-9
"""What rounding may take from a share."""


def _stands_aside(standing: Standing, appeal: Appeal, country: str) -> Standing:
    """Return the standing with word of a country that its clubs do not let act (§A.33)."""
    clubs = " and ".join(club.name for club in appeal.clubs(country))
    text = f"{country} would join against {appeal.dispute.sender}, but {clubs} did not agree"
    day = appeal.setting.timeline.date(appeal.start)
    return standing.told(day, "StoodAside", text, appeal.id)


def _leaves(standing: Standing, appeal: Appeal, country: str) -> Standing:
    """Return the standing after a country that had joined goes its own way again (§A.34)."""
    dispute = next(d for d in standing.politics.disputes if d.id == appeal.id)
    mark = _mark(dispute, country)
    mine = [
        m for m in standing.measures
        if m.id.startswith(f"{mark}-") and m.in_force(appeal.start)
    ]  # fmt: skip
    if not mine:  # it stands there by orders of its own
        return standing
    countries, hurt = appeal.setting.polity.countries, appeal.setting.parameters["ally_hurt"]
    without = tuple(c for c in dispute.defenders if c != country)
    politics = standing.politics.with_dispute(replace(dispute, defenders=without))
    politics = politics.closer(countries[country], countries[dispute.target], -hurt)
    over = ended(standing.measures, tuple({m.origin: None for m in mine}), appeal.start)
    measures = (*over, *resumed(standing.measures, mine, appeal.start))
    day = appeal.setting.timeline.date(appeal.start)
    text = f"{country} no longer stands with {dispute.target} against {dispute.sender}"
    return replace(standing, measures=measures, politics=politics).told(
        day, "Left", text, dispute.id
    )


def _mark(dispute: Dispute, country: str) -> str:
    """Return how the ids begin of what a country that nobody plays has joined."""
    return f"joins-{dispute.id}-{country}"


def _promises(appeal: Appeal) -> Standing:
    """Return the standing after promises that fell due were kept or broken (§A.35, §C.14)."""
    standing, p = appeal.standing, appeal.setting.parameters
    countries = appeal.setting.polity.countries
    for pledge in _due_promises(appeal):
        row, target = countries[pledge.by], countries[appeal.dispute.target]
        if _stands(appeal, pledge.by):
            kept = credibility.executed(standing.politics, row, p)
            standing = replace(standing, politics=kept)
            continue
        politics = credibility.ended(standing.politics, row, "backed down", p)
        politics = politics.closer(row, target, -p["promise_hurt"])
        measures = ended(standing.measures, (pledge.origin,), appeal.end)
        day = appeal.setting.timeline.date(appeal.start)
        text = f"{pledge.by} does not keep its promise to answer {appeal.dispute.sender}"
        standing = replace(standing, measures=measures, politics=politics).told(
            day, "PromiseBroken", text, appeal.id
        )
    return standing


def _due_promises(appeal: Appeal) -> Iterator[Measure]:
    """Yield the promises of third countries that are to be kept by the end of this round.

    Who plays a country has a round to answer in from when it could first hear of the call.
    """
    ticks = appeal.setting.timeline.ticks_per_round
    heard = appeal.heard(min((m.since for m in appeal.calls), default=appeal.led or 0))
    first = (heard // ticks + 1) * ticks
    for country, due in appeal.asked.items():
        last = max(due, first) if country in appeal.played else due
        if appeal.start <= last < appeal.end:
            yield from (m for m in appeal.scene.pledges if m.by == country)


def _stands(appeal: Appeal, country: str) -> bool:
    """Return whether a country acts with the target, or has ordered to."""
    politics, polity = appeal.standing.politics, appeal.setting.polity
    ordered = any(
        polity.state_of(act.seat) == country and _joins_it(act, appeal) for act in politics.pending
    )
    return ordered or country in appeal.dispute.defenders


def _joins_it(act: Act, appeal: Appeal) -> bool:
    """Return whether what waits to be carried out is to join the target in this dispute."""
    order, dispute = Order.parse(act.order), appeal.dispute
    if order.instrument != JOIN:
        return False
    if order.names("dispute"):
        return appeal.id in order.names("dispute")
    side = {dispute.target, *dispute.defenders}
    led = [m for m in appeal.standing.measures if m.dispute == appeal.id and m.by in side]
    meant = {m.origin for m in (*appeal.calls, *led)}
    return bool(meant & {*order.names("order")})
