"""`deal`: what seats offer each other, sign and refuse."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypedDict

from cli.exercise.common import FOR_SEAT, listed, logged, noted, seat_names
from cli.registry.command import Answer, Argument, Values, Verbs, option, switch
from cli.registry.session import Session, spelt
from sim.language import later, t


class Terms(TypedDict):
    """What is offered."""

    give: tuple[str, ...]
    ask: tuple[str, ...]
    text: str
    when: str
    until: int | None
    months: float


_deal = Verbs("deal", "Offer deals, answer, sign and refuse them.")


def _ids(session: Session, _: Sequence[str] = ()) -> Iterable[str]:
    from sim.exercise.views.deals import deals

    return [deal.id for deal in deals(session.exercise, session.table, session.by)]


ID = Argument("id", "The deal, such as D-7KQ2.", complete=_ids)

TERMS = (
    option("give", "What the one who offers will do, such as lift:ORDER, pay:USD, supply:PRODUCT:"
           "AMOUNT, concede:DISPUTE, hold_off; may be repeated.", many=True, metavar="TERM"),
    option("ask", "What the other is to do; may be repeated.", many=True, metavar="TERM"),
    option("text", "What is understood, in words; alone, the model does nothing.", "words"),
    option("when", "The condition under which it binds; none: at once.", "words",
           metavar="CONDITION"),
    option("until", "The last round with which it can begin.", "whole", metavar="ROUND"),
    option("months", "How long its terms are watched; default: 12.", "number"),
    switch("secret", "Only the parties are to know of it."),
)  # fmt: skip


@_deal.verb(
    "propose",
    "Offer a deal: deal propose JPN --give supply:magnet:20 --ask hold_off.",
    Argument("to", "To whom: a country, or seats parted by commas.", complete=seat_names),
    *TERMS,
    FOR_SEAT,
    seats=True,
    changes=True,
)
def propose(session: Session, values: Values) -> Answer:
    """Offer a deal."""
    return _offer(session, values, values.text("to").split(","), "")


@_deal.verb(
    "counter",
    "Put another offer in the place of one.",
    ID,
    *TERMS,
    FOR_SEAT,
    seats=True,
    changes=True,
)
def counter(session: Session, values: Values) -> Answer:
    """Answer an offer by another."""
    return _offer(session, values, (), values.text("id"))


def _offer(session: Session, values: Values, to: Iterable[str], answers: str) -> Answer:
    from sim.exercise.conduct import deals
    from sim.exercise.topics.offers import DealProposed
    from sim.exercise.views.deals import terms

    seat = session.seat(values.text("seat"))
    others = [spelt(name.strip(), session.exercise) for name in to if name.strip()]
    offered = Terms(
        give=values.many("give"),
        ask=values.many("ask"),
        text=values.text("text"),
        when=values.text("when"),
        until=values.whole("until"),
        months=values.number("months") or 12.0,
    )
    exercise, table, by, secret = session.exercise, session.table, session.by, values.flag("secret")
    if answers:
        known = secret or None  # as secret as the offer that it answers
        entry = deals.counter(exercise, table, by, seat, answers, **offered, secret=known)
    else:
        entry = deals.propose(exercise, table, by, seat, others, **offered, secret=secret)
    act = DealProposed.model_validate_json(entry.body)
    told = noted(
        session,
        entry,
        t(
            "{id} is offered to {to}: {terms}",
            id=act.id,
            to=", ".join(act.parties[1:]),
            terms=terms(act),
        ),
    )
    return Answer(
        {"id": act.id, "parties": list(act.parties), **logged(session, entry)}, told=(told,)
    )


@_deal.verb("sign", "Sign a deal.", ID, FOR_SEAT, seats=True, changes=True)
def sign(session: Session, values: Values) -> Answer:
    """Sign a deal."""
    return _answered(session, values, "sign", later("{id} is signed by {seat}"))


@_deal.verb("refuse", "Refuse an offer.", ID, FOR_SEAT, seats=True, changes=True)
def refuse(session: Session, values: Values) -> Answer:
    """Refuse an offer."""
    return _answered(session, values, "refuse", later("{id} is refused by {seat}"))


@_deal.verb("withdraw", "Take an offer back.", ID, FOR_SEAT, seats=True, changes=True)
def withdraw(session: Session, values: Values) -> Answer:
    """Take an offer back."""
    return _answered(session, values, "withdraw", later("{id} is withdrawn by {seat}"))


def _answered(session: Session, values: Values, verb: str, said: str) -> Answer:
    from sim.exercise.conduct import deals

    seat, exercise = session.seat(values.text("seat")), session.exercise
    id = deals.named(exercise, session.table, seat, values.text("id"))
    if verb == "sign":
        entry = deals.sign(exercise, session.table, session.by, seat, id)
    elif verb == "refuse":
        entry = deals.refuse(exercise, session.table, session.by, seat, id)
    else:
        entry = deals.withdraw(exercise, session.by, seat, id)
    told = noted(session, entry, t(said, id=id, seat=seat))
    return Answer({"id": id, **logged(session, entry)}, told=(told,))


@_deal.verb("list", "List deals: a seat those that it knows of, the white cell all.", seats=True)
def list_(session: Session, _: Values) -> Answer:
    """List deals."""
    from sim.exercise.views import data
    from sim.exercise.views.deals import deals, terms

    found = deals(session.exercise, session.table, session.by)
    table = listed("id", t("between"), t("what"), t("state"))
    for deal in found:
        state = t("{state}, secret", state=deal.stands) if deal.secret else deal.stands
        table.add_row(deal.id, t(" and ").join(deal.parties), terms(deal), state)
    return Answer({"deals": data(found)}, (table if found else t("no deals"),))


NOUN = _deal.done()
