"""Names of parameters as an experiment file writes them: `hoarding`, `hoarding(magnet)`."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from sim.errors import unknown
from sim.parameters import Parameter, catalogue
from sim.scenario.balance import quantity
from sim.scenario.spec import Scenario

FORM = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)(?:\(([^()]+)\))?")


class Named(NamedTuple):
    """A parameter, in general or of a product or country."""

    parameter: str
    of: str = ""
    """The product or country; empty: the value of all that have none of their own."""

    def __str__(self) -> str:
        return f"{self.parameter}({self.of})" if self.of else self.parameter

    @property
    def entry(self) -> Parameter:
        """Return what is known of the parameter."""
        return catalogue()[self.parameter]


def named(text: str) -> Named:
    """Return what a name that was checked before stands for.

    >>> named("final_elasticity(ndpr)")
    Named(parameter='final_elasticity', of='ndpr')
    """
    parameter, _, rest = text.partition("(")
    return Named(parameter, rest.removesuffix(")"))


def objection(text: str, scenario: Scenario) -> str | None:
    """Return why a text names no parameter of a scenario, or None."""
    found = FORM.fullmatch(text)
    if not found:
        return (
            f"'{text}' names no parameter; write a parameter such as hoarding, or one of a product "
            "or country in brackets, without spaces"
        )
    name, inside = found.groups()
    entry = catalogue().get(name)
    if entry is None:
        return unknown("parameter", name, catalogue())
    if inside is None:
        return None
    if entry.scope not in OWNERS:
        return f"{name} has one value for all; write it without '({inside})'"
    if inside not in owners(scenario, entry):
        return f"{name}(): {unknown(entry.scope, inside, owners(scenario, entry))}"
    return None


def owners(scenario: Scenario, entry: Parameter) -> Collection[str]:
    """Return the products or countries that can have a parameter's value of their own."""
    if entry.scope == "product":
        return scenario.products
    return scenario.countries if entry.scope == "country" else ()


OWNERS = ("product", "country")
"""Scopes of parameters of which each product or country can have its own value."""


def own_values(scenario: Scenario, name: str) -> dict[str, float]:
    """Return the products or countries with an own value of a parameter, and the value."""
    rows = ((product, made.behaviour) for product, made in scenario.products.items())
    more = ((country, row.traits) for country, row in scenario.countries.items())
    unit = catalogue()[name].unit
    return {of: quantity(own[name], unit) for of, own in (*rows, *more) if name in own}
