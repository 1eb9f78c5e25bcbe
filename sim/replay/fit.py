"""Fit: parameters chosen on what was observed up to a date, within their stated ranges.

Later rows are dropped before anything is computed; nothing here can see them. One parameter set
serves all cases, and all products that state no value of their own. What is minimised is the mean
error of the emergent series, plus the emergent targets missed and by how far, plus the emergent
series behind a reference, plus a prior that needs no data: a market left alone is calm, so a
disturbance of stocks must die out.
"""

from __future__ import annotations

import datetime as dt
import math
import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np

from sim.game import Game
from sim.indicators import Record
from sim.parameters import Parameters, catalogue, load_parameters
from sim.replay.course import record_of
from sim.replay.history import History
from sim.replay.merge import merged
from sim.replay.score import SeriesScore, TargetScore, sample_of, score
from sim.scenario.spec import Scenario
from sim.seats.history import HistorySeats
from sim.timeline import Period
from sim.world.world import frozen

Progress = Callable[[int, float], None]
"""Told after each generation: runs so far, smallest loss so far."""

OUTSIDE = 1.0
"""Loss of missing every target just so, beside the mean log error of the series [1]."""

BEHIND = 1.0
"""Loss of every series behind one of its references [1]."""

REFINING, AFRESH = 0.1, 0.3
"""First step from the defaults, and from the middle, as a share of each parameter's range [1]."""

WORST = 3.0
"""Log error at which a point counts no worse: a twentyfold miss is a miss [1]."""

DISTURBED = 0.95
"""Buyers' stocks left by the disturbance, as a share of normal [1]."""

DISTURBANCE_YEARS = 1.5
"""Years after which the disturbance must have died out."""

CALM = 0.02
"""Log price change that still counts as calm [1]."""


@dataclass(frozen=True)
class Fit:
    """The best parameters found, and how."""

    values: Mapping[str, float]
    loss: float
    default_loss: float
    """Loss at the defaults."""
    runs: int
    seed: int


@dataclass(frozen=True)
class Problem:
    """What is fitted on what; later rows are gone."""

    scenario: Scenario
    history: History
    names: tuple[str, ...]
    seed: int

    @staticmethod
    def of(scenario: Scenario, history: History, *, seed: int = 0) -> Problem:
        """Return the problem of fitting every parameter marked as fitted to a case's first part."""
        names = tuple(n for n, entry in catalogue().items() if entry.status == "fitted")
        return Problem(merged(scenario), up_to_fit(history), names, seed)

    def loss(self, point: Sequence[float]) -> float:
        """Return the loss at a point of the unit cube over the parameters' ranges."""
        parameters = load_parameters().replaced(self.values(point))
        return misfit(self.scenario, self.history, parameters, self.seed) + unrest(
            self.scenario, parameters, self.seed
        )

    def values(self, point: Sequence[float]) -> dict[str, float]:
        """Return the parameter values at a point of the unit cube; log scale where all are > 0."""
        return {n: _at(n, share) for n, share in zip(self.names, point, strict=True)}

    def point(self, values: Mapping[str, float]) -> list[float]:
        """Return the point of the unit cube nearest to parameter values."""
        return [_share(n, values[n]) for n in self.names]


def fit(
    problem: Problem,
    *,
    runs: int,
    population: int = 32,
    workers: int = 1,
    afresh: bool = False,
    progress: Progress | None = None,
) -> Fit:
    """Return the best parameters of a CMA-ES search (Hansen) that starts from the defaults.

    `afresh` starts it from the middle of all ranges, as if nobody had searched before. The result
    depends on the seed, not on the number of workers.
    """
    import cma  # a third of a second: only for a fit

    defaults = problem.point(load_parameters())
    default_loss = problem.loss(defaults)
    search = cma.CMAEvolutionStrategy(
        [0.5] * len(defaults) if afresh else defaults,
        AFRESH if afresh else REFINING,
        {"bounds": [0.0, 1.0], "seed": problem.seed + 1, "popsize": population, "verbose": -9},
    )
    with _pool(workers) as map_over:
        while search.countevals < runs:
            points = search.ask()
            search.tell(points, list(map_over(problem.loss, points)))
            if progress:
                progress(search.countevals, search.best.f)
    kept = not afresh and default_loss <= search.best.f
    best = defaults if kept else search.best.x
    return Fit(
        values={n: _rounded(v) for n, v in problem.values(best).items()},
        loss=default_loss if kept else float(search.best.f),
        default_loss=default_loss,
        runs=int(search.countevals),
        seed=problem.seed,
    )


