"""Levers: what their options do can be done, and no two of them do it to the same thing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from sim.batch.experiment.rules.whole import Whole
from sim.batch.experiment.spec import Option
from sim.errors import InvalidOrderError, unknown
from sim.orders.base import Order
from sim.orders.check import mixed_units, names_known, objections
from sim.orders.governments import withheld
from sim.orders.instruments import instruments
from sim.scenario.balance import Balance
from sim.scenario.case import Finding
from sim.scenario.source import KeyPath
from sim.scenario.spec import Scenario
from sim.seats.policies import POLICIES
from sim.world.build.rows import SMALLEST


def levers_with_choice(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each lever that leaves nothing to choose."""
    for name, options in whole.levers.items():
        if name in whole.experiment.levers and len(options) < 2:
            has = "no option" if not options else f"one option, '{options[0]}'"
            yield Finding(
                ("levers", name),
                f"has {has}; give two or more, the first for what the scenario does by itself: "
                "'as_it_is: {}'",
                at_key=True,
            )


def seats_known(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each seat, or giver of an order, that is no country or firm."""
    actors = whole.case.actors
    for at, policies in _policies(whole):
        for seat in policies:
            if seat not in actors:
                yield Finding((*at, seat), unknown("country or firm", seat, actors), at_key=True)
    for at, option in whole.options():
        for n, row in enumerate(option.orders):
            if row.by not in actors:
                yield Finding((*at, "orders", n, "by"), unknown("country or firm", row.by, actors))


def policies_known(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each policy that is none."""
    for at, policies in _policies(whole):
        for seat, policy in policies.items():
            if policy not in POLICIES:
                yield Finding((*at, seat), unknown("policy", policy, POLICIES))


def orders_understood(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each text that is no order, and each name in it that nothing bears."""
    known = names_known(whole.case)
    for at, option in whole.options():
        for n, row in enumerate(option.orders):
            for message in (*objections(row.order, known), mixed_units(row.order, whole.case)):
                if message:
                    yield Finding((*at, "orders", n, "order"), message)


def orders_in_authority(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each order that can never be its giver's to give."""
    scenario = whole.scenario
    for at, option in whole.options():
        for n, row in enumerate(option.orders):
            order = _order(row.order)
            if order is None or row.by not in whole.case.actors:
                continue  # told by other rules
            firm = row.by in scenario.firms
            government = "" if firm else scenario.countries[row.by].government
            instrument = instruments()[order.instrument]
            message = withheld(instrument, row.by, government, firm=firm)
            if message:
                yield Finding((*at, "orders", n, "order"), f"{order.instrument}: {message}")


def orders_dated(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each order that falls in no round that is played."""
    first, end = whole.timeline.start, whole.timeline.end
    for at, option in whole.options():
        for n, row in enumerate(option.orders):
            if not first <= row.date < end:
                last = end - dt.timedelta(days=1)
                yield Finding(
                    (*at, "orders", n, "date"),
                    f"{row.date} is not within the {whole.timeline.rounds} rounds played, "
                    f"{first} to {last}",
                )


def left_out_known(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each order to be left out that the scenario has not."""
    orders = whole.scenario.orders
    known = [*sorted({tag for row in orders for tag in row.tags}), *(row.id for row in orders)]
    lists = [(at, option.without) for at, option in whole.options()]
    for at, names in (*lists, (("constants",), whole.experiment.constants.without)):
        for n, name in enumerate(names):
            if name not in known:
                yield Finding((*at, "without", n), unknown("order or tag", name, known))


def stocks_possible(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each stock that a state cannot hold."""
    scenario = whole.scenario
    for at, option in whole.options():
        for n, row in enumerate(option.stocks):
            here, known = (*at, "stocks", n), True
            if row.country not in scenario.countries:
                known = False
                message = unknown("country", row.country, scenario.countries)
                yield Finding((*here, "country"), message)
            if row.product not in scenario.products:
                known = False
                message = unknown("product", row.product, scenario.products)
                yield Finding((*here, "product"), message)
            why = no_stock(whole.case.account, scenario, row.country, row.product) if known else ""
            if why:
                yield Finding((*here, "product"), why)


def no_stock(account: Balance, scenario: Scenario, country: str, product: str) -> str:
    """Return why a country's state can hold no stock of a product; empty if it can."""
    if scenario.products[product].storability != "storable":
        return f"{product} is perishable; no state holds it"
    if not any(product in activity.inputs for activity in scenario.activities.values()):
        return f"nothing is made of {product}; states hold what their makers use"
    place = account.countries[country], account.products[product]
    consumed = account.final[place] > SMALLEST * account.sales.sum()
    if account.use[place] <= 0.0 and not consumed:
        return f"{country} uses no {product}; weeks of its use are nothing"
    return ""


def pledges_named(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each country of a pledge that is none, or has two parts in it."""
    known = whole.scenario.countries
    for at, option in whole.options():
        pledge = option.pledge
        if pledge is None:
            continue
        parts: list[tuple[KeyPath, str]] = [(("against",), pledge.against)]
        parts += [(("target",), pledge.target)]
        parts += [(("by", n), name) for n, name in enumerate(pledge.by)]
        seen: set[str] = set()
        for key, name in parts:
            if name not in known:
                yield Finding((*at, "pledge", *key), unknown("country", name, known))
            elif name in seen:
                message = f"{name} has a part in this pledge already; name another country"
                yield Finding((*at, "pledge", *key), message)
            seen.add(name)


def levers_apart(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each thing that two levers set, or a lever and a constant."""
    constants = whole.experiment.constants.policies
    first: dict[str, KeyPath] = {
        _policy(seat): ("constants", "policies", seat) for seat in constants
    }
    for at, option in whole.options():
        for key, what in _set_by(option).items():
            other = first.setdefault(what, (*at, *key))
            if other[:2] != at[:2]:
                message = f"{what} is set in line {whole.line(other)} already; keep one"
                yield Finding((*at, *key), message)


def stocks_once(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each stock that an option sets twice."""
    for at, option in whole.options():
        seen: set[tuple[str, str]] = set()
        for n, row in enumerate(option.stocks):
            if (row.country, row.product) in seen:
                message = f"the stock of {row.product} in {row.country} is set above; keep one"
                yield Finding((*at, "stocks", n), message)
            seen.add((row.country, row.product))


def _policies(whole: Whole) -> Iterator[tuple[KeyPath, Mapping[str, str]]]:
    """Yield every choice of policies with its place."""
    yield ("constants", "policies"), whole.experiment.constants.policies
    for at, option in whole.options():
        yield (*at, "policies"), option.policies


def _set_by(option: Option) -> dict[KeyPath, str]:
    """Return what an option sets that another lever could set too, by where it stands."""
    found: dict[KeyPath, str] = {("policies", seat): _policy(seat) for seat in option.policies}
    for n, row in enumerate(option.stocks):
        found["stocks", n] = f"the stock of {row.product} in {row.country}"
    if option.pledge is not None:
        pledge = option.pledge
        found[("pledge",)] = f"a pledge for {pledge.target} against {pledge.against}"
    return found


def _policy(seat: str) -> str:
    return f"the policy of {seat}"


def _order(text: str) -> Order | None:
    """Return the order that a text states; None for one that is not understood."""
    try:
        return Order.parse(text)
    except InvalidOrderError:
        return None
