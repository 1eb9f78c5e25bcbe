"""Records: a round that was played as bytes and back, so that a Game goes on without re-running.

An npz file of three parts: `head`, all that is no array, as JSON; `worlds`, the numbers of the
World after the round and of those beside it; `flows`, what moved. Numbers are exact: their bytes
are only put in an order that packs well.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from pydantic import TypeAdapter, ValidationError

from sim.economy.tables import flows_of, record_table
from sim.errors import SimError
from sim.events import Event
from sim.game import Game
from sim.journal import Entry
from sim.moments import Record
from sim.orders.base import Order
from sim.orders.sheet import OrderSheet, SheetEntry
from sim.patches import Patch
from sim.politics.coalitions.deterrence import Meter
from sim.politics.coalitions.joint import JointAnswer
from sim.tolls import Beside
from sim.world.decisions import Decisions
from sim.world.disputes import Draw, Month
from sim.world.flows import Flows
from sim.world.measures import Measure
from sim.world.rulings import Ruling
from sim.world.store import (
    ARRAYS,
    POLITICS,
    Quarrels,
    digest,
    politics_shapes,
    quarrels_of,
    shapes,
    unpacked,
    world_of,
)
from sim.world.world import Floats, Network, World, arrays, frozen

__all__ = ["Record", "from_bytes", "to_bytes"]

VERSION = 1
"""Of the way a round is recorded; raised when an older program could misread it."""

PARTS = ("head", "worlds", "flows")
RECORD = "record of a round"


class Frame(NamedTuple):
    """What a World holds besides arrays, and how many politics has numbers for."""

    tick: int
    measures: tuple[Measure, ...]
    quarrels: Quarrels
    countries: int
    clubs: int


class Kept(NamedTuple):
    """A World beside the played one."""

    dispute: str
    frame: Frame
    stocks: tuple[float, ...]


class Told(NamedTuple):
    """An entry of the journal but for politics, which the World tells."""

    round: int
    start: dt.date
    end: dt.date
    orders: tuple[str, ...]
    rulings: tuple[Ruling, ...]
    events: tuple[Event, ...]
    draws: tuple[Draw, ...]
    months: tuple[Month, ...]
    state: str
    joins: tuple[JointAnswer, ...]
    meters: tuple[Meter, ...]
    patches: tuple[str, ...]


class Line(NamedTuple):
    """An order on a sheet."""

    seat: str
    given: dt.date
    id: str
    order: str
    settled: bool
    reason: str


Patched = tuple[str, str]
"""A patch's text, and the inject that it comes of."""


class Head(NamedTuple):
    """All of a record that is no array."""

    version: int
    entry: Told
    world: Frame
    beside: tuple[Kept, ...]
    seats: tuple[str, ...]
    """Seats that handed in a sheet, were it an empty one."""
    sheets: tuple[Line, ...]
    injected: tuple[Line, ...]
    patches: tuple[Patched, ...]
    decisions: Decisions
    amended: tuple[Patched, ...]


@cache
def _head() -> TypeAdapter[Head]:
    """Return how heads are read and written; made on first use, since it takes a while."""
    return TypeAdapter(Head)


def to_bytes(record: Record) -> bytes:
    """Return a record as bytes, equal for equal records."""
    told = {name: getattr(record.entry, name) for name in Told._fields}
    head = Head(
        VERSION,
        Told(**told),
        _frame(record.world),
        tuple(
            Kept(id, _frame(kept.world), tuple(kept.stocks.tolist()))
            for id, kept in sorted(record.beside.items())
        ),
        tuple(sorted(record.sheets)),
        _lines(record.sheets),
        _lines(record.injected),
        _texts(record.patches),
        record.decisions,
        _texts(record.amended),
    )
    worlds = (record.world, *(kept.world for _, kept in sorted(record.beside.items())))
    numbers = [array for world in worlds for array in _arrays(world).values()]
    # The ticks of one number stand together: they are alike.
    moved = [np.moveaxis(getattr(record.flows, f.name), 0, -1) for f in fields(Flows)]
    file = io.BytesIO()
    np.savez_compressed(
        file,
        head=np.frombuffer(_head().dump_json(head), dtype=np.uint8),
        worlds=_packed(numbers),
        flows=_packed(moved),
    )
    return file.getvalue()


def from_bytes(data: bytes, game: Game) -> Record:
    """Return the record of a round of a game's scenario.

    Raises SimError for anything else, so that a damaged or foreign file is never played on.
    """
    parts = unpacked(data, PARTS, RECORD)
    try:
        head = _head().validate_json(parts["head"].tobytes(), strict=True)
    except ValidationError as error:
        raise _refusal(f"its head cannot be read ({error.error_count()} faults)") from None
    if head.version != VERSION:
        raise _refusal(f"it is of version {head.version}; this program reads version {VERSION}")
    world, *others = _worlds(head, parts["worlds"], game.network)
    _check(head, world, others, game)
    return Record(
        entry=Entry(**head.entry._asdict(), politics=world.politics),
        world=world,
        beside={
            kept.dispute: Beside(other, frozen(np.array(kept.stocks)))
            for kept, other in zip(head.beside, others, strict=True)
        },
        flows=_flows(parts["flows"], game),
        sheets=dict.fromkeys(head.seats, ()) | _sheets(head.sheets),
        injected=_sheets(head.injected),
        patches=_patches(head.patches),
        decisions=head.decisions,
        amended=_patches(head.amended),
    )


