"""Items: what a round's numbers are explained by, and the round without some of them (§W.4).

An item is an order with all that comes of it in the round: an order of the round itself, one of
an earlier round whose measures are still in force or whose time has now come, or an inject.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from sim.game import Game, Moment
from sim.orders.base import Order
from sim.orders.effects.restrict import origin_of, restored
from sim.orders.instruments import instruments
from sim.orders.sheet import OrderSheet
from sim.world.measures import Measure
from sim.world.world import World

Kind = Literal["order", "due", "in force", "inject"]
"""order: of this round; due: of an earlier one and carried out now; in force: from before."""

MOST_NAMES = 3
"""An item's title names so many things it is about; more are counted."""


@dataclass(frozen=True)
class Item:
    """One thing that could have been left out of a round."""

    id: str
    """Of the order or the inject."""
    seat: str
    """Whose it is; empty for an inject that only tells."""
    title: str
    """In words."""
    kind: Kind

    @property
    def acts(self) -> bool:
        """Return whether it can change a number at all; most injects are only told."""
        return bool(self.seat)

    def __str__(self) -> str:
        return f"{self.seat}: {self.title}" if self.seat else self.title


def items_of(game: Game, moment: Moment) -> tuple[Item, ...]:
    """Return the items of the round that began at a moment: earlier orders first, then its own."""
    titles = {row.id: row.title for row in game.scenario.orders}
    titles |= {inject.id: inject.title for inject in game.scenario.injects}
    found = [
        *_in_force(game, moment, titles),
        *_due(game, moment, titles),
        *_ordered(moment, titles),
        *_injects(game, moment),
    ]
    return tuple({item.id: item for item in reversed(found)}.values())[::-1]


def without(moment: Moment, gone: Collection[Item]) -> Moment:
    """Return a moment as if some items were not there."""
    ids = {item.id for item in gone}
    world = _unmeasured(moment.world, ids)
    pending = tuple(act for act in world.politics.pending if act.id not in ids)
    world = replace(world, politics=replace(world.politics, pending=pending))
    sheets, injected = (_left(sheets, ids) for sheets in (moment.sheets, moment.injected))
    return replace(moment, world=world, sheets=sheets, injected=injected)


def _left(sheets: Mapping[str, OrderSheet], ids: Collection[str]) -> Mapping[str, OrderSheet]:
    return {
        seat: tuple(entry for entry in sheet if entry.id not in ids)
        for seat, sheet in sheets.items()
    }


def _unmeasured(world: World, ids: Collection[str]) -> World:
    """Return a World without the measures that come of some orders, former ones in their place."""
    gone = [m for m in world.measures if origin_of(m) in ids and _lasts(m, world.tick)]
    return world.with_measures(restored(world.measures, gone)) if gone else world


def _lasts(measure: Measure, tick: int) -> bool:
    """Return whether a measure is in force or still to come."""
    return measure.until is None or measure.until > tick


def _in_force(game: Game, moment: Moment, titles: Mapping[str, str]) -> Iterator[Item]:
    standing = {m.id for m in game.moments[0].world.measures}
    end = moment.world.tick + game.timeline.ticks_per_round
    ruled = {r.order_id: r for entry in game.journal[: moment.round - 1] for r in entry.rulings}
    for measure in moment.world.measures:
        id = origin_of(measure)
        if not _lasts(measure, moment.world.tick) or measure.id in standing:
            continue
        if measure.since >= end and measure.known >= end:
            continue
        if id in ruled:
            seat, text = ruled[id].seat, ruled[id].order
            yield Item(id, seat, _title(id, text, titles), "in force")
        else:  # a threat carried out, or a term of a deal
            yield Item(id, measure.by, _title_of(measure), "in force")


def _due(game: Game, moment: Moment, titles: Mapping[str, str]) -> Iterator[Item]:
    end = moment.world.tick + game.timeline.ticks_per_round
    for act in moment.world.politics.pending:
        if act.tick < end:
            yield Item(act.id, act.seat, _title(act.id, act.order, titles), "due")


def _ordered(moment: Moment, titles: Mapping[str, str]) -> Iterator[Item]:
    for seat, sheet in sorted(moment.sheets.items()):
        for entry in sheet:
            yield Item(entry.id, seat, _title(entry.id, str(entry.order), titles), "order")


def _injects(game: Game, moment: Moment) -> Iterator[Item]:
    first = moment.world.tick
    start, end = (game.timeline.date(t) for t in (first, first + game.timeline.ticks_per_round))
    for inject in game.scenario.injects:
        if start <= inject.date < end:
            yield Item(inject.id, inject.by or "", inject.title, "inject")


def _title(id: str, text: str, titles: Mapping[str, str]) -> str:
    """Return what an order is, in words: its title in the scenario, or what it names."""
    if titles.get(id):
        return titles[id]
    order = Order.parse(text)
    about = [_listed(order.names(key)) for key in ("product", "firm", "activity")]
    others = _listed((*order.names("target"), *order.names("origin")))
    return _worded(order.instrument, [*about, *([f"on {others}"] if others else [])])


def _title_of(measure: Measure) -> str:
    others = _listed(measure.targets)
    about = [_listed(measure.products), f"on {others}" if others else ""]
    return _worded(measure.instrument, about, measure.kind)


def _worded(instrument: str, about: Collection[str], otherwise: str = "") -> str:
    known = instruments().get(instrument)
    title = known.title if known else otherwise
    told = " ".join(part for part in about if part)
    return f"{title}: {told}" if told else title


def _listed(names: Collection[str]) -> str:
    named = list(names)
    more = f" and {len(named) - MOST_NAMES} more" if len(named) > MOST_NAMES else ""
    return ", ".join(named[:MOST_NAMES]) + more
