"""A room for tests of what is said and agreed: a state without a file, changed by acts."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.errors import SimError
from sim.exercise import fold
from sim.exercise.acts import WHITE, Act
from sim.exercise.state import Said, State
from sim.exercise.topics.deals import next_round
from sim.exercise.topics.rounds import (
    ROUNDS,
    Adjudicated,
    Briefed,
    Locked,
    Opened,
    Published,
    Started,
)
from sim.exercise.topics.seats import Chair, Kind, Seated
from tests.exercise.made_up import CREATED, MORNING

PLACES: dict[str, Kind] = {
    "JPN": "human", "JPN.METI": "human", "CHN": "human", "USA": "human", "Toyo": "human",
    "EU": "script",
}  # fmt: skip
"""Countries, a ministry and a firm, and who plays them."""


@dataclass
class Room:
    """A state, and what is done in it."""

    state: State = field(default_factory=State)

    def do(self, by: str, act: Act) -> None:
        """Do an act; SimError if it cannot be done."""
        said = Said(self.state.head + 1, MORNING, by, act)
        fold.check(self.state, said)
        self.state = fold.after(self.state, said)

    def refusal(self, by: str, act: Act) -> str:
        """Return why an act cannot be done; empty if it can, and then it is done."""
        try:
            self.do(by, act)
        except SimError as error:
            return str(error)
        return ""

    @property
    def round(self) -> int:
        return self.state.of(ROUNDS).round

    def opened(self) -> Room:
        """Open the next round."""
        self.do(WHITE, Opened(round=next_round(self.state)))
        return self

    def locked(self) -> Room:
        self.do(WHITE, Locked(round=self.round, sheets={}))
        return self

    def published(self) -> Room:
        """Bring the round that is locked to its publication."""
        self.do(WHITE, Adjudicated(round=self.round, record=f"r{self.round}", digest="d"))
        self.do(WHITE, Published(round=self.round))
        return self


def planned() -> Room:
    """Return a room before STARTEX."""
    room = Room()
    room.do(WHITE, CREATED)
    for n, (seat, kind) in enumerate(PLACES.items()):
        policy = "passive" if kind == "script" else ""
        room.do(WHITE, Seated(seat=seat, chair=Chair(kind=kind, policy=policy), code=f"CODE{n}"))
    return room


def begun() -> Room:
    """Return a room in which the first round is being briefed."""
    room = planned()
    room.do(WHITE, Started())
    room.do(WHITE, Briefed(round=1))
    return room
