"""Facts: what a condition is held against."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from sim.explain.played import Played
from sim.explain.published import Number
from sim.game import Game
from sim.scenario.spec import Scenario


class Facts(Protocol):
    """How things stand when conditions are looked at."""

    @property
    def scenario(self) -> Scenario:
        """Return what is played."""
        ...

    @property
    def round(self) -> int:
        """Return the exercise's round."""
        ...

    @property
    def date(self) -> dt.date:
        """Return the scenario's day."""
        ...

    @property
    def carried_out(self) -> Collection[tuple[str, str]]:
        """Return who had an order carried out so far, and its instrument."""
        ...

    @property
    def fired(self) -> Collection[str]:
        """Return the ids of the injects fired so far."""
        ...

    def number(self, number: Number) -> float | None:
        """Return a published number, in its own unit; None where it has no value."""
        ...


@dataclass(frozen=True, eq=False)
class GameFacts:
    """The facts of a game: its numbers are those of the last round that was played."""

    game: Game
    round: int
    """The exercise's."""
    date: dt.date
    fired: frozenset[str] = frozenset()
    prelude: int = 0
    """Rounds played before STARTEX; who ordered what in them does not count."""

    @property
    def scenario(self) -> Scenario:
        """Return what is played."""
        return self.game.scenario

    @cached_property
    def carried_out(self) -> frozenset[tuple[str, str]]:
        """Return who had an order carried out since STARTEX, and its instrument."""
        entries = self.game.journal[self.prelude :]
        return frozenset(
            (ruling.seat, ruling.order.split()[0])
            for entry in entries
            for ruling in entry.rulings
            if ruling.outcome == "carried out"
            or (ruling.outcome == "delayed" and entry is not entries[-1])  # done a round later
        )

    @cached_property
    def played(self) -> Played | None:
        """Return the last round; None before one is played."""
        if not self.game.moments:
            return None
        return Played.last(self.game)

    def number(self, number: Number) -> float | None:
        """Return a number of the last round."""
        return number.value(self.played) if self.played else None
