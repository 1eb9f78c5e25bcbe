"""Explained: numbers of a round with what made them, how far they may lie off, and their mark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.explain.ensemble import Range, ensemble
from sim.explain.marks import Mark, declared
from sim.explain.published import Number
from sim.explain.spread import Progress, Spread, serial
from sim.explain.trail import PAIRS, Part, Trail, trails
from sim.explain.words import least
from sim.game import Game, Moment

MOST_STEPS = 10
"""A waterfall has so many steps at most; the others are one more."""


@dataclass(frozen=True)
class Explained:
    """A number of a round, explained."""

    trail: Trail
    range: Range | None
    """None where no ensemble was asked for."""

    @property
    def number(self) -> Number:
        """Return which number it is."""
        return self.trail.number

    @property
    def mark(self) -> Mark:
        """Return how well founded it is."""
        return self.range.mark if self.range else declared(self.number)


def explained(
    game: Game,
    moment: Moment,
    numbers: Sequence[Number],
    *,
    members: int = 0,
    pairs: int = PAIRS,
    spread: Spread = serial,
    progress: Progress | None = None,
) -> tuple[Explained, ...]:
    """Return numbers of the round that began at a moment of a game, explained.

    With `members`, the round is also re-run so many times under other chance and parameters.
    """
    found = trails(game, moment, numbers, spread=spread, pairs=pairs, progress=progress)
    if not members:
        return tuple(Explained(trail, None) for trail in found)
    ranges = ensemble(game, moment, numbers, members, spread=spread, progress=progress)
    return tuple(Explained(*pair) for pair in zip(found, ranges, strict=True))


@dataclass(frozen=True)
class Step:
    """A step on the way to a number: an item, or all those together that add little."""

    parts: tuple[Part, ...]

    @property
    def share(self) -> float:
        """Return what it adds, in the number's unit."""
        return sum(part.share for part in self.parts)

    @property
    def error(self) -> float | None:
        """Return the standard error of that; None if it is exact or of several items."""
        return self.parts[0].error if len(self.parts) == 1 else None


def steps_of(trail: Trail, most: int = MOST_STEPS) -> tuple[Step, ...]:
    """Return the items that add most, a step each, then the others; not those that add nothing."""
    little = least(part.share for part in trail.parts)
    large = [part for part in trail.parts if abs(part.share) > little][:most]
    small = tuple(part for part in trail.parts[len(large) :] if part.share)
    return (*(Step((part,)) for part in large), *([Step(small)] if small else []))
