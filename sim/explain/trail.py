"""Trail: what each order, inject and earlier measure adds to the numbers of a round (§W.4, §W.5).

The round is re-run from its start with some of them only, by the same chance; what each adds is
its share of the difference that all of them make.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, nan

import numpy as np

from sim.explain import shares
from sim.explain.items import Item, items_of
from sim.explain.memory import Remembering
from sim.explain.played import Played, Undisturbed, undisturbed
from sim.explain.published import Number
from sim.explain.spread import Progress, Spread, serial
from sim.explain.without import without
from sim.game import Game, Moment
from sim.rng import stream
from sim.world.world import Floats

MOST_EXACT = 8
"""Items up to which every set of them is re-run: 256 rounds."""

PAIRS = 12
"""Pairs of walks drawn where there are more items."""


@dataclass(frozen=True)
class Part:
    """What an item adds to a number."""

    item: Item
    share: float
    """In the number's unit; all shares add up to the number less what was before."""
    error: float | None
    """Standard error of a share that was sampled; None for one that is exact."""


@dataclass(frozen=True)
class Trail:
    """What made a number of a round."""

    number: Number
    round: int
    base: float | None
    """What it would be without any of the items: what was so before."""
    whole: float | None
    """What it is; None, as for `base`, where it has no value."""
    parts: tuple[Part, ...]
    """Those that add most first; none where the number has no value in some re-run."""
    exact: bool
    """Whether every set of items was re-run."""
    reruns: int
    """How many rounds were run for it, and for all other numbers asked for with it."""

    @property
    def explained(self) -> bool:
        """Return whether the number has a value in every re-run."""
        return self.base is not None and self.whole is not None


def trails(
    game: Game,
    moment: Moment,
    numbers: Sequence[Number],
    *,
    spread: Spread = serial,
    pairs: int = PAIRS,
    progress: Progress | None = None,
) -> tuple[Trail, ...]:
    """Return the trail of each number of the round that began at a moment of a game.

    Up to 8 items it is exact; beyond, `pairs` of walks are drawn, always the same.
    """
    items = items_of(game, moment)
    acting = tuple(item for item in items if item.acts)
    rerun = Rerun(
        game, moment, acting, tuple(numbers), undisturbed(game, moment),
        Remembering.over(game.economy),
    )  # fmt: skip
    n = len(acting)
    rng = stream(game.seed, moment.round, "explain")
    walked = shares.walks(n, pairs, rng) if n > MOST_EXACT else ()
    sets = shares.sets_of(walked) if walked else shares.every_set(n)
    found = spread(rerun, sets, progress)
    values = {chosen: np.array(row) for chosen, row in zip(sets, found, strict=True)}
    added, error = shares.sampled(walked, values) if walked else (shares.exact(n, values), None)
    return tuple(
        _trail(column, number, moment.round, items, values, added, error)
        for column, number in enumerate(numbers)
    )


@dataclass(frozen=True, eq=False)
class Rerun:
    """The work: a set of items in, the numbers of the round with only them out; NaN for none."""

    game: Game
    moment: Moment
    items: tuple[Item, ...]
    numbers: tuple[Number, ...]
    undisturbed: Undisturbed
    economy: Remembering
    """The game's, so that what does not change runs but once."""

    def __call__(self, chosen: int) -> tuple[float, ...]:
        """Return the numbers of the round re-run with the items chosen."""
        gone = [item for n, item in enumerate(self.items) if not chosen >> n & 1]
        again = self.game.branch(
            without(self.moment, gone), economy=self.economy, bare=alone(self.numbers)
        )
        again.resolve()
        return read(self.numbers, Played(again, self.undisturbed))


def alone(numbers: Sequence[Number]) -> bool:
    """Return whether nothing is read of a round but what happened in it."""
    return not any(number.looks_ahead for number in numbers)


def read(numbers: Sequence[Number], played: Played) -> tuple[float, ...]:
    """Return the numbers of a round; NaN for those without a value."""
    found = (number.value(played) for number in numbers)
    return tuple(nan if value is None else value for value in found)


def _trail(
    column: int,
    number: Number,
    round: int,
    items: Sequence[Item],
    values: shares.Values,
    added: Floats,
    error: Floats | None,
) -> Trail:
    base, whole = (float(values[chosen][column]) for chosen in (0, max(values)))
    acting = [item for item in items if item.acts]
    parts = [
        Part(item, float(added[n, column]), None if error is None else float(error[n, column]))
        for n, item in enumerate(acting)
    ]
    parts += [Part(item, 0.0, None) for item in items if not item.acts]
    valued = all(isfinite(row[column]) for row in values.values())
    return Trail(
        number=number,
        round=round,
        base=base if isfinite(base) else None,
        whole=whole if isfinite(whole) else None,
        parts=tuple(sorted(parts, key=lambda part: -abs(part.share))) if valued else (),
        exact=error is None,
        reruns=len(values),
    )
