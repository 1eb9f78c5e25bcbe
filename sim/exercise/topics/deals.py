"""Deals: what seats offer each other, sign and refuse, and when the model learns of it.

A deal with terms binds two countries: what both have signed when a round is locked enters the model
with that round, once its condition holds, and the model watches whether it is kept. Words alone are
an understanding, between any seats: nobody watches it but the white cell.
"""

from __future__ import annotations

from dataclasses import replace

from sim.errors import unknown
from sim.exercise.acts import WHITE
from sim.exercise.state import NotNowError, Said, State, Topic
from sim.exercise.topics.offers import (
    Deal,
    DealDue,
    DealProposed,
    DealRefused,
    Deals,
    DealSigned,
    DealWithdrawn,
)
from sim.exercise.topics.rounds import ROUNDS, Locked, Published, Unlocked, must_be
from sim.exercise.topics.seats import SEATS, known_place, may_act_for
from sim.exercise.topics.talk import TALKING


class _Deals(Topic[Deals]):
    name = "deals"
    acts = (DealProposed, DealSigned, DealRefused, DealWithdrawn, DealDue)

    def check(self, state: State, said: Said) -> None:
        act = said.act
        if isinstance(act, DealDue):
            _may_fall_due(state, act)
        if isinstance(act, DealProposed | DealSigned | DealRefused | DealWithdrawn):
            may_act_for(state, said.by, act.seat)
            must_be(state, *TALKING)
        match act:
            case DealProposed():
                _may_offer(state, act)
            case DealSigned(id=id, seat=seat):
                deal, party = _standing(state, id, seat)
                if party in deal.signed:
                    raise NotNowError(f"{party} has signed {id}; {_listed(deal.missing)} has not")
            case DealRefused(id=id, seat=seat):
                deal, party = _standing(state, id, seat)
                if party == deal.offer.parties[0]:
                    raise NotNowError(f"{id} is {party}'s own offer; `deal withdraw` takes it back")
            case DealWithdrawn(id=id, seat=seat):
                deal, party = _standing(state, id, seat)
                if party != deal.offer.parties[0]:
                    raise NotNowError(f"{id} is not {party}'s offer; `deal refuse` ends it")
                _may_take_back(state, deal)

    def after(self, own: Deals, said: Said, before: State) -> Deals:
        match said.act:
            case DealProposed() as offer:
                round = before.of(ROUNDS).round
                made = Deal(offer, said.number, round, said.at, offer.parties[:1])
                if offer.answers:
                    own = _with(own, replace(own.by_id[offer.answers], state="countered"))
                return _with(own, made)
            case DealSigned(id=id, seat=seat):
                deal = own.by_id[id]
                signed = replace(deal, signed=(*deal.signed, deal.offer.party(seat) or seat))
                if not signed.missing:
                    due = deal.offer.binding and not deal.offer.when
                    signed = replace(signed, state="signed", due=due)
                return _with(own, signed)
            case DealRefused(id=id):
                return _with(own, replace(own.by_id[id], state="refused"))
            case DealWithdrawn(id=id):
                return _with(own, replace(own.by_id[id], state="withdrawn"))
            case DealDue(id=id, why=why):
                return _with(own, replace(own.by_id[id], due=True, why=why))
            case Locked(round=round):
                return _entering(own, before, round)
            case Unlocked():
                return _back(own, before.of(ROUNDS).round)
            case Published(round=round):
                return _lapsed(own, round)
        return own


DEALS = _Deals(Deals())


# --- what can be done ----------------------------------------------------------------------------


def _may_offer(state: State, act: DealProposed) -> None:
    """Raise NotNowError unless an offer can be made: by its first party, to others that play."""
    if act.id in state.of(DEALS).by_id:
        raise NotNowError(f"there is a deal {act.id} already; try again")
    if not (act.binding or act.text):
        raise NotNowError("say what is given or asked, or in words what is understood")
    if act.when and not act.binding:
        raise NotNowError("an understanding is words alone; write its condition into them")
    if act.party(act.seat) != act.parties[0]:
        raise NotNowError(f"{act.seat} cannot offer in the name of {act.parties[0]}")
    if len(set(act.parties)) < len(act.parties):
        raise NotNowError("a deal is between different parties")
    if act.binding and len(act.parties) != 2:
        raise NotNowError(
            "terms bind two; offer each its own deal, or put what more than two agree on into words"
        )
    places = state.of(SEATS).places
    countries = [place.partition(".")[0] for place in places]
    for party in act.parties[1:]:
        if not (act.binding and party in countries):
            known_place(state, party)
    coming = next_round(state)
    if act.until is not None and act.until < coming:
        raise NotNowError(f"round {act.until} is locked or over; the next is {coming}")
    if act.answers:
        answered, party = _standing(state, act.answers, act.seat)
        if party == answered.offer.parties[0]:
            _may_take_back(state, answered)


