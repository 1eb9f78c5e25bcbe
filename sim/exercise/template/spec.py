"""What an exercise file says: the frozen models behind `exercise.yaml`, format 1.

Shapes only. Whether names exist and orders can be given is asked in `sim.exercise.template.checks`;
what the file leaves out is filled in by `sim.exercise.template.fill`.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from sim.exercise.msel.rows import InjectRow
from sim.scenario.spec import (
    ClubRow,
    DisputeRow,
    ExposureRow,
    Figure,
    Id,
    Relation,
    Source,
    StandingOrder,
    Strict,
    Text,
    Unit,
)

FORMAT = 1

SeatId = Annotated[
    str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,39}(\.[A-Za-z][A-Za-z0-9_-]{0,39})?$")
]
"""A country, a firm, or a ministry such as `JPN.METI`."""

Code = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9]{0,5}$")]
"""What stands beside an order on a paper sheet."""

OrderText = Annotated[str, Field(min_length=1, max_length=500)]

Prose = Annotated[str, Field(min_length=1, max_length=20_000)]
"""Some paragraphs, in simple Markdown: blank lines, `- ` lists, **strong**."""

Minutes = Annotated[int, Field(ge=0, le=2880)]


class CountryMore(Strict):
    """What a scenario does not say of a country, and people who play it need."""

    gdp: Annotated[Figure, Unit("USD/year")] | None = None
    government: Id = "generic"
    bloc: bool = False
    developing: bool = False
    traits: dict[str, Figure] = Field(default_factory=dict)


class Extension(Strict):
    """What is added to the scenario; nothing that it says can be said otherwise here."""

    sources: dict[str, Source] = Field(default_factory=dict)
    countries: dict[Id, CountryMore] = Field(default_factory=dict)
    relations: tuple[Relation, ...] = ()
    exposures: tuple[ExposureRow, ...] = ()
    disputes: tuple[DisputeRow, ...] = ()
    in_force: tuple[StandingOrder, ...] = Field(
        (), description="Orders whose measures are in force when the scenario starts"
    )
    clubs: dict[Id, ClubRow] = Field(default_factory=dict)
    parameters: dict[str, Figure] = Field(default_factory=dict)


class RoundMinutes(Strict):
    """How long a round takes in the room."""

    brief: Minutes = Field(description="Reading and asking [min]")
    open: Minutes = Field(description="Planning, talking and ordering [min]")
    review: Minutes = Field(description="Adjudication, review and publication [min]")

    @property
    def whole(self) -> int:
        """Return how long a round takes in all [min]."""
        return self.brief + self.open + self.review


class ScheduleLine(Strict):
    """A line of the day's timetable."""

    minute: Minutes = Field(description="Since people came into the room [min]")
    title: Text


class Format(Strict):
    """A way of playing: how many rounds, how long, and who is played by people."""

    title: Text
    rounds: int = Field(ge=1, le=50)
    ticks_per_round: int | None = Field(
        None, ge=1, le=520, description="Length of a round; default: the scenario's"
    )
    minutes: RoundMinutes
    humans: tuple[SeatId, ...] = Field(
        (), max_length=50, description="Seats played by people unless said otherwise; none: all"
    )
    schedule: tuple[ScheduleLine, ...] = Field((), max_length=60)


class Goal(Strict):
    """What a seat wants."""

    text: Text
    secret: bool = Field(False, description="Whether only the seat itself reads it")


class Play(Strict):
    """An order of a playbook, ready to be given by its code."""

    code: Code
    title: Text
    order: OrderText


class SeatTemplate(Strict):
    """What is prepared for a seat; what is left out is taken from the scenario's seat."""

    title: str = Field("", max_length=200)
    policy: str = Field("", max_length=40, description="What plays it when nobody does")
    brief: str = Field("", max_length=4000, description="Read by everybody")
    role: str = Field("", max_length=4000, description="Its role card: who they are and may decide")
    secret: str = Field("", max_length=4000, description="Read by this seat alone")
    goals: tuple[Goal, ...] = Field((), max_length=20)
    playbook: tuple[Play, ...] = Field((), max_length=15)
    default_orders: tuple[OrderText, ...] = Field(
        (), max_length=15, description="Given in each round in which the seat says nothing"
    )


class LookFor(Strict):
    """What an evaluator looks for."""

    id: Id
    text: Text


class Objective(Strict):
    """What the exercise is to show, and by what it is judged."""

    id: Id
    title: Text
    look_for: tuple[LookFor, ...] = Field((), max_length=20)


class Question(Strict):
    """A question of the participant form."""

    id: Id
    text: Text
    kind: Literal["scale", "yes-no", "text"] = Field(
        "scale", description="scale: 1 to 5; yes-no; text: in words"
    )


class Section(Strict):
    """A section of a paper."""

    title: Text
    text: Prose


class Template(Strict):
    """Everything prepared for an exercise with a scenario."""

    format: Literal[1]
    title: str = Field("", max_length=200, description="Default: the scenario's")
    marking: str = Field(
        "", max_length=120, description="Handling mark, on every page and every screen"
    )
    start: dt.date | None = Field(
        None, description="STARTEX; what lies before is played as it is dated. Default: the start"
    )
    extends: Extension = Field(default_factory=Extension)
    formats: dict[Id, Format] = Field(default_factory=dict, max_length=10)
    seats: dict[SeatId, SeatTemplate] = Field(default_factory=dict, max_length=50)
    injects: tuple[InjectRow, ...] = Field((), max_length=500)
    objectives: tuple[Objective, ...] = Field((), max_length=20)
    ratings: dict[str, Text] = Field(
        default_factory=dict, max_length=10, description="Scale of the evaluation: mark and meaning"
    )
    questions: tuple[Question, ...] = Field((), max_length=40)
    hotwash: tuple[Text, ...] = Field((), max_length=30, description="Questions of the hot wash")
    sitman: tuple[Section, ...] = Field((), max_length=40, description="For all players")
    facilitator: tuple[Section, ...] = Field((), max_length=40, description="For the white cell")
