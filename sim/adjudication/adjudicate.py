"""Adjudication: all sheets at once, a ruling with a reason for every order.

The rules have numbers (§A) in docs/explanation/adjudication.md. Orders are taken by the day they
are given, then by seat and id: who hands in first gains nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.adjudication.conflicts import conflicts
from sim.adjudication.coordination import uncoordinated
from sim.adjudication.courts import decided
from sim.adjudication.votes import voted_down
from sim.events import Event
from sim.orders.base import Order
from sim.orders.effects import Deed, Standing, carry_out
from sim.orders.effects.signal import opened
from sim.orders.legality import refused
from sim.orders.price import is_ally, price_of
from sim.orders.sheet import OrderSheet, SheetEntry
from sim.orders.timing import deed_of
from sim.world.disputes import Draw
from sim.world.measures import Measure
from sim.world.politics import Act, Politics
from sim.world.rulings import Outcome, Ruling
from sim.world.setting import Setting
from sim.world.world import World

Streams = Callable[[str], np.random.Generator]
"""A stream of chance for each named event."""


@dataclass(frozen=True)
class Adjudicated:
    """A World with the round's measures and disputes, and what was ruled."""

    world: World
    rulings: tuple[Ruling, ...]
    events: tuple[Event, ...]
    draws: tuple[Draw, ...] = ()


def adjudicate(
    world: World, setting: Setting, sheets: Mapping[str, OrderSheet], draw: Streams
) -> Adjudicated:
    """Return the measures, disputes and rulings that all order sheets of a round lead to."""
    standing = _new_year(Standing(world.measures, world.politics), setting, world.tick)
    standing, draws = decided(standing, setting, world.tick, draw)
    standing = _matured(standing, setting, world)
    given = _in_order(sheets)
    set_aside = {**uncoordinated(given, setting), **conflicts(given, setting)}
    before, rulings = standing, []
    for seat, entry in given:
        deed = deed_of(
            entry.order, entry.id, seat, entry.given, setting, world, settled=entry.settled
        )
        # Who orders does not know what others order: measures are those of before the round.
        seen = standing if entry.settled else replace(standing, measures=before.measures)
        outcome, reason, drawn = _judged(deed, seen, set_aside.get(entry.id), draw)
        draws += drawn
        if outcome == "carried out":
            standing = _begun(standing, deed)
        elif outcome == "delayed":
            standing = _put_off(standing, deed)
        rulings.append(_ruling(entry, seat, outcome, reason))
    return _adjudicated(world, standing, rulings, draws)


def _judged(
    deed: Deed, seen: Standing, set_aside: tuple[Outcome, str] | None, draw: Streams
) -> tuple[Outcome, str, tuple[Draw, ...]]:
    """Return what becomes of an order, why, and what was drawn for it."""
    if set_aside and set_aside[0] == "moot":
        return *set_aside, ()
    reason = refused(deed, seen)
    if reason:
        return "refused", reason, ()
    reason, drawn = voted_down(deed, seen, draw)
    if reason:
        return "refused", reason, drawn
    return *(set_aside or ("carried out", _why_allowed(deed))), drawn


def _in_order(sheets: Mapping[str, OrderSheet]) -> list[tuple[str, SheetEntry]]:
    given = [(seat, entry) for seat, sheet in sheets.items() for entry in sheet]
    return sorted(given, key=lambda pair: (pair[1].given, pair[0], pair[1].id))


def _begun(standing: Standing, deed: Deed) -> Standing:
    """Charge for an order and begin it; what it does in politics waits until then (§A.17)."""
    if not deed.settled:
        standing = _charged(standing, deed)
        standing = _frictions(standing, deed)
    if deed.starts < deed.world.tick + deed.setting.timeline.ticks_per_round:
        return _carried_out(standing, deed)
    after = carry_out(standing, deed)
    if after.measures != standing.measures and after.politics is standing.politics:
        return _carried_out(standing, deed)  # announced now, in force later
    return _pending(standing, deed, deed.starts)


def _carried_out(standing: Standing, deed: Deed) -> Standing:
    after = carry_out(standing, deed)
    if len(after.events) == len(standing.events):
        title = deed.instrument.title[0].lower() + deed.instrument.title[1:]
        date = deed.starts_on if deed.settled else deed.given
        text = f"{deed.seat} began to {title} ({deed.id})"
        after = after.told(date, "MeasureImposed", text, deed.id)
    return after


