"""Store: a World as bytes and back, whole. Who writes them to a file is not decided here."""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from collections.abc import Collection, Mapping
from dataclasses import fields
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

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

T = TypeVar("T")

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
    politics, quarrels = world.politics, quarrels_of(world)
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
    stored = unpacked(data, {"version", "tick", "measures", "quarrels", *ARRAYS, *POLITICS}, _WORLD)
    version = stored["version"]
    if version.shape or version != VERSION:
        raise _refusal(f"it is of version {version}; this program reads version {VERSION}")
    tick = stored["tick"]
    if tick.shape or tick.dtype.kind != "i":
        raise _refusal("its tick is no number of ticks")
    measures = _read(MEASURES, stored["measures"], "measures")
    quarrels = _read(QUARRELS, stored["quarrels"], "disputes")
    return world_of(int(tick), measures, quarrels, stored, network)


def quarrels_of(world: World) -> Quarrels:
    """Return the part of a World's politics that is no numbers."""
    politics = world.politics
    return Quarrels(politics.disputes, politics.deals, politics.pending, politics.led)


def world_of(
    tick: int,
    measures: tuple[Measure, ...],
    quarrels: Quarrels,
    stored: Mapping[str, npt.NDArray[Any]],
    network: Network,
) -> World:
    """Return the World of what was stored, its arrays by name; SimError if it is none."""
    if tick < 0:
        raise _refusal("its tick is no number of ticks")
    _check_measures(measures)
    for name, shape in shapes(network, len(measures)).items():
        _check(name, stored[name], shape)
    values: dict[str, Any] = {name: frozen(np.ascontiguousarray(stored[name])) for name in ARRAYS}
    politics = _politics(stored, quarrels, network)
    return World(tick=tick, measures=measures, politics=politics, **values)


def shapes(network: Network, measures: int) -> dict[str, tuple[int, ...]]:
    """Return the shape that each array of a World must have."""
    return _shapes(network) | {"quota_used": (measures,), "stockpiled": (measures,)}


def politics_shapes(countries: int, clubs: int) -> dict[str, tuple[int, ...]]:
    """Return the shape that each array of politics must have."""
    own = {name: array.shape for name, array in arrays(politics_of(countries)).items()}
    return own | {"cohesion": (clubs,)}


def digest(world: World) -> str:
    """Return a hash of all that a World holds; equal on one machine for equal games."""
    content = hashlib.blake2b(digest_size=16)
    politics = world.politics
    content.update(repr((world.tick, world.measures)).encode())
    content.update(
        repr((politics.disputes, politics.deals, politics.pending, politics.led)).encode()
    )
    for name, array in {**arrays(world), **arrays(politics)}.items():
        content.update(name.encode())
        content.update(array.tobytes())
    return content.hexdigest()


def _politics(
    stored: Mapping[str, npt.NDArray[Any]], quarrels: Quarrels, network: Network
) -> Politics:
    """Return what is stored of politics; that of nobody, or of all the network's countries."""
    size = stored["support"].size
    if size not in (0, len(network.countries)):
        raise _refusal(f"support is of another scenario: its shape is {stored['support'].shape}")
    # How many clubs there are, no network tells.
    for name, shape in politics_shapes(size, stored["cohesion"].size).items():
        _check(name, stored[name], shape)
    values: dict[str, Any] = {name: frozen(stored[name]) for name in POLITICS}
    return Politics(**values, **quarrels._asdict())


def _check(name: str, array: npt.NDArray[Any], shape: tuple[int, ...]) -> None:
    if array.dtype != np.float64 or not np.isfinite(array).all():
        raise _refusal(f"{name} holds something else than numbers")
    if array.shape != shape:
        raise _refusal(f"{name} is of another scenario: its shape is {array.shape}")


def unpacked(data: bytes, names: Collection[str], what: str) -> dict[str, npt.NDArray[Any]]:
    """Return the arrays of an npz file, which has just these; nothing in it is ever run.

    SimError says that it is no such thing as `what`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
        if size > LARGEST:
            raise _refusal(f"it unpacks to {size:,} bytes", what)
        with np.load(io.BytesIO(data), allow_pickle=False) as file:
            if set(file.files) != set(names):
                odd = sorted(set(names) ^ set(file.files))
                raise _refusal(f"it lacks, or has beside: {odd}", what)
            return {name: np.asarray(file[name]) for name in names}
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, EOFError, KeyError) as error:
        raise _refusal(str(error), what) from None
    except (NotImplementedError, RuntimeError, SyntaxError, MemoryError) as error:
        raise _refusal(str(error) or type(error).__name__, what) from None


def _read(kind: TypeAdapter[T], stored: npt.NDArray[Any], what: str) -> T:
    try:
        return kind.validate_json(stored.tobytes(), strict=True)
    except ValidationError as error:
        raise _refusal(f"its {what} cannot be read ({error.error_count()} faults)") from None


def _check_measures(measures: tuple[Measure, ...]) -> None:
    for measure in measures:
        if not (np.isfinite(measure.rate) and np.isfinite(measure.amount)):
            raise _refusal(f"measure {measure.id} has no number for its rate or amount")
        ticks = (measure.since, measure.known, measure.until or 0)
        if not all(0 <= tick <= LAST_TICK for tick in ticks):
            raise _refusal(f"measure {measure.id} is in force at no time there is")
        if measure.kind == "quota" and measure.until is None:
            raise _refusal(f"measure {measure.id} is a quota without an end")


@lru_cache(maxsize=4)  # by the network itself; many Worlds of one are read together
def _shapes(network: Network) -> dict[str, tuple[int, ...]]:
    return {name: array.shape for name, array in arrays(steady(network, ())).items()}


_WORLD = "stored World"


def _refusal(reason: str, what: str = _WORLD) -> SimError:
    return SimError(f"this is no {what}: {reason}")
