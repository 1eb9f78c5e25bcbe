"""`deal`: what seats offer each other, sign and refuse."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TypedDict

from cli.exercise.common import FOR_SEAT, listed, logged, noted, seat_names
from cli.registry.command import Answer, Argument, Values, Verbs, option, switch
from cli.registry.session import Session, spelt
from sim.language import called, later, t

if TYPE_CHECKING:
    from sim.exercise.topics.offers import Deal, DealProposed


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
    from sim.exercise.topics.deals import known_deals

    return [deal.id for deal in known_deals(session.exercise.state, session.by)]


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

    seat = session.seat(values.text("seat"))
    others = [spelt(name.strip(), session.exercise) for name in to if name.strip()]
    terms = Terms(
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
        entry = deals.counter(exercise, table, by, seat, answers, **terms, secret=known)
    else:
        entry = deals.propose(exercise, table, by, seat, others, **terms, secret=secret)
    act = DealProposed.model_validate_json(entry.body)
    told = noted(
        session,
        entry,
        t(
            "{id} is offered to {to}: {terms}",
            id=act.id,
            to=", ".join(act.parties[1:]),
            terms=terms_told(act),
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

    seat, id = session.seat(values.text("seat")), values.text("id").upper()
    exercise = session.exercise
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
    from sim.exercise.topics.deals import known_deals

    found = known_deals(session.exercise.state, session.by)
    table = listed("id", t("between"), t("what"), t("state"))
    states = {deal.id: _state(session, deal) for deal in found}
    for deal in found:
        state = states[deal.id]
        if deal.offer.secret:
            state = t("{state}, secret", state=state)
        table.add_row(deal.id, both(deal.offer.parties), terms_told(deal.offer), state)
    data = [{**plain(deal), "told": states[deal.id]} for deal in found]
    return Answer({"deals": data}, (table if found else t("no deals"),))


def _state(session: Session, deal: Deal) -> str:
    """Return how a deal stands: in the room, or as the model watches it once it has begun."""
    if deal.entered is None:
        state = called("deal", deal.state)
        if deal.state != "offered":
            return state
        return t("{state}, waits for {seats}", state=state, seats=both(deal.missing))
    known = session.table.published().world.politics.deal(deal.id)
    return called("deal", known.state if known else deal.state)


def both(names: Sequence[str]) -> str:
    """Return names with a word between them."""
    return t(" and ").join(names)


def plain(deal: Deal) -> dict[str, object]:
    """Return a deal as plain values."""
    offer = deal.offer.model_dump(mode="json", exclude={"seat"})
    return {**offer, "state": deal.state, "signed": list(deal.signed)}


def terms_told(offer: DealProposed) -> str:
    """Return what is offered, in a line."""
    parts = [
        f"{offer.parties[0]}: {', '.join(offer.give)}" if offer.give else "",
        f"{offer.parties[1]}: {', '.join(offer.ask)}" if offer.ask else "",
        offer.text,
        t("when {condition}", condition=offer.when) if offer.when else "",
        t("until round {round}", round=offer.until) if offer.until else "",
    ]
    return "; ".join(filter(None, parts))


NOUN = _deal.done()
