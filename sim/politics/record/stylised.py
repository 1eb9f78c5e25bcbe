"""Stylised disputes: drawn as they are in the data, then run through the game's own sums."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
import numpy.typing as npt

from sim.politics.contest.hazards import competing, concede, settle, withdraw
from sim.politics.contest.situation import Situation, usual
from sim.politics.contest.threats import answer
from sim.politics.home.cost import adapted, felt
from sim.politics.sums import Floats, exp

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

OPEN = 0
ENDINGS = ("conceded", "settled", "withdrawn")
"""What the codes from 1 on stand for; a sender that backs down has withdrawn its threat."""


@dataclass(frozen=True, eq=False)
class Outcomes:
    """What became of many disputes; one value for each in every array."""

    threatened: Bools
    imposed: Bools
    ending: Ints
    """OPEN, or 1 and more for a row of ENDINGS."""
    months: Floats
    """In the imposed stage up to the end, or as long as it was watched [month]."""
    cost: Ints
    """Row of the classes of cost."""
    institution: Bools
    several: Bools


Pair = tuple[float, float]
Counts = tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Population:
    """What stylised disputes are drawn from."""

    threatened: float
    """Share that began with a threat [1]."""
    stake_target: Pair
    """Of a Beta distribution."""
    stake_sender: Pair
    damage: Pair
    """Mean and standard deviation of the log of the target's first yearly loss [% of GDP]."""
    damage_sender: Pair
    threats: Counts
    """Episodes by class of cost and by sender: one state, several, one or several through an
    institution."""
    unthreatened: Counts
    bounds: tuple[float, ...]
    """Least first yearly loss of each class of cost [% of GDP]."""

    def cost_class(self, damage: Floats) -> Ints:
        """Return the class of cost that each loss falls into."""
        return np.searchsorted(self.bounds, damage, side="right") - 1


@dataclass(frozen=True, eq=False)
class Sample:
    """Disputes that are drawn and have not begun."""

    situation: Situation
    damage: Floats
    """First yearly loss of the target [% of GDP]."""
    damage_sender: Floats
    threatened: Bools
    cost: Ints


def sample(
    count: int,
    population: Population,
    rng: np.random.Generator,
    parameters: Mapping[str, float],
) -> Sample:
    """Return so many disputes drawn from a population."""
    (target_one, target_two), (sender_one, sender_two) = (
        population.stake_target,
        population.stake_sender,
    )
    threatened = rng.random(count) < population.threatened
    damage = _losses(population.damage, count, rng)
    cost = population.cost_class(damage)
    sides = _sides(threatened, cost, population, rng.random(count))
    situation = replace(
        usual(parameters),
        stake_target=rng.beta(target_one, target_two, count),
        stake_sender=rng.beta(sender_one, sender_two, count),
        several=(sides % 2).astype(float),
        institution=(sides // 2).astype(float),
        resolve=rng.standard_normal(count),
    )
    own = _losses(population.damage_sender, count, rng)
    return Sample(situation, damage, own, threatened, cost)


def _losses(log: Pair, count: int, rng: np.random.Generator) -> Floats:
    mean, deviation = log
    return np.asarray(rng.lognormal(mean, deviation, count))


def _sides(threatened: Bools, cost: Ints, population: Population, drawn: Floats) -> Ints:
    """Return who sends: 0 a state, 1 several, 2 a state through an institution, 3 several so."""
    counts = np.array([population.unthreatened, population.threats], dtype=float)
    upto = np.cumsum(counts / counts.sum(axis=2, keepdims=True), axis=2)
    rows = upto[threatened.astype(int), cost]
    return cast(Ints, (drawn[:, None] >= rows[:, :-1]).sum(axis=1))


def run(
    drawn: Sample, months: int, rng: np.random.Generator, parameters: Mapping[str, float]
) -> Outcomes:
    """Return what becomes of disputes within some months of imposition."""
    count = len(drawn.damage)
    ending = _threats(drawn, rng.random(count), parameters)
    imposed = ~drawn.threatened | (ending < 0)
    ending = np.where(imposed, OPEN, ending)
    lasted = np.where(imposed, float(months), 0.0)
    for age in range(months):
        alive = np.flatnonzero(imposed & (ending == OPEN))
        fallen = _month(drawn, alive, float(age), rng.random(count)[alive], parameters)
        ending[alive] = fallen
        lasted[alive[fallen != OPEN]] = age + 1.0
    s = drawn.situation
    return Outcomes(
        drawn.threatened, imposed, ending, lasted, drawn.cost,
        np.asarray(s.institution) > 0, np.asarray(s.several) > 0,
    )  # fmt: skip


def _threats(drawn: Sample, u: Floats, parameters: Mapping[str, float]) -> Ints:
    """Return the ending of each threat, -1 where it is carried out."""
    s = replace(
        drawn.situation,
        cost_target=felt(drawn.damage, parameters),
        cost_sender=felt(drawn.damage_sender, parameters),
    )
    a = answer(s, parameters)
    codes = (1, 2, 3, -1)
    upto = np.cumsum([a.conceded, a.settled, a.backed_down, a.imposed], axis=0)
    return np.select([u < bound for bound in upto[:-1]], codes[:-1], codes[-1])


def _month(
    drawn: Sample, rows: Ints, age: float, u: Floats, parameters: Mapping[str, float]
) -> Ints:
    """Return the ending, or OPEN, of the disputes in some rows in a month."""
    s = replace(
        _some(drawn.situation, rows),
        cost_target=felt(adapted(drawn.damage[rows], age, parameters), parameters),
        cost_sender=felt(adapted(drawn.damage_sender[rows], age, parameters), parameters),
        age=age,
    )
    chances = competing(*(exp(end(s, parameters).total) for end in (concede, settle, withdraw)))
    upto = np.cumsum([np.asarray(chance) for chance in chances], axis=0)
    return np.select([u < bound for bound in upto], (1, 2, 3), OPEN)


def _some(s: Situation, rows: Ints) -> Situation:
    """Return the situations of some rows."""
    arrays = {n: v[rows] for n, v in vars(s).items() if isinstance(v, np.ndarray)}
    return replace(s, **arrays)
