"""Terms: a deal as the model reads it, and what is wrong with it by what its parties know."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from sim.errors import SimError
from sim.exercise.conditions.judge import check, leaves
from sim.exercise.conditions.parse import parse
from sim.exercise.conditions.terms import Compared, Fired, Leaf, Ordered
from sim.exercise.table import Table
from sim.exercise.topics.offers import DealProposed
from sim.explain.published import WORLD
from sim.game import Game
from sim.orders.base import Order
from sim.orders.effects.deed import Standing
from sim.orders.effects.settle import terms_of
from sim.orders.governments import withheld
from sim.orders.instruments import instruments
from sim.orders.legality import refused
from sim.orders.timing import deed_of

SHARED = (
    "a deal rests on what its own parties are and do, on the world as a whole, and on the calendar"
)
"""What others do not show, a deal must not tell."""


def proposal(offer: DealProposed, until: dt.date | None = None) -> Order:
    """Return an offer as the order that puts it to the other country."""
    words = [f"target={offer.parties[1]}"]
    words += [f"give={','.join(offer.give)}"] if offer.give else []
    words += [f"ask={','.join(offer.ask)}"] if offer.ask else []
    words += ["secret=yes"] if offer.secret else []
    words += [f"until={until}"] if until else []
    return Order.parse(" ".join(["propose_deal", *words, f"months={offer.months!r}"]))


def offer_faults(table: Table, offer: DealProposed) -> list[str]:
    """Return everything that is wrong with an offer that has terms."""
    found = [unbound(table, offer.seat, "propose_deal"), *_term_faults(offer)]
    if not any(found):
        found.append(unreal(table, offer))
    if offer.when:
        found += _condition_faults(table, offer)
    return [fault for fault in found if fault]


def sign_faults(table: Table, offer: DealProposed, seat: str) -> list[str]:
    """Return why a seat cannot sign an offer that has terms: what it gives has to be its own."""
    found = [unbound(table, seat, "sign_deal")]
    if offer.ask:
        update = {"parties": offer.parties[::-1], "give": offer.ask, "ask": ()}
        found.append(unreal(table, offer.model_copy(update=update)))
    return [fault for fault in found if fault]


def unbound(table: Table, seat: str, instrument: str) -> str:
    """Return why a seat cannot bind its country, or an empty text."""
    setting = table.beginning.setting
    country = setting.polity.state_of(seat)
    if country not in setting.network.countries:
        return f"{seat} binds no country of this scenario"
    government = setting.polity.governments[setting.network.countries[country]]
    firm = seat in setting.polity.firms
    reason = withheld(instruments()[instrument], seat, government, firm=firm)
    return f"{reason}; {country} itself can do it" if reason else ""


def unreal(table: Table, offer: DealProposed) -> str:
    """Return why terms cannot be carried out, by what the first party knows; else an empty text."""
    game = table.published()
    country, day = offer.parties[0], game.timeline.date(game.tick)
    deed = deed_of(proposal(offer), offer.id, country, day, game.setting, game.world, settled=True)
    reason = refused(deed, _known(game, country)) or ""
    return reason.removeprefix("propose_deal refused: ")


def _known(game: Game, country: str) -> Standing:
    """Return the measures and disputes that a country has heard of: of others it gets no hint."""
    world, politics = game.world, game.world.politics
    measures = tuple(m for m in world.measures if m.heard_of(country, world.tick))
    disputes = tuple(d for d in politics.disputes if d.known_to(country))
    return Standing(measures, replace(politics, disputes=disputes))


def _term_faults(offer: DealProposed) -> Iterator[str]:
    parties = (offer.parties[0], offer.parties[1])
    for term in (*offer.give, *offer.ask):
        try:
            terms_of(offer.id, (term,), (), parties)
        except ValueError as error:
            yield str(error)


# --- conditions ----------------------------------------------------------------------------------


def _condition_faults(table: Table, offer: DealProposed) -> list[str]:
    try:
        condition = parse(offer.when)
    except SimError as error:
        return [f"condition: {error}"]
    game = table.published()
    found = [
        f"column {leaf.column}: {leaf}: {SHARED}"
        for leaf in leaves(condition) if not _shared(leaf, offer, game)
    ]  # fmt: skip
    found = found or list(check(condition, table.scenario, (), tuple(table.template.seats)))
    return [f"condition: {fault}" for fault in found]


def _shared(leaf: Leaf, offer: DealProposed, game: Game) -> bool:
    """Return whether a part of a condition tells the parties nothing of others."""
    match leaf:
        case Compared(name=name):
            subject = name.partition("(")[0].rpartition(".")[0]
            dispute = game.world.politics.dispute(subject)
            between = dispute and {dispute.sender, dispute.target} == {*offer.parties}
            return bool(between) or subject in (*offer.parties, WORLD)
        case Ordered(by=by):
            return by.partition(".")[0] in offer.parties
        case Fired():
            return False
    return True
