"""Start: from a Scenario to what it fixes of politics, and to politics on the first day."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.index import Index
from sim.parameters import catalogue, load_parameters
from sim.politics.sums import Floats
from sim.rng import stream
from sim.scenario.balance import quantity
from sim.scenario.spec import ClubRow, Country, DisputeRow, Scenario
from sim.world.disputes import Dispute
from sim.world.politics import Club, Exposure, Politics, Polity
from sim.world.world import frozen


def polity_of(scenario: Scenario, countries: Index) -> Polity:
    """Return what a scenario fixes of its countries' politics."""
    rows = [scenario.countries[name] for name in countries]
    return Polity(
        countries=countries,
        gdp=frozen(np.array([_gdp(row) for row in rows])),
        governments=tuple(row.government for row in rows),
        traits=_traits(scenario, rows),
        treaty=_treaties(scenario, countries),
        exposures=tuple(
            Exposure(row.channel, row.spender, row.earner, quantity(row.value, "USD/year"))
            for row in scenario.exposures
        ),
        firms={name: firm.country for name, firm in scenario.firms.items()},
        institutions=frozenset(name for name in countries if scenario.countries[name].bloc),
        clubs={id: _club(row) for id, row in scenario.clubs.items()},
        developing=frozenset(name for name in countries if scenario.countries[name].developing),
    )


def politics_at_start(
    polity: Polity, scenario: Scenario, parameters: Mapping[str, float], seed: int
) -> Politics:
    """Return politics on the first day.

    Nobody has a record, nothing is spent, and every target's resolve is drawn, once and for all,
    from a stream of its dispute's own.
    """
    count = len(polity.countries)
    return Politics(
        support=_copy(polity.traits["initial_support"]),
        capital=_copy(polity.traits["initial_capital"]),
        followed=frozen(np.full(count, parameters["credibility_kept"])),
        backed_down=frozen(np.full(count, parameters["credibility_broken"])),
        rally=frozen(np.zeros(count)),
        relations=_relations(scenario, polity.countries),
        spent=frozen(np.zeros(count)),
        legitimacy=_copy(polity.traits["wto_adherence"]),
        disputes=tuple(_dispute(row, parameters, seed) for row in scenario.disputes),
        cohesion=frozen(np.full(len(polity.clubs), parameters["cohesion_start"])),
    )


def resolve_of(dispute: str, seed: int) -> float:
    """Return the hidden resolve of a dispute's target [standard deviations]."""
    return float(stream(seed, 0, f"resolve {dispute}").standard_normal())


def _gdp(country: Country) -> float:
    return quantity(country.gdp, "USD/year") if country.gdp else float("nan")


def _traits(scenario: Scenario, rows: list[Country]) -> dict[str, Floats]:
    """Return every country parameter's values: a country's own, the scenario's, the default."""
    defaults = load_parameters()
    return {
        name: frozen(np.array([_trait(scenario, row, name, defaults[name]) for row in rows]))
        for name, entry in catalogue().items()
        if entry.scope == "country"
    }


def _trait(scenario: Scenario, country: Country, name: str, default: float) -> float:
    figure = country.traits.get(name) or scenario.parameters.get(name)
    return quantity(figure, catalogue()[name].unit) if figure else default


def _treaties(scenario: Scenario, countries: Index) -> Floats:
    """Return 1 where two countries are allied, whichever of them the row names first."""
    allied = np.zeros((len(countries), len(countries)))
    for row in scenario.relations:
        one, other = countries[row.origin], countries[row.to]
        allied[one, other] = allied[other, one] = max(allied[one, other], float(row.treaty))
    return frozen(allied)


def _club(row: ClubRow) -> Club:
    return Club(
        name=row.name,
        members=row.members,
        rule=row.rule,
        meets=quantity(row.meets, "day"),
        decides=quantity(row.decides, "month"),
    )


def _relations(scenario: Scenario, countries: Index) -> Floats:
    """Return how countries stand to each other; a row holds both ways unless both are given."""
    relations = np.eye(len(countries))
    for row in scenario.relations:
        relations[countries[row.to], countries[row.origin]] = row.value
    for row in scenario.relations:
        relations[countries[row.origin], countries[row.to]] = row.value
    return frozen(relations)


def _dispute(row: DisputeRow, parameters: Mapping[str, float], seed: int) -> Dispute:
    return Dispute(
        id=row.id,
        sender=row.sender,
        target=row.target,
        demand=row.demand,
        issue=row.issue,
        stake_sender=row.stake_sender,
        stake_target=row.stake_target,
        divisible=row.divisible,
        attribution=parameters["attribution_open"],
        resolve=resolve_of(row.id, seed),
    )


def _copy(values: Floats) -> Floats:
    """Return a country's traits as the values that politics starts from and moves."""
    return frozen(values.copy())
