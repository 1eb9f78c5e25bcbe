"""Items: what a round's numbers are explained by (§W.4).

An item is an order with all that comes of it in the round: an order of the round itself, one of
an earlier round whose measures or threat still stand or whose time has now come, or an inject.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from sim.game import Game, Moment
from sim.orders.base import Order
from sim.orders.effects.signal import threatened
from sim.orders.instruments import Effect, instruments
from sim.world.decisions import WHITE_CELL
from sim.world.disputes import Dispute, Draw
from sim.world.measures import Measure
from sim.world.rulings import Ruling
from sim.world.world import World

Kind = Literal["order", "due", "in force", "inject", "white cell"]
"""order: of this round; due: of an earlier one, its time has come now; in force: from before;
white cell: what it ruled, drew or patched in the model's place."""

MOST_NAMES = 3
"""An item's title names so many things it is about; more are counted."""

Ends = tuple[tuple[str, int | None], ...]
"""Id and former end of measures."""


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
    threat: str = ""
    """Id of the dispute in which it is the threat that stands."""
    lifts: Ends = ()
    """The measures that it is to end."""
    ruling: str = ""
    """Id of the order on which it is a ruling."""
    stream: str = ""
    """The stream of chance of which it is the number."""
    patch: int | None = None
    """Its place among the round's patches, those after the round counted on from those before."""

    @property
    def acts(self) -> bool:
        """Return whether it can change a number at all; most injects are only told."""
        return bool(self.seat)

    def __str__(self) -> str:
        return f"{self.seat}: {self.title}" if self.seat else self.title


def items_of(game: Game, moment: Moment) -> tuple[Item, ...]:
    """Return the items of the round that began at a moment: earlier orders first, then its own."""
    start = _Start(game, moment)
    lifts = tuple(_lifts(start))
    found = [
        *_in_force(start, lifts),
        *_threats(start),
        *lifts,
        *_due(start),
        *_ordered(start),
        *_injects(start),
        *_decided(start),
    ]
    return tuple({item.id: item for item in reversed(found)}.values())[::-1]


def lasts(measure: Measure, tick: int) -> bool:
    """Return whether a measure is in force or still to come, or a suit that is now decided."""
    if measure.until is None or measure.until > tick:
        return True
    return measure.kind == "suit" and measure.until == tick


@dataclass(frozen=True, eq=False)
class _Start:
    """The start of a round, as its items are looked for."""

    game: Game
    moment: Moment

    @property
    def world(self) -> World:
        return self.moment.world

    @property
    def tick(self) -> int:
        return self.world.tick

    @property
    def end(self) -> int:
        """Return the first tick after the round."""
        return self.tick + self.game.timeline.ticks_per_round

    @cached_property
    def first(self) -> World:
        """Return the World as the scenario starts."""
        return self.game.moments[0].world

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """Return what the scenario calls its orders and injects."""
        orders = {row.id: row.title for row in self.game.scenario.orders}
        return orders | {inject.id: inject.title for inject in self.game.scenario.injects}

    @cached_property
    def rulings(self) -> tuple[tuple[World, Ruling], ...]:
        """Return the rulings of earlier rounds, each with the World as that round began."""
        rounds = zip(self.game.moments, self.game.journal[: self.moment.round - 1], strict=False)
        return tuple((then.world, ruling) for then, entry in rounds for ruling in entry.rulings)

    @property
    def draws(self) -> tuple[Draw, ...]:
        """Return what was drawn in the round, if it was played."""
        journal = self.game.journal
        played = len(journal) >= self.moment.round
        return journal[self.moment.round - 1].draws if played else ()

    def title(self, id: str, text: str) -> str:
        """Return what an order is, in words: its title in the scenario, or what it names."""
        return self.titles.get(id) or _title(text)


def _in_force(start: _Start, lifts: Sequence[Item]) -> Iterator[Item]:
    """Yield the orders, not the scenario's own, of which a measure stands in the round."""
    own = {m.origin for m in start.first.measures}
    ruled = {ruling.order_id: ruling for _, ruling in start.rulings}
    for measure in _at_stake(start, lifts):
        id = measure.origin
        if id in own or (measure.since >= start.end and measure.known >= start.end):
            continue
        if id in ruled:
            yield Item(id, ruled[id].seat, start.title(id, ruled[id].order), "in force")
        else:  # a threat carried out, or a term of a deal
            yield Item(id, measure.by, _title_of(measure), "in force")


def _at_stake(start: _Start, lifts: Sequence[Item]) -> tuple[Measure, ...]:
    """Return the measures that last, or would if others were left out that ended them."""
    measures, lifted = start.world.measures, {id for item in lifts for id, _ in item.lifts}
    found = {m.id for m in measures if lasts(m, start.tick) or m.id in lifted}
    for measure in reversed(measures):  # from what took a place to what had it before
        if measure.id in found:
            found |= {id for id, until in measure.replaced if until is None or until > start.tick}
    return tuple(m for m in measures if m.id in found)


