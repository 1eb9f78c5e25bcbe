"""Store: a World as bytes and back, whole. Who writes them to a file is not decided here."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from pydantic import TypeAdapter, ValidationError

from sim.errors import SimError
from sim.world.build.steady import steady
from sim.world.deals import Deal
from sim.world.disputes import Dispute
from sim.world.measures import Measure
from sim.world.politics import NUMBERS, Act, Politics, politics_of
from sim.world.world import Network, World, arrays, frozen

VERSION = 2
"""Of the way a World is stored; raised when an older program could misread it."""

LARGEST = 2**30
"""Bytes that a stored World may unpack to; a hundred times the largest scenario's."""

LAST_TICK = 2**30
"""Beyond any calendar, and within what the economy counts with."""

MEASURES = TypeAdapter(tuple[Measure, ...])


class Quarrels(NamedTuple):
    """The part of politics that is no numbers of countries."""

    disputes: tuple[Dispute, ...]
    deals: tuple[Deal, ...]
    pending: tuple[Act, ...]
    led: tuple[tuple[str, int], ...]


QUARRELS = TypeAdapter(Quarrels)

ARRAYS = tuple(f.name for f in fields(World) if f.name not in ("tick", "measures", "politics"))
POLITICS = (*NUMBERS, "relations", "cohesion")


def to_bytes(world: World) -> bytes:
    """Return a World as bytes, equal for equal Worlds."""
    file = io.BytesIO()
    politics = world.politics
    quarrels = Quarrels(politics.disputes, politics.deals, politics.pending, politics.led)
    head = {
        "version": np.int64(VERSION),
        "tick": np.int64(world.tick),
        "measures": np.frombuffer(MEASURES.dump_json(world.measures), dtype=np.uint8),
        "quarrels": np.frombuffer(QUARRELS.dump_json(quarrels), dtype=np.uint8),
    }
    np.savez(file, **head, **arrays(world), **arrays(politics))  # type: ignore[arg-type]
    return file.getvalue()


def from_bytes(data: bytes, network: Network) -> World:
    """Return the World that was stored; it must be one of the network's.

    Raises SimError for anything else, so that a damaged or foreign file is never played on.
    """
    stored = _unpacked(data)
    version = stored["version"]
    if version.shape or version != VERSION:
        raise _refusal(f"it is of version {version}; this program reads version {VERSION}")
    tick = stored["tick"]
    if tick.shape or tick.dtype.kind != "i" or tick < 0:
        raise _refusal("its tick is no number of ticks")
    measures = _measures(stored["measures"])
    for name, shape in _shapes(network, len(measures)).items():
        array = stored[name]
        if array.dtype != np.float64 or not np.isfinite(array).all():
            raise _refusal(f"{name} holds something else than numbers")
        if array.shape != shape:
            raise _refusal(f"{name} is of another scenario: its shape is {array.shape}")
    values: dict[str, Any] = {name: frozen(np.ascontiguousarray(stored[name])) for name in ARRAYS}
    return World(tick=int(tick), measures=measures, politics=_politics(stored, network), **values)


def _politics(stored: Mapping[str, npt.NDArray[Any]], network: Network) -> Politics:
    """Return what is stored of politics; that of nobody, or of all the network's countries."""
    try:
        quarrels = QUARRELS.validate_json(stored["quarrels"].tobytes(), strict=True)
    except ValidationError as error:
        raise _refusal(f"its disputes cannot be read ({error.error_count()} faults)") from None
    size = stored["support"].size
    for name, wanted in arrays(politics_of(size)).items():
        array = stored[name]
        if array.dtype != np.float64 or not np.isfinite(array).all():
            raise _refusal(f"{name} holds something else than numbers")
        shape = (array.size,) if name == "cohesion" else wanted.shape  # clubs are not the network's
        if array.shape != shape or size not in (0, len(network.countries)):
            raise _refusal(f"{name} is of another scenario: its shape is {array.shape}")
    values: dict[str, Any] = {name: frozen(stored[name]) for name in POLITICS}
    return Politics(**values, **quarrels._asdict())


def _unpacked(data: bytes) -> dict[str, npt.NDArray[Any]]:
    """Return the arrays of an npz file; nothing in it is ever run."""
    names = {"version", "tick", "measures", "quarrels", *ARRAYS, *POLITICS}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
        if size > LARGEST:
            raise _refusal(f"it unpacks to {size:,} bytes")
        with np.load(io.BytesIO(data), allow_pickle=False) as file:
            if set(file.files) != names:
                raise _refusal(f"it lacks, or has beside: {sorted(names ^ set(file.files))}")
            return {name: np.asarray(file[name]) for name in names}
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, KeyError) as error:
        raise _refusal(str(error)) from None
    except (NotImplementedError, RuntimeError, SyntaxError, MemoryError) as error:
        raise _refusal(str(error) or type(error).__name__) from None


def _measures(stored: npt.NDArray[Any]) -> tuple[Measure, ...]:
    try:
        measures = MEASURES.validate_json(stored.tobytes(), strict=True)
    except ValidationError as error:
        raise _refusal(f"its measures cannot be read ({error.error_count()} faults)") from None
    for measure in measures:
        if not (np.isfinite(measure.rate) and np.isfinite(measure.amount)):
            raise _refusal(f"measure {measure.id} has no number for its rate or amount")
        ticks = (measure.since, measure.known, measure.until or 0)
        if not all(0 <= tick <= LAST_TICK for tick in ticks):
            raise _refusal(f"measure {measure.id} is in force at no time there is")
        if measure.kind == "quota" and measure.until is None:
            raise _refusal(f"measure {measure.id} is a quota without an end")
    return measures


def _shapes(network: Network, measures: int) -> dict[str, tuple[int, ...]]:
    """Return the shape that each array must have."""
    shapes = {name: array.shape for name, array in arrays(steady(network, ())).items()}
    return shapes | {"quota_used": (measures,), "stockpiled": (measures,)}


def _refusal(reason: str) -> SimError:
    return SimError(f"this is no stored World: {reason}")
