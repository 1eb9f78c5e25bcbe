"""Judge: whether a condition makes sense, whether it holds, and why, with the day's numbers."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import count
from math import isclose
from typing import Literal

from sim.errors import SimError, unknown
from sim.exercise.conditions.amounts import in_unit_of, one_in_unit_of
from sim.exercise.conditions.facts import Facts
from sim.exercise.conditions.terms import (
    ANYBODY,
    AllOf,
    Amount,
    AnyOf,
    Compared,
    Condition,
    Fired,
    InRound,
    Leaf,
    Not,
    OnDate,
    Ordered,
    Sign,
)
from sim.explain.published import Number, foreseen
from sim.orders.instruments import instruments
from sim.scenario.spec import Scenario

SAME = 1e-9
"""Numbers that differ by less than this share of them are equal."""

Side = Literal[-1, 0, 1]
"""Below what it is compared with, equal to it, or above."""

HOLDS: Mapping[Sign, tuple[Side, ...]] = {
    "<": (-1,), "<=": (-1, 0), ">": (1,), ">=": (0, 1), "=": (0,), "!=": (-1, 1),
}  # fmt: skip
"""Sign -> on which sides of it a comparison holds."""


# --- whether it makes sense ----------------------------------------------------------------------


def check(
    condition: Condition, scenario: Scenario, injects: Collection[str], seats: Collection[str]
) -> tuple[str, ...]:
    """Return all that is wrong with the names and units of a condition, with its column."""
    found = []
    for term in leaves(condition):
        try:
            _check(term, scenario, injects, seats)
        except SimError as error:
            found.append(f"column {term.column}: {error}")
    return tuple(found)


def leaves(condition: Condition) -> Iterator[Leaf]:
    """Yield the parts of a condition that are not made of parts, in the order of its text."""
    if isinstance(condition, Not):
        yield from leaves(condition.inner)
    elif isinstance(condition, AllOf | AnyOf):
        for part in condition.parts:
            yield from leaves(part)
    else:
        yield condition


def _check(
    term: Condition, scenario: Scenario, injects: Collection[str], seats: Collection[str]
) -> None:
    if isinstance(term, Compared):
        number = named(term.name, scenario)
        try:
            in_unit_of(number, term.amount)
        except SimError as error:
            raise SimError(f"{term.name}: {error}") from None
    elif isinstance(term, Ordered):
        _known("seat", term.by, [*seats, *scenario.countries, ANYBODY])
        if term.instrument:
            _known("instrument", term.instrument, instruments())
    elif isinstance(term, Fired):
        _known("inject", term.inject, injects)


def _known(what: str, name: str, known: Collection[str]) -> None:
    if name not in known:
        raise SimError(unknown(what, name, known))


def named(name: str, scenario: Scenario) -> Number:
    """Return the published number of a name; also one of a dispute that may begin in play."""
    return foreseen([name], scenario)[0]


# --- whether it holds ----------------------------------------------------------------------------


def holds(condition: Condition, facts: Facts) -> bool | None:
    """Return whether a condition holds; None where that hangs on a number without a value.

    Absent is not zero: such a comparison is neither true nor false, and neither is its `not`.
    """
    match condition:
        case Compared():
            value = _value(condition, facts)
            if value is None:
                return None
            return _side(value, condition.amount.number) in HOLDS[condition.sign]
        case InRound():
            return _side(facts.round, condition.number) in HOLDS[condition.sign]
        case OnDate():
            days = facts.date.toordinal(), condition.day.toordinal()
            return _side(*days) in HOLDS[condition.sign]
        case Ordered():
            return any(_meant(condition, *order) for order in facts.carried_out)
        case Fired():
            return condition.inject in facts.fired
        case Not():
            inner = holds(condition.inner, facts)
            return None if inner is None else not inner
        case AllOf():
            return _joined(condition, facts, decides=False)
        case AnyOf():
            return _joined(condition, facts, decides=True)


def _joined(condition: AllOf | AnyOf, facts: Facts, *, decides: bool) -> bool | None:
    """Return what the parts come to, of which one that is `decides` is enough."""
    found = [holds(part, facts) for part in condition.parts]
    if decides in found:
        return decides
    return None if None in found else not decides


def _meant(term: Ordered, by: str, instrument: str) -> bool:
    """Return whether an order is one that a term speaks of; a country's ministries count as it."""
    someone = term.by == ANYBODY or by == term.by or by.startswith(f"{term.by}.")
    return someone and term.instrument in ("", instrument)


def _value(term: Compared, facts: Facts) -> float | None:
    """Return a number as it is now, in the unit that the condition writes."""
    number = named(term.name, facts.scenario)
    value = facts.number(number)
    return None if value is None else value / one_in_unit_of(number, term.amount)


def _side(value: float, wanted: float) -> Side:
    if isclose(value, wanted, rel_tol=SAME, abs_tol=SAME):
        return 0
    return -1 if value < wanted else 1


# --- why -----------------------------------------------------------------------------------------


def told(condition: Condition, facts: Facts) -> str:
    """Return what decides a condition, in words with the numbers of the day.

    `JPN.cover(ndpr) was 5.2 weeks, below 6; round was 2`
    """
    return "; ".join(dict.fromkeys(_reasons(condition, facts)))


def _reasons(condition: Condition, facts: Facts) -> Iterator[str]:
    if isinstance(condition, Not):
        yield from _reasons(condition.inner, facts)
    elif isinstance(condition, AllOf | AnyOf):
        outcome = holds(condition, facts)
        for part in condition.parts:
            if holds(part, facts) is outcome:
                yield from _reasons(part, facts)
    else:
        yield _reason(condition, facts)


def _reason(term: Leaf, facts: Facts) -> str:
    match term:
        case Compared():
            value = _value(term, facts)
            if value is None:
                return f"{term.name} had no value"
            return f"{term.name} was {_against(value, term.amount)}"
        case InRound():
            return f"round was {facts.round}"
        case OnDate():
            return f"date was {facts.date}"
        case Ordered():
            return _ordered(term, done=bool(holds(term, facts)))
        case Fired():
            return f"{term.inject} was {'' if holds(term, facts) else 'not '}fired"


def _ordered(term: Ordered, *, done: bool) -> str:
    if term.by == ANYBODY:
        who = "somebody had" if done else "nobody had"
        return f"{who} {term.instrument or 'an order'} carried out"
    what = term.instrument or "order"
    lead = "an " if done and not term.instrument else "" if done else "no "
    return f"{term.by} had {lead}{what} carried out"


def _against(value: float, amount: Amount) -> str:
    """Return a value beside what it is compared with, in as many digits as tell them apart."""
    wanted, side = f"{amount.number:,.10g}", _side(value, amount.number)
    if not side:
        return f"exactly {wanted} {amount.unit}".rstrip()
    least = max(3, len(f"{abs(value):.0f}"))
    digits = next(d for d in count(least) if _side(float(f"{value:.{d}g}"), amount.number))
    shown = f"{value:,.{digits}g} {amount.unit}".rstrip()
    return f"{shown}, {'below' if side < 0 else 'above'} {wanted}"
