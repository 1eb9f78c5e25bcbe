"""Fitting sees nothing later than the fit date, and depends on the seed alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from sim.parameters import catalogue, load_parameters
from sim.replay.fit import Problem, fit, up_to_fit
from sim.replay.history import History
from sim.replay.replay import Case, load_case
from sim.timeline import Period

RUNS = 6
"""Enough for one generation of the search, which already tells points apart."""


@pytest.fixture(scope="module")
def case() -> Case:
    return load_case("rare-earth-2010")


def corrupted(history: History) -> History:
    """Return the history with every later row changed beyond recognition."""
    series = []
    for one in history.series:
        points = {
            text: point.model_copy(update={"value": 7.0 * point.value + 1.0})
            if Period.parse(text).end > history.fit_until
            and (Period.parse(text).end - history.fit_until).days > 1
            else point
            for text, point in one.points.items()
        }
        series.append(one.model_copy(update={"points": points}))
    targets = [
        t.model_copy(update={"low": 1e6, "high": 2e6}) if t.dated > history.fit_until else t
        for t in history.targets
    ]
    return history.model_copy(update={"series": tuple(series), "targets": tuple(targets)})


def test_later_rows_change_nothing_that_is_fitted(case: Case) -> None:
    changed = corrupted(case.history)
    assert changed != case.history
    fitted = [
        fit(Problem.of(case.scenario, history), runs=RUNS, population=RUNS)
        for history in (case.history, changed)
    ]
    assert fitted[0].values == fitted[1].values
    assert fitted[0].loss == fitted[1].loss


def test_earlier_rows_do_change_the_loss(case: Case) -> None:
    problem = Problem.of(case.scenario, case.history)
    first = problem.history.series[0]
    moved = first.model_copy(
        update={
            "points": {
                text: point.model_copy(update={"value": 3.0 * point.value})
                for text, point in first.points.items()
            }
        }
    )
    other = case.history.model_copy(update={"series": (moved, *case.history.series[1:])})
    start = problem.point(load_parameters())
    assert problem.loss(start) != Problem.of(case.scenario, other).loss(start)


def test_nothing_kept_is_dated_after_the_fit_date(case: Case) -> None:
    kept = up_to_fit(case.history)
    assert kept.series
    assert kept.targets
    assert all(t.dated <= case.history.fit_until for t in kept.targets)
    days = [Period.parse(text).end for s in kept.series for text in s.points]
    assert (max(days) - case.history.fit_until).days <= 1


def test_values_and_points_of_the_unit_cube_answer_each_other(case: Case) -> None:
    problem = Problem.of(case.scenario, case.history)
    for corner in (0.0, 0.3, 1.0):
        point = [corner] * len(problem.names)
        values = problem.values(point)
        assert problem.point(values) == pytest.approx(point)
        assert all(catalogue()[n].low <= v <= catalogue()[n].high for n, v in values.items())


def test_only_parameters_marked_as_fitted_are_searched(case: Case) -> None:
    names = Problem.of(case.scenario, case.history).names
    assert names
    assert all(catalogue()[name].status == "fitted" for name in names)


def test_a_search_that_finds_nothing_better_keeps_the_defaults(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = Problem.of(case.scenario, case.history)
    defaults = problem.point(load_parameters())

    def distance(_: Problem, point: Sequence[float]) -> float:
        return float(np.abs(np.subtract(point, defaults)).sum())

    monkeypatch.setattr(Problem, "loss", distance)
    found = fit(problem, runs=RUNS, population=RUNS)
    assert found.loss == found.default_loss == 0.0
    assert found.values == pytest.approx(problem.values(defaults), rel=1e-3)


def test_a_search_afresh_does_not_start_from_the_defaults(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = Problem.of(case.scenario, case.history)
    first = fit(problem, runs=RUNS, population=RUNS, afresh=True)
    names = problem.names
    other = load_parameters().replaced({names[0]: catalogue()[names[0]].high})
    monkeypatch.setattr("sim.replay.fit.load_parameters", lambda: other)
    again = fit(problem, runs=RUNS, population=RUNS, afresh=True)
    assert again.values == first.values
    assert again.default_loss != first.default_loss
