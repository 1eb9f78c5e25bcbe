"""Acts: what can be said or done in an exercise, each a frozen value that the log holds.

Every kind of act belongs to a topic (`sim/exercise/topics`), which says when it is allowed and
what comes of it. An act never holds what it could be worked out from.
"""

from __future__ import annotations

import re
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from sim.errors import SimError

WHITE = "white"
"""The white cell, where it acts."""

PROGRAM = "program"
"""Countervail itself: clocks that ran out, scripted seats."""

MAIN = "main"
"""The line of play that every exercise starts with."""


class Value(BaseModel):
    """A part of what acts hold."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


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


A = TypeVar("A", bound=Act)


def made(kind: type[A], **values: object) -> A:
    """Return an act; SimError tells everything in its values that is out of bounds."""
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        told = (f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise SimError("\n".join(told)) from None
