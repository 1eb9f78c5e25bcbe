"""Evaluation: objectives, notes, ratings, forms, the hot wash, the improvement plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sim.exercise.acts import WHITE, Act
from sim.exercise.exercise import Exercise
from sim.exercise.log.entry import Entry
from sim.exercise.topics.evaluation import (
    EVALUATION,
    Answered,
    Asked,
    GuideSet,
    HotWashed,
    ImprovementAdded,
    LookedFor,
    Moment,
    Noted,
    ObjectiveAdded,
    Rated,
)

if TYPE_CHECKING:
    from sim.exercise.template.spec import Template


def prepared(template: Template) -> tuple[Act, ...]:
    """Return what an exercise begins with: its objectives, the scale, and the participant form."""
    questions = tuple(Asked(id=q.id, text=q.text, kind=q.kind) for q in template.questions)
    return (
        GuideSet(scale=template.ratings, questions=questions),
        *(
            ObjectiveAdded(
                id=one.id,
                title=one.title,
                look_for=tuple(LookedFor(id=row.id, text=row.text) for row in one.look_for),
            )
            for one in template.objectives
        ),
    )


def add_objective(
    exercise: Exercise, id: str, title: str, look_for: Mapping[str, str] | None = None
) -> Entry:
    """Add an objective; `look_for` are the rows of its guide, id -> text."""
    rows = tuple(LookedFor(id=row, text=text) for row, text in (look_for or {}).items())
    return exercise.do(WHITE, ObjectiveAdded(id=id, title=title, look_for=rows))


def note(
    exercise: Exercise,
    text: str,
    *,
    evaluator: str = "",
    objective: str = "",
    inject: str = "",
    seat: str = "",
    round: int | None = None,
) -> Entry:
    """Write down what an evaluator saw; it can never be changed."""
    return exercise.do(
        WHITE,
        Noted(
            text=text,
            evaluator=evaluator,
            objective=objective,
            inject=inject,
            seat=seat,
            round=round,
        ),
    )


def rate(
    exercise: Exercise,
    objective: str,
    rating: str,
    *,
    row: str = "",
    comment: str = "",
    evaluator: str = "",
) -> Entry:
    """Rate an objective or a row of it; a later rating stands in the place of an earlier one."""
    known = {mark.casefold(): mark for mark in exercise.of(EVALUATION).scale}
    mark = known.get(rating.strip().casefold(), rating)
    return exercise.do(
        WHITE,
        Rated(objective=objective, row=row, rating=mark, comment=comment, evaluator=evaluator),
    )


def answer(
    exercise: Exercise, by: str, answers: Mapping[str, str], *, seat: str = "", name: str = ""
) -> Entry:
    """Hand in a participant's form."""
    given = {question: text.strip() for question, text in answers.items()}
    return exercise.do(by, Answered(answers=given, seat=seat, name=name))


def hotwash(
    exercise: Exercise, by: str, moment: Moment, text: str, *, seat: str = "", name: str = ""
) -> Entry:
    """Write down what somebody says in the hot wash."""
    return exercise.do(by, HotWashed(moment=moment, text=text, seat=seat, name=name))


def improve(
    exercise: Exercise,
    issue: str,
    *,
    recommendation: str = "",
    owner: str = "",
    due: str = "",
    objective: str = "",
) -> Entry:
    """Add a line to the improvement plan."""
    return exercise.do(
        WHITE,
        ImprovementAdded(
            issue=issue, recommendation=recommendation, owner=owner, due=due, objective=objective
        ),
    )
