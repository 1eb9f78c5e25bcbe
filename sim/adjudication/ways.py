"""Ways down: what would change if a side of a dispute left itself or the other a way out (§P.44).

Each way is put into the dispute and its measures as an order would put it there, and the odds of
politics are asked again; nothing is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.politics.contest.consequences import ended
from sim.politics.contest.escalation import of_sender, suspended
from sim.politics.contest.verdict import Chance, answers, ends, truce
from sim.politics.now import Now
from sim.values import replace
from sim.world.disputes import Dispute, Ending
from sim.world.measures import AGAIN, Measure
from sim.world.politics import Politics
from sim.world.setting import Setting
from sim.world.world import World


@dataclass(frozen=True)
class Prospect:
    """How a dispute may end before long, and what giving way would cost at home."""

    conceded: float
    """[1]"""
    settled: float
    """[1]"""
    withdrawn: float
    """Or that a threat is let go [1]."""
    support_target: float
    """Change of support for the target's government if it gave in then [points]."""
    support_sender: float
    """Change of support for the sender's government if it gave up then [points]."""


@dataclass(frozen=True)
class Way:
    """A way down, and what it leads to."""

    name: str
    by: str
    """Who takes it: a country, `either` side, `both`, or `anybody`."""
    instrument: str
    prospect: Prospect


@dataclass(frozen=True)
class WaysDown:
    """The ways down from where a dispute is."""

    dispute: str
    sender: str
    target: str
    months: float
    """How long the chances run [month]: as long as an offer stands."""
    as_it_is: Prospect
    ways: tuple[Way, ...]


def ways_down(dispute: Dispute, world: World, setting: Setting) -> WaysDown:
    """Return the ways down from where an open dispute is, each with its odds (§P.44)."""
    now = _now(world, setting)
    return WaysDown(
        dispute.id,
        dispute.sender,
        dispute.target,
        now.months,
        _prospect(dispute, world.politics, now),
        tuple(_ways(dispute, world, now)) if dispute.stage != "latent" else (),
    )


def _now(world: World, setting: Setting) -> Now:
    parameters = setting.parameters
    return Now(
        world.measures, world.tick, setting.polity, setting.timeline, parameters,
        parameters["talks_months"], _nothing, dict(world.politics.led),
    )  # fmt: skip


def _nothing(event: str) -> np.random.Generator:
    raise AssertionError(f"nothing is drawn here: {event}")


def _ways(dispute: Dispute, world: World, now: Now) -> Iterator[Way]:
    politics, step = world.politics, now.parameters["face_step"]
    talking = replace(dispute, talks_until=world.tick + 1)
    eased = replace(dispute, face=min(1.0, dispute.face + step))
    for name, by, instrument, changed in (
        ("talks", "either", "deal_talks", talking),
        ("a mediator", "anybody", "mediation", eased),
        ("a text both can live with", "either", "offramp", eased),
    ):
        yield Way(name, by, instrument, _prospect(changed, politics, now))
    yield from _suspending(dispute, politics, now)
    if now.pressing(dispute):
        lapsed = _lapsed(dispute, now)
        prospect = _prospect(suspended(dispute, now.tick, now.parameters), politics, lapsed)
        name = f"{dispute.sender} lets its own lapse"
        yield Way(name, dispute.sender, "quiet_lifting", replace(prospect, withdrawn=1.0))
    as_it_is = _prospect(dispute, politics, now)
    for side, ending in ((dispute.target, "conceded"), (dispute.sender, "withdrawn")):
        none = {"conceded": 0.0, "settled": 0.0, "withdrawn": 0.0, ending: 1.0}
        name = f"{side} gives {'in' if ending == 'conceded' else 'up'}"
        yield Way(name, side, "concede", replace(as_it_is, **none))


def _suspending(dispute: Dispute, politics: Politics, now: Now) -> Iterator[Way]:
    """Yield the ways by which measures in force are suspended, by one side or by both."""
    steps = now.steps(dispute)
    own = tuple(m for m in steps if of_sender(m, dispute, now.polity))
    others = tuple(m for m in steps if m not in own)
    both = (*own, *others) if own and others else ()
    for by, name, resting in (
        (dispute.sender, f"{dispute.sender} suspends", own),
        (dispute.target, f"{dispute.target} suspends", others),
        ("both", "both suspend", both),
    ):
        if resting:
            after = replace(now, measures=_rested(now, resting))
            eased = dispute if after.pressing(dispute) else _without_pressure(dispute, now)
            yield Way(name, by, "suspend_measure", _prospect(eased, politics, after))


def _without_pressure(dispute: Dispute, now: Now) -> Dispute:
    return replace(suspended(dispute, now.tick, now.parameters), toll=None)


def _rested(now: Now, resting: tuple[Measure, ...]) -> tuple[Measure, ...]:
    """Return the measures with some suspended for as long as is looked ahead, and longer."""
    again = now.tick + now.ticks(now.months) + 1
    return (
        *(replace(m, until=now.tick, hushed=False) if m in resting else m for m in now.measures),
        *(replace(m, id=f"{m.id}{AGAIN}", since=again, until=None) for m in resting),
    )


def _lapsed(dispute: Dispute, now: Now) -> Now:
    """Return what politics would look at if the sender's measures lapsed without a word."""
    own = now.pressing(dispute)
    measures = tuple(replace(m, until=now.tick, hushed=True) if m in own else m for m in
                     now.measures)  # fmt: skip
    return replace(now, measures=measures)


def _prospect(dispute: Dispute, politics: Politics, now: Now) -> Prospect:
    """Return how a dispute may end within the months, as politics stands."""
    likely: dict[Ending | None, float] = {
        ending: chance for ending, _, chance in _chances(dispute, politics, now)
    }
    return Prospect(
        likely.get("conceded", 0.0),
        likely.get("settled", 0.0),
        likely.get("withdrawn", 0.0) + likely.get("backed down", 0.0),
        _support(dispute, dispute.target, "conceded", politics, now),
        _support(dispute, dispute.sender, "withdrawn", politics, now),
    )


def _chances(dispute: Dispute, politics: Politics, now: Now) -> tuple[Chance, ...]:
    # Its age is taken at the start of the step, which is long here.
    aged = replace(dispute, months=dispute.months + now.months)
    if dispute.stage == "threat":
        return answers(aged, politics, now)
    if dispute.stage == "imposed":
        return ends(aged, politics, now)
    return truce(aged, politics, now) if now.suspended(dispute) else ()


def _support(dispute: Dispute, country: str, ending: Ending, politics: Politics, now: Now) -> float:
    """Return how support for a government changes at once if a dispute ends so [points]."""
    after = ended(
        politics, now.polity, dispute, ending, now.parameters,
        face=now.face(dispute), quiet=now.let_lapse(dispute),
    )  # fmt: skip
    row = now.polity.countries[country]
    return float(after.support[row] - politics.support[row])
