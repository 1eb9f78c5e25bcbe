"""Effects: what injects and ideas do to the world, as acts of record and as patches.

JPN: stockpile_release product=ndpr amount=200     an act, carried out on its day at no cost
SORIN.support -= 3                                 a named quantity, set or moved
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sim.errors import raise_all
from sim.exercise.msel.rows import InjectRow
from sim.exercise.table import Table
from sim.exercise.template import injects
from sim.exercise.template.effects import act, act_id, faults
from sim.exercise.template.injects import Stage
from sim.orders.base import Order
from sim.orders.effects.deed import Standing
from sim.orders.legality import refused
from sim.orders.sheet import OrderSheet, SheetEntry
from sim.orders.timing import deed_of
from sim.patches import Patch
from sim.scenario.case import sound_case
from sim.scenario.source import KeyPath, Places


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
        entry = SheetEntry(day, act_id(id, n), Order.parse(order), settled=True, reason=title)
        acts[seat] = (*acts.get(seat, ()), entry)
    return Effects(acts, tuple(patches))


def checked(table: Table, texts: Collection[str]) -> None:
    """Raise SimError with everything that is wrong with effects."""
    stage = stage_of(table)
    raise_all(
        f"{text}: {fault}" if act(text) else fault  # one with a patch begins with it
        for text in texts
        for fault in faults(text, stage.case, stage.begun)
    )


def doubts(table: Table, texts: Iterable[str]) -> Iterator[str]:
    """Yield why acts among effects would be refused, if they were adjudicated as things stand."""
    game = table.game()
    world, day = game.world, game.timeline.date(game.tick)
    standing = Standing(world.measures, world.politics)
    for acting in filter(None, map(act, texts)):
        seat, order = acting
        deed = deed_of(
            Order.parse(order), "asked", seat, day, table.beginning.setting, world, settled=True
        )
        why = refused(deed, standing)
        if why:
            yield f"{seat}: {why}"


def checked_rows(table: Table, rows: Sequence[InjectRow]) -> None:
    """Raise SimError with everything in rows of the MSEL that names what there is not."""
    stage = stage_of(table, rows)
    raise_all(
        f"inject {row.id}: {_place(row, at)}{fault}"
        for row in rows
        for at, fault in injects.faults(row, stage)
    )


def stage_of(table: Table, rows: Sequence[InjectRow] = ()) -> Stage:
    """Return what injects may speak of now, `rows` that are about to be added among them."""
    from sim.exercise.topics.injects import INJECTS

    known = {**table.exercise.of(INJECTS).rows, **{row.id: row for row in rows}}
    world = table.game().world
    begun = {
        "order": (*(m.id for m in world.measures), *injects.acts_of(known.values())),
        "dispute": tuple(dispute.id for dispute in world.politics.disputes),
    }
    return Stage(
        sound_case(table.scenario, Places("scenario")), tuple(table.template.seats), known, begun
    )


def _place(row: InjectRow, at: KeyPath) -> str:
    """Return what of a row is meant, where the fault does not say it itself."""
    text = row.effects[int(at[1])] if at[0] == "effects" else ""
    return f"{text}: " if act(text) else ""
