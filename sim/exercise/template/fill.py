"""Fill: what an exercise file leaves out, from its scenario and from what fits any exercise."""

from __future__ import annotations

import functools
import importlib.resources
import json

from sim.exercise.msel.rows import InjectRow
from sim.exercise.template.derive import startex
from sim.exercise.template.spec import Goal, SeatTemplate, Section, Template
from sim.language import speaking, spoken, t
from sim.scenario.source import parse
from sim.scenario.spec import Inject, Scenario

GENERAL = ("marking", "formats", "objectives", "ratings", "questions", "hotwash")
"""What is taken from the general exercise where a file has none of its own."""

PAPERS = ("sitman", "facilitator")
"""What the general exercise's sections are added to, but for those of a title that is there."""


def filled(template: Template, scenario: Scenario) -> Template:
    """Return a template in which nothing is left open.

    Seats of the scenario that it does not name are there too, and the scenario's events where it
    has no injects; where neither names seats its countries play. What the scenario tells a seat,
    only that seat reads.
    """
    given = {key: getattr(general(), key) for key in GENERAL if not getattr(template, key)}
    papers = {key: _sections(getattr(template, key), getattr(general(), key)) for key in PAPERS}
    whole = template.model_copy(update={**given, **papers})
    start = startex(scenario, template)
    ticks = scenario.calendar.ticks_per_round
    formats = {
        name: format_.model_copy(update={"ticks_per_round": format_.ticks_per_round or ticks})
        for name, format_ in whole.formats.items()
    }
    countries = () if template.seats else scenario.countries
    seats = {**{name: SeatTemplate() for name in scenario.seats or countries}, **template.seats}
    return whole.model_copy(
        update={
            "title": template.title or scenario.title,
            "start": start,
            "injects": template.injects
            or tuple(_inject(row) for row in scenario.injects if row.date >= start),
            "formats": formats,
            "seats": {name: _seat(name, row, scenario) for name, row in seats.items()},
        }
    )


def default_template(scenario: Scenario) -> Template:
    """Return what is prepared for a scenario without an exercise file, so that it can be played."""
    return filled(Template(format=1), scenario)


def general() -> Template:
    """Return what fits any exercise, in the language that is spoken."""
    return _general(spoken())


@functools.cache
def _general(language: str) -> Template:
    file = importlib.resources.files("sim").joinpath("exercise/template/general.yaml")
    data = parse(file.read_text("utf-8"), "general.yaml").data
    with speaking(language):
        return Template.model_validate_json(json.dumps(_said(data)), strict=True)


def _said(data: object) -> object:
    """Return plain data with its texts in the language that is spoken; ids and kinds stay."""
    if isinstance(data, str):
        return t(data)
    if isinstance(data, dict):
        return {key: one if key in ("id", "kind") else _said(one) for key, one in data.items()}
    return list(map(_said, data)) if isinstance(data, list) else data


def _sections(own: tuple[Section, ...], general: tuple[Section, ...]) -> tuple[Section, ...]:
    titles = {section.title for section in own}
    return (*own, *(section for section in general if section.title not in titles))


def _seat(name: str, row: SeatTemplate, scenario: Scenario) -> SeatTemplate:
    own = scenario.seats.get(name)
    if own is None:
        return row.model_copy(
            update={
                "title": row.title or _called(name, scenario),
                "policy": row.policy or "passive",
            }
        )
    return row.model_copy(
        update={
            "title": row.title or own.title,
            "policy": row.policy or own.policy,
            "secret": row.secret or (own.brief or "").strip(),
            "goals": row.goals or tuple(Goal(text=text, secret=True) for text in own.objectives),
        }
    )


def _called(seat: str, scenario: Scenario) -> str:
    """Return what a seat without a title is called: its country's or firm's name, or its own."""
    named = scenario.countries.get(seat) or scenario.firms.get(seat)
    return named.name if named else seat


def _inject(row: Inject) -> InjectRow:
    """Return an event of the scenario as a row of the MSEL, due on its day."""
    effects = (f"{row.by}: {row.order}",) if row.by and row.order else ()
    return InjectRow(
        id=row.id, title=row.title, text=row.text, to=row.to, public=not row.to, date=row.date,
        effects=effects,
    )  # fmt: skip