def _threats(start: _Start) -> Iterator[Item]:
    """Yield the threats of earlier rounds that are not answered yet."""
    for dispute in start.world.politics.disputes:
        own = start.first.politics.dispute(dispute.id)
        standing = dispute.open and dispute.threatened and dispute.deadline is not None
        if not standing or (own and own.threatened == dispute.threatened):
            continue
        due = dispute.deadline is not None and dispute.deadline <= start.end
        made = next((r for _, r in reversed(start.rulings) if _made(r, dispute, start)), None)
        id, seat = (made.order_id, made.seat) if made else (f"{dispute.id}-threat", dispute.sender)
        title = start.titles.get(id) or f"threat: {_title(dispute.threatened)}"
        yield Item(id, seat, title, "due" if due else "in force", threat=dispute.id)


def _made(ruling: Ruling, dispute: Dispute, start: _Start) -> bool:
    """Return whether a ruling is on the order that made the threat which stands in a dispute."""
    order = Order.parse(ruling.order)
    return (
        ruling.outcome in ("carried out", "delayed")
        and any(e.given.get("way") == "threat" for e in _effects(order, "signal"))
        and start.game.setting.polity.state_of(ruling.seat) == dispute.sender
        and threatened(order, dispute.target) == dispute.threatened
    )


def _lifts(start: _Start) -> Iterator[Item]:
    """Yield the orders of earlier rounds that end measures in this one."""
    former = {id for m in start.world.measures for id, _ in m.replaced}
    ending = [
        m for m in start.world.measures
        if m.until is not None and start.tick <= m.until < start.end and m.id not in former
    ]  # fmt: skip
    for then, ruling in start.rulings:
        order = Order.parse(ruling.order)
        if ruling.outcome != "carried out" or not _effects(order, "lift"):
            continue
        before = {m.id: m.until for m in then.measures}
        lifts = tuple(
            (m.id, before[m.id]) for m in ending
            if m.origin in order.names("order") and before.get(m.id, m.until) != m.until
        )  # fmt: skip
        if lifts:
            title = start.title(ruling.order_id, ruling.order)
            yield Item(ruling.order_id, ruling.seat, title, "due", lifts=lifts)


def _effects(order: Order, do: str) -> list[Effect]:
    return [e for e in instruments()[order.instrument].effects if e.do == do]


def _due(start: _Start) -> Iterator[Item]:
    for act in start.world.politics.pending:
        if act.tick < start.end:
            yield Item(act.id, act.seat, start.title(act.id, act.order), "due")


def _ordered(start: _Start) -> Iterator[Item]:
    for seat, sheet in sorted(start.moment.sheets.items()):
        for entry in sheet:
            yield Item(entry.id, seat, start.title(entry.id, str(entry.order)), "order")


def _injects(start: _Start) -> Iterator[Item]:
    """Yield what is told in the round, and what was dictated: acts of record, and patches."""
    first, end = (start.game.timeline.date(t) for t in (start.tick, start.end))
    for inject in start.game.scenario.injects:
        if first <= inject.date < end and not inject.order:
            yield Item(inject.id, "", inject.title, "inject")
    for seat, sheet in sorted(start.moment.injected.items()):
        for entry in sheet:
            title = start.titles.get(entry.id) or entry.reason or _title(str(entry.order))
            yield Item(entry.id, seat, title, "inject")
    for n, patch in enumerate(start.moment.patches):
        kind: Kind = "inject" if patch.of else "white cell"
        yield Item(f"{patch.of or 'patch'}#{n}", patch.of or WHITE_CELL, str(patch), kind, patch=n)


def _decided(start: _Start) -> Iterator[Item]:
    """Yield what the white cell ruled, drew and patched in the model's place."""
    moment = start.moment
    for id, (outcome, because) in moment.decisions.rulings.items():
        title = f"{id} {outcome}: {because}"
        yield Item(f"{id}#ruling", WHITE_CELL, title, "white cell", ruling=id)
    for name in moment.decisions.draws:
        drawn = [draw for draw in start.draws if draw.stream == name]
        if drawn:
            title = f"{drawn[0].subject}: {_outcome_of(drawn)}"
            yield Item(f"{name}#draw", WHITE_CELL, title, "white cell", stream=name)
    for n, patch in enumerate(moment.amended, len(moment.patches)):
        yield Item(f"patch#{n}", WHITE_CELL, str(patch), "white cell", patch=n)


def _outcome_of(drawn: Sequence[Draw]) -> str:
    """Return what came of a number, in words."""
    happened = [draw.what for draw in drawn if draw.happened]
    return " and ".join(happened) or f"not {' or '.join(draw.what for draw in drawn)}"


def _title(text: str) -> str:
    """Return what an order is, in words: its instrument and what it names."""
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
