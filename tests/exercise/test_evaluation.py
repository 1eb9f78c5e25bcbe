"""Evaluation: what is noted stays as it was noted, on whatever line the play goes on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.exercise.acts import WHITE
from sim.exercise.conduct import evaluation, lines
from sim.exercise.exercise import Exercise
from sim.exercise.fold import folded
from sim.exercise.state import NotNowError
from sim.exercise.template.fill import general
from sim.exercise.topics.evaluation import EVALUATION, SCALE, Asked, GuideSet, ObjectiveAdded, eeg
from sim.exercise.topics.rounds import Opened, Started
from sim.exercise.topics.seats import Chair, Seated
from sim.exercise.topics.setup import Created

START = dt.datetime(2025, 3, 1, 9, tzinfo=dt.UTC)

QUESTIONS = (
    Asked(id="Q1", text="Was it believable?"),
    Asked(id="Q2", text="Once more?", kind="yes-no"),
    Asked(id="Q3", text="What surprised you?", kind="text"),
)


class Clock:
    """A clock that goes on by a minute whenever it is read."""

    def __init__(self) -> None:
        self.minutes = 0

    def __call__(self) -> dt.datetime:
        self.minutes += 1
        return START + dt.timedelta(minutes=self.minutes)


@pytest.fixture
def exercise(tmp_path: Path) -> Iterator[Exercise]:
    created = Created(
        title="t", scenario="s", scenario_text="-", format="short", seed=0, program="0"
    )
    acts = [
        created,
        Seated(seat="A", chair=Chair(kind="human", player="Ada"), code="AAAAAA"),
        Seated(seat="B", chair=Chair(kind="human"), code="BBBBBB"),
        GuideSet(questions=QUESTIONS),
        ObjectiveAdded(id="O1", title="Decide in time", look_for=({"id": "a", "text": "asks"},)),  # type: ignore[arg-type]
        Started(),
        Opened(round=1),
    ]
    with Exercise.create(tmp_path / "x.exercise", acts, by=WHITE, clock=Clock()) as made:
        yield made


def test_a_note_has_its_time_round_and_line_and_survives_a_rewind(exercise: Exercise) -> None:
    entry = evaluation.note(exercise, "they asked", evaluator="Eve", objective="O1", seat="A")
    lines.rewind(exercise, 1)
    evaluation.note(exercise, "again")
    first, second = exercise.of(EVALUATION).notes
    assert (first.number, first.at, first.line, first.round) == (entry.number, entry.at, "main", 1)
    assert (second.line, second.noted.text) == ("main.2", "again")


def test_a_later_rating_counts_and_the_earlier_one_stays_in_the_log(exercise: Exercise) -> None:
    evaluation.rate(exercise, "O1", "m", row="a")
    evaluation.rate(exercise, "O1", "P", row="a", comment="mended")
    rows = {(row.objective, row.row): row.rating for row in eeg(exercise.state)}
    assert rows["O1", ""] is None
    assert rows["O1", "a"] is not None
    assert rows["O1", "a"].rated.rating == "P"
    assert [e.kind for e in exercise.entries()].count("rated") == 2


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"objective": "O2", "rating": "P"}, "O1"),
        ({"objective": "O1", "rating": "excellent"}, "rating"),
        ({"objective": "O1", "rating": "P", "row": "b"}, "row of O1"),
    ],
)
def test_what_cannot_be_rated_is_told(exercise: Exercise, wrong: dict[str, str], told: str) -> None:
    with pytest.raises(NotNowError, match=told):
        evaluation.rate(exercise, **wrong)


def test_a_note_names_only_what_there_is(exercise: Exercise) -> None:
    for wrong in ({"objective": "O9"}, {"inject": "I1"}, {"seat": "C"}, {"round": 2}):
        with pytest.raises(NotNowError):
            evaluation.note(exercise, "x", **wrong)
    assert exercise.of(EVALUATION).notes == ()


def test_a_second_form_of_one_name_counts_nameless_ones_all_do(exercise: Exercise) -> None:
    for seat, name, mark in (("A", "Ada", "1"), ("A", "Ada", "5"), ("A", "", "2"), ("A", "", "3")):
        evaluation.answer(exercise, "A", {"Q1": mark}, seat=seat, name=name)
    assert [form.answers["Q1"] for form in exercise.of(EVALUATION).forms] == ["5", "2", "3"]


@pytest.mark.parametrize("answers", [{"Q1": "6"}, {"Q2": "maybe"}, {"Q9": "1"}])
def test_an_answer_that_does_not_fit_is_refused(
    exercise: Exercise, answers: dict[str, str]
) -> None:
    with pytest.raises(NotNowError):
        evaluation.answer(exercise, "A", answers, seat="A")


def test_a_seat_evaluates_nobody_and_speaks_for_itself_alone(exercise: Exercise) -> None:
    with pytest.raises(NotNowError, match="yours"):
        evaluation.hotwash(exercise, "A", "improve", "they were slow", seat="B")
    with pytest.raises(NotNowError):
        evaluation.answer(exercise, "A", {"Q1": "1"})
    with pytest.raises(NotNowError, match="white cell"):
        exercise.do("A", ObjectiveAdded(id="O2", title="ours"))
    evaluation.hotwash(exercise, "A", "improve", "we were slow", seat="A")
    evaluation.hotwash(exercise, WHITE, "surprise", "the ban")
    assert [said.text for said in exercise.of(EVALUATION).hotwash] == ["we were slow", "the ban"]


def test_the_general_exercise_prepares_objectives_scale_and_form() -> None:
    guide, *objectives = evaluation.prepared(general())
    assert isinstance(guide, GuideSet)
    assert set(guide.scale) == set(SCALE)
    assert guide.questions
    assert all(isinstance(one, ObjectiveAdded) and one.look_for for one in objectives)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(["note", "rate", "rewind", "wash", "improve"]), max_size=8))
def test_nothing_that_was_evaluated_is_ever_lost(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str]
) -> None:
    path = tmp_path_factory.mktemp("kept") / "x.exercise"
    created = Created(title="t", scenario="s", scenario_text="-", format="f", seed=0, program="0")
    goal = ObjectiveAdded(id="O1", title="x")
    start = [created, goal, Started(), Opened(round=1)]
    with Exercise.create(path, start, by=WHITE, clock=Clock()) as made:
        told = 0
        for step in steps:
            match step:
                case "note":
                    evaluation.note(made, "seen")
                case "rate":
                    evaluation.rate(made, "O1", "P")
                case "wash":
                    evaluation.hotwash(made, WHITE, "strength", "good")
                case "improve":
                    evaluation.improve(made, "slow", owner="Ada")
                case "rewind":
                    lines.rewind(made, 1)
            told += step in ("note", "wash", "improve")
        own = made.of(EVALUATION)
        assert len(own.notes) + len(own.hotwash) + len(own.improvements) == told
        assert len(own.ratings) == ("rate" in steps)
        assert folded(made.entries()).of(EVALUATION) == own
