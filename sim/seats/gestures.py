"""Gestures: what policies do without pressing on anybody: talk, consult, speak out, let go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sim.observation import Leverage, Observation
from sim.seats.choices import Act, act, named, open_way, share
from sim.seats.view import (
    home,
    lasting,
    opponent,
    orders_of,
    steps,
    sureness,
    tick,
)
from sim.world.disputes import Dispute
from sim.world.measures import Measure


def talks(observation: Observation, dispute: Dispute, reason: str) -> list[Act]:
    """Return the act of opening talks, if the two are not talking."""
    if dispute.talking(tick(observation)):
        return []
    return [act(f"deal_talks target={opponent(observation, dispute)}", reason)]


def way_out(observation: Observation, dispute: Dispute, face: float, reason: str) -> list[Act]:
    """Return the act of offering a way out that saves face, if there is none as good."""
    if dispute.face >= face:
        return []
    other = opponent(observation, dispute)
    return [act(f"offramp target={other} face={face:g}", reason)]


def let_go(measures: Iterable[Measure], how: str, reason: str) -> list[Act]:
    """Return the act of ending measures by `lift`, `suspend_measure` or `quiet_lifting`."""
    names = orders_of(lasting(tuple(measures)))
    return [act(f"{how} order={','.join(names)}", reason)] if names else []


def returned(observation: Observation, disputes: Iterable[Dispute]) -> list[Act]:
    """Return the acts that suspend own answers to those who have nothing in force any more."""
    found = []
    for dispute in disputes:
        other = opponent(observation, dispute)
        mine = steps(observation, home(observation), other)
        if mine and not steps(observation, other, home(observation)):
            reason = (
                f"{other} has no measure in force against us any more; "
                f"{_ours(len(orders_of(mine)))} suspended too."
            )
            found += let_go(mine, "suspend_measure", reason)
    return found


def consulted(observation: Observation, whom: Iterable[str]) -> tuple[str, ...]:
    """Return those of some countries that were asked and still count as consulted."""
    own, now = home(observation), tick(observation)
    asked = {
        c for m in observation.measures if m.kind == "consultation" and m.in_force(now)
        for c in (m.by, *m.targets) if own in (m.by, *m.targets)
    }  # fmt: skip
    return tuple(c for c in whom if c in asked)


def consult(observation: Observation, whom: Iterable[str], reason: str) -> list[Act]:
    """Return the act of consulting those countries that were not consulted of late."""
    whom = tuple(whom)
    left = [c for c in whom if c not in consulted(observation, whom)]
    return [act(f"consult_2plus2 target={','.join(left)}", reason)] if left else []


def evidence(observation: Observation, dispute: Dispute, reason: str) -> list[Act]:
    """Return the act of publishing evidence, while it is in doubt who did it."""
    if sureness(dispute) > SURE:
        return []
    words = f"attribution_campaign target={dispute.sender}"
    if dispute.role(home(observation)) == "third":
        words = f"{words} dispute={dispute.id}"
    return [act(words, reason)]


def statement(dispute: Dispute, reason: str) -> list[Act]:
    """Return the act of naming the sender of a dispute in public."""
    return [act(f"joint_statement target={dispute.sender} dispute={dispute.id}", reason)]


def counter_leverage(observation: Observation, other: str, most: int = 2) -> list[Act]:
    """Return the act of letting it be known what one could withhold, unless it is known."""
    own = home(observation)
    if any(m.kind == "pledge" and m.by == own and other in m.targets for m in observation.measures):
        return []
    levers = [lever for lever in observation.denial if lever.other == other]
    if not levers:
        return []
    return open_way(observation, (_named_means(other, levers[:n]) for n in range(most, 0, -1)))


def _named_means(other: str, levers: Sequence[Leverage]) -> Act:
    goods = [lever.product for lever in levers]
    loss = sum(lever.loss_other for lever in levers)
    reason = f"{other} is told what we could withhold: {named(goods)}, {share(loss)} to it."
    return act(f"signal_counter_leverage target={other} product={','.join(goods)}", reason)


SURE = 0.8
"""Sureness above which nobody needs more evidence [1]."""


def _ours(number: int) -> str:
    return "ours is" if number == 1 else f"our {number} are"


def things(measures: Iterable[Measure]) -> str:
    """Return what measures are, in words: their instruments and products.

    Several measures of an instrument are named once.
    """
    found = []
    for m in measures:
        what = m.instrument.replace("_", " ") or m.kind
        found.append(f"{what} on {named(m.products)}" if m.products else what)
    return named(dict.fromkeys(found))
