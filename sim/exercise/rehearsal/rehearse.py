"""Rehearse: a scenario played by itself several times, and all that was seen told plainly."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sim.errors import SimError
from sim.exercise.conduct.create import seated
from sim.exercise.rehearsal.course import Course, Manner
from sim.exercise.rehearsal.finding import Finding, Seen, findings
from sim.exercise.rehearsal.play import played
from sim.exercise.template.derive import format_of
from sim.exercise.template.load import Prepared, load_exercise
from sim.exercise.topics.seats import Chair
from sim.scenario import catalog

GAMES = 10
"""So many games are played unless more are asked for: by policies, in silence, by playbook."""

MOST_GAMES = 1000

Progress = Callable[[int, int], None]
"""Called with how many games are played, and how many there will be."""


@dataclass(frozen=True)
class PlayTold:
    """An order of a playbook, and how it went."""

    seat: str
    code: str
    title: str
    looked: int
    """Rounds in which it was looked at."""
    could: int
    """Those in which it could have been given."""
    given: int
    done: int
    """How often it was carried out."""


@dataclass(frozen=True)
class ShotTold:
    """An inject, and when it fired."""

    id: str
    title: str
    games: int
    """In how many it fired."""
    rounds: tuple[int, ...]


@dataclass(frozen=True)
class StepTold:
    """A step of a round, and how long it took."""

    step: str
    times: int
    mean: float
    """[s]"""
    most: float
    """[s]"""


@dataclass(frozen=True)
class Rehearsal:
    """What came of a rehearsal."""

    title: str
    scenario: str
    marking: str
    format: str
    rounds: int
    courses: tuple[Course, ...]
    findings: tuple[Finding, ...]
    plays: tuple[PlayTold, ...]
    shots: tuple[ShotTold, ...]
    steps: tuple[StepTold, ...]

    @property
    def faults(self) -> tuple[Finding, ...]:
        """Return what will not work on the day."""
        return tuple(one for one in self.findings if one.weight == "fault")


def rehearse(
    scenario: str,
    *,
    format: str | None = None,
    games: int = GAMES,
    seed: int = 0,
    chairs: Mapping[str, Chair] | None = None,
    progress: Progress | None = None,
    watch: Callable[[], float] = time.perf_counter,
) -> Rehearsal:
    """Play an exercise by itself in files that are thrown away, and return what was seen.

    The first game is played by the seats' policies, the second with people's seats silent, all
    others by their playbooks, each under other chance. `chairs` say who decides for a seat where
    that is not what the format says; programs are not started.
    """
    if not 1 <= games <= MOST_GAMES:
        raise SimError(f"{games} games cannot be rehearsed; give a number from 1 to {MOST_GAMES}")
    prepared = load_exercise(catalog.find(scenario))
    chosen = format or next(iter(prepared.template.formats))
    courses: list[Course] = []
    tried: Counter[tuple[str, str, int]] = Counter()
    for number in range(games):
        if progress:
            progress(number, games)
        manner = _manner(number)
        courses.append(
            played(
                scenario,
                format=chosen,
                seed=seed + number,
                manner=manner,
                chairs=_chairs(prepared, chosen, manner, chairs or {}),
                tried=tried,
                watch=watch,
            )
        )
    if progress:
        progress(games, games)
    return _told(prepared, chosen, tuple(courses))


def _manner(number: int) -> Manner:
    return ("scripted", "silent")[number] if number < 2 else "playbook"


def _chairs(
    prepared: Prepared, format: str, manner: Manner, given: Mapping[str, Chair]
) -> dict[str, Chair]:
    """Return who decides: where policies play, for people's seats too."""
    template = prepared.template
    seats = seated(template, prepared.scenario, format, given)
    if manner != "scripted":
        return seats
    return {
        seat: Chair(kind="script", policy=template.seats[seat].policy)
        if chair.kind in ("human", "white")
        else chair
        for seat, chair in seats.items()
    }


def _told(prepared: Prepared, format: str, courses: tuple[Course, ...]) -> Rehearsal:
    template = prepared.template
    chosen = format_of(template, format)
    seen = Seen(courses, template, chosen)
    return Rehearsal(
        title=template.title,
        scenario=prepared.scenario.name,
        marking=template.marking,
        format=format,
        rounds=chosen.rounds,
        courses=courses,
        findings=findings(seen),
        plays=tuple(_plays(seen)),
        shots=tuple(_shots(seen)),
        steps=tuple(_steps(courses)),
    )


def _plays(seen: Seen) -> Iterator[PlayTold]:
    given = [one for _, one in seen.rulings() if one.code]
    for seat, play, looked in seen.looks():
        own = [one for one in given if (one.seat, one.code) == (seat, play.code)]
        yield PlayTold(
            seat=seat,
            code=play.code,
            title=play.title,
            looked=len(looked),
            could=sum(not look.refusal for _, look in looked),
            given=len(own),
            done=sum(one.outcome in ("carried out", "delayed") for one in own),
        )


def _shots(seen: Seen) -> Iterator[ShotTold]:
    for row in seen.template.injects:
        rounds = [course.fired[row.id] for course in seen.courses if row.id in course.fired]
        yield ShotTold(row.id, row.headline, len(rounds), tuple(sorted(set(rounds))))


def _steps(courses: Sequence[Course]) -> Iterator[StepTold]:
    taken: dict[str, list[float]] = defaultdict(list)
    for course in courses:
        for step, seconds in course.seconds:
            taken[step].append(seconds)
    for step, each in taken.items():
        yield StepTold(step, len(each), sum(each) / len(each), max(each))
