"""Played: a round as published numbers read it, beside the course in which nothing was ordered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from sim.economy.accounts import Damage, damage
from sim.economy.tick import Economy
from sim.errors import SimError
from sim.game import Game, Moment
from sim.indicators import Record, quota_spans
from sim.journal import Entry
from sim.tolls import Tolls
from sim.world.flows import Flows
from sim.world.world import Floats, World


@dataclass(frozen=True, eq=False)
class Undisturbed:
    """A round of a World in which nothing was ever ordered but what the scenario starts with."""

    world: World
    """At the start of the round."""
    economy: Economy
    ticks: int
    """Length of the round."""
    missing: Floats
    """How much fewer stocks the played World had at the start, by worth [USD]; shape (C,)."""
    known: Flows | None = None
    """What moves in it in the round, where that was worked out before."""

    @cached_property
    def flows(self) -> Flows:
        """Return what moves in it in the round."""
        if self.known is not None:
            return self.known
        _, flows, _ = self.economy.advance(self.world, self.ticks)
        return flows

    def under(self, economy: Economy) -> Undisturbed:
        """Return the round as another economy would run it."""
        return replace(self, economy=economy, known=None)


def undisturbed(game: Game, moment: Moment) -> Undisturbed:
    """Return the round that began at a moment as it would be had nobody ordered anything (§W.1)."""
    start, tick = game.moments[0].world, moment.world.tick
    world, missing = start, np.zeros(len(game.setting.polity.gdp))
    if tick:
        world, flows, _ = game.economy.advance(start, tick)
        missing = damage(game.books, game.flows().until(tick), flows, 0, tick).stocks
    return Undisturbed(world, game.economy, game.timeline.ticks_per_round, missing)


@dataclass(frozen=True, eq=False)
class Played:
    """A round that was played: all that a published number is read from."""

    game: Game
    """After the round."""
    undisturbed: Undisturbed

    @staticmethod
    def last(game: Game) -> Played:
        """Return the last round of a game."""
        return Played(game, undisturbed(game, game.moments[-1]))

    @property
    def entry(self) -> Entry:
        """Return the round's entry in the journal."""
        return self.game.journal[-1]

    @property
    def world(self) -> World:
        """Return the World at the end of the round."""
        return self.game.world

    @cached_property
    def flows(self) -> Flows:
        """Return what moved in the round."""
        if self.game.moved is None:
            raise SimError("nothing has been played yet")
        return self.game.moved

    @cached_property
    def record(self) -> Record:
        """Return the round as indicators read it: its first tick is the first there is."""
        game = self.game
        return Record(
            scenario=game.scenario,
            timeline=replace(game.timeline, start=self.entry.start, rounds=1),
            countries=game.network.countries,
            products=game.network.products,
            activities=game.network.activities,
            flows=self.flows,
            quotas=quota_spans(game.world.measures, game.network.products, game.timeline),
        )

    @cached_property
    def goods(self) -> Damage:
        """Return what each country lost in goods, stocks missing at the start among it."""
        return damage(self.game.books, self.flows, self.undisturbed.flows, 0, len(self.flows))

    @cached_property
    def lost(self) -> Floats:
        """Return what each country lost in the round, yearly [% of GDP]; shape (C,) (§W.1)."""
        game, ticks = self.game, len(self.flows)
        tolls = Tolls(game.economy, game.books, game.setting)
        cut, anyway = (
            tolls.streams(world.measures, game.tick - ticks, ticks)
            for world in (game.world, self.undisturbed.world)
        )
        return tolls.yearly_share(self.goods.total - self.undisturbed.missing + cut - anyway, ticks)
