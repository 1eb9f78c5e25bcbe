"""Deals: how each stands, in the room and in the model, by what a seat may know."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sim.exercise.acts import WHITE
from sim.exercise.exercise import Exercise
from sim.exercise.table import Table
from sim.exercise.topics.deals import known_deals
from sim.exercise.topics.offers import Deal, DealProposed
from sim.exercise.topics.rounds import ROUNDS
from sim.exercise.views.common import published, started
from sim.game import Game
from sim.language import called, retold, t
from sim.world import deals as model

Standing = Literal[
    "offered", "countered", "refused", "withdrawn", "lapsed", "agreed", "signed", "waiting",
    "in force", "kept", "broken", "not carried out",
]  # fmt: skip
"""agreed: an understanding; signed: not yet in the model; waiting: for its condition."""

IN_MODEL: dict[model.DealState, Standing] = {
    "offered": "offered", "signed": "in force", "refused": "refused", "lapsed": "lapsed",
    "broken": "broken", "kept": "kept",
}  # fmt: skip


@dataclass(frozen=True)
class Agreed:
    """A deal as a seat knows it."""

    id: str
    parties: tuple[str, ...]
    """Who offered it, and to whom."""
    state: Standing
    told: str
    """What became of it, in words."""
    round: int
    """In which it was offered; 0: before the first."""
    give: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    text: str = ""
    when: str = ""
    until: int | None = None
    """The last round with which it can enter the model."""
    months: float | None = None
    """How long its terms bind; None: it is words alone."""
    secret: bool = False
    signed: tuple[str, ...] = ()
    answers: str = ""

    @property
    def stands(self) -> str:
        """Return how it stands, in a line."""
        if self.state == "broken" and self.told:
            return self.told  # by whom
        return ": ".join(filter(None, (called("deal", self.state), self.told)))


def terms(deal: Agreed | DealProposed) -> str:
    """Return what a deal says, in a line: the terms of both, its words, when and until when."""
    sides = zip(deal.parties, (deal.give, deal.ask), strict=False)
    parts = [
        *(f"{party}: {', '.join(what)}" for party, what in sides if what),
        deal.text,
        t("when {condition}", condition=deal.when) if deal.when else "",
        t("until round {round}", round=deal.until) if deal.until else "",
    ]
    return "; ".join(filter(None, parts))


def deals(
    exercise: Exercise, table: Table, seat: str, *, last: int | None = None
) -> tuple[Agreed, ...]:
    """Return how every deal stands that a seat knows of; the white cell knows of all.

    Seats learn what the model made of a deal when its round is published. `last` is the round after
    which it is asked; left out, the last one that the seat knows the result of.
    """
    if last is None:
        last = len(exercise.of(ROUNDS).records) if seat == WHITE else published(exercise)
    game, room = table.game(last), known_deals(exercise.state, seat)
    names = {deal.id for deal in room}
    known = _in_model(game, seat) if started(exercise) else ()
    return (
        *(_from_room(deal, game, seat, last) for deal in room),
        *(_from_model(deal, game, seat, table) for deal in known if deal.id not in names),
    )


def _in_model(game: Game, seat: str) -> Iterator[model.Deal]:
    """Yield the deals that a seat knows of by what it observes; firms know of public ones."""
    if seat == WHITE:
        yield from game.world.politics.deals
        return
    firm = seat in game.setting.polity.firms
    for deal in game.observe(seat).deals:
        if not firm or (deal.signed is not None and not deal.secret):
            yield deal


def _from_room(deal: Deal, game: Game, seat: str, last: int) -> Agreed:
    state, told = _room(deal)
    known = game.world.politics.deal(deal.id)
    if deal.entered is not None and deal.entered <= last:
        if known is None or known.signed is None:
            state, told = "not carried out", _why_not(deal.id, game, seat)
        else:
            state, told = _model(known, game, seat)
    elif known and (known.signed is not None or _answered(deal, known)):
        state, told = _model(known, game, seat)
    offer = deal.offer
    return Agreed(
        id=deal.id, parties=offer.parties, state=state, told=retold(told), round=deal.round,
        give=offer.give, ask=offer.ask, text=offer.text, when=offer.when, until=offer.until,
        months=offer.months if offer.binding else None, secret=offer.secret, signed=deal.signed,
        answers=offer.answers,
    )  # fmt: skip


def _from_model(deal: model.Deal, game: Game, seat: str, table: Table) -> Agreed:
    state, told = _model(deal, game, seat)
    one, timeline = deal.parties[0], game.timeline
    return Agreed(
        id=deal.id, parties=deal.parties, state=state, told=retold(told),
        round=max(0, timeline.round(timeline.date(deal.offered)) - table.prelude),
        give=tuple(str(term) for term in deal.terms if term.party == one),
        ask=tuple(str(term) for term in deal.terms if term.party != one),
        months=deal.months, secret=deal.secret,
        signed=deal.parties if deal.signed is not None else deal.parties[:1],
    )  # fmt: skip


def _answered(deal: Deal, known: model.Deal) -> bool:
    """Return whether an order has answered an offer that the room has not."""
    return deal.state == "offered" and known.state != "offered"


def _room(deal: Deal) -> tuple[Standing, str]:
    """Return how a deal stands as far as the room goes."""
    offer = deal.offer
    if deal.state == "offered":
        return "offered", f"{' and '.join(deal.missing)} can sign"
    if deal.state != "signed":
        return deal.state, ""
    if not offer.binding:
        return "agreed", ""
    if not deal.due:
        return "waiting", f"it binds once {offer.when}"
    held = f"; its condition held: {deal.why}" if deal.why else ""
    coming = f"round {deal.entered}" if deal.entered else "the next round that is locked"
    return "signed", f"it enters the model with {coming}{held}"


def _model(deal: model.Deal, game: Game, seat: str) -> tuple[Standing, str]:
    """Return how a deal stands in the model."""
    state = IN_MODEL[deal.state]
    if state == "in force":
        return state, f"it binds until {_day(game, deal.until)}"
    if state == "offered":
        return state, f"{deal.parties[1]} can sign until {_day(game, deal.until)}"
    if state == "broken":
        return state, _breach(deal, game, seat)
    return state, ""


def _day(game: Game, tick: int) -> dt.date:
    """Return the last day before a tick."""
    return game.timeline.date(tick) - dt.timedelta(days=1)


def _breach(deal: model.Deal, game: Game, seat: str) -> str:
    """Return who broke a deal; by what is for its parties and the white cell."""
    broken = f" breaks {deal.id}: "
    for entry in game.journal:
        for event in entry.events:
            if (event.kind, event.subject) == ("DealBroken", deal.id):
                who, _, what = event.text.partition(broken)
                party = seat == WHITE or seat.partition(".")[0] in deal.parties
                return f"broken by {who}: {what}" if party else f"broken by {who}"
    return ""


def _why_not(id: str, game: Game, seat: str) -> str:
    """Return why the model did not carry a deal out; each party reads what was said of its part."""
    country = seat.partition(".")[0]
    rulings = (ruling for entry in game.journal for ruling in entry.rulings)
    reasons = (
        ruling.reason for ruling in rulings
        if ruling.order_id == id and ruling.outcome != "carried out"
        and (seat == WHITE or ruling.seat == country)
    )  # fmt: skip
    return next(reasons, "a party could not do its part")
