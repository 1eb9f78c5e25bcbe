"""Accounts: what a run is worth to each country, and what it loses against an undisturbed one.

Numbers (§M) refer to docs/explanation/economy.md. All arrays have a row for each country; money
is in USD over the ticks asked for, `first` to before `last`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np

from sim.economy.tables import (
    CONSUMERS,
    FIRMS,
    LICENSEES,
    STATE_BUYERS,
    TREASURY,
)
from sim.economy.tick import Economy
from sim.scenario.balance import quantity
from sim.scenario.spec import Scenario
from sim.world.flows import Flows
from sim.world.world import FINAL, STATE, Floats, Ints, Network


@dataclass(frozen=True, eq=False)
class Books:
    """What money is counted by: prices and recipes of the steady state."""

    network: Network
    gate_price: Floats
    """Sellers' base price; 0 where nobody sells [USD/unit]; shape (C, P)."""
    buyer_price: Floats
    """Buyers' base price; 0 where nobody buys [USD/unit]; shape (C, P)."""
    final_use: Floats
    """Final consumption in the steady state [unit/tick]; shape (C, P)."""
    yields: Floats
    """Products per unit of level, none for trade [unit]; shape (A, P)."""
    jobs: Floats
    """Jobs per unit of yearly level; 0 where the scenario gives none; shape (A,)."""
    carried: Floats
    """Goods that a trade passes on per unit of level [unit]; shape (A, P)."""
    elasticity: Floats
    """Of final demand [1]; shape (P,)."""
    input_elasticity: Floats
    """Of input per unit of level [1]; shape (P,)."""
    tick_years: float
    carrying_cost: float
    """[1/year]."""
    shortage_value: float
    """Most that a unit which cannot be had is worth, over its base price [1]."""

    @staticmethod
    def of(scenario: Scenario, economy: Economy, parameters: Mapping[str, float]) -> Books:
        """Return the books of a scenario's economy."""
        network = economy.network
        outlet_country = network.firm_country[network.outlet_firm]
        outlet_weight = (network.firm_reference * (network.firm_trade == 0))[network.outlet_firm]
        users = network.slot_kind != STATE
        final = np.where(network.slot_kind == FINAL, network.slot_base_use, 0.0)
        return Books(
            network=network,
            gate_price=_mean_by(
                network, outlet_country, network.outlet_product,
                network.outlet_base_price, outlet_weight * network.outlet_yield,
            ),
            buyer_price=_mean_by(
                network, network.slot_country, network.slot_product,
                network.slot_base_price, network.slot_base_use * users,
            ),
            final_use=_summed_by(network, network.slot_country, network.slot_product, final),
            yields=_recipes(scenario, network, "production"),
            carried=_recipes(scenario, network, "trade"),
            jobs=_jobs(scenario, network),
            elasticity=economy.behaviour.final_elasticity,
            input_elasticity=economy.behaviour.input_elasticity,
            tick_years=economy.timeline.tick_years,
            carrying_cost=parameters["carrying_cost"],
            shortage_value=parameters["shortage_value"],
        )  # fmt: skip


@dataclass(frozen=True, eq=False)
class Accounts:
    """A country's money over a period; every array has shape (C,)."""

    output: Floats
    """What producers made, at current prices at the gate [USD]."""
    output_real: Floats
    """The same at base prices [USD]."""
    exports: Floats
    """Declared exports at current border prices [USD]."""
    exports_real: Floats
    """All exports at base prices at the gate [USD]."""
    imports: Floats
    """Declared imports at current border prices of the sellers' countries [USD]."""
    shortfall: Floats
    """Final demand at the prices of the day that was not met, at base prices [USD]."""
    price_index: Floats
    """Price of base-year final consumption over its base price; NaN where there is none [1]."""
    revenue: Floats
    """Duties, tariffs and production taxes [USD]."""
    premiums: Floats
    """Received by licence holders [USD]."""
    carrying: Floats
    """Cost of holding all stocks, at base prices [USD]."""
    jobs: Floats
    """Mean number of jobs in activities for which the scenario gives them."""


