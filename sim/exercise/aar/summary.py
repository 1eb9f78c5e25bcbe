"""Summary: what happened, in half a page: who played, who pressed whom, what it cost, how it ended.

Every sentence is built from what the report tells further down; what did not happen is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sim.exercise.aar.report import Quarrel, Report
from sim.exercise.aar.words import listed
from sim.explain.words import level
from sim.language import called, n, t
from sim.orders.base import Order
from sim.orders.instruments import Category, Instrument, instruments

MOST_SEATS = 4
"""Seats told of in a sentence, those that did most first."""

MOST_KINDS = 3
"""Kinds of order told of each."""


def summary(report: Report) -> Iterator[str]:
    """Yield what happened, a sentence or two of each thing."""
    yield _who(report)
    if not report.rounds:
        return
    yield from _done(report, "coerce", t("Pressure"))
    yield from _done(report, "protect", t("Protection"))
    yield from _done(report, "partner", t("Acting with others"))
    yield from _quarrels(report)
    yield from _losses(report)
    yield from _agreed(report)
    yield _white(report)


def overrules(report: Report) -> str:
    """Return how often the model was overruled, on other lines too."""
    here = sum(len(round.overruled) for round in report.rounds)
    others = [
        t("{count} on line {line}", count=count, line=line)
        for line, count in report.overruled.items()
    ]
    return f"{here} ({', '.join(others)})" if others else str(here)


def _who(report: Report) -> str:
    kinds: dict[str, list[str]] = {}
    for seat in report.seats:
        kinds.setdefault(seat.kind, []).append(seat.seat)
    told = "; ".join(f"{called('chair', kind)}: {listed(seats)}" for kind, seats in kinds.items())
    rounds = n("{count} round", "{count} rounds", len(report.rounds))
    return t(
        "Played: {rounds}, {first} to {last}. Seats: {seats}.",
        rounds=rounds, first=report.startex, last=report.endex, seats=told,
    )  # fmt: skip


def _done(report: Report, category: Category, heading: str) -> Iterator[str]:
    """Yield what seats did of a category of orders: each kind once, as often as it was done."""
    done: dict[str, Counter[str]] = {}
    for seat, instrument in _carried_out(report):
        if instrument.category == category:
            done.setdefault(seat, Counter())[t(instrument.title)] += 1
    most = sorted(done, key=lambda seat: -done[seat].total())[:MOST_SEATS]
    if not most:
        return
    told = "; ".join(f"{seat} {done[seat].total()} ({_kinds(done[seat])})" for seat in most)
    yield t("{what}, orders that were carried out: {orders}.", what=heading, orders=told)


def _kinds(done: Counter[str]) -> str:
    return ", ".join(title for title, _ in done.most_common(MOST_KINDS))


def _carried_out(report: Report) -> Iterator[tuple[str, Instrument]]:
    known = instruments()
    for round in report.rounds:
        for sheet in round.sheets:
            for order in sheet.orders:
                if order.outcome and order.outcome != "refused":
                    yield sheet.seat, known[Order.parse(order.text).instrument]


def _quarrels(report: Report) -> Iterator[str]:
    """Yield how each quarrel ended or stands, with who stood together in it."""
    ended = sorted(report.quarrels, key=lambda one: one.open)
    if ended:
        yield t("Quarrels: {quarrels}.", quarrels="; ".join(map(_stands, ended)))


def _stands(one: Quarrel) -> str:
    state = called("dispute", one.state)
    told = t("{dispute} ({sender} against {target}): {state}", dispute=one.id, sender=one.sender,
             target=one.target, state=state)  # fmt: skip
    if not one.defenders:
        return told
    return told + t(", together against {sender}: {countries}", sender=one.sender,
                    countries=listed(one.defenders))  # fmt: skip


def _losses(report: Report) -> Iterator[str]:
    """Yield who lost most in the last round, in the figures of its table."""
    results = report.rounds[-1].results
    lost = [(r.value, r) for r in results if r.what == "damage" and r.value is not None]
    most = sorted(((v, r) for v, r in lost if v > 0), key=lambda pair: -pair[0])[:MOST_SEATS]
    if most:
        told = ", ".join(f"{one.subject} {level(value, one.unit)}" for value, one in most)
        unit = called("unit", most[0][1].unit)
        yield t("Largest losses in the last round, {unit}: {losses}.", unit=unit, losses=told)


def _agreed(report: Report) -> Iterator[str]:
    deals = [deal for round in report.rounds for deal in round.deals if deal.state == "agreed"]
    if deals:
        told = "; ".join(f"{deal.id} ({listed(deal.parties)})" for deal in deals)
        yield t("Deals agreed: {deals}.", deals=told)


def _white(report: Report) -> str:
    customs = [one for round in report.rounds for one in round.customs]
    allowed = sum(one.state == "allowed" for one in customs)
    return t(
        "Overrules of the model by the white cell: {overruled}. Ideas of players: {ideas}, allowed "
        "{allowed}.",
        overruled=overrules(report), ideas=len(customs), allowed=allowed,
    )  # fmt: skip
