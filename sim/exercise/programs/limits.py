"""Limits: what a program that plays a seat may take up, and the ways in which it can fail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sim.errors import SimError
from sim.text import visible


@dataclass(frozen=True)
class Limits:
    """What a program may take up."""

    seconds: float = 30.0
    """For an answer, and for starting [s]."""
    line: int = 1_000_000
    """Length of a line that it writes [byte]."""
    output: int = 50_000_000
    """All that it writes, to stdout and to stderr each, from its start on [byte]."""
    lines: int = 100
    """Lines that wait, written before anybody asked."""
    complaint: int = 4_000
    """The end of what it wrote to stderr that is kept [byte]."""
    grace: float = 1.0
    """To end by itself after it is told to [s]."""
    restarts: int = 3
    """How often it is started again after it failed."""


FailureKind = Literal["start", "exit", "time", "flood", "nonsense", "spent"]
"""start: it cannot be started; exit: it ended; time: no answer in time; flood: it wrote too much;
nonsense: what it answered is no answer; spent: it failed too often to be started again."""


@dataclass(frozen=True)
class Failure:
    """Why a program gave no order sheet, for the white cell alone."""

    kind: FailureKind
    reason: str
    stderr: str = ""
    """The end of what the program wrote to stderr."""

    def __str__(self) -> str:
        return self.reason


class FaultError(SimError):
    """Something a program did that ends it."""

    def __init__(self, kind: FailureKind, reason: str) -> None:
        self.kind = kind
        super().__init__(reason)


def cleaned(text: str) -> str:
    """Return a program's text without signs that steer terminals; line ends are kept."""
    return visible(text, " ")
