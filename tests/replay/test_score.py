import datetime as dt
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.indicators import Record
from sim.replay.history import History
from sim.replay.score import Score, Skill, evaluate, score, score_series
from tests.indicators import made_up
from tests.indicators.made_up import NORTH, ORE, SOUTH

PRICE = {"indicator": "export_price", "country": "NORTH", "product": "ore"}
IMPORTS = {"indicator": "imports", "country": "SOUTH", "partner": "NORTH", "product": "ore"}


def series(name: str, reading: dict[str, Any], points: dict[str, float]) -> dict[str, Any]:
    return {
        "name": name,
        "title": name,
        "unit": "t",
        "kind": "emergent",
        "because": "made up",
        "reading": reading,
        "points": {period: {"value": value, "source": "S"} for period, value in points.items()},
    }


def target(name: str, form: str, of: dict[str, Any], **more: Any) -> dict[str, Any]:
    bounds = {"observed": 1.0, "low": 0.9, "high": 1.1, "dated": dt.date(2009, 12, 31)}
    text = {"name": name, "title": name, "unit": "1", "kind": "emergent", "because": "made up"}
    return {**text, **bounds, "form": form, "of": of, **more}


def history(**parts: Any) -> History:
    return History.model_validate(
        {
            "format": 1,
            "case": "made-up",
            "case_start": dt.date(2009, 7, 1),
            "fit_until": dt.date(2009, 12, 31),
            "series": [],
            "targets": [],
            **parts,
        }
    )


def priced(course: Any) -> Record:
    """Return a run of two years in which NORTH's ore has these prices."""
    arrays = made_up.blank(104)
    arrays["export_price"][:, NORTH, ORE] = course
    arrays["arrived"][:, NORTH, SOUTH, ORE] = course
    return made_up.record(arrays)


def one(points: dict[str, float], run: Any, off: Any, reading: dict[str, Any] = PRICE) -> Skill:
    told = history(series=[series("s", reading, points)])
    return score_series(told, told.series[0], priced(run), priced(off)).skill()


def test_error_is_the_mean_absolute_log_ratio_and_skill_compares_it() -> None:
    points = {"2009-06": 50.0, "2009-08": 100.0, "2009-10": 400.0}
    skill = one(points, run=200.0, off=800.0)
    assert skill.n == 2
    assert skill.error == pytest.approx(math.log(2))
    assert skill.off == pytest.approx(1 - math.log(2) / ((math.log(8) + math.log(2)) / 2))
    assert skill.persistence == pytest.approx(1 - math.log(2) / ((math.log(2) + math.log(8)) / 2))
    assert skill.least == skill.persistence == pytest.approx(0.5)


def test_a_run_equal_to_its_reference_has_no_skill_and_a_perfect_one_has_all() -> None:
    points = {"2009-06": 50.0, "2009-08": 100.0}
    assert one(points, run=70.0, off=70.0).off == 0
    assert one(points, run=50.0, off=60.0).persistence == 0
    assert one(points, run=100.0, off=60.0).least == 1


@given(scale=st.floats(1e-6, 1e6))
def test_skill_does_not_depend_on_the_unit(scale: float) -> None:
    rng = np.random.default_rng(1)
    run, off = rng.uniform(1, 9, 104), rng.uniform(1, 9, 104)
    points = {"2009-06": 2.0, "2009-08": 5.0, "2009-10": 3.0, "2010-03": 7.0}
    scaled = {period: value * scale for period, value in points.items()}
    here, there = one(points, run, off), one(scaled, run, off, {**PRICE, "scale": scale})
    assert there.error == pytest.approx(here.error)
    assert there.off == pytest.approx(here.off)
    assert there.persistence == pytest.approx(here.persistence)


def test_points_are_split_by_sample_and_unscored_ones_say_why() -> None:
    points = {
        "2009-06": 1.0,
        "2009-H2": 1.0,
        "2009-12..2010-01": 1.0,
        "2010-06": 0.0,
        "2013": 1.0,
    }
    told = history(series=[series("s", PRICE, points)])
    scored = score_series(told, told.series[0], priced(2.0), priced(3.0))
    assert [p.sample for p in scored.points] == ["before", "in", "out", "out", "out"]
    reasons = [p.unscored for p in scored.points]
    assert reasons == [
        "before the case",
        "",
        "",
        "observed value has no logarithm",
        "not reached",
    ]
    assert (scored.skill("in").n, scored.skill("out").n, scored.skill().n) == (1, 1, 2)


def test_a_simulated_zero_is_listed_and_not_scored() -> None:
    told = history(series=[series("s", PRICE, {"2009-08": 1.0, "2009-09": 1.0})])
    course = np.where(np.arange(104) < 35, 0.0, 2.0)
    scored = score_series(told, told.series[0], priced(course), priced(3.0))
    assert [p.unscored for p in scored.points] == ["simulated value has no logarithm", ""]
    assert scored.skill().n == 1