@dataclass(frozen=True, eq=False)
class Damage:
    """Loss of real income against an undisturbed run, by part; gains are negative. Shape (C,)."""

    consumers: Floats
    """Consumption forgone at its worth, and the rise of what consumers pay [USD]."""
    firms: Floats
    """Fall of residents' profits [USD]."""
    saving: Floats
    """Rise of what firms do without of dear inputs, at what that takes [USD]."""
    licences: Floats
    """Fall of rents from export licences [USD]."""
    state: Floats
    """Fall of revenue, and rise of what the state spends on stocks [USD]."""
    stocks: Floats
    """Fall of the worth of goods held at the end, at base prices [USD]."""
    carrying: Floats
    """Cost of holding more goods than undisturbed [USD].

    Holding less saves that and loses what the stock was held for: counted as nothing."""

    @property
    def total(self) -> Floats:
        """Return the loss of real income; below 0 where a country gained [USD] (§M.4)."""
        return np.asarray(sum(getattr(self, part.name) for part in fields(self)))


def accounts(books: Books, flows: Flows, first: int, last: int) -> Accounts:
    """Return each country's money over a period of a run (§M.2)."""
    span = slice(first, last)
    made = flows.level[span] @ books.yields
    shipped = flows.shipped[span].sum(axis=0)
    value = flows.declared_value[span].sum(axis=(0, 3))
    abroad = ~np.eye(len(shipped), dtype=bool)
    unmet = np.maximum(0.0, flows.consumed_wanted - flows.consumed)[span]
    money = flows.accounts[span].sum(axis=0)
    years = flows.level[span] / books.tick_years
    return Accounts(
        output=_worth(made, flows.home_price[span]),
        output_real=_worth(made, books.gate_price),
        exports=value.sum(axis=1),
        exports_real=_worth((shipped * abroad[:, :, None]).sum(axis=1), books.gate_price),
        imports=value.sum(axis=0),
        shortfall=_worth(unmet, books.buyer_price),
        price_index=_price_index(books, flows, span),
        revenue=money[:, TREASURY],
        premiums=money[:, LICENSEES],
        carrying=_carrying(books, flows, span),
        jobs=np.asarray((years @ books.jobs).mean(axis=0)),
    )


def damage(books: Books, run: Flows, undisturbed: Flows, first: int, last: int) -> Damage:
    """Return what each country lost in a run against an undisturbed one (§M.3, §M.4).

    Payments within a country cancel, and so do payments between countries in the sum of all:
    what remains is consumption forgone, resources spent and goods no longer there.
    """
    span = slice(first, last)
    gain = (run.accounts[span] - undisturbed.accounts[span]).sum(axis=0)
    forgone = -_worth_of_consumption(books, run, undisturbed, span)
    held, usual = (_stocks(books, flows, slice(0, last)) for flows in (run, undisturbed))
    more = held[span] - usual[span]
    return Damage(
        consumers=forgone - gain[:, CONSUMERS],
        firms=-gain[:, FIRMS],
        saving=_saving(books, run, span) - _saving(books, undisturbed, span),
        licences=-gain[:, LICENSEES],
        state=-gain[:, TREASURY] - gain[:, STATE_BUYERS],
        stocks=_rise(usual, first) - _rise(held, first),
        carrying=_rate(books) * np.maximum(0.0, more).sum(axis=0),
    )


def _worth_of_consumption(books: Books, run: Flows, undisturbed: Flows, span: slice) -> Floats:
    """Return what the change of consumption is worth to consumers, by the rule of half (§M.3)."""
    change = run.consumed[span] - undisturbed.consumed[span]
    worth = 0.5 * (_marginal(books, run, span) + _marginal(books, undisturbed, span))
    return np.asarray((change * worth).sum(axis=(0, 2)))


def _marginal(books: Books, flows: Flows, span: slice) -> Floats:
    """Return what one more unit is worth: its price, more where it cannot be had (§M.3).

    Where less is to be had than wanted, it is the price at which no more would be wanted,
    within the most that a shortage may be worth.
    """
    price = np.where(flows.consumed_wanted[span] > 0.0, flows.buyer_price[span], 0.0)
    wanted, got = flows.consumed_wanted[span], flows.consumed[span]
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        short = np.where(wanted > got * (1.0 + 1e-9), wanted / got, 1.0)
        virtual = price * np.exp(np.log(short) / np.maximum(books.elasticity, 1e-9))
    most = books.shortage_value * books.buyer_price
    return np.asarray(np.where(short > 1.0, np.maximum(price, np.minimum(virtual, most)), price))


