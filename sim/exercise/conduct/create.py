"""Create: a new exercise from a scenario, with its seats, its MSEL and its objectives."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Collection, Mapping
from importlib.metadata import version
from pathlib import Path

from sim.errors import raise_all, unknown
from sim.exercise.acts import WHITE, Act
from sim.exercise.conduct import evaluation
from sim.exercise.exercise import Exercise, now
from sim.exercise.template.derive import format_of
from sim.exercise.template.load import load_exercise
from sim.exercise.template.spec import Template
from sim.exercise.topics.injects import MselSet
from sim.exercise.topics.seats import Chair, Seated
from sim.exercise.topics.setup import Created
from sim.language import SOURCE, speaking
from sim.scenario import catalog
from sim.scenario.spec import Scenario
from sim.seats.policies import POLICIES

SUFFIX = ".exercise"
"""How exercise files are called."""

SIGNS = "ACDEFHJKLMNPRTUVWXY3479"
"""Of join codes: none that is taken for another when it is read out or written by hand."""

CODE_LENGTH = 6


def create(
    path: Path,
    scenario: str,
    *,
    format: str | None = None,
    seed: int = 0,
    chairs: Mapping[str, Chair] | None = None,
    language: str = SOURCE,
    marking: str | None = None,
    settings: Mapping[str, float] | None = None,
    clock: Callable[[], dt.datetime] = now,
) -> Exercise:
    """Return a new exercise in a file, before STARTEX.

    `scenario` is a packaged name or a path; `chairs` say who decides for a seat where that is not
    what the format says. ScenarioError or SimError tells everything that is wrong.
    """
    with speaking(language):  # what fits any exercise is in it too
        prepared = load_exercise(catalog.find(scenario))
    chosen = format or next(iter(prepared.template.formats))
    seats = seated(prepared.template, prepared.scenario, chosen, chairs or {})
    created = Created(
        title=prepared.template.title,
        scenario=prepared.scenario.name,
        scenario_text=prepared.scenario_text,
        template_text=prepared.template_text,
        format=chosen,
        seed=seed,
        parameters=dict(settings or {}),
        program=version("countervail"),
        language=language,
        marking=prepared.template.marking if marking is None else marking,
    )
    codes = join_codes(seats)
    acts: list[Act] = [created]
    acts += [Seated(seat=s, chair=c, code=codes[s]) for s, c in seats.items()]
    if prepared.template.injects:
        acts.append(MselSet(rows=prepared.template.injects))
    acts += evaluation.prepared(prepared.template)
    return Exercise.create(path, acts, by=WHITE, clock=clock)


def seated(
    template: Template, scenario: Scenario, format: str, chairs: Mapping[str, Chair]
) -> dict[str, Chair]:
    """Return who decides for each seat; SimError with everything that is wrong."""
    faults = [
        unknown("seat", seat, template.seats) for seat in chairs if seat not in template.seats
    ]
    faults += [
        f"{seat}: {unknown('policy', chair.policy, POLICIES)}"
        for seat, chair in chairs.items()
        if chair.kind == "script" and chair.policy not in POLICIES
    ]
    faults += [
        f"{seat}: a program seat needs the command that starts it"
        for seat, chair in chairs.items()
        if chair.kind == "program" and not chair.command
    ]
    raise_all(faults)
    people = format_of(template, format).humans or tuple(template.seats)
    return {
        seat: chairs.get(seat)
        or (Chair(kind="human") if seat in people else Chair(kind="script", policy=row.policy))
        for seat, row in template.seats.items()
        if seat in chairs or seat in people or "." not in seat  # a ministry plays if asked to
    }


def join_codes(seats: Collection[str]) -> dict[str, str]:
    """Return a code for each seat, all different, by chance that nobody can guess."""
    codes: list[str] = []
    while len(codes) < len(seats):
        code = "".join(secrets.choice(SIGNS) for _ in range(CODE_LENGTH))
        if code not in codes:
            codes.append(code)
    return dict(zip(seats, codes, strict=True))