def _check(head: Head, world: World, others: Sequence[World], game: Game) -> None:
    """Object to a World that is not the one after the round, and to those that are not of it."""
    timeline, countries = game.timeline, len(game.network.countries)
    if world.tick != head.entry.round * timeline.ticks_per_round or world.tick > timeline.ticks:
        raise _refusal(f"round {head.entry.round} does not end with tick {world.tick}")
    if digest(world) != head.entry.state:
        raise _refusal(f"its World is not the one after round {head.entry.round}")
    if world.politics.cohesion.size != game.world.politics.cohesion.size:
        raise _refusal(f"it is of another scenario: it has {world.politics.cohesion.size} clubs")
    if any(other.tick != world.tick for other in others):
        raise _refusal("a World beside it stands at another tick")
    if any(len(k.stocks) != countries or not np.isfinite(k.stocks).all() for k in head.beside):
        raise _refusal("a World beside it has no number for stocks")


def _frame(world: World) -> Frame:
    politics = world.politics
    return Frame(
        world.tick, world.measures, quarrels_of(world), politics.support.size,
        politics.cohesion.size,
    )  # fmt: skip


def _arrays(world: World) -> dict[str, Floats]:
    """Return the arrays of a World and its politics by name, in the order they are stored."""
    found = {**arrays(world), **arrays(world.politics)}
    return {name: found[name] for name in (*ARRAYS, *POLITICS)}


def _worlds(head: Head, stored: npt.NDArray[Any], network: Network) -> Iterator[World]:
    """Yield the played World, then those beside it."""
    frames = (head.world, *(kept.frame for kept in head.beside))
    wanted = [_wanted(frame, network) for frame in frames]
    every = [shape for one in wanted for shape in one.values()]
    numbers = iter(_unpacked(stored, every, "worlds"))
    for frame, one in zip(frames, wanted, strict=True):
        found = dict(zip(one, numbers, strict=False))
        yield world_of(frame.tick, frame.measures, frame.quarrels, found, network)


def _wanted(frame: Frame, network: Network) -> dict[str, tuple[int, ...]]:
    """Return the shape of every array of a World, in the order they are stored."""
    if frame.countries not in (0, len(network.countries)) or not 0 <= frame.clubs <= MOST_CLUBS:
        raise _refusal("it is of another scenario")
    found = shapes(network, len(frame.measures)) | politics_shapes(frame.countries, frame.clubs)
    return {name: found[name] for name in (*ARRAYS, *POLITICS)}


MOST_CLUBS = 1000
"""Far beyond any scenario's."""


def _flows(stored: npt.NDArray[Any], game: Game) -> Flows:
    like = flows_of(record_table(game.network, game.timeline.ticks_per_round))
    names = [f.name for f in fields(Flows)]
    wanted = [getattr(like, name).shape for name in names]
    found = _unpacked(stored, [(*shape[1:], shape[0]) for shape in wanted], "flows")
    moved = (frozen(np.ascontiguousarray(np.moveaxis(array, -1, 0))) for array in found)
    return Flows(**dict(zip(names, moved, strict=True)))


def _packed(numbers: Iterable[Floats]) -> npt.NDArray[np.uint8]:
    """Return the bytes of arrays: the first ones of all numbers, then the second, and so on."""
    row = np.concatenate([array.ravel() for array in numbers])
    return np.ascontiguousarray(row.view(np.uint8).reshape(-1, row.itemsize).T).ravel()


def _unpacked(
    stored: npt.NDArray[Any], wanted: Sequence[tuple[int, ...]], what: str
) -> list[Floats]:
    """Return the arrays of the shapes wanted, one after the other."""
    sizes = [int(np.prod(shape)) for shape in wanted]
    width = np.dtype(np.float64).itemsize
    if stored.dtype != np.uint8 or stored.shape != (sum(sizes) * width,):
        raise _refusal(f"it is of another scenario: its {what} have the shape {stored.shape}")
    row = np.ascontiguousarray(stored.reshape(width, -1).T).view(np.float64).ravel()
    ends = np.cumsum(sizes)
    parts = np.split(row, ends[:-1])
    return [part.reshape(shape) for part, shape in zip(parts, wanted, strict=True)]


def _lines(sheets: Mapping[str, OrderSheet]) -> tuple[Line, ...]:
    return tuple(
        Line(seat, e.given, e.id, str(e.order), e.settled, e.reason)
        for seat, sheet in sorted(sheets.items())
        for e in sheet
    )


def _sheets(lines: Iterable[Line]) -> dict[str, OrderSheet]:
    sheets: dict[str, OrderSheet] = {}
    for line in lines:
        entry = SheetEntry(line.given, line.id, Order.parse(line.order), line.settled, line.reason)
        sheets[line.seat] = (*sheets.get(line.seat, ()), entry)
    return sheets


def _texts(patches: Iterable[Patch]) -> tuple[Patched, ...]:
    return tuple((str(patch), patch.of) for patch in patches)


def _patches(texts: Iterable[Patched]) -> tuple[Patch, ...]:
    return tuple(Patch.parse(text, of) for text, of in texts)


def _refusal(reason: str) -> SimError:
    return SimError(f"this is no {RECORD}: {reason}")