def _saving(books: Books, flows: Flows, span: slice) -> Floats:
    """Return what it takes to do with less of an input than at base prices [USD] (§M.3).

    A firm saves dear inputs up to where the last unit saved costs what it would have cost to buy.
    """
    used = flows.used[span] - flows.level[span] @ books.carried
    firms = (used > 0.0) & (books.buyer_price > 0.0)
    base = np.where(books.buyer_price > 0.0, books.buyer_price, 1.0)
    dear = np.where(firms, flows.buyer_price[span] / base, 1.0)
    e = books.input_elasticity
    paid = dear ** (1.0 - e)
    spent = (paid - 1.0) / (1.0 - e) - paid + 1.0
    worth = np.where(firms, used * books.buyer_price * dear**e * spent, 0.0)
    return np.asarray(worth.sum(axis=(0, 2)))


def _rise(worth: Floats, first: int) -> Floats:
    """Return the worth of goods at the end of a span less that at its start [USD]; (T, C)."""
    before = worth[first - 1] if first > 0 else 0.0
    return np.asarray(worth[-1] - before)


def _carrying(books: Books, flows: Flows, span: slice) -> Floats:
    """Return the cost of holding goods over a span [USD] (§M.2)."""
    return np.asarray(_rate(books) * _stocks(books, flows, span).sum(axis=0))


def _rate(books: Books) -> float:
    """Return the cost of holding goods for a tick, over their worth [1]."""
    return books.carrying_cost * books.tick_years


def _stocks(books: Books, flows: Flows, span: slice) -> Floats:
    """Return the worth of goods held by and under way to a country [USD]; shape (T, C).

    Goods under way are the buyer's, who pays when they leave; goods in a customs queue still
    are the seller's.
    """
    bought = (flows.buyer_stock + flows.transit)[span] * books.buyer_price
    unsold = (flows.seller_stock + flows.held)[span] * books.gate_price
    return np.asarray((bought + unsold).sum(axis=2))


def _price_index(books: Books, flows: Flows, span: slice) -> Floats:
    used = books.final_use > 0.0
    spent = np.where(used, books.final_use * flows.buyer_price[span], 0.0).sum(axis=2).mean(axis=0)
    base = (books.final_use * books.buyer_price).sum(axis=1)
    return np.asarray(np.divide(spent, base, out=np.full_like(base, np.nan), where=base > 0.0))


def _worth(amount: Floats, price: Floats) -> Floats:
    """Return amounts by country and product at their prices, summed; nothing where there is none.

    A price is NaN where nobody sells or buys: only there may nothing be counted as 0.
    """
    worth = amount * np.where(amount == 0.0, 0.0, price)
    over = (0, 2) if worth.ndim == 3 else (1,)
    return np.asarray(worth.sum(axis=over))


# --- the steady state's prices and recipes ---------------------------------------------------


def _summed_by(network: Network, country: Ints, product: Ints, amount: Floats) -> Floats:
    total = np.zeros((len(network.countries), len(network.products)))
    np.add.at(total, (country, product), amount)
    return total


def _mean_by(
    network: Network, country: Ints, product: Ints, value: Floats, weight: Floats
) -> Floats:
    """Return weighted means by country and product, 0 where there is no weight."""
    summed = _summed_by(network, country, product, value * weight)
    weights = _summed_by(network, country, product, weight)
    return np.divide(summed, weights, out=np.zeros_like(summed), where=weights > 0.0)


def _recipes(scenario: Scenario, network: Network, kind: str) -> Floats:
    """Return what producers make, or what traders take, per unit of level; shape (A, P)."""
    recipes = np.zeros((len(network.activities), len(network.products)))
    for name, activity in scenario.activities.items():
        if activity.kind != kind:
            continue
        for product in network.products:
            unit, row = scenario.products[product].unit, network.products[product]
            if kind == "production" and product in activity.outputs:
                amount = quantity(activity.outputs[product], unit)
                recipes[network.activities[name], row] = amount
            elif kind == "trade" and product in activity.inputs:
                amount = quantity(activity.inputs[product].amount, unit)
                recipes[network.activities[name], row] = amount
    return recipes


def _jobs(scenario: Scenario, network: Network) -> Floats:
    jobs = np.zeros(len(network.activities))
    for name, activity in scenario.activities.items():
        if activity.jobs is not None:
            jobs[network.activities[name]] = quantity(activity.jobs, "1")
    return jobs
