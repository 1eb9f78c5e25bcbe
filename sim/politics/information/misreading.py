"""Misreading: third countries that take measures as aimed at themselves (§I.10, §I.11)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.events import Event
from sim.odds import Odds, logistic
from sim.politics.home.cost import felt
from sim.politics.information.attribution import known, sure_enough
from sim.politics.now import Now
from sim.politics.sums import Sum, Value
from sim.values import replace
from sim.world.disputes import Dispute, Draw, author_of
from sim.world.measures import Measure
from sim.world.politics import Politics
from sim.world.watching import confidants


@dataclass(frozen=True, eq=False)
class Bystander:
    """How a third country stands to a measure and its author; every value may be an array."""

    cost: Value = 0.0
    """What it feels of the dispute [0 to 1] (§P.2)."""
    unnamed: Value = 0.0
    """1 where a measure names nobody, so that it might be meant."""
    relations: Value = 0.0
    """How it stands to the author [-1 to 1]."""
    told: Value = 0.0
    """1 where the author has explained itself."""
    trusted: Value = 0.0
    """1 where the two share secrets."""
    doubt: Value = 0.0
    """How much less sure than of an open measure it is whose it is [0 to 1]."""


def misreading(b: Bystander, parameters: Mapping[str, float]) -> Sum:
    """Return the log of the monthly hazard of taking a measure as aimed at oneself (§I.10)."""
    p = parameters
    parts: tuple[tuple[str, Value], ...] = (
        ("harm felt", p["misread_cost"] * b.cost),
        ("names nobody", p["misread_unnamed"] * b.unnamed),
        ("relations", -p["misread_relations"] * b.relations),
        ("was told", -p["misread_told"] * b.told),
        ("shares secrets", -p["misread_trust"] * b.trusted),
        ("in doubt who did it", -p["misread_doubt"] * b.doubt),
    )
    return Sum(p["misread_base"], parts)


@dataclass(frozen=True, eq=False)
class Misread:
    """Politics after third countries have made up their minds, and what was drawn and told."""

    politics: Politics
    draws: tuple[Draw, ...] = ()
    events: tuple[Event, ...] = ()


def misread(dispute: Dispute, politics: Politics, now: Now) -> Misread:
    """Return what third countries make of a month of a dispute's measures."""
    after = Misread(politics)
    if dispute.stage != "imposed":
        return after
    for author, steps in _by_author(dispute, now).items():
        for country in now.polity.countries:
            if _concerned(country, dispute, steps, now):
                after = _taken(after, country, author, steps, dispute.id, now)
    return after


def _by_author(dispute: Dispute, now: Now) -> Mapping[str, list[Measure]]:
    """Return the two sides' own measures in force, by whose order they come of."""
    found: dict[str, list[Measure]] = {}
    for m in now.steps(dispute):
        author = now.polity.state_of(author_of(m, dispute))
        if author in (dispute.sender, dispute.target) and m.kind != "transfer":
            found.setdefault(author, []).append(m)
    return found


def _concerned(country: str, dispute: Dispute, steps: Sequence[Measure], now: Now) -> bool:
    """Return whether a country outside a dispute might take its measures as aimed at itself."""
    sides = (dispute.sender, dispute.target, *dispute.partners, *dispute.defenders)
    if country in sides or not dispute.known_to(country):
        return False
    return _harm(country, dispute, now) >= now.parameters["misread_least"] or _nobody_named(steps)


def _taken(
    after: Misread, country: str, author: str, steps: Sequence[Measure], id: str, now: Now
) -> Misread:
    """Return politics after one country may have taken an author's measures amiss."""
    dispute = after.politics.dispute(id)
    if dispute is None or _lately(country, dispute, now):
        return after
    odds = _odds(country, author, steps, dispute, after.politics, now)
    what = f"{country} misreads {author}"
    stream = f"{id} {what}"
    drawn = Draw.alone(now.date, id, what, odds, now.uniform(stream), stream)
    after = replace(after, draws=(*after.draws, drawn))
    if not drawn.happened:
        return after
    text = f"{country} takes {_whose(author, dispute, now)} as aimed at itself as well"
    one, two = (now.polity.countries[c] for c in (country, author))
    politics = after.politics.closer(one, two, -now.parameters["misread_hurt"])  # §I.11
    marked = replace(dispute, misread=(*_others(country, dispute), (country, now.tick)))
    event = Event(now.date, "Misread", text, country)
    return replace(after, politics=politics.with_dispute(marked), events=(*after.events, event))


def _odds(
    country: str,
    author: str,
    steps: Sequence[Measure],
    dispute: Dispute,
    politics: Politics,
    now: Now,
) -> Odds:
    one, two = (now.polity.countries[c] for c in (country, author))
    # What the other side does in answer is done in the open: only the sender's hand is in doubt.
    surely = known(dispute) if author == dispute.sender else 1.0
    bystander = Bystander(
        cost=float(felt(_harm(country, dispute, now), now.parameters)),
        unnamed=float(_nobody_named(steps)),
        relations=float(politics.relations[one, two]),
        told=float(_told(author, country, now)),
        trusted=float(author in confidants(now.measures, country, now.tick, now.polity)),
        doubt=max(0.0, logistic(now.parameters["attribution_open"]) - surely),
    )
    return misreading(bystander, now.parameters).odds("log", now.months)


def _whose(author: str, dispute: Dispute, now: Now) -> str:
    """Return what an author's measures are called; a sender in doubt is not named (§P.29)."""
    other = dispute.target if author == dispute.sender else dispute.sender
    if author == dispute.sender and not sure_enough(dispute, "statement", now.parameters):
        return f"the measures against {other}"
    return f"{author}'s measures against {other}"


def _harm(country: str, dispute: Dispute, now: Now) -> float:
    """Return what a dispute costs a country [% of GDP]."""
    return dispute.toll.damage[now.polity.countries[country]] if dispute.toll else 0.0


def _nobody_named(steps: Sequence[Measure]) -> bool:
    return any(not (m.targets or m.firms or m.buyers) for m in steps)


def _told(author: str, country: str, now: Now) -> bool:
    """Return whether an author has explained itself to a country, or asked it beforehand."""
    return any(
        m.kind == "consultation" and m.by == author and country in m.targets
        and m.in_force(now.tick)
        for m in now.measures
    )  # fmt: skip


def _lately(country: str, dispute: Dispute, now: Now) -> bool:
    """Return whether a country took the dispute's measures amiss a short while ago."""
    since = now.tick - now.ticks(now.parameters["misread_months"])
    return any(name == country and tick > since for name, tick in dispute.misread)


def _others(country: str, dispute: Dispute) -> tuple[tuple[str, int], ...]:
    return tuple(row for row in dispute.misread if row[0] != country)
