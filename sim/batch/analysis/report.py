"""Report: all that the results of a study tell, from what may mislead to what may be told.

For each outcome the ladder is climbed in one order: how the runs went, how much is chance, what
drives it, under what conditions it goes wrong, which lever set holds, how far it spreads. What does
not apply to a design is missing, and it is said why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from sim.batch.analysis.cases import condition
from sim.batch.analysis.discovery import Discovery, discover
from sim.batch.analysis.ladder import Ladder, ladders
from sim.batch.analysis.payoff import Game, game
from sim.batch.analysis.payoffs import Wanted, gains_in
from sim.batch.analysis.robustness import Robustness, robustness
from sim.batch.analysis.sensitivity import Finding, sensitivities
from sim.batch.analysis.spread import Distribution, Fan, distributions, fans
from sim.batch.design.counts import formula
from sim.batch.design.factors import DUMMY, Factor
from sim.batch.store.results import STATUSES, Results
from sim.batch.study import LeverSet, Outcome, Plan, Study
from sim.errors import SimError

MOST_KINDS = 5
"""Sorts of errors that are told in words; of the others, how many runs they took."""


@dataclass(frozen=True)
class Failures:
    """An error, and how many runs ended by it."""

    error: str
    runs: int


@dataclass(frozen=True)
class Runs:
    """How the runs went."""

    planned: int
    """Of the rows that are looked at, those with nothing varied left out."""
    ok: int
    error: int
    killed: int
    undone: int
    repeats: int
    """Runs with nothing varied that there are to be."""
    repeats_with_value: int
    rows: int
    rows_in_all: int
    """Rows of the sample, those of stages that were not needed or not reached included."""
    whole: bool
    commonest: tuple[Failures, ...]
    """The most frequent first."""

    @property
    def failed(self) -> int:
        """Return how many runs gave nothing."""
        return self.error + self.killed


@dataclass(frozen=True)
class Missing:
    """A part that this report does not have."""

    part: str
    why: str


@dataclass(frozen=True)
class Report:
    """All that the results of a study tell."""

    name: str
    title: str
    plan: Plan
    formula: str
    """How the number of rows comes about."""
    factors: tuple[Factor, ...]
    outcomes: tuple[Outcome, ...]
    lever_sets: tuple[LeverSet, ...]
    runs: Runs
    ladders: tuple[Ladder, ...]
    sensitivity: tuple[Finding, ...]
    discovery: tuple[Discovery, ...]
    robustness: Robustness
    fans: tuple[Fan, ...]
    distributions: tuple[Distribution, ...]
    game: Game | None
    missing: tuple[Missing, ...]


def report(
    results: Results,
    *,
    errors: Iterable[str] = (),
    cases: Iterable[str] = (),
    payoffs: Mapping[str, Wanted] | None = None,
) -> Report:
    """Return all that the results tell.

    `errors` are those of the runs that failed; `cases` says of which runs the conditions are looked
    for, beside those of each outcome that go wrong (see `discovery`); `payoffs` says what each seat
    gains by, for the game between policies (see `payoff`); left out: what the study says itself.
    """
    study = results.study
    found, why_not = _discoveries(results, cases)
    played, why_no_game = _game(results, payoffs)
    return Report(
        name=study.name,
        title=study.title,
        plan=study.plan,
        formula=formula(study.plan.method, study.plan.settings, study.factors),
        factors=study.factors,
        outcomes=study.outcomes,
        lever_sets=study.lever_sets,
        runs=_runs(results, errors),
        ladders=_ladders(results),
        sensitivity=sensitivities(results),
        discovery=found,
        robustness=robustness(results),
        fans=fans(results),
        distributions=distributions(results),
        game=played,
        missing=(*_missing(study), *why_not, *why_no_game),
    )


def _runs(results: Results, errors: Iterable[str]) -> Runs:
    undone, *done = np.bincount(results.status.ravel(), minlength=len(STATUSES) + 1).tolist()
    ok, error, killed = done
    kinds = Counter((text.strip().splitlines() or ["nothing was said"])[0] for text in errors)
    return Runs(
        planned=results.status.size,
        ok=ok,
        error=error,
        killed=killed,
        undone=undone,
        repeats=len(results.nominal),
        repeats_with_value=int(np.isfinite(results.nominal).any(axis=1).sum()),
        rows=results.rows,
        rows_in_all=results.study.rows,
        whole=results.whole,
        commonest=tuple(Failures(*kind) for kind in kinds.most_common(MOST_KINDS)),
    )


def _ladders(results: Results) -> tuple[Ladder, ...]:
    study = results.study
    return tuple(
        ladder
        for lever_set in range(len(study.lever_sets))
        for outcome in range(len(study.outcomes))
        for ladder in ladders(results, lever_set, outcome)
    )


def _discoveries(
    results: Results, cases: Iterable[str]
) -> tuple[tuple[Discovery, ...], tuple[Missing, ...]]:
    """Return under what conditions outcomes go wrong, or why that is missing."""
    part = "scenario discovery"
    for asked in (wanted := tuple(cases)):
        condition(results, asked)  # a slip in what was asked is not something missing
    if not results.study.factors:
        return (), (Missing(part, "no uncertainty was varied"),)
    try:
        names = [outcome.name for outcome in results.study.outcomes]
        return tuple(discover(results, asked) for asked in (*wanted, *names)), ()
    except SimError as error:  # a package that is not installed
        return (), (Missing(part, str(error)),)


def _game(
    results: Results, payoffs: Mapping[str, Wanted] | None
) -> tuple[Game | None, tuple[Missing, ...]]:
    """Return the game between policies, if the study is one, or why it is missing."""
    if payoffs:
        return game(results, list(payoffs), payoffs), ()
    gains = gains_in(results.study)
    if not gains:
        return None, ()
    try:
        return game(results, list(gains), gains), ()
    except SimError as error:  # not all cells of the table, or a package that is not installed
        return None, (Missing("the game between policies", str(error)),)


def _missing(study: Study) -> Iterator[Missing]:
    """Yield what does not apply to a study."""
    if not study.factors:
        yield Missing("sensitivity", "no uncertainty was varied")
    elif all(factor.name != DUMMY for factor in study.factors):
        yield Missing(
            "the dummy's line", "the design has no dummy; bands are compared with zero instead"
        )
    if len(study.lever_sets) == 1:
        yield Missing("comparison of lever sets", "there is one lever set only")
    if not study.rounds:
        yield Missing("fan charts", "the model has no rounds")
    if all(outcome.wanted is None for outcome in study.outcomes):
        yield Missing("shares as wanted", "no outcome says what is good enough (`wanted`)")
