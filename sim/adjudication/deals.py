"""Deals: whether what was agreed is kept, and which offers lapse (§A.25)."""

from __future__ import annotations

from sim.events import Event
from sim.orders.effects.deed import PRESSING
from sim.values import replace
from sim.world.deals import Deal, Term
from sim.world.flows import Flows
from sim.world.measures import RULE_KINDS, Measure
from sim.world.politics import Politics
from sim.world.setting import Setting
from sim.world.world import World


def watched(world: World, setting: Setting, flows: Flows) -> tuple[World, tuple[Event, ...]]:
    """Return the World with deals lapsed, broken or kept in the round that is over, and events.

    Who breaks one loses credibility and the other's goodwill.
    """
    politics, events = world.politics, []
    date = setting.timeline.date(world.tick)
    for deal in politics.deals:
        if deal.state == "offered" and deal.until <= world.tick:
            politics = politics.with_deal(replace(deal, state="lapsed"))
            events.append(Event(date, "DealLapsed", f"The offer {deal.id} lapses", deal.id))
        elif deal.state == "signed":
            fault = _fault(deal, world, setting, flows)
            if fault:
                politics = _broken(
                    politics.with_deal(replace(deal, state="broken")), deal, fault, setting
                )
                events.append(
                    Event(date, "DealBroken", f"{fault[0]} breaks {deal.id}: {fault[1]}", deal.id)
                )
            elif deal.until <= world.tick:
                politics = politics.with_deal(replace(deal, state="kept"))
    return replace(world, politics=politics), tuple(events)


def _fault(deal: Deal, world: World, setting: Setting, flows: Flows) -> tuple[str, str] | None:
    """Return who breaks a deal in the round that is over, and by what; None if nobody does."""
    first = world.tick - len(flows)
    if deal.signed is None or deal.signed > first:
        return None  # signed during the round: there was no time to deliver
    for term in deal.terms:
        other = deal.parties[1] if term.party == deal.parties[0] else deal.parties[0]
        if term.verb == "supply":
            bound = min(len(flows), deal.until - first)
            sent = _sent(term, other, setting, flows, bound)
            due = term.amount * bound * setting.timeline.tick_years
            if sent < setting.parameters["deal_tolerance"] * due:
                return term.party, f"{sent:,.0f} of {due:,.0f} {term.subject} delivered"
        if term.verb == "hold_off":
            new = [
                m.id for m in world.measures
                if m.by == term.party and other in m.targets and _hostile(m)
                and first <= m.known and deal.signed <= m.since < deal.until
            ]  # fmt: skip
            if new:
                return term.party, f"{new[0]} against {other}"
    return None


def _hostile(measure: Measure) -> bool:
    """Return whether a measure presses on those it names: on their goods, streams or firms."""
    presses = measure.kind not in RULE_KINDS or measure.kind in ("channel", "listing")
    return presses and measure.rung >= PRESSING


def _sent(term: Term, other: str, setting: Setting, flows: Flows, ticks: int) -> float:
    """Return what a party sent the other in the first ticks of a round [unit]."""
    network = setting.network
    seller, buyer = network.countries[term.party], network.countries[other]
    return float(flows.shipped[:ticks, seller, buyer, network.products[term.subject]].sum())


def _broken(politics: Politics, deal: Deal, fault: tuple[str, str], setting: Setting) -> Politics:
    countries = setting.network.countries
    breaker = countries[fault[0]]
    politics = politics.changed("backed_down", breaker, 1.0, 0.0, float("inf"))
    one, other = (countries[party] for party in deal.parties)
    return politics.closer(one, other, -2.0 * setting.parameters["goodwill"])
