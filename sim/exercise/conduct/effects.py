"""Effects: what injects and ideas do to the world, as acts of record and as patches.

JPN: stockpile_release product=ndpr amount=200     an act, carried out on its day at no cost
SORIN.support -= 3                                 a named quantity, set or moved
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sim.errors import SimError, unknown
from sim.exercise.msel.rows import InjectRow
from sim.exercise.table import Table
from sim.exercise.template.effects import act
from sim.orders.base import Order
from sim.orders.sheet import OrderSheet, SheetEntry
from sim.patches import Patch, check


@dataclass(frozen=True)
class Effects:
    """What is done to a round before it is adjudicated, whoever ordered what."""

    acts: Mapping[str, OrderSheet] = field(default_factory=dict)
    patches: tuple[Patch, ...] = ()

    def __add__(self, other: Effects) -> Effects:
        """Return both together."""
        seats = dict.fromkeys((*self.acts, *other.acts))
        acts = {s: (*self.acts.get(s, ()), *other.acts.get(s, ())) for s in seats}
        return Effects(acts, (*self.patches, *other.patches))


def effects_of(id: str, title: str, texts: Iterable[str], day: dt.date) -> Effects:
    """Return what texts of one inject or idea do, as acts of record given on a day."""
    acts: dict[str, OrderSheet] = {}
    patches: list[Patch] = []
    for n, text in enumerate(texts, 1):
        acting = act(text)
        if acting is None:
            patches.append(Patch.parse(text, id))
            continue
        seat, order = acting
        entry = SheetEntry(day, f"{id}-{n}", Order.parse(order), settled=True, reason=title)
        acts[seat] = (*acts.get(seat, ()), entry)
    return Effects(acts, tuple(patches))


def faults(table: Table, texts: Iterable[str]) -> list[str]:
    """Return everything that is wrong with effects: what cannot be read, what there is not."""
    found = []
    game = table.beginning
    seats = (*game.network.countries, *game.setting.polity.firms, *table.template.seats)
    for text in texts:
        try:
            effects = effects_of("check", "", [text], game.timeline.start)
        except SimError as error:
            found.append(f"{text}: {error}")
            continue
        found += [f"{text}: {unknown('seat', s, seats)}" for s in effects.acts if s not in seats]
        found += [fault for patch in effects.patches for fault in check(patch, table.scenario)]
    return found


def checked(table: Table, texts: Collection[str]) -> None:
    """Raise SimError with everything that is wrong with effects."""
    wrong = faults(table, texts)
    if wrong:
        raise SimError("\n".join(wrong))


def checked_rows(table: Table, rows: Sequence[InjectRow]) -> None:
    """Raise SimError with everything in rows of a MSEL that names what there is not."""
    from sim.exercise.conditions.judge import check as understood
    from sim.exercise.conditions.parse import parse
    from sim.exercise.topics.injects import INJECTS

    known = {*table.exercise.of(INJECTS).rows, *(row.id for row in rows)}
    seats = tuple(table.template.seats)
    wrong = []
    for row in rows:
        said = [unknown("seat", seat, seats) for seat in row.to if seat not in seats]
        said += faults(table, row.effects)
        if row.when:
            said += understood(parse(row.when), table.scenario, known, seats)
        wrong += [f"inject {row.id}: {one}" for one in said]
    if wrong:
        raise SimError("\n".join(wrong))
