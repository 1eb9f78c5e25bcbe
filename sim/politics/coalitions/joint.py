"""Joint answers: who would act with the target of a dispute, and what that costs the sender."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sim.politics.coalitions.joining import at_least, loss_given
from sim.politics.coalitions.scene import Joining, Scene
from sim.politics.forecast import Leverage
from sim.world.disputes import Dispute
from sim.world.setting import Setting
from sim.world.world import World


@dataclass(frozen=True)
class JointAnswer:
    """What a sender has to reckon with from third countries in a dispute."""

    dispute: str
    joins: tuple[Joining, ...]
    """Third countries whose GDP is known, in the order of countries."""
    chance: float
    """That at least `joint_share` of the others' GDP takes part [1]."""
    loss: float
    """What a joint answer, if there is one, is expected to cost the sender [% of GDP a year]."""
    strength: float = 0.0
    """How much of all that third countries could do comes about and is left after a year [1]."""

    def of(self, country: str) -> Joining | None:
        """Return how likely a country is to join, or None if it is no third country."""
        return next((j for j in self.joins if j.country == country), None)


def joint_answer(
    dispute: Dispute,
    world: World,
    setting: Setting,
    forces: Leverage,
    *,
    attribution: float | None = None,
) -> JointAnswer:
    """Return who would act against the sender, how likely enough do, and at what cost (§C.10).

    Parameters
    ----------
    forces : what each country could do to each other now
    attribution : log odds to reckon with in place of the dispute's own
    """
    return reckoned(Scene(dispute, world, setting, forces, attribution))


def reckoned(scene: Scene) -> JointAnswer:
    """Return what a sender has to reckon with in a scene (§C.10)."""
    if not len(scene.rows):
        return JointAnswer(scene.dispute.id, (), 0.0, 0.0)
    others, parameters = scene.expected, scene.setting.parameters
    joins = tuple(scene.joining(n, float(others[n])) for n in range(len(scene.rows)))
    chances, weights = [j.probability for j in joins], [j.weight for j in joins]
    share = parameters["joint_share"]
    loss = loss_given(chances, weights, share, scene.caused.tolist())
    chance = at_least(chances, weights, share)
    return JointAnswer(scene.dispute.id, joins, chance, loss, scene.strength(chances))


def joint_answers(
    disputes: Iterable[Dispute], world: World, setting: Setting, forces: Leverage
) -> tuple[JointAnswer, ...]:
    """Return the joint answer to reckon with in every open dispute of some."""
    return tuple(joint_answer(d, world, setting, forces) for d in disputes if d.open)
