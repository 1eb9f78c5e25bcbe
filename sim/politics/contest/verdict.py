"""Verdict: how a dispute is decided by chance in a month, with the odds kept (§P.8, §P.13).

One uniform number decides each event; what happens is the interval that it falls into.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sim.odds import Odds
from sim.politics.contest.hazards import competing, concede, settle, withdraw
from sim.politics.contest.situation import Situation
from sim.politics.contest.threats import answer
from sim.politics.now import Now, imposed_situation, threatened_situation
from sim.politics.sums import Sum
from sim.values import replace
from sim.world.disputes import Dispute, Draw, Ending
from sim.world.politics import Politics

Chance = tuple[Ending | None, Odds, float]
"""How it may end (None: the threat is carried out), the odds, and how likely [1]."""

CARRIED_OUT = "imposed"
"""What a Draw calls a threat that is carried out."""


@dataclass(frozen=True)
class Verdict:
    """What was drawn of a dispute, and what came of it."""

    ending: Ending | None = None
    carried_out: bool = False
    """Whether a threat is carried out."""
    draws: tuple[Draw, ...] = ()


def decided(dispute: Dispute, politics: Politics, now: Now) -> Verdict:
    """Return what becomes of a dispute: a threat that is due is answered, a contest goes on."""
    due = dispute.deadline is not None and dispute.deadline <= now.tick
    if due and dispute.stage == "threat":
        return _drawn(dispute, "threat", answers(dispute, politics, now), now)
    if dispute.stage == "frozen" and now.suspended(dispute):
        return _drawn(dispute, "hazard", truce(dispute, politics, now), now)
    if dispute.stage != "imposed":
        return Verdict()
    month = _drawn(dispute, "hazard", ends(dispute, politics, now), now)
    if not due or month.ending is not None:
        return month
    further = _drawn(dispute, "threat", follows_through(dispute, politics, now), now)
    return replace(further, draws=(*month.draws, *further.draws))


def answers(dispute: Dispute, politics: Politics, now: Now) -> tuple[Chance, ...]:
    """Return how a threat may be answered; the probabilities add up to 1 (§P.8)."""
    a = answer(threatened_situation(dispute, politics, now), now.parameters)
    return (
        ("conceded", a.concession.odds(), float(a.conceded)),
        ("settled", a.negotiation.odds(), float(a.settled)),
        (None, a.follow_through.odds(), float(a.imposed)),
        ("backed down", (-a.follow_through).odds(), float(a.backed_down)),
    )


def follows_through(dispute: Dispute, politics: Politics, now: Now) -> tuple[Chance, ...]:
    """Return whether a further threat is carried out; the contest goes on either way (§P.8)."""
    a = answer(threatened_situation(dispute, politics, now), now.parameters)
    odds = a.follow_through.odds()
    return (
        (None, odds, odds.probability),
        ("backed down", (-a.follow_through).odds(), 1.0 - odds.probability),
    )


def ends(dispute: Dispute, politics: Politics, now: Now) -> tuple[Chance, ...]:
    """Return how a dispute under measures may end within the month (§P.13)."""
    return _ends(dispute, politics, now, ENDS)


def truce(dispute: Dispute, politics: Politics, now: Now) -> tuple[Chance, ...]:
    """Return how a dispute may end within the month while measures are suspended (§P.25).

    Nobody is pressed, so nobody gives in; the two can settle.
    """
    return _ends(dispute, politics, now, ENDS[1:2])


ENDS: tuple[tuple[Ending, Callable[[Situation, Mapping[str, float]], Sum]], ...] = (
    ("conceded", concede), ("settled", settle), ("withdrawn", withdraw),
)  # fmt: skip
"""How a dispute under measures can end, and the hazard of it."""


def _ends(
    dispute: Dispute,
    politics: Politics,
    now: Now,
    rivals: Sequence[tuple[Ending, Callable[[Situation, Mapping[str, float]], Sum]]],
) -> tuple[Chance, ...]:
    s, p = imposed_situation(dispute, politics, now), now.parameters
    time = now.months * p["tempo"]
    odds = [hazard(s, p).odds("log", time) for _, hazard in rivals]
    likely = competing(*(one.hazard for one in odds))
    return tuple(
        (name, one, float(chance))
        for (name, _), one, chance in zip(rivals, odds, likely, strict=True)
    )


def _drawn(dispute: Dispute, event: str, chances: Sequence[Chance], now: Now) -> Verdict:
    """Return what the event's one number falls on, and a Draw for each thing that might."""
    stream = f"{dispute.id} {event}"
    u, upto, verdict = now.uniform(stream), 0.0, Verdict()
    for ending, odds, likely in chances:
        happened = upto <= u < upto + likely
        what = ending or CARRIED_OUT
        draw = Draw(now.date, dispute.id, what, odds, likely, u, happened, stream)
        verdict = replace(verdict, draws=(*verdict.draws, draw))
        if happened:
            verdict = replace(verdict, ending=ending, carried_out=ending is None)
        upto += likely
    return verdict
