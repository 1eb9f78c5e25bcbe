"""Record: what came of one run, as it is written down."""

from __future__ import annotations

from typing import NamedTuple

from sim.batch.store.results import Status


class RunRecord(NamedTuple):
    """What came of one run, ready to be written down."""

    point: int
    replication: int
    status: Status
    tries: int
    seconds: float
    """The model's own time [s]."""
    scalars: bytes
    """float64, little-endian; shape (outcomes,); empty where the run failed."""
    series: bytes
    """float64, little-endian; shape (outcomes, rounds); empty where the run failed."""
    error: str
    """What went wrong; empty where nothing did."""
