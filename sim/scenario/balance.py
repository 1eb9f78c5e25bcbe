"""The base year's goods account: who sells how much of what to which country.

A seller is one product of one activity in one country. Producers sell at home what they do
not export; a trade activity buys what it needs from the producers of its country of origin,
over and above the flows a scenario lists. What a country gets and its producers do not use
is final demand; a negative rest means that the figures contradict each other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.index import Index
from sim.scenario.spec import Figure, Flow, Scenario
from sim.units import convert

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, order=True)
class Seller:
    """One product of one activity in one country."""

    activity: str
    country: str
    product: str


@dataclass(frozen=True)
class Balance:
    """The account of the base year, in products' units a year."""

    countries: Index
    products: Index
    sellers: tuple[Seller, ...]
    supply: Floats
    """What each seller makes [unit/year]; shape (sellers,)."""
    sales: Floats
    """To users and consumers of each country [unit/year]; shape (sellers, C)."""
    intake: dict[tuple[str, str], Floats]
    """(trade activity, its country) -> bought from each seller [unit/year]; shape (sellers,)."""
    use: Floats
    """Input use by producers [unit/year]; shape (C, P)."""
    unsold: Floats
    """Supply less flows and intake, before it is sold at home [unit/year]; shape (sellers,).

    Negative where flows exceed output."""

    @property
    def final(self) -> Floats:
        """Return final demand: what a country gets less what it uses [unit/year]; (C, P)."""
        product_of = np.array([self.products[s.product] for s in self.sellers], dtype=int)
        got = np.zeros((len(self.countries), len(self.products)))
        np.add.at(got.T, product_of, self.sales)
        return got - self.use


def balance(scenario: Scenario) -> Balance:
    """Return the goods account of the scenario's base year.

    Names must be known and units convertible (see `sim.scenario.checks`).
    """
    countries = Index("country", scenario.countries)
    products = Index("product", scenario.products)
    levels = yearly_levels(scenario)
    sellers = tuple(
        Seller(activity, country, product)
        for (activity, country) in levels
        for product in scenario.activities[activity].outputs
    )
    supply = np.array([levels[s.activity, s.country] * yield_of(scenario, s) for s in sellers])
    intake = _intake(scenario, levels, sellers, supply)
    sales = _exports(scenario, countries, sellers, supply)
    unsold = supply - sales.sum(axis=1) - sum(intake.values(), np.zeros(len(sellers)))
    for row, seller in enumerate(sellers):
        sales[row, countries[seller.country]] += max(0.0, unsold[row])
    return Balance(
        countries, products, sellers, supply, sales, intake,
        _input_use(scenario, levels, countries, products), unsold,
    )  # fmt: skip


def yearly_levels(scenario: Scenario) -> dict[tuple[str, str], float]:
    """Return (activity, country) -> level in the base year [activity unit/year].

    Activities that only planned firms carry out are listed with level 0.
    """
    levels = {
        (row.activity, row.country): quantity(
            row.level, f"{scenario.activities[row.activity].unit}/year"
        )
        for row in scenario.output
    }
    for firm in scenario.firms.values():
        if firm.activity and firm.planned:
            levels.setdefault((firm.activity, firm.country), 0.0)
    return dict(sorted(levels.items()))


def quantity(figure: Figure, unit: str) -> float:
    """Return a figure's value in the unit wanted."""
    return convert(figure.value, figure.unit, unit)


def yield_of(scenario: Scenario, seller: Seller) -> float:
    """Return the seller's product per unit of its activity's level."""
    figure = scenario.activities[seller.activity].outputs[seller.product]
    return quantity(figure, scenario.products[seller.product].unit)


def sells_abroad(scenario: Scenario, seller: Seller) -> bool:
    """Return whether a seller makes goods and can show them to customs."""
    activity = scenario.activities[seller.activity]
    return activity.kind == "production" and activity.channel == "declared"


def _intake(
    scenario: Scenario,
    levels: dict[tuple[str, str], float],
    sellers: tuple[Seller, ...],
    supply: Floats,
) -> dict[tuple[str, str], Floats]:
    taken = {}
    for (name, country), level in levels.items():
        activity = scenario.activities[name]
        if activity.kind != "trade" or activity.origin is None:
            continue
        bought = np.zeros(len(sellers))
        for product, needed in activity.inputs.items():
            amount = level * quantity(needed.amount, scenario.products[product].unit)
            bought += amount * _producer_shares(
                scenario, sellers, supply, activity.origin, product, abroad=False
            )
        taken[name, country] = bought
    return taken


def _exports(
    scenario: Scenario, countries: Index, sellers: tuple[Seller, ...], supply: Floats
) -> Floats:
    sales = np.zeros((len(sellers), len(countries)))
    shares: dict[tuple[str | None, str, str], Floats] = {}
    for flow in scenario.flows:
        if flow.origin != flow.destination:
            amount = quantity(flow.quantity, f"{scenario.products[flow.product].unit}/year")
            selling = (flow.by, flow.origin, flow.product)
            if selling not in shares:
                shares[selling] = _seller_shares(scenario, sellers, supply, flow)
            sales[:, countries[flow.destination]] += amount * shares[selling]
    return sales


def _seller_shares(
    scenario: Scenario, sellers: tuple[Seller, ...], supply: Floats, flow: Flow
) -> Floats:
    if flow.by is None:
        return _producer_shares(scenario, sellers, supply, flow.origin, flow.product, abroad=True)
    return np.array([float(s == Seller(flow.by, flow.origin, flow.product)) for s in sellers])


def _producer_shares(
    scenario: Scenario,
    sellers: tuple[Seller, ...],
    supply: Floats,
    country: str,
    product: str,
    *,
    abroad: bool,
) -> Floats:
    producing = np.array(
        [
            s.country == country
            and s.product == product
            and scenario.activities[s.activity].kind == "production"
            and (not abroad or sells_abroad(scenario, s))
            for s in sellers
        ],
        dtype=bool,
    )
    total = supply[producing].sum()
    return np.where(producing, supply, 0.0) / total if total > 0 else np.zeros(len(sellers))


def _input_use(
    scenario: Scenario,
    levels: dict[tuple[str, str], float],
    countries: Index,
    products: Index,
) -> Floats:
    use = np.zeros((len(countries), len(products)))
    for (name, country), level in levels.items():
        if scenario.activities[name].kind == "production":
            for product, needed in scenario.activities[name].inputs.items():
                amount = quantity(needed.amount, scenario.products[product].unit)
                use[countries[country], products[product]] += level * amount
    return use
