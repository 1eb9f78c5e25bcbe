"""Talk: how much seats talked in a round, what everybody could read, and what they agreed on."""

from __future__ import annotations

from collections import Counter

from sim.exercise.aar.report import DealTold, Press, Talk
from sim.exercise.acts import WHITE
from sim.exercise.state import State
from sim.exercise.topics.deals import DEALS
from sim.exercise.topics.offers import DealProposed
from sim.exercise.topics.talk import TALK
from sim.game import Game
from sim.language import t


def talk(state: State, round: int) -> Talk:
    """Return what was said in a round: public texts in full, all others counted."""
    said = [item for item in state.of(TALK).items if max(1, item.round) == round]
    rfis = [rfi for rfi in state.of(TALK).rfis.values() if max(1, rfi.round) == round]
    return Talk(
        messages=dict(Counter(i.sender for i in said if i.kind == "message" and i.sender != WHITE)),
        questions=len(rfis),
        answered=sum(rfi.state in ("answered", "released") for rfi in rfis),
        press=tuple(
            Press(item.author, f"{item.headline}: {item.text}" if item.headline else item.text)
            for item in said
            if item.kind == "press"
        ),
    )


def deals(state: State, round: int, model: Game) -> tuple[DealTold, ...]:
    """Return the deals that were offered in a round, as they stand now, kept or broken too."""
    known = {deal.id: deal.state for deal in model.world.politics.deals}
    return tuple(
        DealTold(
            deal.id,
            deal.offer.parties,
            _terms(deal.offer),
            known.get(deal.id, deal.state),
            deal.offer.secret,
        )
        for deal in state.of(DEALS).by_id.values()
        if max(1, deal.round) == round
    )


def _terms(offer: DealProposed) -> str:
    """Return what a deal says: the terms of both, its condition, its words."""
    sides = zip(offer.parties, (offer.give, offer.ask), strict=False)
    told = [f"{party}: {', '.join(terms)}" for party, terms in sides if terms]
    told += [t("if {condition}", condition=offer.when)] if offer.when else []
    return "; ".join([*told, *([offer.text] if offer.text else [])])
