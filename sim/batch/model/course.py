"""Course: what goes on where nobody orders anything, against which damage is told."""

from __future__ import annotations

from dataclasses import dataclass

from sim.economy.tick import Economy
from sim.explain.played import Undisturbed
from sim.game import Game
from sim.world.flows import Flows
from sim.world.world import Floats, World


@dataclass(frozen=True, eq=False)
class Course:
    """The rounds of a World in which nothing is ever ordered."""

    economy: Economy
    worlds: tuple[World, ...]
    """At the start of each round."""
    flows: tuple[Flows, ...]
    """What moves in each round."""

    @staticmethod
    def of(game: Game, rounds: int) -> Course:
        """Return so many rounds from where a game stands."""
        worlds, moved = [game.world], []
        for _ in range(rounds):
            world, flows, _ = game.economy.advance(worlds[-1], game.timeline.ticks_per_round)
            worlds.append(world)
            moved.append(flows)
        return Course(game.economy, tuple(worlds), tuple(moved))

    def beside(self, n: int, missing: Floats) -> Undisturbed:
        """Return a round, from 0, beside one before which goods were missing [USD]; (C,)."""
        flows = self.flows[n]
        return Undisturbed(self.worlds[n], self.economy, len(flows), missing, flows)
