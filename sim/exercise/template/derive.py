"""Derive: the scenario that an exercise plays, on the calendar of one of its formats.

    |<- prelude: as it is dated ->|<- rounds of the exercise ->|<- room to run the world on ->|
    start of the scenario      STARTEX                       ENDEX

The model's ticks stay what they are; only the rounds are laid on them anew.
"""

from __future__ import annotations

import datetime as dt
from math import ceil

from sim.errors import SimError, unknown
from sim.exercise.template.extend import extended
from sim.exercise.template.spec import Format, Template
from sim.scenario.spec import Scenario, SeatRow
from sim.timeline import YEAR_DAYS

PROJECTED = 24
"""How far the world can be run on after ENDEX [month]."""


def format_of(template: Template, name: str) -> Format:
    """Return a format of an exercise by its name; SimError for others."""
    if name not in template.formats:
        raise SimError(unknown("format", name, template.formats))
    return template.formats[name]


def derived(scenario: Scenario, template: Template, name: str) -> Scenario:
    """Return the scenario that an exercise plays in a format.

    Injects from STARTEX on are the exercise's own business and are left out; those before are
    part of the prelude. Briefs and objectives are left out too: who may read them is asked of
    `sim.exercise.template.papers`.
    """
    format_ = format_of(template, name)
    whole = extended(scenario, template.extends)
    start = startex(scenario, template)
    return whole.model_copy(
        update={
            "calendar": scenario.calendar.model_copy(
                update={
                    "ticks_per_round": round_ticks(scenario, format_),
                    "rounds": _rounds(scenario, template, format_),
                }
            ),
            "injects": tuple(row for row in scenario.injects if row.date < start),
            "seats": {
                seat: SeatRow(title=row.title, policy=row.policy)
                for seat, row in template.seats.items()
                if "." not in seat
            },
        }
    )


def prelude(scenario: Scenario, template: Template, name: str) -> int:
    """Return how many rounds of a format lie before STARTEX."""
    days = (startex(scenario, template) - scenario.calendar.start).days
    return days // round_days(scenario, format_of(template, name))


def startex(scenario: Scenario, template: Template) -> dt.date:
    """Return the first day that the seats play."""
    return template.start or scenario.calendar.start


def endex(scenario: Scenario, template: Template, name: str) -> dt.date:
    """Return the first day after the last round of a format."""
    format_ = format_of(template, name)
    return later(startex(scenario, template), format_.rounds * round_days(scenario, format_))


def horizon(scenario: Scenario, template: Template, name: str) -> dt.date:
    """Return the first day after all that a format can be run on to."""
    format_ = format_of(template, name)
    days = _rounds(scenario, template, format_) * round_days(scenario, format_)
    return later(scenario.calendar.start, days)


def later(day: dt.date, days: int) -> dt.date:
    """Return a day some days later; the last one there is for one beyond it."""
    return day + dt.timedelta(days=min(days, (dt.date.max - day).days))


def round_ticks(scenario: Scenario, format_: Format) -> int:
    """Return how many ticks a round of a format has."""
    return format_.ticks_per_round or scenario.calendar.ticks_per_round


def round_days(scenario: Scenario, format_: Format) -> int:
    """Return how long a round of a format is [day]."""
    return scenario.calendar.tick_days * round_ticks(scenario, format_)


def _rounds(scenario: Scenario, template: Template, format_: Format) -> int:
    """Return how many rounds hold the scenario's own dates, the exercise, and the time after it."""
    days = round_days(scenario, format_)
    calendar = scenario.calendar
    own = calendar.rounds * calendar.ticks_per_round * calendar.tick_days
    before = (startex(scenario, template) - calendar.start).days
    after = PROJECTED / 12 * YEAR_DAYS
    return ceil(max(own, before + format_.rounds * days + after) / days)
