"""Cases: which runs are of interest, and what was so in them."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.batch.analysis.basis import (
    Basis,
    Ints,
    basis,
    blocks,
    direction,
    has_aim,
    lever_set_number,
    outcome_number,
)
from sim.batch.store.results import Results
from sim.batch.study import Outcome
from sim.errors import SimError
from sim.world.world import Floats

Bools = NDArray[np.bool_]

_ASKED = re.compile(r"\s*(?P<outcome>.*?)\s*(?P<sign>[<>]=?)\s*(?P<limit>[-+.\deE]+)\s*")


@dataclass(frozen=True)
class Condition:
    """Which runs are of interest."""

    outcome: str
    above: bool
    """Whether above the limit, or below it."""
    limit: float
    """[unit of the outcome]"""
    inclusive: bool
    """Whether the limit itself is of interest."""
    do: str
    """What runs of interest do, such as `miss the aim`."""

    def holds(self, values: Floats) -> Bools:
        """Return which values are of interest; one that is absent is not."""
        sign = 1.0 if self.above else -1.0
        off = sign * (values - self.limit)
        return np.asarray(off >= 0.0 if self.inclusive else off > 0.0)

    def __str__(self) -> str:
        sign = (">" if self.above else "<") + ("=" if self.inclusive else "")
        return f"{self.outcome} {sign} {self.limit:.4g}"


@dataclass(frozen=True)
class Column:
    """What was so in a run: the value of a factor, or the option of a lever."""

    name: str
    unit: str
    options: tuple[str, ...] = ()
    """Of a lever; a factor has none."""


@dataclass(frozen=True, eq=False)
class Cases:
    """Runs with what was so in them."""

    columns: tuple[Column, ...]
    table: Floats
    """Value of each factor [unit], number of each lever's option; shape (cases, columns)."""
    of_interest: Bools
    blocks: Ints
    """Cases of one block were made of each other, and are kept together."""

    def only(self, chosen: Bools) -> Cases:
        """Return some of the cases."""
        return Cases(
            self.columns, self.table[chosen], self.of_interest[chosen], self.blocks[chosen]
        )


def condition(results: Results, asked: str, lever_set: str | None = None) -> Condition:
    """Return which runs are of interest, from `outcome`, or `outcome > 0.5` (or <, >=, <=).

    Without a limit it is those that are not as good as wanted; where nobody said what is wanted,
    the worst quarter.
    """
    match = _ASKED.fullmatch(asked)
    if match:
        outcome_number(results.study, match["outcome"])
        sign, limit = match["sign"], _limit(asked, match["limit"])
        above, inclusive = sign[0] == ">", sign.endswith("=")
        where = ("at or " if inclusive else "") + ("above" if above else "below")
        do = f"have {match['outcome']} {where} {limit:.4g}"
        return Condition(match["outcome"], above, limit, inclusive, do)
    n = outcome_number(results.study, asked.strip())
    outcome = results.study.outcomes[n]
    if has_aim(outcome) and outcome.wanted is not None:
        return Condition(
            outcome.name, outcome.better == "less", outcome.wanted, False, "miss the aim"
        )
    return _worst_quarter(outcome, results.scalars[_sets(results, lever_set), ..., n])


def cases(
    results: Results, of_interest: Condition, lever_set: str | None = None
) -> tuple[Cases, Basis]:
    """Return all runs with a value as cases, of one lever set or of all, and what they rest on."""
    study, sets = results.study, _sets(results, lever_set)
    values = results.scalars[sets, ..., outcome_number(study, of_interest.outcome)]
    levers = _levers(results) if lever_set is None else ()
    here = np.isfinite(values)
    of_set, of_row, _ = np.nonzero(here)
    options = [
        np.array([lever.options.index(chosen.options[lever.name]) for chosen in study.lever_sets])
        for lever in levers
    ]
    found = Cases(
        columns=(*(Column(factor.name, factor.unit) for factor in study.factors), *levers),
        table=np.column_stack([results.values[of_row], *(option[of_set] for option in options)]),
        of_interest=of_interest.holds(values[here]),
        blocks=blocks(results)[of_row],
    )
    return found, basis(results.status[sets], values)


def _sets(results: Results, lever_set: str | None) -> list[int]:
    """Return the numbers of the lever sets that are looked at."""
    if lever_set is None:
        return list(range(len(results.study.lever_sets)))
    return [lever_set_number(results.study, lever_set)]


def _limit(asked: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise SimError(
            f"'{asked}': '{text}' is no number; write such as japan_damage > 0.5"
        ) from None


def _worst_quarter(outcome: Outcome, values: Floats) -> Condition:
    here = values[np.isfinite(values)]
    above = direction(outcome) <= 0
    limit = float(np.quantile(here, 0.75 if above else 0.25)) if here.size else np.nan
    # Where more than a quarter share the worst value, these are meant.
    inclusive = not ((here > limit) if above else (here < limit)).any()
    quarter = "worst" if direction(outcome) else "highest"
    return Condition(outcome.name, above, limit, inclusive, f"are in the {quarter} quarter")


def _levers(results: Results) -> tuple[Column, ...]:
    """Return the levers that are not the same in all lever sets."""
    sets = results.study.lever_sets
    found = []
    for name in sets[0].options:
        options = tuple(dict.fromkeys(chosen.options[name] for chosen in sets))
        if len(options) > 1:
            found.append(Column(name, "", options))
    return tuple(found)
