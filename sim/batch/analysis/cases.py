"""Cases: which runs are of interest, and what was so in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
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
from sim.batch.analysis.pairs import rounding
from sim.batch.store.results import Results
from sim.batch.study import LeverSet, Outcome
from sim.errors import SimError
from sim.world.world import Floats

Bools = NDArray[np.bool_]

_THAN = re.compile(
    r"\s*(?P<outcome>.+?)\s+(?P<how>worse|better)\s+than\s+(?:with\s+)?(?P<lever_set>.+?)\s*"
)
_IN_WORDS = re.compile(
    r"\s*(?P<outcome>.+?)\s*"
    r"(?P<how>above|over|more than|greater than|below|under|less than|at least|at most|==?)"
    r"\s*(?P<limit>[-+]?[.\d][.\deE+-]*)\s*"
)
_SIGNS = {"at least": ">=", "at most": "<=", "below": "<", "under": "<", "less than": "<"}
"""What is meant by words for which nothing stands here is `>`."""

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
    than: str | None = None
    """The lever set whose run with the same values and seed is taken off first; None: none is."""

    @property
    def verb(self) -> str:
        """Return what stands for what they do, where it is said again: they do, or they are."""
        return "are" if self.do.startswith("are ") else "do"

    def holds(self, values: Floats) -> Bools:
        """Return which values are of interest; one that is absent is not."""
        sign = 1.0 if self.above else -1.0
        off = sign * (values - self.limit)
        return np.asarray(off >= 0.0 if self.inclusive else off > 0.0)

    def __str__(self) -> str:
        if self.than is not None:
            return f"{self.outcome} {self.do.removeprefix('are ')}"
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
    the worst quarter. `outcome worse than lever set` (or better) is asked pair by pair.
    """
    if than := _THAN.fullmatch(asked):
        return _against(results, asked, than["outcome"], than["how"], than["lever_set"])
    match = _ASKED.fullmatch(asked)
    if match:
        outcome_number(results.study, match["outcome"])
        sign, limit = match["sign"], _limit(asked, match["limit"])
        above, inclusive = sign[0] == ">", sign.endswith("=")
        where = ("at or " if inclusive else "") + ("above" if above else "below")
        do = f"have {match['outcome']} {where} {limit:.4g}"
        return Condition(match["outcome"], above, limit, inclusive, do)
    _check_words(results, asked)
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
    if of_interest.than is not None:
        other = lever_set_number(study, of_interest.than)
        values = values - results.scalars[other, ..., outcome_number(study, of_interest.outcome)]
        # Beside itself it is neither worse nor better, and would only dilute the others.
        values, sets = values[[s != other for s in sets]], [s for s in sets if s != other]
    levers = _levers([study.lever_sets[s] for s in sets])
    here = np.isfinite(values)
    of_set, of_row, _ = np.nonzero(here)
    options = [
        np.array([lever.options.index(study.lever_sets[s].options[lever.name]) for s in sets])
        for lever in levers
    ]
    found = Cases(
        columns=(*(Column(factor.name, factor.unit) for factor in study.factors), *levers),
        table=np.column_stack([results.values[of_row], *(option[of_set] for option in options)]),
        of_interest=of_interest.holds(values[here]),
        blocks=blocks(results)[of_row],
    )
    return found, basis(results.status[sets], values)


def _against(results: Results, asked: str, outcome: str, how: str, lever_set: str) -> Condition:
    """Return which runs are worse (or better) than with a lever set, all else being the same."""
    study = results.study
    about = study.outcomes[outcome_number(study, outcome)]
    lever_set_number(study, lever_set)
    if not direction(about):
        raise SimError(
            f"'{asked}': neither more nor less of {outcome} is better; say which with "
            f"`better:` in the experiment, or ask for such as '{outcome} > 1'"
        )
    if len(study.lever_sets) < 2:
        raise SimError(f"'{asked}': there is no other lever set than {lever_set}")
    above = (how == "worse") == (about.better == "less")
    least = rounding(results.scalars[..., outcome_number(study, outcome)])
    limit = least if above else -least
    return Condition(outcome, above, limit, False, f"are {how} than with {lever_set}", lever_set)


def _check_words(results: Results, asked: str) -> None:
    """Refuse a limit that is written in words, and say how to write it."""
    match = _IN_WORDS.fullmatch(asked)
    names = [outcome.name for outcome in results.study.outcomes]
    if match and asked.strip() not in names:
        sign = _SIGNS.get(match["how"], ">")
        raise SimError(
            f"'{asked}': write > or < (or >=, <=), such as '{match['outcome']} {sign} "
            f"{match['limit']}'"
        )


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


def _levers(sets: Sequence[LeverSet]) -> tuple[Column, ...]:
    """Return the levers that are not the same in all of these lever sets."""
    found = []
    for name in sets[0].options if sets else ():
        options = tuple(dict.fromkeys(chosen.options[name] for chosen in sets))
        if len(options) > 1:
            found.append(Column(name, "", options))
    return tuple(found)
