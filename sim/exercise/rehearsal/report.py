"""Report: a rehearsal as a document."""

from __future__ import annotations

from collections.abc import Iterator

from sim.exercise.documents.blocks import Block, Document, Heading, Table, text
from sim.exercise.rehearsal import texts
from sim.exercise.rehearsal.course import Course
from sim.exercise.rehearsal.rehearse import Rehearsal


def report(rehearsal: Rehearsal) -> Document:
    """Return a rehearsal as a document, what will not work first."""
    return Document(
        title=texts.title(rehearsal.title),
        marking=rehearsal.marking,
        blocks=tuple(_blocks(rehearsal)),
    )


def _blocks(rehearsal: Rehearsal) -> Iterator[Block]:
    yield text(
        texts.summary(
            len(rehearsal.courses), rehearsal.rounds, rehearsal.format, len(rehearsal.findings)
        )
    )
    if rehearsal.findings:
        yield Heading(texts.findings())
        found = tuple((one.weight, one.kind, one.about, one.text) for one in rehearsal.findings)
        yield Table(texts.findings_columns(), found, widths=(2, 3, 3, 12))
    yield Heading(texts.games())
    games = tuple(_game(number, course) for number, course in enumerate(rehearsal.courses, 1))
    yield Table(texts.games_columns(), games, numeric=(0, 2, 3, 4, 5, 6))
    if rehearsal.plays:
        yield Heading(texts.plays())
        plays = tuple(
            (one.seat, one.code, one.title, texts.of(one.could, one.looked),
             str(one.given), str(one.done))
            for one in rehearsal.plays
        )  # fmt: skip
        yield Table(texts.plays_columns(), plays, widths=(3, 2, 12, 3, 2, 2), numeric=(3, 4, 5))
    if rehearsal.shots:
        yield Heading(texts.shots())
        shots = tuple(
            (one.id, one.title, texts.of(one.games, len(rehearsal.courses)),
             ", ".join(map(str, one.rounds)))
            for one in rehearsal.shots
        )  # fmt: skip
        yield Table(texts.shots_columns(), shots, widths=(2, 10, 3, 3))
    yield Heading(texts.steps())
    steps = tuple(
        (one.step, str(one.times), texts.span(one.mean), texts.span(one.most))
        for one in rehearsal.steps
    )
    yield Table(texts.steps_columns(), steps, numeric=(1, 2, 3))


def _game(number: int, course: Course) -> tuple[str, ...]:
    ruled = [one for beat in course.beats for one in beat.ruled if not one.waits]
    done = sum(one.outcome in ("carried out", "delayed") for one in ruled)
    refused = sum(one.outcome == "refused" for one in ruled)
    events = sum(beat.events for beat in course.beats)
    counts = (done, refused, events, len(course.fired))
    return (str(number), course.manner, str(course.seed), *map(str, counts))
