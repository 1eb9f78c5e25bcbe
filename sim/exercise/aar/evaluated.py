"""Evaluated: what evaluators saw and rated, and what participants answered and said."""

from __future__ import annotations

from collections import Counter
from statistics import fmean

from sim.exercise.aar.report import (
    Improvement,
    NoteTold,
    ObjectiveTold,
    QuestionTold,
    RowTold,
    Said,
)
from sim.exercise.state import State
from sim.exercise.topics.evaluation import EVALUATION, Asked, Evaluation, GuideRow, Note, eeg


def objectives(state: State) -> tuple[ObjectiveTold, ...]:
    """Return each objective with its guide and its notes."""
    own, rows = state.of(EVALUATION), eeg(state)
    return tuple(
        ObjectiveTold(
            id,
            tuple(_row(row, own) for row in rows if row.objective == id),
            tuple(_note(note) for note in own.notes if note.noted.objective == id),
        )
        for id in own.objectives
    )


def loose_notes(state: State) -> tuple[NoteTold, ...]:
    """Return the notes that are bound to no objective."""
    return tuple(_note(n) for n in state.of(EVALUATION).notes if not n.noted.objective)


def questions(state: State) -> tuple[QuestionTold, ...]:
    """Return each question of the form with how it was answered."""
    own = state.of(EVALUATION)
    return tuple(_answered(asked, own) for asked in own.questions.values())


def hotwash(state: State) -> tuple[Said, ...]:
    """Return what was said in the hot wash."""
    said = state.of(EVALUATION).hotwash
    return tuple(Said(one.moment, one.text, one.name or one.seat) for one in said)


def improvements(state: State) -> tuple[Improvement, ...]:
    """Return the improvement plan."""
    return tuple(
        Improvement(one.issue, one.recommendation, one.owner, one.due, one.objective)
        for one in state.of(EVALUATION).improvements
    )


def _row(row: GuideRow, own: Evaluation) -> RowTold:
    if row.rating is None:
        return RowTold(row.row or row.objective, row.text, "", "", "", "")
    rated = row.rating.rated
    return RowTold(
        row.row or row.objective, row.text, rated.rating, own.scale.get(rated.rating, ""),
        rated.comment, rated.evaluator,
    )  # fmt: skip


def _note(note: Note) -> NoteTold:
    said = note.noted
    return NoteTold(
        note.number, note.at, note.round, said.evaluator, said.seat, said.inject, said.objective,
        said.text,
    )  # fmt: skip


def _answered(asked: Asked, own: Evaluation) -> QuestionTold:
    given = [form.answers[asked.id] for form in own.forms if form.answers.get(asked.id)]
    in_words = asked.kind == "text"
    mean = fmean(map(int, given)) if asked.kind == "scale" and given else None
    counts = {} if in_words else dict(sorted(Counter(given).items()))
    return QuestionTold(
        asked.id, asked.text, len(given), counts, mean, tuple(given) if in_words else ()
    )
