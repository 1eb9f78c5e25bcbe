"""State: where an exercise stands, worked out from its log and from nothing else.

A state is a slice for each topic. What is rewound with the play is kept by line: `rewind` and
`branch` begin a new line at the start of a round and delete nothing.
"""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Generic, TypeVar

from sim.errors import SimError
from sim.exercise.acts import MAIN, Act

S = TypeVar("S")


class NotNowError(SimError):
    """An act that is understood and cannot be done as things stand."""


@dataclass(frozen=True)
class Said:
    """An act with its place in the log."""

    number: int
    """Of its entry; 0 while it is only proposed."""
    at: dt.datetime
    by: str
    """A seat, the white cell, or the program."""
    act: Act


class Topic(ABC, Generic[S]):
    """What an exercise is about in one respect: its acts, and how they change its slice."""

    name: ClassVar[str]
    rewound: ClassVar[bool] = True
    """Whether going back in the play takes it back; what people hold in hand stays."""
    acts: ClassVar[tuple[type[Act], ...]]
    """The acts that this topic decides on; others may change its slice too."""

    def __init__(self, start: S) -> None:
        self.start = start

    @abstractmethod
    def check(self, state: State, said: Said) -> None:
        """Raise NotNowError (or SimError) if an act of this topic cannot be done now."""

    @abstractmethod
    def after(self, own: S, said: Said, before: State) -> S:
        """Return the slice after an act of any topic."""


Slices = Mapping[str, Any]
"""Topic's name -> its slice."""


@dataclass(frozen=True)
class Line:
    """One course of play."""

    name: str
    parent: str = ""
    """The line it was taken from; empty for the first."""
    since: int = 1
    """First round of its own."""
    slices: Slices = field(default_factory=dict)
    starts: Mapping[int, Slices] = field(default_factory=dict)
    """Round -> how things were when it began."""


@dataclass(frozen=True)
class State:
    """Where an exercise stands."""

    head: int = 0
    """Number of the last entry."""
    room: Slices = field(default_factory=dict)
    """What is never rewound."""
    lines: Mapping[str, Line] = field(default_factory=lambda: {MAIN: Line(MAIN)})
    current: str = MAIN

    @property
    def line(self) -> Line:
        """Return the line that is being played."""
        return self.lines[self.current]

    def of(self, topic: Topic[S]) -> S:
        """Return a topic's slice, on the line that is being played."""
        slices = self.line.slices if topic.rewound else self.room
        found: S = slices.get(topic.name, topic.start)
        return found

    def with_slice(self, topic: Topic[Any], own: Any) -> State:
        """Return the state with a topic's slice."""
        if not topic.rewound:
            return replace(self, room={**self.room, topic.name: own})
        line = replace(self.line, slices={**self.line.slices, topic.name: own})
        return self.with_line(line)

    def with_line(self, line: Line) -> State:
        """Return the state with a line of play."""
        return replace(self, lines={**self.lines, line.name: line})

    def begun(self, round: int) -> State:
        """Return the state with how things are now kept as the start of a round."""
        line = self.line
        return self.with_line(replace(line, starts={**line.starts, round: line.slices}))

    def branched(self, name: str, origin: str, round: int) -> State:
        """Return the state on a new line that begins where a round of another began."""
        start = self.lines[origin].starts[round]
        earlier = {n: s for n, s in self.lines[origin].starts.items() if n <= round}
        line = Line(name, origin, round, start, earlier)
        return replace(self.with_line(line), current=name)