def _may_take_back(state: State, deal: Deal) -> None:
    """Raise NotNowError for an offer in the model: whom it was made to can sign it by an order."""
    played = len(state.of(ROUNDS).records)
    if deal.offered is not None and deal.offered <= played < deal.last:
        other = deal.offer.parties[1]
        raise NotNowError(
            f"{other} has {deal.id} in hand, and can sign it until round {deal.last} is played"
        )


def _may_fall_due(state: State, act: DealDue) -> None:
    deal = _known(state, act.id, WHITE)
    if deal.state != "signed" or deal.due:
        raise NotNowError(f"{act.id} does not wait for a condition")


def _known(state: State, id: str, seat: str) -> Deal:
    """Return a deal that a seat knows of; of others it is not even told that there are any."""
    found = {deal.id: deal for deal in known_deals(state, seat)}
    if id not in found:
        raise NotNowError(unknown("deal", id, found))
    return found[id]


def _standing(state: State, id: str, seat: str) -> tuple[Deal, str]:
    """Return an offer that can still be answered, and as which party a seat answers it."""
    deal = _known(state, id, seat)
    party = deal.offer.party(seat)
    if party is None:
        raise NotNowError(f"{seat} is no party to {id}; {_listed(deal.offer.parties)} are")
    if deal.state != "offered":
        raise NotNowError(f"{id} is {deal.state} already")
    if deal.offer.until is not None and deal.offer.until < next_round(state):
        raise NotNowError(f"{id} was good until round {deal.offer.until}, which is locked")
    return deal, party


def _listed(names: tuple[str, ...]) -> str:
    return " and ".join(names)


# --- what a round leaves -------------------------------------------------------------------------


def _entering(own: Deals, before: State, round: int) -> Deals:
    """Return the deals with those that enter the model with a round, as offers or as signed."""
    for deal in own.by_id.values():
        signed = deal.due and deal.entered is None
        if deal.offered is None and (signed or _for_no_people(before, deal)):
            own = _with(own, replace(own.by_id[deal.id], offered=round))
        if signed:
            own = _with(own, replace(own.by_id[deal.id], entered=round))
    return own


def _back(own: Deals, round: int) -> Deals:
    """Return the deals as if a round had not been locked."""
    for deal in own.by_id.values():
        if deal.offered == round:
            deal = replace(deal, offered=None)
        if deal.entered == round:
            deal = replace(deal, entered=None)
        own = _with(own, deal)
    return own


def _lapsed(own: Deals, round: int) -> Deals:
    """Return the deals after a round was published: what was good until then is so no more."""
    for deal in own.by_id.values():
        waits = deal.state == "signed" and deal.offer.binding and deal.entered is None
        until = deal.offer.until
        if (deal.state == "offered" or waits) and until is not None and until <= round:
            own = _with(own, replace(deal, state="lapsed"))
    return own


def _for_no_people(state: State, deal: Deal) -> bool:
    """Return whether an offer is for scripts and programs alone, which answer it by orders."""
    if deal.state != "offered" or not deal.offer.binding or deal.offer.when:
        return False
    other = deal.offer.parties[1]
    chairs = [
        place.chair.kind for seat, place in state.of(SEATS).places.items()
        if seat.partition(".")[0] == other
    ]  # fmt: skip
    return all(kind in ("script", "program") for kind in chairs)


def _with(own: Deals, deal: Deal) -> Deals:
    return Deals({**own.by_id, deal.id: deal})


# --- what is asked of them -----------------------------------------------------------------------


def known_deals(state: State, seat: str) -> tuple[Deal, ...]:
    """Return the deals that a seat knows of, in the order in which they were offered."""
    return tuple(deal for deal in state.of(DEALS).by_id.values() if deal.known_to(seat))


def waiting(state: State) -> tuple[Deal, ...]:
    """Return the deals that are signed and wait for their condition."""
    deals = state.of(DEALS).by_id.values()
    return tuple(d for d in deals if d.state == "signed" and d.offer.binding and not d.due)


def next_round(state: State) -> int:
    """Return the next round that can be locked."""
    rounds = state.of(ROUNDS)
    return rounds.round if rounds.phase in ("brief", "open") else rounds.round + 1
