"""Facilitator's guide: the day, who sits where, injects, checklists, what evaluators look for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.exercise.documents.blocks import (
    Block,
    Heading,
    PageBreak,
    Table,
    points,
    prose,
    text,
)
from sim.exercise.printing import guide_texts as texts
from sim.exercise.printing.msel import injects
from sim.exercise.printing.paper import Paper, paper
from sim.exercise.printing.reading import Place, Whole
from sim.exercise.printing.situation import section, timetable
from sim.exercise.printing.texts import BLANK, BOX
from sim.exercise.topics.evaluation import Evaluation, ObjectiveAdded


def guide(whole: Whole) -> Paper:
    """Return the facilitator's guide."""
    return paper("facilitator", texts.guide_title(), whole.shared, _blocks(whole))


def _blocks(whole: Whole) -> Iterator[Block]:
    for one in whole.facilitator:
        yield from section(one)
    yield from timetable(whole.shared)
    yield Heading(texts.seating())
    yield Table(
        texts.seating_columns(), tuple(_place(p) for p in whole.places), widths=(3, 6, 4, 2)
    )
    yield PageBreak()
    yield Heading(texts.msel_title())
    yield from injects(whole.rows)
    yield PageBreak()
    yield Heading(texts.checklists())
    for title, lines in (texts.before_startex(), texts.each_round(), texts.after_endex()):
        yield Heading(title, 2)
        yield points(lines)
    yield Heading(texts.overruling())
    yield from prose(texts.overruling_told())
    for objective in whole.evaluation.objectives.values():
        yield PageBreak()
        yield from _evaluation(objective, whole.scale)
    yield PageBreak()
    yield from _form(whole.evaluation)
    yield Heading(texts.hotwash())
    yield points(whole.hotwash, numbered=True)


def _place(place: Place) -> tuple[str, ...]:
    chair = place.chair
    who = chair.player or chair.policy or " ".join(chair.command)
    return (place.seat, place.title, texts.played_by(chair.kind, who), place.code)


def _evaluation(objective: ObjectiveAdded, scale: Mapping[str, str]) -> Iterator[Block]:
    """Yield the sheet on which an evaluator rates an objective."""
    marks = tuple(scale)
    yield Heading(texts.guide_sheet(f"{objective.id}. {objective.title}"))
    yield Table(texts.guide_head(), ((BLANK,) * 3,))
    room = "\n".join([BLANK] * 4)
    boxes = (BOX,) * len(marks)
    rows = [(row.id, row.text, *boxes, room) for row in objective.look_for]
    yield Table(
        texts.guide_columns(marks),
        (*rows, (objective.id, texts.as_a_whole(), *boxes, room)),
        widths=(3, 12, *(2,) * len(marks), 18),
    )
    yield text(texts.ratings(), "note")
    yield Table((), tuple(scale.items()), widths=(1, 12))


def _form(evaluation: Evaluation) -> Iterator[Block]:
    yield Heading(texts.form_title())
    yield text(texts.form_told())
    rows = tuple((one.text, texts.answers(one.kind)) for one in evaluation.questions.values())
    if rows:
        yield Table(texts.form_columns(), rows, widths=(1, 1))
