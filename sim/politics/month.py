"""A month of politics: what measures did to governments, who gives way, who falls.

Equation numbers (§P) refer to docs/explanation/politics.md. Disputes and countries are taken in
their order; each event draws from a stream of its own, so that one never moves another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from sim.events import Event
from sim.odds import Odds
from sim.politics.contest import consequences
from sim.politics.contest.course import followed, given_up
from sim.politics.contest.escalation import incident
from sim.politics.contest.verdict import decided
from sim.politics.home import credibility, leaders
from sim.politics.home.support import capital, rally, support, tired
from sim.politics.information.attribution import known
from sim.politics.information.misreading import misread
from sim.politics.information.reports import Reports, reported
from sim.politics.now import Now
from sim.politics.sums import Floats
from sim.timeline import Timeline
from sim.values import replace
from sim.world.disputes import Dispute, Draw, Ending, Toll
from sim.world.measures import Measure
from sim.world.politics import Politics, Polity
from sim.world.world import Network, frozen


@dataclass(frozen=True, eq=False)
class Moved:
    """Politics after a month, and what happened in it."""

    politics: Politics
    events: tuple[Event, ...] = ()
    draws: tuple[Draw, ...] = ()
    ended: tuple[str, ...] = ()
    """Disputes that ended: whose measures are to be lifted, by whoever."""
    imposes: tuple[str, ...] = ()
    """Disputes whose threatened order is now to be carried out."""
    newly_led: Mapping[str, int] = field(default_factory=dict)
    """Country -> tick of its last change of government."""

    def with_event(self, event: Event, politics: Politics) -> Moved:
        """Return the month with one more thing told, and politics after it."""
        return replace(self, politics=politics, events=(*self.events, event))


def advance(
    politics: Politics,
    measures: tuple[Measure, ...],
    tick: int,
    polity: Polity,
    tolls: Mapping[str, Toll],
    *,
    months: float,
    timeline: Timeline,
    draw: Callable[[str], np.random.Generator],
    parameters: Mapping[str, float],
    newly_led: Mapping[str, int] | None = None,
    network: Network | None = None,
) -> Moved:
    """Return politics after a month of the economy.

    Parameters
    ----------
    politics : as it was when the month began, orders of the round included
    measures : all there are, in force or not
    tick : the first tick after the month
    polity : what the scenario fixes
    tolls : dispute -> what it cost over the month, yearly
    months : length of the month [month]; at most about 1, the odds being those of a month
    draw : from an event's name to its stream of chance
    newly_led : what the month before returned
    network : who supplies whom, hence whose firms a measure hits; None: as many as are usual
    """
    led = dict(newly_led or {})
    now = Now(measures, tick, polity, timeline, parameters, months, draw, led, network)
    heard = {d.id: reported(d, now) for d in politics.disputes}
    courses = {
        d.id: followed(d, tolls.get(d.id), now, heard[d.id].evidence) for d in politics.disputes
    }
    moods = _moods(politics, courses, now)
    moved = Moved(_early(moods, politics, now), newly_led=led)
    for dispute in courses.values():
        moved = _told(moved, heard[dispute.id])
        moved = _contest(moved, dispute, now)
        moved = _misread(moved, dispute, now)
    for country in _parties(courses.values(), now):
        moved = _leadership(moved, country, now)
    return replace(moved, politics=credibility.forgotten(moved.politics, months, parameters))


def _moods(politics: Politics, courses: Mapping[str, Dispute], now: Now) -> Politics:
    """Return politics with disputes, rallies, support and capital moved on (§P.16 to §P.19)."""
    p, months, traits = now.parameters, now.months, now.polity.traits
    rallied = _rallies(politics, courses, now)
    loss = _losses(courses, now)
    backing = support(politics.support, traits["initial_support"], loss, rallied, months, p)
    return replace(
        politics,
        disputes=tuple(courses.values()),
        rally=frozen(rallied),
        support=frozen(np.asarray(backing)),
        capital=frozen(np.asarray(capital(politics.capital, backing, months, p))),
    )


def _rallies(politics: Politics, courses: Mapping[str, Dispute], now: Now) -> Floats:
    """Return the rally behind each government; it is its enemy's climbing that stirs it (§P.16)."""
    stirred = np.zeros(len(now.polity.countries))
    for before in politics.disputes:
        after = courses[before.id]
        climbed = max(0.0, after.escalation - before.escalation)
        stirred[now.polity.countries[after.target]] += climbed * known(after)
    nationalism = now.polity.traits["nationalism"]
    return np.asarray(rally(politics.rally, stirred, nationalism, 1.0, now.months, now.parameters))


def _losses(courses: Mapping[str, Dispute], now: Now) -> Floats:
    """Return what open disputes cost each country, as it is taken [% of GDP] (§P.17)."""
    loss = np.zeros(len(now.polity.countries))
    for dispute in courses.values():
        if dispute.stage == "imposed" and dispute.toll is not None:
            damage = np.array(dispute.toll.damage)
            loss += np.asarray(tired(damage, dispute.months, now.parameters))
    return loss


def _told(moved: Moved, reports: Reports) -> Moved:
    """Return the month with what firms told of a dispute's measures."""
    return replace(
        moved, draws=(*moved.draws, *reports.draws), events=(*moved.events, *reports.events)
    )


