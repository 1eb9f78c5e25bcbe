"""Memory: an economy that does not run twice what it has run.

Orders change measures, and only some measures change the economy. Re-runs of a round that differ
in what the economy does not read run it but once.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field, fields, replace

from sim.economy.tick import Economy
from sim.events import Event
from sim.world.flows import Flows
from sim.world.measures import RULE_KINDS, Measure
from sim.world.world import Floats, World

ROOM = 48
"""Spans remembered; the oldest that was not asked for goes first."""

Key = tuple[int, int, int, tuple[Measure, ...]]


@dataclass(frozen=True, eq=False)
class Span:
    """A span that was run, with where it began."""

    began: Floats
    """An array of that World: kept, so that no other can take its identity."""
    world: World
    flows: Flows
    opened: tuple[Event, ...]


@dataclass(frozen=True, eq=False)
class Remembering(Economy):
    """An economy that remembers the last spans it ran."""

    spans: OrderedDict[Key, Span] = field(default_factory=OrderedDict, repr=False)

    @staticmethod
    def over(economy: Economy) -> Remembering:
        """Return an economy that remembers what it runs."""
        return Remembering(**{f.name: getattr(economy, f.name) for f in fields(Economy)})

    def advance(self, world: World, ticks: int) -> tuple[World, Flows, tuple[Event, ...]]:
        """Return the World some ticks later, what moved meanwhile, and what opened."""
        felt = tuple(m for m in world.measures if m.kind not in RULE_KINDS)
        # A World of the same stocks is the same World but for measures and politics.
        key = (id(world.stock), world.tick, ticks, felt)
        if key not in self.spans:
            self.spans[key] = Span(world.stock, *super().advance(world, ticks))
        self.spans.move_to_end(key)
        if len(self.spans) > ROOM:
            self.spans.popitem(last=False)
        span = self.spans[key]
        after = replace(span.world.with_measures(world.measures), politics=world.politics)
        return after, span.flows, span.opened
