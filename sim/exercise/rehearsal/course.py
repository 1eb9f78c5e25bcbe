"""Course: what was seen while an exercise played itself once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Manner = Literal["scripted", "silent", "playbook"]
"""scripted: policies decide for all seats; silent: people's seats hand in nothing; playbook: they
try the orders of their playbooks in turn."""


@dataclass(frozen=True)
class Look:
    """An order of a playbook, looked at when a round opened."""

    seat: str
    code: str
    refusal: str
    """Why it would be refused; empty: it could be given."""
    unpaid: str
    """Why its price could not be paid; empty: it could, whatever else stands against it."""
    late: bool
    """Whether it would act only after ENDEX."""
    waits: bool
    """Whether it is no more than waiting."""


@dataclass(frozen=True)
class Ruled:
    """What became of an order."""

    seat: str
    order: str
    code: str
    """Of the playbook; empty: it is from elsewhere."""
    default: bool
    """Whether it was given for a silent seat."""
    outcome: str
    reason: str
    waits: bool


@dataclass(frozen=True)
class Shift:
    """How a number that is told of every round moved."""

    number: str
    unit: str
    before: float | None
    after: float | None


@dataclass(frozen=True)
class Wild:
    """A number that nobody would believe."""

    about: str
    """A product or a country."""
    text: str
    broken: bool
    """Whether it is no number at all."""


@dataclass(frozen=True)
class Beat:
    """A round."""

    round: int
    looks: tuple[Look, ...]
    idle: tuple[str, ...]
    """Seats of people that could order nothing but to wait."""
    ruled: tuple[Ruled, ...]
    fired: tuple[str, ...]
    """Injects, from the brief to the publication."""
    events: int
    """How many the model told of."""
    shifts: tuple[Shift, ...]
    wild: tuple[Wild, ...]


@dataclass(frozen=True)
class Course:
    """A game from STARTEX to ENDEX."""

    manner: Manner
    seed: int
    beats: tuple[Beat, ...]
    at_once: tuple[str, ...]
    """Injects whose condition held before anybody had ordered anything."""
    unmet: Mapping[str, str]
    """Inject whose condition never held -> how things were at the end, in words."""
    seconds: tuple[tuple[str, float], ...]
    """Each step, and how long it took [s]."""
    failed: str = ""
    """Why it could not be played to the end."""

    @property
    def fired(self) -> dict[str, int]:
        """Return each inject that was fired -> in which round."""
        return {id: beat.round for beat in self.beats for id in beat.fired}
