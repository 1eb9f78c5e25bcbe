"""Deals: offering, answering and signing them, and handing them to the model."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sim.errors import raise_all
from sim.exercise.acts import PROGRAM
from sim.exercise.conduct.create import SIGNS
from sim.exercise.conduct.orders import add
from sim.exercise.exercise import Exercise
from sim.exercise.log.entry import Entry
from sim.exercise.state import NotNowError
from sim.exercise.topics.deals import DEALS, known_deals, waiting
from sim.exercise.topics.offers import (
    Deal,
    DealDue,
    DealProposed,
    DealRefused,
    DealSigned,
    DealWithdrawn,
)
from sim.exercise.topics.rounds import ROUNDS, must_be
from sim.exercise.topics.seats import may_act_for
from sim.exercise.topics.talk import TALKING

if TYPE_CHECKING:  # the model takes a second to load
    from sim.exercise.table import Table
    from sim.orders.sheet import OrderSheet, SheetEntry

LENGTH = 4
"""Signs of a deal's id."""


def propose(
    exercise: Exercise,
    table: Table,
    by: str,
    seat: str,
    to: Sequence[str],
    *,
    give: Sequence[str] = (),
    ask: Sequence[str] = (),
    text: str = "",
    when: str = "",
    until: int | None = None,
    months: float = 12.0,
    secret: bool = False,
    answers: str = "",
) -> Entry:
    """Offer a deal, and return the log's entry.

    With terms (`give`, `ask`) it binds two countries; words alone are an understanding between
    seats. SimError tells everything that is wrong, as far as the seat can know it.
    """
    may_act_for(exercise.state, by, seat)  # before anything is told of the terms
    must_be(exercise.state, *TALKING)
    binding = bool(give or ask)
    named = [name.partition(".")[0] if binding else name for name in (seat, *to)]
    if len(set(named)) < 2:
        raise NotNowError(f"name another {'country' if binding else 'seat'} than {named[0]}")
    offer = DealProposed(id=_new_id(exercise), seat=seat, parties=tuple(dict.fromkeys(named)),
        give=tuple(give), ask=tuple(ask), text=text, when=when, until=until, months=months,
        secret=secret, answers=answers,
    )  # fmt: skip
    refusal = exercise.allows(by, offer)
    if refusal:
        raise NotNowError(refusal)
    if offer.binding:
        from sim.exercise.conduct.terms import offer_faults  # loads the model

        raise_all(offer_faults(table, offer))
    return exercise.do(by, offer)


def counter(
    exercise: Exercise,
    table: Table,
    by: str,
    seat: str,
    id: str,
    *,
    give: Sequence[str] = (),
    ask: Sequence[str] = (),
    text: str = "",
    when: str = "",
    until: int | None = None,
    months: float = 12.0,
    secret: bool | None = None,
) -> Entry:
    """Answer an offer by another one to its parties; left out, it is as secret as that was."""
    may_act_for(exercise.state, by, seat)
    deal = _found(exercise, seat, id)
    if deal is None:
        raise NotNowError(f"{id} cannot be countered; propose a deal of your own")
    own = deal.offer.party(seat)
    return propose(
        exercise, table, by, seat, [party for party in deal.offer.parties if party != own],
        give=give, ask=ask, text=text, when=when, until=until, months=months,
        secret=deal.offer.secret if secret is None else secret, answers=deal.id,
    )  # fmt: skip


def sign(exercise: Exercise, table: Table, by: str, seat: str, id: str) -> Entry:
    """Sign an offer; one that was ordered and not made in the room is signed by an order."""
    may_act_for(exercise.state, by, seat)
    deal = _found(exercise, seat, id)
    ordered = None if deal else _ordered(table, seat, id)
    if ordered:
        return add(exercise, by, seat, f"sign_deal deal={ordered}", "signed")
    act = DealSigned(id=deal.id if deal else id, seat=seat)
    refusal = exercise.allows(by, act)
    if refusal:
        raise NotNowError(refusal)
    if deal and deal.offer.binding:
        from sim.exercise.conduct.terms import sign_faults  # loads the model

        raise_all([*_answered(table, deal), *sign_faults(table, deal.offer, seat)])
    return exercise.do(by, act)


def refuse(exercise: Exercise, table: Table, by: str, seat: str, id: str) -> Entry:
    """Refuse an offer; one that was ordered and not made in the room is refused by an order."""
    may_act_for(exercise.state, by, seat)
    deal = _found(exercise, seat, id)
    ordered = None if deal else _ordered(table, seat, id)
    if ordered:
        return add(exercise, by, seat, f"refuse_deal deal={ordered}", "refused")
    return exercise.do(by, DealRefused(id=deal.id if deal else id, seat=seat))


