"""Rows: an inject as the MSEL has it, and when it is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError

from sim.errors import SimError
from sim.exercise.acts import faults
from sim.exercise.conditions import LONGEST, ConditionError, parse
from sim.exercise.msel.columns import FIELDS
from sim.scenario.spec import Strict
from sim.text import HIDDEN

if TYPE_CHECKING:
    from sim.exercise.conditions.facts import Facts

Status = Literal["pending", "approved", "fired", "held", "skipped"]
"""pending: not yet approved; held: kept back in the pool; skipped: left out for good."""
STATUSES: tuple[Status, ...] = get_args(Status)

MOST_ROWS = 2_000
MOST_COLUMNS = 60
"""Of the user's own."""
LONGEST_TEXT = 8_000
"""Characters."""


def _text(value: str) -> str:
    """Return a text with plain line ends and no white space around it."""
    value = value.replace("\r\n", "\n").replace("\r", "\n").strip()
    hidden = HIDDEN.search(value)
    if hidden:
        code = f"U+{ord(hidden.group()):04X}"
        raise PydanticCustomError("hidden", "it holds the hidden character {code}", {"code": code})
    return value


def _line(value: str) -> str:
    return " ".join(_text(value).split())


def _filled(value: str) -> str:
    if not value:
        raise PydanticCustomError("blank", "it is empty; leave it out or write something")
    return value


def _understood(value: str) -> str:
    try:
        if value:
            parse(value)
    except ConditionError as error:
        raise PydanticCustomError("condition", "{said}", {"said": str(error)}) from None
    return value


Line = Annotated[str, Field(max_length=200), AfterValidator(_line)]
Block = Annotated[str, Field(max_length=LONGEST_TEXT), AfterValidator(_text)]
Named = Annotated[str, Field(max_length=100), AfterValidator(_line), AfterValidator(_filled)]
Recipient = Annotated[Named, Field(pattern=r"^[^,;|\n]*$")]
Effect = Annotated[str, Field(max_length=500), AfterValidator(_line), AfterValidator(_filled)]
When = Annotated[str, Field(max_length=LONGEST), AfterValidator(_line), AfterValidator(_understood)]
InjectId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$")]
"""A letter or digit, then letters, digits, `_`, `-` or `.`: `I03`, `2.1`, `INJ-4`."""


class InjectRow(Strict):
    """An event delivered to seats, with or without effects, and what is to come of it."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, populate_by_name=True
    )

    id: InjectId
    status: Status = Field("approved", description="Where it stands")
    title: Line = Field("", description="What it is called")
    text: Block = Field("", description="What is delivered, word for word")
    sender: Line = Field("", alias="from", description="Who it comes from in the story")
    to: tuple[Recipient, ...] = Field((), max_length=50, description="Seats; none: everybody")
    public: bool = Field(False, description="Whether it is also told to the room")
    delivery: Line = Field("", description="How it is delivered: email, phone, press, in person")
    round: int | None = Field(None, ge=1, le=1000, description="Round it is for")
    minute: int | None = Field(
        None, ge=0, le=10_000, description="Minutes of the room after the round opens"
    )
    date: dt.date | None = Field(None, description="Day of the scenario")
    when: When = Field("", description="Condition on which it fires")
    effects: tuple[Effect, ...] = Field(
        (), max_length=20, description="'SEAT: order' for an act, or a patch of a number"
    )
    expected: Block = Field("", description="What players are expected to do")
    objective: Line = Field("", description="Objective that it serves")
    learning: Block = Field("", description="Learning points")
    minutes: int | None = Field(None, ge=0, le=10_000, description="Minutes it is allowed to take")
    extra: dict[Named, Block] = Field(
        default_factory=dict, max_length=MOST_COLUMNS, description="The user's own columns"
    )

    @model_validator(mode="after")
    def _whole(self) -> InjectRow:
        if not self.title and not self.text:
            raise PydanticCustomError("empty", "it has neither a title nor a text")
        if self.minute is not None and self.round is None:
            raise PydanticCustomError("minute", "its minute needs a round to be counted from")
        for name in self.extra:
            if name in FIELDS:
                raise PydanticCustomError(
                    "own",
                    "'{name}' is a column of the list itself, and none of your own",
                    {"name": name},
                )
        return self

    @property
    def manual(self) -> bool:
        """Return whether it has no trigger: it is fired by hand."""
        return self.round is None and self.date is None and not self.when

    @property
    def headline(self) -> str:
        """Return its title, or how its text begins."""
        return self.title or _line(self.text)[:80]


def due(
    row: InjectRow, *, round: int, minute: int, date: dt.date, facts: Facts | None = None
) -> bool:
    """Return whether an inject is to be fired: it is approved, and all its triggers have come.

    `minute` counts the room's minutes since the round opened, `date` is the scenario's day. What
    comes later than its round or day, since it was held or the room was late, is due at once.
    Without `facts` (nothing was adjudicated yet) no condition holds.
    """
    if row.status != "approved" or row.manual:
        return False
    if row.round is not None and (round, minute) < (row.round, row.minute or 0):
        return False
    if row.date is not None and date < row.date:
        return False
    if not row.when:
        return True
    from sim.exercise.conditions.judge import holds  # loads the model, which takes a while

    return facts is not None and holds(parse(row.when), facts) is True


# --- as plain data -------------------------------------------------------------------------------

_ROWS = TypeAdapter(tuple[InjectRow, ...])


def plain(rows: Sequence[InjectRow]) -> list[dict[str, Any]]:
    """Return rows as JSON has them, by the names that exercise files use."""
    return _ROWS.dump_python(tuple(rows), mode="json", by_alias=True)  # type: ignore[no-any-return]


def rows_of(data: Sequence[Mapping[str, object]]) -> tuple[InjectRow, ...]:
    """Return the rows of plain data; SimError with everything that is wrong with it."""
    try:
        return _ROWS.validate_python(data)
    except ValidationError as error:
        raise SimError(faults(error)) from None
