"""Base rates: what became of sanctions in history beside what becomes of them in the model.

Stylised disputes are drawn and run through the very sums that a game uses (§P.5 to §P.13, §P.38);
the table is the same for disputes of real games.
"""

from __future__ import annotations

import functools
import importlib.resources
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

import numpy as np
import numpy.typing as npt
import yaml

from sim.politics.record.stylised import ENDINGS, OPEN, Outcomes, Population, run, sample
from sim.world.disputes import Ending

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Row:
    """A share that was published and the model's."""

    group: str
    name: str
    published: float
    simulated: float | None
    """None where no dispute speaks to it."""
    cases: int
    """Disputes the simulated share is of."""
    tolerance: float

    @property
    def difference(self) -> float | None:
        """Return simulated less published [1]."""
        return None if self.simulated is None else self.simulated - self.published

    @property
    def within(self) -> bool | None:
        """Return whether the difference is within the tolerance."""
        return None if self.difference is None else abs(self.difference) <= self.tolerance


@dataclass(frozen=True)
class Finished:
    """What became of a dispute in a game."""

    reached: Literal["threat", "imposed"]
    ending: Ending | None
    """None: still open when the game ended."""
    months: float
    """In the imposed stage [month]."""
    damage: float
    """Loss of the target in the first year [% of GDP]."""
    institution: bool = False
    several: bool = False
    threatened: bool = True
    """Whether there was a threat before."""


@functools.cache
def ties() -> Mapping[str, Any]:
    """Return the published shares and the population behind them."""
    file = importlib.resources.files("sim").joinpath("politics/record/ties.yaml")
    return cast(Mapping[str, Any], yaml.safe_load(file.read_text("utf-8")))


def table(outcomes: Outcomes) -> tuple[Row, ...]:
    """Return every published share beside that among the outcomes."""
    of = _Counts(outcomes, float(ties()["last"]))
    return tuple(
        _row(group, str(name), float(share), *of.count(group, name))
        for group, shares in ties()["rows"].items()
        for name, share in shares.items()
    )


def stylised(count: int, rng: np.random.Generator, parameters: Mapping[str, float]) -> Outcomes:
    """Return what becomes of so many disputes drawn as they are in the data."""
    drawn = sample(count, population(), rng, parameters)
    return run(drawn, int(ties()["last"]), rng, parameters)


def population() -> Population:
    """Return what stylised disputes are drawn from."""
    known = ties()
    drawn = {name: _tupled(value) for name, value in known["population"].items()}
    return Population(**drawn, bounds=tuple(known["cost_classes"].values()))


def _tupled(value: Any) -> Any:
    return tuple(map(_tupled, value)) if isinstance(value, list) else value


def disputes_through(disputes: Sequence[Finished]) -> tuple[Row, ...]:
    """Return the table for disputes of real games.

    A game is shorter than history: an open dispute counts in a cumulative share only if it was
    watched for so long, and in shares of all that was imposed only if it has ended.
    """
    return table(
        Outcomes(
            threatened=np.array([d.threatened for d in disputes], dtype=bool),
            imposed=np.array([d.reached == "imposed" for d in disputes], dtype=bool),
            ending=np.array([_code(d.ending) for d in disputes], dtype=np.int64),
            months=np.array([_watched(d) for d in disputes], dtype=np.float64),
            cost=population().cost_class(np.array([d.damage for d in disputes], dtype=float)),
            institution=np.array([d.institution for d in disputes], dtype=bool),
            several=np.array([d.several for d in disputes], dtype=bool),
        )
    )


def _code(ending: Ending | None) -> int:
    """Return the code of an ending; a stalemate is open for good."""
    if ending is None or ending == "stalemate":
        return OPEN
    return ENDINGS.index("withdrawn" if ending == "backed down" else ending) + 1


def _watched(dispute: Finished) -> float:
    return float(ties()["last"]) if dispute.ending == "stalemate" else dispute.months


def _row(group: str, name: str, published: float, hits: Bools, of: Bools) -> Row:
    cases = int(of.sum())
    share = float((hits & of).sum()) / cases if cases else None
    return Row(group, name, published, share, cases, float(ties()["tolerance"]))


@dataclass(frozen=True, eq=False)
class _Counts:
    """Which outcomes a published share counts, and of which it is a share."""

    o: Outcomes
    last: float

    def count(self, group: str, name: str | int) -> tuple[Bools, Bools]:
        """Return which disputes a row counts, and which it is a share of."""
        if group == "threats":
            return self._threats(str(name)), self.o.threatened
        if group == "imposed":
            return self._ended(str(name)), self._known
        if group == "conceded by cost":
            cost = list(ties()["cost_classes"]).index(str(name))
            return self._ended("conceded"), self._known & (self.o.cost == cost)
        if group == "conceded by sender":
            return self._ended("conceded"), self._known & self._side(str(name))
        return self._by(group.removesuffix(" by month"), float(name))

    def _threats(self, name: str) -> Bools:
        if name == "imposed":
            return self.o.imposed
        ending = {"backed down": "withdrawn"}.get(name, name)
        return cast(Bools, ~self.o.imposed & (self.o.ending == ENDINGS.index(ending) + 1))

    @property
    def _known(self) -> Bools:
        """Return which disputes were imposed and either ended or lasted to the last."""
        ended = (self.o.ending != OPEN) | (self.o.months >= self.last)
        return cast(Bools, self.o.imposed & ended)

    def _ended(self, name: str) -> Bools:
        code = OPEN if name == "stalemate" else ENDINGS.index(name) + 1
        return cast(Bools, self.o.ending == code)

    def _side(self, name: str) -> Bools:
        sides = {
            "with institution": self.o.institution,
            "without institution": ~self.o.institution,
            "several senders": self.o.several,
            "one sender": ~self.o.several,
        }
        return sides[name]

    def _by(self, ending: str, months: float) -> tuple[Bools, Bools]:
        watched = self.o.imposed & ((self.o.ending != OPEN) | (self.o.months >= months))
        return self._ended(ending) & (self.o.months <= months), watched
