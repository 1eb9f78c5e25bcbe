"""Recap: what a seat reads of the last round that was published: what changed, and why.

Numbers are those of its Observations before and after: what it sees by estimate it reads by
estimate. Causes are named as far as the seat has heard of them; all others are one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sim.exercise.causes import Cause, Traced
from sim.exercise.conduct.explanation import causes
from sim.exercise.exercise import Exercise
from sim.exercise.table import Result, Table
from sim.exercise.topics.injects import INJECTS
from sim.exercise.topics.rounds import Sheet
from sim.exercise.views import texts
from sim.exercise.views.common import Line, lines, sheets, told_to
from sim.explain.words import MOST_NAMED, least
from sim.language import retold, t
from sim.observation import Observation
from sim.observation.hearing import Ear
from sim.observation.news import news
from sim.odds import logistic
from sim.orders.base import Order
from sim.orders.instruments import instruments
from sim.world.rulings import Ruling


@dataclass(frozen=True)
class Ruled:
    """What became of one of a seat's orders."""

    id: str
    order: str
    title: str
    outcome: str
    reason: str


@dataclass(frozen=True)
class Change:
    """A number that a seat knows, before and after the round."""

    what: str
    """support, capital, budget, pressure, cover, price, loss, escalation, attribution, relations"""
    subject: str
    """Product, country or dispute; empty: the seat's own country."""
    called: str
    """In words."""
    unit: str
    before: float | None
    """None: nothing was known of it."""
    after: float | None
    estimate: bool
    """Whether the seat can only reckon it."""
    why: str = ""
    """What made it so, where that was worked out."""


@dataclass(frozen=True)
class Recap:
    """What a seat may know of a round that is over."""

    round: int
    start: dt.date
    end: dt.date
    changes: tuple[Change, ...]
    losses: str
    """What its losses come of, in shares, where that was worked out."""
    rulings: tuple[Ruled, ...]
    sheet: str
    """How its sheet came about, where it did not hand it in itself; else empty."""
    news: tuple[Line, ...]
    headlines: tuple[Line, ...]
    """What everybody may know; among the news too, where this seat is told more of it."""


def recap(exercise: Exercise, table: Table, seat: str, round: int) -> Recap:
    """Return what a seat may know of a round that was published."""
    result = table.result(round)
    entry, moment, game = result.entry, result.moment, result.game
    told = news(entry, moment.world, game.world, game.setting, seat)
    before, after = table.game(round - 1).observe(seat), game.observe(seat)
    why, given = _reasons(exercise, result, seat), _given(exercise, seat, round)
    return Recap(
        round=round,
        start=entry.start,
        end=entry.end,
        changes=tuple(changes(before, after, why)),
        losses=why.get("damage", ""),
        rulings=tuple(ruled(r) for r in told.rulings if r.order_id in given),
        sheet=_how(sheets(exercise, round).get(seat)),
        news=lines(told.events),
        headlines=lines(told.headlines),
    )


def ruled(ruling: Ruling) -> Ruled:
    """Return what became of an order, as plain values."""
    title = t(instruments()[Order.parse(ruling.order).instrument].title)
    return Ruled(ruling.order_id, ruling.order, title, ruling.outcome, retold(ruling.reason))


def _given(exercise: Exercise, seat: str, round: int) -> set[str]:
    """Return the ids of all orders a seat gave by a round; what injects do in its name is not."""
    found = [sheets(exercise, n).get(seat) for n in range(1, round + 1)]
    return {line.id for sheet in found if sheet for line in sheet.orders}


def _how(sheet: Sheet | None) -> str:
    """Return what a seat is told of a sheet that it did not hand in itself."""
    told = {
        "draft": texts.written_and_not_submitted(),
        "default": texts.default_orders(),
        "script": texts.others_decided(),
        "program": texts.others_decided(),
    }
    return told.get(sheet.origin, "") if sheet else ""


# --- numbers --------------------------------------------------------------------------------------


def changes(before: Observation, after: Observation, why: Mapping[str, str]) -> Iterator[Change]:
    """Yield the numbers that a seat knows, before and after a round; those that stay left out."""
    for what, subject, unit, estimate, old, new in _numbers(before, after):
        if old != new:
            reason = "" if subject else why.get(what, "")
            called = texts.what_changed(what, subject)
            yield Change(what, subject, called, unit, old, new, estimate, reason)


