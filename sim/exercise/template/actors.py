"""Actors: who can decide in a scenario: countries, their ministries, firms."""

from __future__ import annotations

from sim.errors import unknown
from sim.orders.governments import government_of
from sim.scenario.spec import Scenario


def no_actor(name: str, scenario: Scenario) -> str | None:
    """Return why a name is that of no country, firm or ministry, or None if it is."""
    country, dot, ministry = name.partition(".")
    if not dot:
        known = (*scenario.countries, *scenario.firms)
        return None if name in known else unknown("country or firm", name, known)
    if country not in scenario.countries:
        return unknown("country", country, scenario.countries)
    ministries = government_of(scenario.countries[country].government).ministries
    if ministry in ministries:
        return None
    return unknown(f"ministry of {country}", ministry, ministries)
