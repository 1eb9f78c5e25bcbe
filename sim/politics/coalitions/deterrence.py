"""Deterrence: what it would be worth to a sender to begin (§C.15 to §C.17).

The meter of §P.36 for a dispute in which nothing has been done yet. Denial (less to lose for the
target) and punishment (a joint answer) deter by parts of their own, which stay apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.odds import logistic, logit
from sim.politics.coalitions.joint import JointAnswer, reckoned
from sim.politics.coalitions.scene import Scene
from sim.politics.contest.escalation import face
from sim.politics.contest.horizon import at_once
from sim.politics.contest.situation import Situation, expectation
from sim.politics.forecast import YEAR, Launch, Leverage, known_losses, launch
from sim.politics.home.cost import felt
from sim.values import replace
from sim.world.disputes import Dispute
from sim.world.setting import Setting
from sim.world.world import World


@dataclass(frozen=True)
class Meter:
    """What beginning would be worth to the sender of a dispute that is quiet so far."""

    dispute: str
    openly: Launch
    denied: Launch
    """If it denied all that it does."""

    @property
    def better(self) -> Launch:
        """Return the way that is worth more."""
        return max(self.openly, self.denied, key=lambda one: one.worth)


def meters(world: World, setting: Setting, forces: Leverage) -> tuple[Meter, ...]:
    """Return the meter of every dispute in which nothing has been done yet."""
    return tuple(
        Meter(d.id, *ways(d, world, setting, forces))
        for d in world.politics.disputes
        if d.stage == "latent"
    )


def ways(
    dispute: Dispute, world: World, setting: Setting, forces: Leverage
) -> tuple[Launch, Launch]:
    """Return what beginning to press would be worth in the open, and if all of it were denied."""
    scene = Scene(dispute, world, setting, forces)
    return worth(scene, deniable=False), worth(scene, deniable=True)


def deterrence(
    dispute: Dispute, world: World, setting: Setting, forces: Leverage, *, deniable: bool
) -> Launch:
    """Return what beginning to press would be worth to the sender, by its best lever (§C.15).

    Parameters
    ----------
    forces : what each country could do to each other now
    deniable : whether it would deny all that it does; else it acts in the open
    """
    return worth(Scene(dispute, world, setting, forces), deniable=deniable)


def worth(scene: Scene, *, deniable: bool) -> Launch:
    """Return what beginning to press in a scene would be worth, by the sender's best lever."""
    dispute, setting = scene.dispute, scene.setting
    p = setting.parameters
    answer = answered(scene, deniable=deniable)
    situation = begun(dispute, scene.world, setting, deniable=deniable)
    target, sender = best(list(levers(dispute, setting, scene.forces)) or [NONE], situation, p)
    return launch(
        situation, p, damage_target=target, damage_sender=sender,
        joint=answer.chance, reprisal=answer.loss,
        legitimacy=0.0 if deniable else p["legitimacy_loss"],
        capital=_capital(dispute.sender, setting, deniable=deniable),
    )  # fmt: skip


def best(
    found: Sequence[tuple[float, float]], situation: Situation, parameters: Mapping[str, float]
) -> tuple[float, float]:
    """Return the lever that is worth most; what it does not change is left out (§C.15)."""
    target, sender = np.array(found).T
    fates = at_once(situation, YEAR, parameters, damage_target=target, damage_sender=sender)
    gain = situation.stake_sender * np.asarray(fates.conceded)
    left = gain - parameters["launch_own_cost"] * np.asarray(felt(sender, parameters))
    return found[int(np.argmax(left))]


NONE = (0.0, 0.0)
"""The lever of a sender that has none: words."""


def levers(dispute: Dispute, setting: Setting, forces: Leverage) -> Iterator[tuple[float, float]]:
    """Yield what each lever of the sender costs the target and itself [% of GDP a year] (§C.15).

    Each product that it sells or buys, all that it sells, and all that it buys.
    """
    countries = setting.network.countries
    sender, target = countries[dispute.sender], countries[dispute.target]
    for theirs, own in (
        (forces.denial, forces.denial_cost), (forces.closure, forces.closure_cost)
    ):  # fmt: skip
        hit, cost = known_losses(theirs[sender, target]), known_losses(own[sender, target])
        for product in np.flatnonzero(hit > 0.0):
            yield float(hit[product]), float(cost[product])
        if hit.any():
            yield float(hit.sum()), float(cost.sum())


def answered(scene: Scene, *, deniable: bool) -> JointAnswer:
    """Return the joint answer that a sender reckons with within a year (§C.16).

    What it denies is answered once it is found out, for what is then left of the year.
    """
    p = scene.setting.parameters
    if not deniable:
        return reckoned(scene.if_known(p["attribution_open"]))
    found_out = max(p["attribution_deniable"], logit(p["attribution_joint"]))
    answer = reckoned(scene.if_known(found_out))
    left = max(0.0, 1.0 - p["found_out_months"] / YEAR)
    return replace(answer, loss=answer.loss * left)


def begun(dispute: Dispute, world: World, setting: Setting, *, deniable: bool) -> Situation:
    """Return the situation of a dispute as it would be if the sender began to press now."""
    p, polity, politics = setting.parameters, setting.polity, world.politics
    sender, target = (polity.countries[c] for c in (dispute.sender, dispute.target))
    relations = float(politics.relations[target, sender])
    known = p["attribution_deniable" if deniable else "attribution_open"]
    return Situation(
        cost_target=0.0,  # each lever's cost takes their place
        cost_sender=0.0,
        stake_target=dispute.stake_target,
        stake_sender=dispute.stake_sender,
        expectation=float(expectation(relations, p)),
        credibility=politics.credibility(sender),
        nationalism=polity.trait("nationalism", dispute.target),
        audience=polity.trait("audience", dispute.sender),
        publicity=logistic(known),
        institution=float(dispute.institution or dispute.sender in polity.institutions),
        several=float(bool(dispute.partners)),
        divisible=float(dispute.divisible),
        face=min(1.0, dispute.face + face(p, cover=deniable)),
        carrot=dispute.carrot,
        rally=float(politics.rally[target]),
    )


def _capital(sender: str, setting: Setting, *, deniable: bool) -> float:
    """Return what a first step takes of a government's capital [points] (§C.17)."""
    p = setting.parameters
    discord = 1.0 - setting.polity.trait("elite_consensus", sender)
    step = p["pressing_cost_denied" if deniable else "pressing_cost"]
    return step * p["capital_price"] * (_HALF + discord)


_HALF = 0.5
"""Share of its price that an order costs a government of one mind, as in §A.6 [1]."""
