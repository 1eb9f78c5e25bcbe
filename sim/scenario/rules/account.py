"""Account: the base year's quantities and prices do not contradict each other."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.scenario.balance import Seller, quantity
from sim.scenario.case import Case, Finding
from sim.scenario.source import KeyPath
from sim.scenario.spec import Activity, Scenario

_ROUNDING = 1e-9
"""Of the larger of the figures compared [1]."""


def shares_of_something(case: Case) -> Iterator[Finding]:
    """Yield a finding for each firm with a share of an activity that its country lacks."""
    carried_out = {(row.activity, row.country) for row in case.scenario.output}
    for name, firm in case.scenario.firms.items():
        if not firm.activity or firm.share is None or firm.planned:
            continue
        if (firm.activity, firm.country) in carried_out:
            continue
        if case.spoilt.isdisjoint(case.scenario.activities[firm.activity].outputs):
            yield Finding(
                ("firms", name, "share"),
                f"{firm.country} has no output of {firm.activity} to hold a share of; "
                "add a row to 'output'",
            )


def sellers_exist(case: Case) -> Iterator[Finding]:
    """Yield a finding for each flow that nobody can sell, and each trader with nothing to buy."""
    scenario = case.scenario
    for n, flow in enumerate(scenario.flows):
        sold = _sells(scenario, flow.origin, flow.product, flow.by)
        if not sold and flow.product not in case.spoilt:
            seller = f"output of {flow.by}" if flow.by else "producer"
            yield Finding(
                ("flows", n), f"{flow.origin} has no {seller} that makes {flow.product} to sell"
            )
    for n, row in enumerate(scenario.output):
        activity = scenario.activities[row.activity]
        if activity.kind == "trade" and activity.origin:
            for product in sorted(activity.inputs.keys() - case.spoilt):
                if not _sells(scenario, activity.origin, product, None):
                    yield Finding(
                        ("output", n),
                        f"{row.activity} carries {product} from {activity.origin}, "
                        "where nobody makes it",
                    )


def flows_within_output(case: Case) -> Iterator[Finding]:
    """Yield a finding for each seller that is to ship more than it makes."""
    account = case.account
    for row, seller in enumerate(account.sellers):
        supply, over = account.supply[row], -account.unsold[row]
        if over > _ROUNDING * max(supply, 1.0) and seller.product not in case.spoilt:
            unit = case.scenario.products[seller.product].unit
            yield Finding(
                _place(case.scenario, seller),
                f"{seller.activity} in {seller.country} makes {supply:,.6g} {unit} of "
                f"{seller.product} a year and flows take {over:,.6g} more",
            )


def residual_demand(case: Case) -> Iterator[Finding]:
    """Yield a finding for each country whose use of a product exceeds what it gets."""
    account = case.account
    got = account.final + account.use
    for c, p in np.argwhere(account.final < -_ROUNDING * np.maximum(got, account.use)):
        country, product = account.countries.name(c), account.products.name(p)
        if product in case.spoilt:
            continue
        unit = case.scenario.products[product].unit
        yield Finding(
            _user(case.scenario, country, product),
            f"{country} gets {got[c, p]:,.6g} {unit} of {product} a year and its producers use "
            f"{account.use[c, p]:,.6g}; {-account.final[c, p]:,.6g} {unit} are missing",
        )


def recipes_worth_it(case: Case) -> Iterator[Finding]:
    """Yield a finding for each production whose inputs cost more than its outputs bring."""
    for name, activity in case.scenario.activities.items():
        if activity.kind != "production":
            continue
        cost, worth = _cost(case.scenario, activity), _worth(case.scenario, activity)
        if cost > worth * (1 + _ROUNDING):
            yield Finding(
                ("activities", name, "inputs"),
                f"inputs cost {cost:.6g} USD per {activity.unit} at base prices and outputs bring "
                f"{worth:.6g}; {cost - worth:.4g} too much",
            )


def _cost(scenario: Scenario, activity: Activity) -> float:
    """Return what one unit of level takes at base prices [USD]."""
    return sum(
        quantity(needed.amount, scenario.products[product].unit) * _price(scenario, product)
        for product, needed in activity.inputs.items()
    )


def _worth(scenario: Scenario, activity: Activity) -> float:
    """Return what one unit of level brings at base prices [USD]."""
    return sum(
        quantity(made, scenario.products[product].unit) * _price(scenario, product)
        for product, made in activity.outputs.items()
    )


def _price(scenario: Scenario, product: str) -> float:
    found = scenario.products[product]
    return quantity(found.base_price, f"USD/{found.unit}")


def _place(scenario: Scenario, seller: Seller) -> KeyPath:
    """Return where a seller's output is given."""
    for n, row in enumerate(scenario.output):
        if (row.activity, row.country) == (seller.activity, seller.country):
            return ("output", n)
    return ("output",)


def _user(scenario: Scenario, country: str, product: str) -> KeyPath:
    """Return where the first use of a product in a country is given."""
    for n, row in enumerate(scenario.output):
        if row.country == country and product in scenario.activities[row.activity].inputs:
            return ("output", n)
    return ("output",)


def _sells(scenario: Scenario, country: str, product: str, by: str | None) -> bool:
    """Return whether an activity (by default any producer) makes a product in a country."""
    for row in scenario.output:
        activity = scenario.activities[row.activity]
        asked = row.activity == by if by else activity.kind == "production"
        if asked and row.country == country and product in activity.outputs:
            return True
    return False