Number = tuple[str, str, str, bool, float | None, float | None]
"""What, about what, unit, whether it is an estimate, before, after."""


def _numbers(before: Observation, after: Observation) -> Iterator[Number]:
    yield from _standing(before, after)
    yield from _quarrels(before, after)
    for product, weeks in after.cover.items():
        yield "cover", product, "week", True, before.cover.get(product), weeks
    for product, price in after.prices.items():
        yield "price", product, "USD", False, before.prices.get(product), price


def _standing(before: Observation, after: Observation) -> Iterator[Number]:
    was, now = before.own, after.own
    if was is None or now is None:
        return
    yield "support", "", "of 100", False, was.support, now.support
    yield "capital", "", "points", False, was.capital, now.capital
    yield "budget", "", "USD", False, was.budget, now.budget
    yield "pressure", "", "1", True, was.pressure, now.pressure
    for other, value in now.relations.items():
        if other != now.country:
            yield "relations", other, "-1 to 1", False, was.relations.get(other), value


def _quarrels(before: Observation, after: Observation) -> Iterator[Number]:
    if after.own is None:
        return
    row = [*after.own.relations].index(after.own.country)
    earlier = {d.id: d for d in before.disputes}
    for now in after.disputes:
        was = earlier.get(now.id)
        lost, had = now.toll, was.toll if was else None
        yield (
            "loss", now.id, "% of GDP a year", True,
            had.damage[row] if had else None, lost.damage[row] if lost else None,
        )  # fmt: skip
        yield "escalation", now.id, "rung", False, was.escalation if was else None, now.escalation
        yield (
            "attribution", now.id, "1", False,
            logistic(was.attribution) if was else None, logistic(now.attribution),
        )  # fmt: skip


# --- causes ---------------------------------------------------------------------------------------

OWN: Mapping[str, bool] = {"support": False, "damage": True}
"""Number that is traced -> whether only shares of it are told, since it is known by estimate."""


def _reasons(exercise: Exercise, result: Result, seat: str) -> dict[str, str]:
    """Return number of the seat's own country -> why it moved, as far as that was worked out."""
    game = result.game
    ear = Ear.of(seat, result.entry, result.moment.world, game.world, game.setting)
    told = {d.id: d.row.headline for d in exercise.of(INJECTS).told if told_to(exercise, d, seat)}
    found = {}
    for traced in causes(exercise, result.round):
        subject, _, what = traced.number.rpartition(".")
        if subject == ear.country and what in OWN:
            found[what] = _said(traced, ear, told, of_whole=OWN[what])
    return found


def _said(traced: Traced, ear: Ear, told: Mapping[str, str], *, of_whole: bool) -> str:
    """Return a sentence of what made a number, unknown causes taken together."""
    known: dict[str, float] = {}
    for cause in traced.causes:
        name = _named(cause, ear, told) or texts.others()
        known[name] = known.get(name, 0.0) + cause.share
    whole = sum(abs(share) for share in known.values())
    little = least(known.values())
    ranked = sorted(known.items(), key=lambda pair: -abs(pair[1]))
    shares = [(name, share / whole if of_whole else share) for name, share in ranked
              if abs(share) > little][:MOST_NAMED]  # fmt: skip
    return texts.because(shares, of_whole=of_whole)


def _named(cause: Cause, ear: Ear, told: Mapping[str, str]) -> str | None:
    """Return what a seat calls a cause; None for one that it does not know of.

    What an inject or the white cell did may bear a title that is not for everybody: it is called
    by the inject, if the seat was told of that, else by its instrument.
    """
    inject = next(
        (id for id in told if re.fullmatch(rf"{re.escape(id)}([-#]\d+)?", cause.id)), None
    )
    if inject is not None:
        return told[inject]
    manner, title = ear.heard(cause.id), t(ear.title(cause.id))
    if manner is None or not title:
        return None
    return texts.nobody_owns_up(title) if manner == "denied" else texts.order_of(cause.seat, title)
