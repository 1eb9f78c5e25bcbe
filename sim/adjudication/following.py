"""Following: which allies take over a common list of controls (§A.36)."""

from __future__ import annotations

from sim.adjudication.expectations import leverage_of
from sim.orders.effects import Deed, Standing
from sim.politics.coalitions.scene import Joining, Scene
from sim.values import replace
from sim.world.disputes import Dispute
from sim.world.measures import Measure


def followed(before: Standing, after: Standing, deed: Deed) -> Standing:
    """Return the standing after a deed without what allies do not take over (§A.36).

    An ally follows in a dispute if it is more likely than not to act against the other side. What
    names nobody, or belongs to no dispute, all allies take over.
    """
    if not any(e.given.get("way") == "harmonise" for e in deed.instrument.effects):
        return after
    for copy in [m for m in after.measures if m.id.startswith(f"{deed.id}#") and m.dispute]:
        odds = _odds(before, copy, deed)
        if odds is None or odds.probability >= _HALF:
            continue
        against = min(odds.odds.parts, key=lambda part: part[1])[0]
        text = f"{copy.by} does not take over the list of {deed.by}: above all for {against}"
        kept = tuple(m for m in after.measures if m is not copy)
        after = replace(after, measures=kept).told(deed.given, "StoodAside", text, deed.id)
    return after


_HALF = 0.5
"""Chance of acting from which an ally follows [1]."""


def _odds(before: Standing, copy: Measure, deed: Deed) -> Joining | None:
    """Return how likely an ally is to act as a copy of a measure has it; None if it has no say."""
    dispute = before.politics.dispute(copy.dispute or "")
    if dispute is None or not {dispute.sender, dispute.target} & {*copy.targets}:
        return None
    world = replace(
        deed.world, tick=deed.starts, measures=before.measures, politics=before.politics
    )
    meant = dispute if dispute.sender in copy.targets else _reversed(dispute)
    forces = leverage_of(deed.world, deed.setting)
    open_hand = None if meant is dispute else deed.setting.parameters["attribution_open"]
    scene = Scene(meant, world, deed.setting, forces, open_hand, level=1.0)
    if copy.by not in scene.countries:
        return None
    n = scene.countries.index(copy.by)
    return scene.joining(n, float(scene.expected[n]))


def _reversed(dispute: Dispute) -> Dispute:
    """Return the dispute as those see it who are to act against its target."""
    return replace(
        dispute, sender=dispute.target, target=dispute.sender, defenders=dispute.partners,
        partners=dispute.defenders,
    )  # fmt: skip
