"""Journal: the append-only account of a Game, an entry a round."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from sim.events import Event
from sim.politics.coalitions.deterrence import Meter
from sim.politics.coalitions.joint import JointAnswer
from sim.world.disputes import Draw, Month
from sim.world.politics import Politics
from sim.world.rulings import Ruling


@dataclass(frozen=True)
class Entry:
    """What was decided and what happened in a round."""

    round: int
    start: dt.date
    end: dt.date
    orders: tuple[str, ...]
    rulings: tuple[Ruling, ...]
    events: tuple[Event, ...]
    draws: tuple[Draw, ...]
    """Every chance event, with its odds and their parts."""
    months: tuple[Month, ...]
    """What disputes cost, month by month."""
    politics: Politics = field(compare=False)
    """Politics after the round; `state` stands for it where entries are compared."""
    state: str
    """Digest of the World after the round; the same on the same machine for the same game."""
    joins: tuple[JointAnswer, ...] = ()
    """Who would act with the target of each open dispute, as things stand after the round."""
    meters: tuple[Meter, ...] = ()
    """What beginning would be worth in each dispute that is quiet so far."""
    patches: tuple[str, ...] = ()
    """What the white cell changed in the World after the round."""


def plain(entry: Entry) -> dict[str, Any]:
    """Return an entry as text and numbers, for JSON; dates are ISO texts."""
    return _plain(asdict(entry))  # type: ignore[no-any-return]


def first_difference(one: tuple[Entry, ...], other: tuple[Entry, ...]) -> str | None:
    """Return where two journals first differ, or None; the check behind `Game.verify`."""
    for a, b in zip(one, other, strict=False):
        for part in ("orders", "rulings", "events", "draws", "patches", "state"):
            if getattr(a, part) != getattr(b, part):
                return f"round {a.round}: {part} differ"
    if len(one) != len(other):
        return f"{len(one)} rounds against {len(other)}"
    return None


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(child) for key, child in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(child) for child in value]
    if isinstance(value, np.ndarray):
        return value.tolist()
    return value.isoformat() if isinstance(value, dt.date) else value