def _misread(moved: Moved, dispute: Dispute, now: Now) -> Moved:
    """Return the month with what third countries make of a dispute, if it goes on."""
    still = moved.politics.dispute(dispute.id) or dispute
    taken = misread(still, moved.politics, now)
    return replace(
        moved, politics=taken.politics, draws=(*moved.draws, *taken.draws),
        events=(*moved.events, *taken.events),
    )  # fmt: skip


def _early(moods: Politics, before: Politics, now: Now) -> Politics:
    """Return politics with credit for senders that acted before their deadline was over."""
    threatened = {d.id for d in before.disputes if d.stage == "threat"}
    for dispute in moods.disputes:
        if dispute.id in threatened and dispute.stage == "imposed" and dispute.deadline is None:
            moods = consequences.kept_threat(moods, now.polity, dispute, now.parameters)
    return moods


def _contest(moved: Moved, dispute: Dispute, now: Now) -> Moved:
    """Return the month with one dispute decided, if anything was to be decided."""
    idle = given_up(dispute, moved.politics, now)
    if idle is not None:
        return _end(moved, dispute, idle, now)
    verdict = decided(dispute, moved.politics, now)
    moved = replace(moved, draws=(*moved.draws, *verdict.draws))
    moved = _incident(moved, dispute, now)
    # A further threat in a dispute that goes on anyway can be let go without ending it.
    further = dispute.stage == "imposed" and verdict.ending == "backed down"
    if verdict.carried_out or further:
        return _answered(moved, dispute, verdict.carried_out, now)
    return _end(moved, dispute, verdict.ending, now) if verdict.ending else moved


def _answered(moved: Moved, dispute: Dispute, carried_out: bool, now: Now) -> Moved:
    """Return the month with a threat carried out, or a further one let go (§P.22)."""
    effect = consequences.kept_threat if carried_out else consequences.broken_threat
    politics = effect(moved.politics, now.polity, dispute, now.parameters)
    since = dispute.since if dispute.stage == "imposed" else now.tick
    changed = replace(dispute, stage="imposed", since=since, deadline=None)
    does = "carries out" if carried_out else "does not carry out"
    text = f"{dispute.sender} {does} its threat against {dispute.target}: {dispute.threatened}"
    event = Event(now.date, "ThreatAnswered", text, dispute.id)
    imposes = (*moved.imposes, dispute.id) if carried_out else moved.imposes
    return replace(moved, imposes=imposes).with_event(event, politics.with_dispute(changed))


def _end(moved: Moved, dispute: Dispute, ending: Ending, now: Now) -> Moved:
    """Return the month with a dispute ended."""
    politics = consequences.ended(
        moved.politics, now.polity, dispute, ending, now.parameters,
        face=now.face(dispute), quiet=now.let_lapse(dispute),
    )  # fmt: skip
    politics = politics.with_dispute(consequences.closed(dispute, ending, now.tick))
    moved = moved.with_event(consequences.told(dispute, ending, now), politics)
    return replace(moved, ended=(*moved.ended, dispute.id))


def _incident(moved: Moved, dispute: Dispute, now: Now) -> Moved:
    """Return the month with an incident beyond the economy drawn, high up the ladder (§P.26).

    The two stand worse to each other afterwards; what else comes of it is for people to say.
    """
    if dispute.stage != "imposed" or dispute.escalation < now.parameters["incident_level"]:
        return moved
    ties = dispute.toll.ties if dispute.toll else None
    odds = incident(dispute.escalation, ties, now.parameters).odds("log", now.months)
    drawn = _draw(dispute.id, "incident", odds, now)
    moved = replace(moved, draws=(*moved.draws, drawn))
    if not drawn.happened:
        return moved
    one, other = (now.polity.countries[c] for c in (dispute.sender, dispute.target))
    politics = moved.politics.closer(one, other, -now.parameters["incident_harm"])
    text = f"An incident between {dispute.sender} and {dispute.target} beyond trade"
    return moved.with_event(Event(now.date, "Incident", text, dispute.id), politics)


def _leadership(moved: Moved, country: str, now: Now) -> Moved:
    """Return the month with a country's government fallen, if it falls (§P.30 to §P.32)."""
    row, politics = now.polity.countries[country], moved.politics
    audience = now.polity.trait("audience", country)
    hazard = leaders.change(float(politics.support[row]), audience, now.parameters)
    drawn = _draw(country, "new government", hazard.odds("log", now.months), now)
    moved = replace(moved, draws=(*moved.draws, drawn))
    if not drawn.happened:
        return moved
    event = Event(now.date, "LeaderChanged", f"{country} has a new government", country)
    politics = leaders.changed(politics, now.polity, country, now.parameters)
    led = {**moved.newly_led, country: now.tick}
    return replace(moved, newly_led=led).with_event(event, politics)


def _draw(subject: str, what: str, odds: Odds, now: Now) -> Draw:
    """Return the draw of an event that has no rival."""
    stream = f"{subject} {what}"
    return Draw.alone(now.date, subject, what, odds, now.uniform(stream), stream)


def _parties(disputes: Iterable[Dispute], now: Now) -> list[str]:
    """Return the countries with a part in an open dispute and a government to lose, in order."""
    parties = {
        country
        for d in disputes
        if d.open
        for country in (d.sender, d.target, *d.partners, *d.defenders)
    }
    return [c for c in now.polity.countries if c in parties and leaders.has_leader(now.polity, c)]
