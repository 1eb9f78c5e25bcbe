"""Acts: what can be said or done in an exercise, each a frozen value that the log holds.

Every kind of act belongs to a topic (`sim/exercise/topics`), which says when it is allowed and
what comes of it. An act never holds what it could be worked out from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from sim.errors import SimError
from sim.text import HIDDEN

WHITE = "white"
"""The white cell, where it acts."""

PROGRAM = "program"
"""Countervail itself: clocks that ran out, scripted seats."""

MAIN = "main"
"""The line of play that every exercise starts with."""


class Value(BaseModel):
    """A part of what acts hold.

    Making one raises SimError with everything in it that is out of bounds.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    if not TYPE_CHECKING:  # type checkers know the fields by themselves

        def __init__(self, **values: object) -> None:
            try:
                super().__init__(**values)
            except ValidationError as error:
                raise SimError(faults(error)) from None

    @field_validator("*")
    @classmethod
    def _shown_as_it_is(cls, value: object) -> object:
        """Refuse characters that take over the terminal of whoever reads them."""
        for text in _texts(value):
            hidden = HIDDEN.search(text)
            if hidden:
                raise ValueError(f"it holds the control character {hidden[0]!r}")
        return value


class Act(Value):
    """Something said or done; subclasses are named in the past tense."""

    @classmethod
    def kind(cls) -> str:
        """Return what the log calls it.

        >>> class RoundOpened(Act): pass
        >>> RoundOpened.kind()
        'round-opened'
        """
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", cls.__name__).lower()


class SeatAct(Act):
    """What a seat may do for itself; every other act is the white cell's."""


def _texts(value: object) -> Iterator[str]:
    """Yield the texts of a field's value, those in lists and mappings among them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _texts((*value, *value.values()))
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part)


def faults(error: ValidationError) -> str:
    """Return everything that is wrong with a value, a line each."""
    told = (
        (".".join(map(str, e["loc"])), e["msg"].removeprefix("Value error, "))
        for e in error.errors(include_url=False)
    )
    return "\n".join(f"{where}: {what}" if where else what for where, what in told)