def withdraw(exercise: Exercise, by: str, seat: str, id: str) -> Entry:
    """Take an own offer back."""
    may_act_for(exercise.state, by, seat)
    deal = _found(exercise, seat, id)
    return exercise.do(by, DealWithdrawn(id=deal.id if deal else id, seat=seat))


def named(exercise: Exercise, table: Table, seat: str, id: str) -> str:
    """Return a deal's id as it is written, by what a seat types of it; else that."""
    deal = _found(exercise, seat, id)
    return deal.id if deal else _ordered(table, seat, id) or id


def fall_due(exercise: Exercise, table: Table) -> list[Entry]:
    """Let deals take effect whose condition holds by what was published; return the entries."""
    deals = waiting(exercise.state)
    if not deals:
        return []
    from sim.exercise.conditions.judge import holds, told  # loads the model
    from sim.exercise.conditions.parse import parse
    from sim.exercise.conduct.injects import facts_of

    facts = facts_of(exercise, table)
    conditions = {deal.id: parse(deal.offer.when) for deal in deals}
    due = (
        _due(exercise, DealDue(id=id, why=told(condition, facts)))
        for id, condition in conditions.items() if holds(condition, facts)
    )  # fmt: skip
    return [entry for entry in due if entry is not None]


def _due(exercise: Exercise, act: DealDue) -> Entry | None:
    """Let a deal take effect; None where somebody else has in the meantime."""
    try:
        return exercise.do(PROGRAM, act)
    except NotNowError:
        return None


def acts_of(exercise: Exercise, table: Table) -> Mapping[str, OrderSheet]:
    """Return what deals do in the round that is locked, as acts of record, by country.

    The signature is a day younger than the offer, so that there is something to sign. Both bear the
    deal's id: in the trail of causes they are one thing.
    """
    from sim.exercise.conduct.terms import proposal  # loads the model
    from sim.orders.base import Order
    from sim.orders.sheet import SheetEntry

    round, game = exercise.of(ROUNDS).round, table.game()
    day = game.timeline.date(game.tick)
    found: dict[str, tuple[SheetEntry, ...]] = {}

    def act(by: str, given: dt.date, id: str, order: Order, reason: str) -> None:
        entry = SheetEntry(given, id, order, settled=True, reason=reason)
        found[by] = (*found.get(by, ()), entry)

    for deal in exercise.of(DEALS).by_id.values():
        one, other = deal.offer.parties[:2]
        if deal.entered == round:
            act(one, day, deal.id, proposal(deal.offer), f"a deal with {other}")
            signed = Order.parse(f"sign_deal deal={deal.id}")
            act(other, day + dt.timedelta(days=1), deal.id, signed, f"a deal with {one}")
        elif deal.offered == round and deal.state == "offered":  # not taken back since the lock
            last = table.day(deal.last) - dt.timedelta(days=1)
            act(one, day, deal.id, proposal(deal.offer, last), f"an offer to {other}")
    return found


def _new_id(exercise: Exercise) -> str:
    """Return an id that no deal has; a count would tell how much others deal."""
    known = exercise.of(DEALS).by_id
    while True:
        id = "D-" + "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
        if id not in known:
            return id


def _found(exercise: Exercise, seat: str, id: str) -> Deal | None:
    """Return a deal of the room that a seat knows of, by its id as somebody types it."""
    typed = id.strip().casefold()
    known = {deal.id.casefold(): deal for deal in known_deals(exercise.state, seat)}
    return known.get(typed) or known.get(f"d-{typed}")


def _ordered(table: Table, seat: str, id: str) -> str | None:
    """Return the id of an offer that was made to a seat's country by an order, as it is written."""
    country = seat.partition(".")[0]  # a firm has no say in what its country was offered
    offers = (
        deal.id for deal in table.published().world.politics.deals
        if deal.id.casefold() == id.strip().casefold()
        and deal.state == "offered" and deal.parties[1] == country
    )  # fmt: skip
    return next(offers, None)


def _answered(table: Table, deal: Deal) -> list[str]:
    """Return why an offer cannot be signed any more that a script has answered by an order."""
    known = table.published().world.politics.deal(deal.id)
    if known is None or known.state in ("offered", "lapsed"):
        return []
    return [f"{known.parties[1]} has answered {deal.id} by an order; it is {known.state}"]
