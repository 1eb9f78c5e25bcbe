"""Offers: whether terms can be carried out, and who may answer them (§A.27)."""

from __future__ import annotations

import numpy as np

from sim.figures import dollars
from sim.orders.effects.deed import Deed, Standing
from sim.orders.effects.restrict import author_of
from sim.orders.effects.settle import terms_of
from sim.orders.price import left_to_spend
from sim.world.deals import Term


def no_answer(deed: Deed, standing: Standing, way: object) -> str | None:
    """Object to an answer to what is not on offer, or not to the one who answers (§A.27)."""
    deal = standing.politics.deal(next(iter(deed.order.names("deal")), ""))
    if deal is None or deal.state != "offered" or deal.until <= deed.starts:
        return "no such offer stands (rule §A.27)"
    if deal.parties[1] != deed.by:
        return f"the offer was made to {deal.parties[1]} (rule §A.27)"
    faults = (_unpayable(term, deed, standing) for term in deal.terms if way == "sign")
    return next((f"{fault} (rule §A.27)" for fault in faults if fault), None)


def unreal_terms(deed: Deed, standing: Standing) -> str | None:
    """Object to an offer to nobody, or of what is not the parties' to give (§A.27)."""
    if len(deed.others) != 1 or deed.others[0] == deed.by:
        return "it needs target=, the one country to which it is offered (rule §A.27)"
    given, asked = deed.order.names("give"), deed.order.names("ask")
    if not given and not asked:
        return "it says neither what is given (give=) nor what is asked (ask=) (rule §A.27)"
    parties = (deed.by, deed.others[0])
    try:
        terms = terms_of(deed.id, given, asked, parties)
    except ValueError as error:
        return f"{error} (rule §A.27)"
    faults = (_unreal(term, parties[term.party == deed.by], deed, standing) for term in terms)
    return next((f"{fault} (rule §A.27)" for fault in faults if fault), None)


def _unreal(term: Term, other: str, deed: Deed, standing: Standing) -> str | None:
    """Return why a party cannot bind itself to a term, or None."""
    match term.verb:
        case "lift":
            found = [m for m in standing.measures if m.origin == term.subject]
            lasting = any(m.until is None or m.until > deed.starts for m in found)
            own = any(author_of(m, standing) == term.party for m in found)
            return None if own and lasting else f"{term.party} has no order {term.subject} to lift"
        case "concede":
            dispute = standing.politics.dispute(term.subject)
            sides = {dispute.sender, dispute.target} if dispute and dispute.open else set()
            if sides != {term.party, other}:
                return f"{term.party} and {other} have no dispute {term.subject}"
        case "supply":
            sold = _sold(deed, term, other)
            return None if sold else f"{term.party} sells no {term.subject} to {other}"
        case "pay" if term.party == deed.by:
            return _unpayable(term, deed, standing)
    return None


def _sold(deed: Deed, term: Term, other: str) -> bool:
    """Return whether a party sells the other what a term names."""
    network = deed.setting.network
    if term.subject not in network.products:
        return False
    seller, buyer = network.countries[term.party], network.countries[other]
    sells = network.firm_country[network.outlet_firm[network.link_outlet]] == seller
    meant = network.outlet_product[network.link_outlet] == network.products[term.subject]
    return bool((sells & meant & (network.slot_country[network.link_slot] == buyer)).any())


def _unpayable(term: Term, deed: Deed, standing: Standing) -> str | None:
    """Return why a party cannot pay what a term says with what it has left by then, or None."""
    if term.verb != "pay":
        return None
    left = left_to_spend(deed.setting, standing.politics, term.party)
    if term.amount <= left:
        return None
    have = dollars(max(left, 0.0)) if np.isfinite(left) else "no budget"
    return f"{term.party} would pay {dollars(term.amount)} and has {have} left this year"
