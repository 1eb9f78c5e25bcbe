"""Lines: going back, and playing on from an earlier round beside what was played."""

from __future__ import annotations

from sim.exercise.acts import WHITE
from sim.exercise.exercise import Exercise
from sim.exercise.topics.lines import Branched, Switched, rewound_name


def rewind(exercise: Exercise, round: int) -> str:
    """Go back to the start of a round, and return the name of the line that is played now.

    What was undone stays in the log, on the line that it was played on.
    """
    state = exercise.state
    name = rewound_name(state)
    back = Branched(name=name, origin=state.current, round=round, rewound=True)
    exercise.do(WHITE, back)
    return name


def branch(exercise: Exercise, name: str, round: int, origin: str | None = None) -> str:
    """Begin a line at the start of a round of another, and play it from now on."""
    begun = Branched(name=name, origin=origin or exercise.state.current, round=round)
    exercise.do(WHITE, begun)
    return name


def switch(exercise: Exercise, name: str) -> None:
    """Play another line on from where it stands."""
    exercise.do(WHITE, Switched(name=name))
