"""Moments and records: a round before it was played, and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sim.journal import Entry
from sim.orders.sheet import OrderSheet
from sim.patches import Patch
from sim.tolls import Beside
from sim.world.decisions import NOTHING, Decisions
from sim.world.flows import Flows
from sim.world.world import World


@dataclass(frozen=True)
class Given:
    """What is handed in for a round before it is played; see Moment."""

    sheets: Mapping[str, OrderSheet] = field(default_factory=dict)
    injected: Mapping[str, OrderSheet] | None = None
    """None: what the scenario's injects do."""
    patches: tuple[Patch, ...] = ()
    decisions: Decisions = NOTHING
    amended: tuple[Patch, ...] = ()


@dataclass(frozen=True, eq=False)
class Moment:
    """A Game as it was at the start of a round, with all that was handed in for that round."""

    round: int
    world: World
    beside: Mapping[str, Beside]
    """Dispute -> the World that ran beside the played one without its measures."""
    sheets: Mapping[str, OrderSheet]
    injected: Mapping[str, OrderSheet] = field(default_factory=dict)
    """Seat -> what injects of the round do to it, as acts of record."""
    patches: tuple[Patch, ...] = ()
    """What injects change in the World before the orders act."""
    decisions: Decisions = NOTHING
    """What the white cell rules and draws in the model's place."""
    amended: tuple[Patch, ...] = ()
    """What the white cell changes in the World after the round."""


@dataclass(frozen=True, eq=False)
class Record:
    """A round that was played: all that a Game needs to go on from it, or to explain it."""

    entry: Entry
    world: World
    """After the round."""
    beside: Mapping[str, Beside]
    """The Worlds beside it, after the round."""
    flows: Flows
    """What moved in the round."""
    sheets: Mapping[str, OrderSheet]
    injected: Mapping[str, OrderSheet]
    patches: tuple[Patch, ...]
    decisions: Decisions
    amended: tuple[Patch, ...]

    def moment(self, world: World, beside: Mapping[str, Beside]) -> Moment:
        """Return how the round began, from the World then and those beside it."""
        return Moment(
            self.entry.round, world, beside, self.sheets, self.injected, self.patches,
            self.decisions, self.amended,
        )  # fmt: skip