@contextmanager
def _pool(workers: int) -> Iterator[Callable[..., Iterable[float]]]:
    """Yield a map over so many processes, or over this one."""
    if workers == 1:
        yield map
        return
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        yield pool.map


def up_to_fit(history: History) -> History:
    """Return the history without any row dated after its fit date."""
    series = []
    for one in history.series:
        kept = {
            text: point
            for text, point in one.points.items()
            if sample_of(history, _last_day(text)) == "in"
        }
        if kept:
            series.append(one.model_copy(update={"points": kept}))
    targets = [t for t in history.targets if sample_of(history, t.dated) == "in"]
    return history.model_copy(update={"series": tuple(series), "targets": tuple(targets)})


def misfit(scenario: Scenario, history: History, parameters: Parameters, seed: int) -> float:
    """Return the mean error of series, plus targets missed and series behind a reference [1].

    Only emergent rows count.
    """
    run = _played(scenario, history, parameters, seed, behaviour=True)
    off = _played(scenario, history, parameters, seed, behaviour=False)
    scored = score(history, run, off)
    series = [_series_error(s) for s in scored.series if s.series.kind == "emergent"]
    targets = [_target_miss(t) for t in scored.targets if t.target.kind == "emergent"]
    ahead = scored.ahead("in").share
    missed = float(np.mean(targets)) if targets else 0.0
    return float(np.mean(series)) + OUTSIDE * missed + BEHIND * (1.0 - (ahead or 0.0))


def _played(
    scenario: Scenario, history: History, parameters: Parameters, seed: int, *, behaviour: bool
) -> Record:
    """Return the record of the dated orders up to the last row of the history."""
    game = Game.start(
        scenario,
        seed=seed,
        parameters=parameters,
        seats=HistorySeats(scenario),
        behaviour=behaviour,
    )
    last = max(_last_day(text) for series in history.series for text in series.points)
    while not game.over and game.timeline.date(game.tick) <= last:
        game.play_round()
    return record_of(game)


def unrest(scenario: Scenario, parameters: Parameters, seed: int) -> float:
    """Return how much prices still move years after stocks were disturbed, orders left out [1]."""
    alone = scenario.model_copy(update={"orders": (), "demand": (), "injects": ()})
    game = Game.start(alone, seed=seed, parameters=parameters, seats={})
    disturbed = frozen(game.world.stock * DISTURBED)
    before = np.log(game.world.price)
    game.world = replace(game.world, stock=disturbed)
    until = min(game.timeline.rounds, round(DISTURBANCE_YEARS / game.timeline.tick_years
                                            / game.timeline.ticks_per_round))  # fmt: skip
    worst = 0.0
    for played in range(until):
        game.play_round()
        if played >= until - 2:
            worst = max(worst, float(np.abs(np.log(game.world.price) - before).max()))
    return float(min(2.0, 5.0 * max(0.0, worst - CALM)))


def _series_error(scored: SeriesScore) -> float:
    errors = []
    for point in scored.points:
        if point.observed > 0:
            value = point.simulated or 0.0
            error = abs(math.log(value / point.observed)) if value > 0 else WORST
            errors.append(min(WORST, error))
    return float(np.mean(errors)) if errors else 0.0


def _target_miss(scored: TargetScore) -> float:
    """Return 0 inside the band, and outside 1 and how far, as a share of the bound, up to 1."""
    low, high, simulated = scored.target.low, scored.target.high, scored.simulated
    if isinstance(simulated, str):
        months = max(
            _months(simulated) - _months(str(high)), _months(str(low)) - _months(simulated)
        )
        return 1.0 + min(1.0, months / 12) if months > 0 else 0.0
    if simulated is None:
        return WORST
    gap = max(float(low) - simulated, simulated - float(high), 0.0)
    width = max(abs(float(low)), abs(float(high)), 1e-9)
    return 1.0 + min(1.0, gap / width) if gap > 0.0 else 0.0


def _months(text: str) -> int:
    year, month = text.split("-")
    return 12 * int(year) + int(month)


def _last_day(text: str) -> dt.date:
    return Period.parse(text).end - dt.timedelta(days=1)


def _at(name: str, share: float) -> float:
    entry = catalogue()[name]
    share = min(1.0, max(0.0, float(share)))
    if entry.low > 0:
        return float(min(entry.high, entry.low * (entry.high / entry.low) ** share))
    return entry.low + (entry.high - entry.low) * share


def _share(name: str, value: float) -> float:
    entry = catalogue()[name]
    value = min(entry.high, max(entry.low, value))
    if entry.low > 0:
        return math.log(value / entry.low) / math.log(entry.high / entry.low)
    return (value - entry.low) / (entry.high - entry.low)


def _rounded(value: float) -> float:
    return float(f"{value:.4g}")
