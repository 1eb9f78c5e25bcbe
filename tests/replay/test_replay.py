"""Replays of a small case: what the runs share, and in what they differ."""

import datetime as dt
from pathlib import Path

import pytest

from sim.errors import SimError, UnknownNameError
from sim.replay.course import CaseCourse
from sim.replay.replay import ReplayResult, load_case, replay
from sim.replay.run import run
from tests.cli.cases import case


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> str:
    return case(tmp_path_factory.mktemp("case"))


@pytest.fixture(scope="module")
def result(path: str) -> ReplayResult:
    return replay(path, without=["ore-squeeze"])


def values(course: CaseCourse) -> list[tuple[float | None, ...]]:
    return [played.values for played in course.rounds]


def test_the_whole_case_is_played_by_default(result: ReplayResult) -> None:
    assert result.ticks == 104
    assert [played.number for played in result.course.rounds] == list(range(1, 9))
    assert result.course.rounds[-1].end == dt.date(2032, 1, 5)


def test_the_course_tells_orders_with_their_rulings_and_news_by_day(result: ReplayResult) -> None:
    told = [h for played in result.course.rounds for h in played.happenings]
    assert told == sorted(told)
    assert [h.text for h in told if h.date.year == 2030] == [
        "Nets are cut at sea",
        "NORTH: The North licenses half of the ore for the South",
    ]
    assert [(h.order, h.outcome) for h in told if h.order] == [
        ("export_licensing product=ore target=SOUTH rate=0.5", "carried out")
    ]


def test_the_counterfactual_lacks_the_order_and_is_the_same_before_it(
    result: ReplayResult,
) -> None:
    other = result.without_course
    assert other is not None
    assert not [h for played in other.rounds for h in played.happenings if h.order]
    assert values(other)[0] == values(result.course)[0]
    assert values(other)[3] != values(result.course)[3]


def test_the_reference_without_behaviour_is_another_run(result: ReplayResult) -> None:
    points = result.score.series[0].points
    assert any(point.off != point.simulated for point in points)


def test_leaving_nothing_out_leaves_no_counterfactual(path: str) -> None:
    short = replay(path, until=dt.date(2030, 2, 1))
    assert (short.ticks, short.without_record, short.without_score) == (13, None, None)


def test_a_tag_stands_for_its_orders(path: str, result: ReplayResult) -> None:
    by_tag = replay(path, without=["embargo"], until=dt.date(2030, 12, 1))
    assert by_tag.without_course is not None
    assert result.without_course is not None
    assert values(by_tag.without_course) == values(result.without_course)[:4]


def test_key_numbers_are_those_best_observed(result: ReplayResult) -> None:
    labels = [key.label for key in result.course.keys]
    assert labels[:2] == ["Price of metal in the South", "Ore imports of the South from the North"]
    assert result.course.keys[1].unit == "t in the round"
    assert len({key.reading.indicator for key in result.course.keys}) == len(labels) <= 6


def test_without_a_history_key_numbers_follow_the_orders(path: str) -> None:
    played = run(load_case(path).scenario, rounds=1)
    assert played.course.keys[0].label == "Ore, SOUTH from NORTH"
    assert played.course.keys[-1].label == "Production lost, SOUTH"


def test_progress_is_told_round_by_round(path: str) -> None:
    told: list[tuple[int, int]] = []
    replay(path, until=dt.date(2030, 7, 1), progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 2), (2, 2)]


def test_names_that_are_none_are_refused(path: str) -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'embargo'"):
        replay(path, without=["embargos"])
    with pytest.raises(UnknownNameError, match="unknown parameter"):
        replay(path, settings={"no_such": 1.0})
    with pytest.raises(SimError, match="is outside the scenario"):
        replay(path, until=dt.date(1999, 1, 1))


def test_observed_data_do_not_reach_the_run(path: str, tmp_path: Path) -> None:
    text = (Path(path) / "observed.yaml").read_text("utf-8").replace("value: ", "value: 9")
    other = replay(case(tmp_path, text), without=["ore-squeeze"])
    mine = replay(path, without=["ore-squeeze"])
    assert values(other.course) == values(mine.course)
