"""Adjudication: all sheets at once, a ruling with a reason for every order.

The rules have numbers (§A) in docs/explanation/adjudication.md. A text that is no order never
comes this far (§A.1). Orders are taken by the day they are given, then by seat, then as they stand
on its sheet: who hands in first gains nothing, and nobody knows what others order (§A.31).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sim.adjudication.cohesion import held_together
from sim.adjudication.courts import decided
from sim.adjudication.execution import executed, matured
from sim.adjudication.joining import answered
from sim.adjudication.judgement import judged, recorded
from sim.adjudication.means import new_year
from sim.events import Event
from sim.orders.effects import Deed, Standing
from sim.orders.sheet import OrderSheet, SheetEntry
from sim.orders.timing import deed_of
from sim.rng import Streams
from sim.values import replace
from sim.world.decisions import NOTHING, Decisions
from sim.world.disputes import Draw
from sim.world.measures import Measure
from sim.world.politics import Politics
from sim.world.rulings import Ruling
from sim.world.setting import Setting
from sim.world.world import World


@dataclass(frozen=True)
class Adjudicated:
    """A World with the round's measures and disputes, and what was ruled."""

    world: World
    rulings: tuple[Ruling, ...]
    events: tuple[Event, ...]
    draws: tuple[Draw, ...] = ()


def adjudicate(
    world: World,
    setting: Setting,
    sheets: Mapping[str, OrderSheet],
    draw: Streams,
    *,
    played: Collection[str] | None = None,
    decisions: Decisions = NOTHING,
) -> Adjudicated:
    """Return the measures, disputes and rulings that all order sheets of a round lead to.

    `played` are the seats that somebody plays, if not all that have a sheet: what is dictated to
    one makes nobody play it. `decisions` are what the white cell rules in the model's place.
    """
    begun = Standing(world.measures, _remembering(world.politics))
    standing = new_year(begun, setting, world.tick)
    standing, suits = decided(standing, setting, world.tick, draw)
    standing, lapsed = matured(standing, setting, world, decisions)
    given = _in_order(sheets, setting, world)
    found, votes = judged([deed for deed, _ in given], standing, draw, decisions)
    rulings = list(lapsed)
    for deed, entry in given:
        ruling = found.get(deed) or recorded(deed, standing)
        standing = executed(standing, deed, ruling.outcome)
        rulings.append(replace(ruling, meant=entry.reason))
    seats = sheets if played is None else played
    standing, joins = answered(standing, setting, world, seats, draw)
    standing = held_together(standing, setting, world)
    return _adjudicated(world, standing, rulings, (*suits, *votes, *joins))


def _remembering(politics: Politics) -> Politics:
    """Return the politics with what each dispute cost when the round before was over (§I.6)."""
    kept = tuple(replace(d, toll_before=d.toll) if d.open else d for d in politics.disputes)
    return replace(politics, disputes=kept)


def _in_order(
    sheets: Mapping[str, OrderSheet], setting: Setting, world: World
) -> list[tuple[Deed, SheetEntry]]:
    given = [
        (deed_of(e.order, e.id, seat, e.given, setting, world, settled=e.settled), e)
        for seat, sheet in sheets.items() for e in sheet
    ]  # fmt: skip
    return sorted(given, key=lambda pair: (pair[0].given, pair[0].seat))


def _adjudicated(
    world: World, standing: Standing, rulings: Sequence[Ruling], draws: Sequence[Draw]
) -> Adjudicated:
    after = replace(world.with_measures(_tidied(standing.measures)), politics=standing.politics)
    return Adjudicated(after, tuple(rulings), tuple(sorted(standing.events)), tuple(draws))


def _tidied(measures: tuple[Measure, ...]) -> tuple[Measure, ...]:
    """Return the measures, ids told apart where one order made several of the same id."""
    seen: dict[str, int] = {}
    tidy = []
    for measure in measures:
        n = seen[measure.id] = seen.get(measure.id, 0) + 1
        tidy.append(measure if n == 1 else replace(measure, id=f"{measure.id}#{n}"))
    return tuple(tidy)
