"""Causes: what was found of why a round's numbers are what they are, as it is kept and shown."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import TypeAdapter, ValidationError

from sim.errors import SimError
from sim.exercise.acts import Value


class Cause(Value):
    """What one order, inject or earlier measure adds to a number."""

    id: str
    seat: str
    """Whose it is; empty for what is nobody's."""
    title: str
    share: float
    """In the number's unit."""
    error: float | None = None
    """Standard error of a share that was sampled."""


class Traced(Value):
    """A number of a round, traced to its causes."""

    number: str
    """Its name, such as `SORIN.damage`."""
    subject: str
    """The country or dispute that it is about."""
    unit: str
    meaning: str
    before: float | None
    """What it would be without any of the causes."""
    after: float | None
    causes: tuple[Cause, ...]
    """Those that add most first."""
    exact: bool
    low: float | None = None
    """10 % of the re-runs are below; None: no range was worked out."""
    median: float | None = None
    high: float | None = None
    members: int = 0
    """How many re-runs the range is of."""
    mark: str = ""
    """fitted, sourced or judged."""


ROWS = TypeAdapter(tuple[Traced, ...])


def to_bytes(rows: Sequence[Traced]) -> bytes:
    """Return what was found as bytes, equal for equal findings."""
    return ROWS.dump_json(tuple(rows))


def from_bytes(data: bytes) -> tuple[Traced, ...]:
    """Return what was kept; SimError for anything else."""
    try:
        return ROWS.validate_json(data, strict=True)
    except ValidationError as error:
        raise SimError(f"this is no explanation ({error.error_count()} faults)") from None
