"""Ensemble: the same round and orders under other chance and other parameters (§W.7, §W.8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import sqrt

import numpy as np

from sim.economy.tick import Economy, own_values
from sim.explain.marks import Mark, found
from sim.explain.played import Played, Undisturbed, undisturbed
from sim.explain.published import Number
from sim.explain.spread import Progress, Spread, serial
from sim.explain.trail import alone, read
from sim.game import Game, Moment
from sim.parameters import Parameter, Parameters, catalogue
from sim.rng import stream
from sim.world.setting import Setting
from sim.world.world import Floats, frozen

KEPT = ("mixing", "initial_support", "initial_capital")
"""Parameters that are not drawn: the World was built from them, and would move by itself."""

LOW, HIGH = 10.0, 90.0
"""Percentiles between which the range lies."""


@dataclass(frozen=True)
class Range:
    """Where a number lies if chance and parameters are other ones."""

    number: Number
    low: float | None
    """Tenth percentile; None where the number has no value in some member."""
    median: float | None
    high: float | None
    """Ninetieth percentile."""
    members: int
    mark: Mark


def ensemble(
    game: Game,
    moment: Moment,
    numbers: Sequence[Number],
    members: int,
    *,
    spread: Spread = serial,
    progress: Progress | None = None,
) -> tuple[Range, ...]:
    """Return the range of each number of the round that began at a moment of a game."""
    drawn = tuple(p for p in catalogue().values() if p.name not in KEPT)
    rng = stream(game.seed, moment.round, "ensemble")
    work = Member(
        game, moment, tuple(numbers), undisturbed(game, moment), drawn,
        frozen(hypercube(members, len(drawn), rng)),
        tuple(int(seed) for seed in rng.integers(0, 2**32, members)),
    )  # fmt: skip
    values = np.array(spread(work, range(members), progress)).reshape(members, len(numbers))
    return tuple(_range(number, values[:, column], work) for column, number in enumerate(numbers))


@dataclass(frozen=True, eq=False)
class Member:
    """The work: a member's row in, the numbers of the round under its seed and parameters out."""

    game: Game
    moment: Moment
    numbers: tuple[Number, ...]
    undisturbed: Undisturbed
    drawn: tuple[Parameter, ...]
    """Those that differ from member to member."""
    places: Floats
    """Where in its distribution each one lies [1]; shape (members, parameters)."""
    seeds: tuple[int, ...]

    def __call__(self, member: int) -> tuple[float, ...]:
        """Return the numbers of the round as a member plays it."""
        places = dict(zip((p.name for p in self.drawn), self.places[member], strict=True))
        economy, setting = under(self.game, places, seed=self.seeds[member])
        again = self.game.branch(
            self.moment, setting=setting, economy=economy, bare=alone(self.numbers)
        )
        again.resolve()
        return read(self.numbers, Played(again, self.undisturbed.under(economy)))


def under(game: Game, places: Mapping[str, float], *, seed: int) -> tuple[Economy, Setting]:
    """Return a game's economy and setting with parameters elsewhere in their ranges.

    `places` are where in its distribution each one lies [1]: a product's or a country's own value
    moves with the general one, around itself.
    """
    known = catalogue()

    def moved(name: str, value: float) -> float:
        return placed(known[name], value, places[name]) if name in places else value

    setting = game.setting
    parameters = Parameters({name: moved(name, v) for name, v in setting.parameters.items()})
    products = {
        product: {name: moved(name, value) for name, value in own.items()}
        for product, own in own_values(game.scenario).items()
    }
    traits = {
        name: frozen(np.array([moved(name, float(value)) for value in values]))
        for name, values in setting.polity.traits.items()
    }
    polity = replace(setting.polity, traits=traits)
    changed = replace(setting, parameters=parameters, polity=polity, seed=seed)
    return game.economy.under(parameters, products), changed


def placed(parameter: Parameter, value: float, place: float) -> float:
    """Return the value at a place [0 to 1] in a parameter's spread about the value in use (§W.8).

    Half of it lies below and half above, likeliest at the value, ever less so to the ends of the
    plausible range. A value at the end of its range keeps that half to itself.

    >>> from sim.parameters import catalogue
    >>> entry = catalogue()["stream_value"]  # from 0.2 to 1.0
    >>> [round(placed(entry, 0.6, place), 3) for place in (0.0, 0.25, 0.5, 0.75, 1.0)]
    [0.2, 0.483, 0.6, 0.717, 1.0]
    """
    if place < 0.5:
        return value - (value - min(parameter.low, value)) * (1.0 - sqrt(2.0 * place))
    above = 1.0 - sqrt(2.0 * (1.0 - place))
    return value + (max(parameter.high, value) - value) * above


def hypercube(members: int, columns: int, rng: np.random.Generator) -> Floats:
    """Return places, in each column one in each of so many equal parts [1]; (members, columns)."""
    rows = rng.permuted(np.tile(np.arange(members)[:, None], (1, columns)), axis=0)
    return np.asarray((rows + rng.random((members, columns))) / members)


def _range(number: Number, values: Floats, work: Member) -> Range:
    mark = found(number, values, work.places, work.drawn)
    if not np.isfinite(values).all():
        return Range(number, None, None, None, len(values), mark)
    low, median, high = (float(v) for v in np.percentile(values, (LOW, 50.0, HIGH)))
    return Range(number, low, median, high, len(values), mark)
