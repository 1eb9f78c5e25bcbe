"""Paper of the evaluation: guide, hot wash, forms, and what is to be done better."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.exercise.aar.report import (
    NoteTold,
    ObjectiveTold,
    QuestionTold,
    Report,
    Said,
)
from sim.exercise.aar.words import listed
from sim.exercise.documents.blocks import (
    Block,
    Heading,
    Table,
    points,
    text,
)
from sim.figures import written
from sim.language import later, n, t

MOMENTS = {
    "strength": later("To keep"),
    "improve": later("To do better"),
    "surprise": later("What surprised"),
}


def evaluation_pages(report: Report) -> Iterator[Block]:
    """Yield the guide with ratings and notes, the hot wash, and the forms."""
    yield Heading(t("Evaluation"))
    for objective in report.objectives:
        yield from _objective(objective)
    if report.notes:
        yield Heading(t("Other notes"), 2)
        yield _notes(report.notes)
    yield Heading(t("Hot wash"), 2)
    yield from _hotwash(report.hotwash)
    yield Heading(t("Participants' forms"), 2)
    yield from _forms(report.forms, report.questions)


def _objective(objective: ObjectiveTold) -> Iterator[Block]:
    first = objective.rows[0]
    yield Heading(f"{objective.id}: {first.text}", 2)
    if first.rating:
        rated = t("Rated {rating} – {meaning}.", rating=first.rating, meaning=first.meaning)
        yield text(f"{rated} {first.comment}".strip())
    rows = objective.rows[1:]
    if rows:
        yield Table(
            (t("Row"), t("What was looked for"), t("Rating"), t("Comment"), t("By")),
            tuple((r.id, r.text, r.rating or "–", r.comment, r.evaluator) for r in rows),
            widths=(1, 5, 1, 4, 2),
        )
    if objective.notes:
        yield _notes(objective.notes)


def _notes(notes: Sequence[NoteTold]) -> Table:
    return Table(
        (t("Log"), t("Time"), t("Round"), t("About"), t("Note"), t("By")),
        tuple(
            (
                str(note.number), note.at.strftime("%H:%M UTC"), str(note.round),
                listed([part for part in (note.seat, note.inject) if part]), note.text,
                note.evaluator,
            )
            for note in notes
        ),
        widths=(1, 2, 1, 2, 6, 2),
        numeric=(0, 2),
    )  # fmt: skip


def _hotwash(said: Sequence[Said]) -> Iterator[Block]:
    if not said:
        yield text(t("Nothing was written down."))
    for moment, title in MOMENTS.items():
        told = [one for one in said if one.moment == moment]
        if told:
            yield text(t(title), strong=True)
            yield points([f"{one.text}{f' ({one.by})' if one.by else ''}" for one in told])


def _forms(forms: int, questions: Sequence[QuestionTold]) -> Iterator[Block]:
    if not forms:
        yield text(t("No form was handed in."))
        return
    closed = [question for question in questions if question.counts]
    yield Table(
        (t("Question"), t("Answers"), t("Mean"), t("How often each")),
        tuple(
            (
                question.text, str(question.answers), written(question.mean),
                ", ".join(f"{answer}: {count}" for answer, count in question.counts.items()),
            )
            for question in closed
        ),
        n("Form of {count} participant", "Forms of {count} participants", forms),
        (5, 1, 1, 3),
        (1, 2),
    )  # fmt: skip
    for question in questions:
        if question.words:
            yield text(question.text, strong=True)
            yield points(list(question.words))


def improvement_pages(report: Report) -> Iterator[Block]:
    """Yield the improvement plan; lines to be filled in where there is none yet."""
    yield Heading(t("Improvement plan"))
    rows = tuple(
        (str(number), one.issue, one.recommendation, one.objective, one.owner, one.due)
        for number, one in enumerate(report.improvements, 1)
    )
    yield Table(
        (t("No."), t("Issue"), t("Recommendation"), t("Objective"), t("Owner"), t("Due")),
        rows or tuple(("", "", "", "", "", "") for _ in range(3)),  # to be filled in by hand
        t("What is to be done better, by whom, until when"),
        (1, 4, 5, 2, 2, 2),
        (0,),
    )