def _matured(standing: Standing, setting: Setting, world: World) -> Standing:
    """Carry out the orders whose lead time is over by the end of this round."""
    end = world.tick + setting.timeline.ticks_per_round
    due = [act for act in standing.politics.pending if act.tick < end]
    rest = tuple(act for act in standing.politics.pending if act.tick >= end)
    standing = replace(standing, politics=replace(standing.politics, pending=rest))
    for act in due:
        by = setting.polity.state_of(act.seat)
        deed = Deed(
            Order.parse(act.order), act.id, act.seat, by, act.given, max(act.tick, world.tick),
            setting, world,
        )  # fmt: skip
        if refused(replace(deed, settled=True), standing) is None:
            standing = _carried_out(standing, deed)
    return standing


def _put_off(standing: Standing, deed: Deed) -> Standing:
    """Charge for an order now and begin it a round later (§A.16)."""
    standing = _frictions(_charged(standing, deed), deed)
    return _pending(standing, deed, deed.starts + deed.setting.timeline.ticks_per_round)


def _pending(standing: Standing, deed: Deed, tick: int) -> Standing:
    act = Act(tick, deed.id, deed.seat, str(deed.order), deed.given)
    politics = replace(standing.politics, pending=(*standing.politics.pending, act))
    return replace(standing, politics=politics)


def _charged(standing: Standing, deed: Deed) -> Standing:
    """Take what an order costs from the government's capital and budget (§A.6, §A.7)."""
    price, politics = price_of(deed), standing.politics
    politics = politics.changed("capital", deed.row, -price.points, 0.0, 100.0)
    if price.usd > 0.0 and deed.seat not in deed.setting.polity.firms:
        politics = politics.changed("spent", deed.row, price.usd, 0.0, float("inf"))
    return replace(standing, politics=politics)


def _frictions(standing: Standing, deed: Deed) -> Standing:
    """Open a dispute where a measure hits somebody, and let friends and the law-abiding mind it.

    A measure that names nobody opens none (§A.19); one against an ally costs goodwill (§A.20); one
    that breaks trade rules costs a good name (§A.12).
    """
    politics, parameters = standing.politics, deed.setting.parameters
    instrument = deed.instrument
    if instrument.category == "coerce" and deed.seat not in deed.setting.polity.firms:
        for other in deed.others:
            politics = _disputed(politics, deed, other)
    hits = instrument.category == "coerce" or any(
        e.do == "restrict" and e.given.get("kind") in ("tariff", "boycott", "licence")
        for e in instrument.effects
    )
    for other in deed.others if hits else ():
        if is_ally(deed.setting, deed.by, other):
            column = deed.setting.network.countries[other]
            politics = politics.closer(deed.row, column, -parameters["ally_hurt"])
    if instrument.wto == "inconsistent":
        politics = politics.changed(
            "legitimacy", deed.row, -parameters["legitimacy_loss"], 0.0, 1.0
        )
    return replace(standing, politics=politics)


def _disputed(politics: Politics, deed: Deed, other: str) -> Politics:
    sizes = (deed.setting.polity.gdp_of(deed.by), deed.setting.polity.gdp_of(other))
    if deed.order.names("dispute") or other == deed.by or not np.isfinite(sizes).all():
        return politics
    dispute = opened(politics, deed, other, "stop what it is doing")
    return politics if politics.dispute(dispute.id) else politics.with_dispute(dispute)


def _new_year(standing: Standing, setting: Setting, tick: int) -> Standing:
    """Give every state a fresh budget when a year of play begins (§A.7)."""
    per_round, years = setting.timeline.ticks_per_round, setting.timeline.tick_years
    if tick == 0 or int(tick * years) == int((tick - per_round) * years):
        return standing
    politics = replace(standing.politics, spent=np.zeros_like(standing.politics.spent))
    return replace(standing, politics=politics)


def _why_allowed(deed: Deed) -> str:
    """Return why an order was carried out, with what it cost."""
    if deed.settled:
        return "within its powers, and it names something that moves"
    price = price_of(deed)
    begins = deed.setting.timeline.date(deed.starts)
    cost = (
        f"{price.points:.0f} points of political capital" if price.capital else "no political cost"
    )
    return f"within its powers; {cost}; begins {begins}"


def _ruling(entry: SheetEntry, seat: str, outcome: Outcome, reason: str) -> Ruling:
    return Ruling(entry.id, str(entry.order), seat, entry.given, outcome, reason, entry.reason)


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
