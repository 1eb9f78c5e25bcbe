"""News: which rulings and events of a round a seat may know, built up from nothing (§I.13).

Every kind of event has a rule here that says who is told of it, and in which words. What no rule
names is told to nobody. The room, where projectors and the press are, is told what a stranger may
know: a country that has no part in anything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sim.events import Event, EventKind
from sim.observation.hearing import Ear, Happened, denied
from sim.values import replace
from sim.world.rulings import Ruling
from sim.world.setting import Setting
from sim.world.world import World


@dataclass(frozen=True)
class News:
    """What a seat may know of a round that is over."""

    rulings: tuple[Ruling, ...]
    """On its own orders; what was meant by them is on its sheet, and not told here."""
    events: tuple[Event, ...]
    """Headlines among them; the words are those for this seat."""
    headlines: tuple[Event, ...]
    """What everybody may know."""


def news(happened: Happened, before: World, after: World, setting: Setting, seat: str) -> News:
    """Return what a seat (a country, a ministry or a firm) may know of a round."""
    own = tuple(replace(r, meant="") for r in happened.rulings if r.seat == seat)
    return News(
        own,
        _told(happened, Ear.of(seat, happened, before, after, setting)),
        headlines(happened, before, after, setting),
    )


def headlines(
    happened: Happened, before: World, after: World, setting: Setting
) -> tuple[Event, ...]:
    """Return what everybody may know of a round."""
    return _told(happened, Ear.of(None, happened, before, after, setting))


def _told(happened: Happened, ear: Ear) -> tuple[Event, ...]:
    """Return the events that somebody is told of, in the words for it."""
    found = []
    for event in happened.events:
        rule = RULES.get(event.kind)
        text = rule(event, ear) if rule else None
        if text:
            # What an event is about may bear a name that is not for everybody.
            found.append(Event(event.date, event.kind, text))
    return tuple(found)


Rule = Callable[[Event, Ear], str | None]
"""What somebody is told of an event of a kind; None: nothing."""


def _gist(event: Event) -> str:
    """Return an event without what stands behind the colon: amounts, reasons, ids."""
    return event.text.partition(": ")[0]


# --- orders and measures --------------------------------------------------------------------------


def _imposed(event: Event, ear: Ear) -> str | None:
    """Tell of what was ordered who has heard of it; of what is denied, without a name."""
    manner = ear.heard(event.subject)
    return _unsigned(event.subject, ear) if manner == "denied" else event.text if manner else None


def _unsigned(order: str, ear: Ear) -> str | None:
    """Return what those at whom a denied measure is aimed are told of it."""
    title = ear.title(order)
    if not title:
        return None
    return f"Somebody began to {title[0].lower()}{title[1:]}; nobody owns up to it"


def _lifted(event: Event, ear: Ear) -> str | None:
    """Tell of what was lifted, as far as it was heard of when it was imposed."""
    if ear.gave(event.subject):
        return event.text
    by, order = ear.orders.get(event.subject, ("", None))
    if order is None:
        return None
    heard = [
        name for name in order.names("order")
        if any(ear.hears_of(m) and not denied(m) for m in ear.steps(name))
    ]  # fmt: skip
    return f"{by} lifted {', '.join(heard)}" if heard else None


def _decided(event: Event, ear: Ear) -> str | None:
    """Tell of the judgement in a case to those who have heard of the case."""
    heard = any(ear.hears_of(m) for m in ear.world.measures if m.id == event.subject)
    return event.text if heard else None


def _own_order(event: Event, ear: Ear) -> str | None:
    """Tell only who gave the order."""
    return event.text if ear.gave(event.subject) else None


# --- disputes -------------------------------------------------------------------------------------


def _in_dispute(event: Event, ear: Ear) -> str | None:
    """Tell all who know of the dispute."""
    return event.text if ear.dispute(event.subject) else None


def _answered(event: Event, ear: Ear) -> str | None:
    """Tell all who know of the dispute; why a threat cannot be carried out, its author alone."""
    dispute = ear.dispute(event.subject)
    if dispute is None:
        return None
    return event.text if ear.country == dispute.sender else _gist(event)


def _stood_aside(event: Event, ear: Ear) -> str | None:
    """Tell of who does not act with others, and not why, all who know of what it was asked for."""
    known = ear.dispute(event.subject) is not None
    heard = any(ear.hears_of(m) for m in ear.steps(event.subject))
    return _gist(event) if known or heard else None


def _reported(event: Event, ear: Ear) -> str | None:
    """Tell the government of the target: its own firms report to it."""
    dispute = ear.world.politics.dispute(event.subject)
    return event.text if dispute is not None and ear.country == dispute.target else None


def _misread(event: Event, ear: Ear) -> str | None:
    """Tell who misreads: it is in its mind alone."""
    return event.text if ear.country is not None and ear.country == event.subject else None


# --- deals ----------------------------------------------------------------------------------------


def _offered(event: Event, ear: Ear) -> str | None:
    """Tell the parties: an offer that was not signed is theirs."""
    deal = ear.world.politics.deal(event.subject)
    return event.text if deal is not None and ear.country in deal.parties else None


def _agreed(event: Event, ear: Ear) -> str | None:
    """Tell the parties, and everybody of a deal that was signed in public."""
    return event.text if ear.deal(event.subject) else None


def _broken(event: Event, ear: Ear) -> str | None:
    """Tell who knows of the deal; by what it was broken, the parties alone."""
    deal = ear.deal(event.subject)
    if deal is None:
        return None
    return event.text if ear.country in deal.parties else _gist(event)


# --- all others -----------------------------------------------------------------------------------


def _public(event: Event, ear: Ear) -> str | None:
    """Tell everybody: it stands in the papers."""
    return event.text


def _at_home(event: Event, ear: Ear) -> str | None:
    """Tell the country that it is about, or the firm and its government."""
    about = ear.setting.polity.state_of(event.subject)
    known = ear.seat == event.subject or (ear.country is not None and ear.country == about)
    return event.text if known else None


def _nobody(event: Event, ear: Ear) -> str | None:
    """Tell nobody: an exercise delivers its injects itself, to those whom they are for."""
    return None


RULES: Mapping[EventKind, Rule] = {
    "MeasureImposed": _imposed,
    "MeasureLifted": _lifted,
    "SuitDecided": _decided,
    "Voted": _own_order,
    "DisputeOpened": _in_dispute,
    "ThreatMade": _in_dispute,
    "ThreatAnswered": _answered,
    "DisputeEnded": _in_dispute,
    "Incident": _in_dispute,
    "Joined": _in_dispute,
    "Left": _in_dispute,
    "PromiseBroken": _in_dispute,
    "StoodAside": _stood_aside,
    "FirmsReported": _reported,
    "Misread": _misread,
    "DealOffered": _offered,
    "DealRefused": _offered,
    "DealLapsed": _offered,
    "DealSigned": _agreed,
    "DealBroken": _broken,
    "CapacityOpened": _public,
    "LeaderChanged": _public,
    "StockExhausted": _at_home,
    "Inject": _nobody,
}
"""Kind of event -> who is told of it."""
