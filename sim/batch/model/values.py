"""Values: parameters of a play set to other values, in general or for one product or country."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sim.batch.experiment.names import named
from sim.game import parameters_of
from sim.parameters import Parameters, catalogue
from sim.scenario.spec import Figure, Scenario


def under(scenario: Scenario, values: Mapping[str, float]) -> tuple[Scenario, Parameters]:
    """Return a scenario with some values changed, and the parameters of its play.

    `hoarding` is that of every product which has none of its own, `hoarding(ndpr)` that of one
    product; so with countries. A general value does not move who has its own.
    """
    general: dict[str, float] = {}
    products: dict[str, dict[str, float]] = defaultdict(dict)
    countries: dict[str, dict[str, float]] = defaultdict(dict)
    for text, value in values.items():
        name = named(text)
        if name.of:
            rows = countries if name.entry.scope == "country" else products
            rows[name.of][name.parameter] = value
        else:
            general[name.parameter] = value
    scenario = _with_own(scenario, products, countries)
    traits = {name: v for name, v in general.items() if catalogue()[name].scope == "country"}
    if traits:  # countries look for them in the scenario
        parameters = scenario.parameters | _figures(traits)
        scenario = scenario.model_copy(update={"parameters": parameters})
    return scenario, parameters_of(scenario, general)


def of_goods(text: str) -> bool:
    """Return whether a value is one of those by which goods are made, bought and sold."""
    return named(text).entry.scope in ("economy", "product")


Own = Mapping[str, Mapping[str, float]]
"""Product or country -> parameter -> its own value."""


def _with_own(scenario: Scenario, products: Own, countries: Own) -> Scenario:
    """Return a scenario in which some products and countries have other values of their own."""
    changes: dict[str, Any] = {}
    if products:
        changes["products"] = scenario.products | {
            of: (made := scenario.products[of]).model_copy(
                update={"behaviour": made.behaviour | _figures(own)}
            )
            for of, own in products.items()
        }
    if countries:
        changes["countries"] = scenario.countries | {
            of: (land := scenario.countries[of]).model_copy(
                update={"traits": land.traits | _figures(own)}
            )
            for of, own in countries.items()
        }
    return scenario.model_copy(update=changes) if changes else scenario


def _figures(values: Mapping[str, float]) -> dict[str, Figure]:
    return {n: Figure(value=value, unit=catalogue()[n].unit) for n, value in values.items()}