def test_persistence_without_a_value_before_the_case_is_the_first_tick() -> None:
    course = np.concatenate([[10.0], np.full(103, 99.0)])
    assert one({"2009-08": 10.0}, run=course, off=1.0).persistence is None  # it makes no error
    assert one({"2009-08": 40.0}, run=course, off=1.0).persistence == pytest.approx(
        1 - math.log(99 / 40) / math.log(4)
    )


def test_persistence_of_what_adds_up_is_kept_per_day() -> None:
    told = history(series=[series("s", IMPORTS, {"2009-06": 60.0, "2009-H2": 1.0})])
    scored = score_series(told, told.series[0], priced(1.0), priced(1.0))
    assert scored.points[1].persistence == pytest.approx(60 * 184 / 30)


def test_target_forms() -> None:
    course = np.where(np.arange(104) < 52, 100.0, 150.0)
    run = priced(course)
    year1, year2 = {**PRICE, "period": "2009-03"}, {**PRICE, "period": "2010-03"}
    told = history(
        targets=[
            target("v", "value", year2),
            target("r", "ratio", year2, to=year1),
            target("c", "change", year2, to=year1),
        ]
    )
    values = [evaluate(t, run) for t in told.targets]
    assert values == pytest.approx([150.0, 1.5, 0.5])


def test_the_peak_is_the_month_of_the_highest_reading() -> None:
    run = priced(100.0 - abs(np.arange(104) - 60.0))  # tick 60 starts on 2010-02-25
    months = {"observed": "2010-02", "low": "2010-01", "high": "2010-03"}
    of = {**PRICE, "period": "2009-06..2010-06"}
    told = history(targets=[target("p", "peak", of, **months)])
    scored = score(told, run, run).targets[0]
    assert (scored.simulated, scored.inside) == ("2010-02", True)
    late = history(targets=[target("p", "peak", {**of, "period": "2009-06..2012-06"}, **months)])
    assert score(late, run, run).targets[0].inside is None


def test_target_bands_include_their_bounds_and_what_is_not_reached_is_neither() -> None:
    def inside(value: float, period: str) -> bool | None:
        told = history(targets=[target("v", "value", {**PRICE, "period": period})])
        return score(told, priced(value), priced(value)).targets[0].inside

    assert inside(0.9, "2009-03") is True
    assert inside(1.1, "2009-03") is True
    assert inside(1.11, "2009-03") is False
    assert inside(1.0, "2013") is None


def test_only_emergent_rows_count_and_each_sample_by_itself() -> None:
    of = {**PRICE, "period": "2009-03"}
    late = {"dated": dt.date(2010, 6, 30)}
    told = history(
        targets=[
            target("a", "value", of),
            target("b", "value", of, kind="imposed", low=5.0, high=6.0),
            target("c", "value", of, low=5.0, high=6.0, **late),
            target("d", "value", {**PRICE, "period": "2013"}, **late),
        ],
        series=[
            series("ahead", PRICE, {"2009-06": 3.0, "2009-08": 1.0}),
            series("behind", PRICE, {"2009-06": 3.0, "2010-08": 3.5}),
        ],
    )
    total = score(told, priced(1.0), priced(2.0))
    assert (total.inside("in").hits, total.inside("in").of) == (1, 1)
    assert (total.inside("out").hits, total.inside("out").of) == (0, 1)
    assert total.ahead().share == 0.5
    assert (total.ahead("in").share, total.ahead("out").share) == (1.0, 0.0)
    assert Score((), ()).inside().share is None


def test_a_long_series_has_six_dates_that_the_run_answers_to() -> None:
    six = {f"2009-0{month}": 1.0 for month in range(1, 7)}
    five_and_one = {**six, "2013": 1.0}
    del five_and_one["2009-01"]
    told = history(series=[series("a", PRICE, six), series("b", PRICE, five_and_one)])
    assert score(told, priced(1.0), priced(1.0)).long_series == 1


def test_the_order_of_points_in_the_file_does_not_matter() -> None:
    points = {"2009-06": 50.0, "2009-08": 100.0, "2009-10": 400.0}
    turned = dict(reversed(points.items()))
    assert one(points, 90.0, 80.0) == one(turned, 90.0, 80.0)


def test_a_shorter_run_scores_what_it_reaches() -> None:
    told = history(series=[series("s", PRICE, {"2009-08": 1.0, "2010-08": 1.0})])
    full = priced(2.0)
    arrays = {name: getattr(full.flows, name)[:52] for name in made_up.blank(1)}
    short = replace(full, flows=type(full.flows)(**arrays))
    assert score_series(told, told.series[0], short, short).skill().n == 1
