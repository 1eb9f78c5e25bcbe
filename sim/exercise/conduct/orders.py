"""Orders: writing, striking, submitting and withdrawing them; who is missing; ideas beyond them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

from sim.errors import raise_all
from sim.exercise.acts import WHITE, Act
from sim.exercise.exercise import Exercise
from sim.exercise.log.entry import Entry
from sim.exercise.state import State
from sim.exercise.topics.orders import (
    ORDERS,
    Custom,
    CustomAsked,
    CustomRuled,
    Dropped,
    Ordered,
    Submitted,
    Withdrawn,
    next_id,
    next_ids,
)
from sim.exercise.topics.rounds import must_be
from sim.exercise.topics.seats import SEATS, may_act_for
from sim.orders.base import Order

if TYPE_CHECKING:  # the model takes a second to load
    from sim.exercise.table import Table
    from sim.exercise.template.spec import Play


Meant = tuple[Order | str, str]
"""An order, or an idea in words that no instrument stands for; and what it is for."""


@dataclass(frozen=True)
class Missing:
    """A seat played by people that has not handed in its sheet."""

    seat: str
    player: str
    orders: int
    """How many it has written."""


def add(
    exercise: Exercise, by: str, seat: str, text: str, reason: str = "", *, id: str = ""
) -> Entry:
    """Write an order on a seat's sheet, and return the log's entry.

    InvalidOrderError tells what is wrong with a text that is no order; whether an order is legal
    is for adjudication to say.
    """
    may_act_for(exercise.state, by, seat)  # before anything is told of the text
    must_be(exercise.state, "open")
    order = str(Order.parse(text))

    def ordered(state: State) -> list[Act]:
        return [Ordered(seat=seat, id=id or next_id(state, seat), text=order, reason=reason)]

    return exercise.do_all(by, ordered)[-1]


def enter(
    exercise: Exercise, by: str, sheets: Mapping[str, Sequence[Meant]], *, hand_in: bool
) -> tuple[Entry, ...]:
    """Write orders and ideas on the sheets of seats, and hand these in: all of it, or nothing."""

    def acts(state: State) -> Iterator[Act]:
        for seat, meant in sheets.items():
            for id, (what, reason) in zip(next_ids(state, seat, len(meant)), meant, strict=True):
                if isinstance(what, Order):
                    yield Ordered(seat=seat, id=id, text=str(what), reason=reason)
                else:
                    yield CustomAsked(seat=seat, id=id, text=what, effect=reason)
            if hand_in:
                yield Submitted(seat=seat)

    return exercise.do_all(by, lambda state: tuple(acts(state)))


def drop(exercise: Exercise, by: str, seat: str, *ids: str) -> tuple[Entry, ...]:
    """Strike orders from a seat's sheet: all of them, or none."""
    return exercise.do_all(by, [Dropped(seat=seat, id=id) for id in ids])


def submit(exercise: Exercise, by: str, seat: str) -> Entry:
    """Hand in a seat's sheet as it stands, be it empty."""
    return exercise.do(by, Submitted(seat=seat))


def withdraw(exercise: Exercise, by: str, seat: str) -> Entry:
    """Take a seat's sheet back."""
    return exercise.do(by, Withdrawn(seat=seat))


def missing(exercise: Exercise) -> list[Missing]:
    """Return the seats played by people that have not handed in; for the white cell only."""
    orders = exercise.of(ORDERS)
    return [
        Missing(seat, place.chair.player, len(orders.draft(seat).orders))
        for seat, place in exercise.of(SEATS).places.items()
        if place.chair.kind in ("human", "white") and not orders.draft(seat).submitted
    ]


def undecided(exercise: Exercise) -> list[Custom]:
    """Return the ideas that nobody has allowed or refused; for the white cell only."""
    return [one for one in exercise.of(ORDERS).customs.values() if one.state == "asked"]


def playbook(table: Table, seat: str) -> tuple[Play, ...]:
    """Return the orders that are prepared for a seat, each with its code."""
    row = table.template.seats.get(seat)
    return row.playbook if row else ()


def spelt_out(table: Table, seat: str, text: str) -> str:
    """Return an order's text; a code of the seat's playbook stands for the order prepared there.

    What follows a code (`J4 amount=300`) takes the place of what the prepared order says.
    """
    words = text.split()
    prepared = {play.code.casefold(): play.order for play in playbook(table, seat)}
    found = prepared.get(words[0].casefold()) if words else None
    if found is None:
        return text
    given = {word.partition("=")[0] for word in words[1:]}
    kept = [word for word in found.split() if word.partition("=")[0] not in given]
    return " ".join([*kept, *words[1:]])


def ask_custom(exercise: Exercise, by: str, seat: str, text: str, effect: str = "") -> Entry:
    """Put to the white cell an idea that no instrument stands for."""

    def asked(state: State) -> list[Act]:
        return [CustomAsked(seat=seat, id=next_id(state, seat), text=text, effect=effect)]

    return exercise.do_all(by, asked)[-1]


def allow_custom(
    exercise: Exercise,
    table: Table,
    id: str,
    effects: Collection[str],
    because: str,
    *,
    points: float = 0.0,
    usd: float = 0.0,
) -> Entry:
    """Turn an idea into effects of the round's adjudication; SimError for effects there are not.

    What it costs its government in political capital [points] and in money [USD] is paid then.
    """
    from sim.exercise.conduct.effects import checked  # loads the model
    from sim.patches import Patch

    custom = exercise.of(ORDERS).customs.get(id)
    payer = table.beginning.setting.polity.state_of(custom.seat) if custom else ""
    prices = {"capital -=": points, "spent +=": usd}
    raise_all(_price_faults(points, usd))
    paid = [
        str(Patch.parse(f"{payer}.{what} {float(price)!r}"))
        for what, price in prices.items() if price and payer
    ]  # fmt: skip
    every = (*effects, *paid)
    checked(table, every)
    act = CustomRuled(id=id, allowed=True, effects=every, because=because)
    return exercise.do(WHITE, act)


def _price_faults(points: float, usd: float) -> Iterator[str]:
    for price, unit in ((points, "points of political capital"), (usd, "USD")):
        if not 0.0 <= price < inf:
            yield f"an idea costs no {price:g} {unit}; give 0 or more, and write gains as effects"


def refuse_custom(exercise: Exercise, id: str, because: str) -> Entry:
    """Refuse an idea, with a reason that its seat reads."""
    return exercise.do(WHITE, CustomRuled(id=id, allowed=False, because=because))
