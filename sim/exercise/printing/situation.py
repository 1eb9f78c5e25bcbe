"""Situation manual: what all players read, and nothing that one of them alone may know."""

from __future__ import annotations

from collections.abc import Iterator

from sim.exercise.documents.blocks import Block, Heading, PageBreak, Table, points, prose, text
from sim.exercise.printing import texts
from sim.exercise.printing.paper import Paper, paper
from sim.exercise.printing.reading import Shared
from sim.exercise.template.fill import general
from sim.exercise.template.papers import SeatNotice
from sim.exercise.template.spec import Section


def situation_manual(shared: Shared) -> Paper:
    """Return the SitMan."""
    return paper("sitman", texts.manual_title(), shared, _blocks(shared))


def _blocks(shared: Shared) -> Iterator[Block]:
    house = [one for one in shared.manual.sections if one in general().sitman]
    story = [one for one in shared.manual.sections if one not in house]
    for one in house[:1]:
        yield from section(one)
    if shared.objectives:
        yield Heading(texts.purpose())
        yield points(shared.objectives)
    for one in story:
        yield from section(one)
    yield PageBreak()
    yield Heading(texts.seats())
    yield text(texts.seats_told(), "note")
    for notice in shared.manual.seats:
        yield from _notice(notice)
    yield PageBreak()
    for one in house[1:]:
        yield from section(one)
    yield Heading(texts.rules())
    yield from prose(texts.rules_told())
    yield from timetable(shared)
    yield Heading(texts.glossary())
    yield Table((), texts.words(), widths=(1, 4))


def section(one: Section) -> Iterator[Block]:
    """Yield a section of a paper."""
    yield Heading(one.title)
    yield from prose(one.text)


def timetable(shared: Shared) -> Iterator[Block]:
    """Yield when what happens in the room, and which days of the scenario each round plays."""
    minutes, schedule = shared.format.minutes, shared.format.schedule
    yield Heading(texts.calendar())
    yield text(texts.minutes_told(minutes.brief, minutes.open, minutes.review))
    if schedule:
        rows = tuple((str(line.minute), line.title) for line in schedule)
        yield Table(texts.schedule_columns(), rows, widths=(1, 8), numeric=(0,))
    yield Table(
        texts.rounds_columns(),
        tuple((str(one.round), texts.period(one.first, one.last)) for one in shared.rounds),
        widths=(1, 8),
        numeric=(0,),
    )


def _notice(notice: SeatNotice) -> Iterator[Block]:
    yield Heading(f"{notice.title} ({notice.seat})", 2)
    yield from prose(notice.brief, 3)
    if notice.goals:
        yield text(texts.wants())
        yield points(notice.goals)
