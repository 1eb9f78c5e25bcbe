"""Lines: courses of play side by side; going back begins a new one and deletes nothing."""

from __future__ import annotations

from pydantic import Field

from sim.errors import unknown
from sim.exercise.acts import Act
from sim.exercise.state import NotNowError, Said, State, Topic


class Branched(Act):
    """A new line of play was begun at the start of a round of another, and is played now."""

    name: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9_.-]{0,39}$")
    origin: str
    round: int = Field(ge=1)
    rewound: bool = False
    """Whether it was begun to take the other one back."""


class Switched(Act):
    """Another line of play is played on."""

    name: str


class _Lines(Topic[None]):
    name = "lines"
    rewound = False
    acts = (Branched, Switched)

    def check(self, state: State, said: Said) -> None:
        match said.act:
            case Branched(name=name, origin=origin, round=round):
                if name in state.lines:
                    raise NotNowError(f"there is a line '{name}' already; name another")
                if origin not in state.lines:
                    raise NotNowError(unknown("line", origin, state.lines))
                begun = sorted(state.lines[origin].starts)
                if round not in begun:
                    known = (
                        f"rounds begun: {begun[0]} to {begun[-1]}" if begun else "none has begun"
                    )
                    raise NotNowError(f"round {round} has not begun on line '{origin}'; {known}")
            case Switched(name=name):
                if name not in state.lines:
                    raise NotNowError(unknown("line", name, state.lines))
                if name == state.current:
                    raise NotNowError(f"line '{name}' is being played already")

    def after(self, own: None, said: Said, before: State) -> None:
        return None


LINES = _Lines(None)


def rewound_name(state: State) -> str:
    """Return a name for the line on which play goes on after it was taken back.

    >>> rewound_name(State())
    'main.2'
    """
    stem = state.current.partition(".")[0]
    number = 2
    while f"{stem}.{number}" in state.lines:
        number += 1
    return f"{stem}.{number}"
