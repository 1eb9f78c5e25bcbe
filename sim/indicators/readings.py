"""The readings: each a function of the rows selected, its docstring the indicator's definition.

A reading returns what is added up over ticks, and for ratios also what it is divided by.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from sim.indicators.record import Course, Floats, Over, Record, Rows
from sim.scenario.balance import Seller, quantity, yield_of
from sim.scenario.spec import Basket
from sim.timeline import YEAR_DAYS
from sim.units import convert
from sim.world.world import CHANNELS

Direction = Literal["better", "worse", "neutral"]
"""What a higher value means for the country named."""

Part = Literal["country", "partner", "product", "activity", "goods", "basket"]
"""What a reading asks for; goods: products or an activity."""

MONTH_DAYS = YEAR_DAYS / 12


@dataclass(frozen=True)
class Cut:
    """The rows of a record that a reading speaks of."""

    record: Record
    countries: Rows
    """The country named, or all."""
    partners: Rows
    """The partner named, or all; sales at home are never counted as trade."""
    products: Rows
    """The products named, or all."""
    activities: Rows
    """The activity named, or every production activity."""
    by_activity: bool
    """Whether an activity is named."""
    basket: Basket | None

    @property
    def world(self) -> Rows:
        """Return the rows of all countries."""
        return np.arange(len(self.record.countries))


Read = Callable[[Cut], tuple[Floats, Floats | None]]


@dataclass(frozen=True)
class Indicator:
    """A named, defined number with a unit."""

    name: str
    unit: str
    """`{unit}` stands for the unit of the product or activity selected."""
    definition: str
    direction: Direction
    over: Over
    needs: tuple[Part, ...]
    may: tuple[Part, ...]
    read: Read

    def course(self, cut: Cut) -> Course:
        """Return the indicator tick by tick."""
        return Course(cut.record, self.over, *self.read(cut))


INDICATORS: dict[str, Indicator] = {}


def _indicator(
    unit: str,
    over: Over,
    direction: Direction,
    needs: tuple[Part, ...] = ("country", "product"),
    may: tuple[Part, ...] = (),
) -> Callable[[Read], Read]:
    def register(read: Read) -> Read:
        name = read.__name__
        definition = " ".join((inspect.getdoc(read) or "").split())
        INDICATORS[name] = Indicator(name, unit, definition, direction, over, needs, may, read)
        return read

    return register


# Prices. Over several products a price is a mean with fixed weights, quantities of the run's
# first tick: so it moves with prices alone, and is there even while nothing is traded.


@_indicator("USD/{unit}", "mean", "neutral")
def export_price(cut: Cut) -> tuple[Floats, None]:
    """Price quoted at the border for declared exports, duty and licence premium in it.

    Over several products: the mean, weighted by the first tick's declared exports.
    """
    return _mean_price(cut, cut.record.flows.export_price, _first_exports(cut)), None


@_indicator("USD/{unit}", "mean", "neutral")
def home_price(cut: Cut) -> tuple[Floats, None]:
    """Sellers' price at the gate inside the country.

    Over several products: the mean, weighted by the first tick's output.
    """
    return _mean_price(cut, cut.record.flows.home_price, cut.record.flows.produced[0]), None


@_indicator("1", "ratio", "neutral")
def price_gap(cut: Cut) -> tuple[Floats, Floats]:
    """Export price over home price.

    Over several products both are weighted by the first tick's declared exports.
    """
    weights, flows = _first_exports(cut), cut.record.flows
    outside = _mean_price(cut, flows.export_price, weights)
    return outside, _mean_price(cut, flows.home_price, weights)


@_indicator("USD/{unit}", "mean", "worse")
def buyer_price(cut: Cut) -> tuple[Floats, None]:
    """Price that the country's users and consumers pay, over their present suppliers.

    Over several products: the mean, weighted by the first tick's use.
    """
    flows = cut.record.flows
    return _mean_price(cut, flows.buyer_price, flows.used[0] + flows.consumed[0]), None


@_indicator("USD/{unit}", "mean", "neutral")
def licence_premium(cut: Cut) -> tuple[Floats, None]:
    """Price of a licence to export under the country's quota.

    Over several products: the mean, weighted by the first tick's declared exports.
    """
    return _mean_price(cut, cut.record.flows.premium, _first_exports(cut)), None


@_indicator("USD/{unit}", "mean", "neutral", needs=("basket",))
def basket_price(cut: Cut) -> tuple[Floats, None]:
    """Composite as published: the basket's weights times the export prices of its country."""
    record, basket = cut.record, cut.basket
    total = np.zeros(len(record.flows))
    if basket:
        country = record.countries[basket.country]
        for product, weight in basket.weights.items():
            share = convert(weight.value, weight.unit, "1")
            total += share * record.flows.export_price[:, country, record.products[product]]
    return total, None


@_indicator("USD/{unit}", "ratio", "neutral", may=("partner",))
def export_unit_value(cut: Cut) -> tuple[Floats, Floats]:
    """Value of the country's declared exports over their quantity, as customs print it.

    Unlike the quoted price it shifts with the mix of goods.
    """
    return export_value(cut)[0], exports(cut)[0]


# Trade.


@_indicator("{unit}", "sum", "better", may=("partner",))
def exports(cut: Cut) -> tuple[Floats, None]:
    """Quantity the country's customs recorded as leaving, to the partner or to all others."""
    return _between(cut.record.flows.declared, cut.countries, cut.partners, cut.products), None


@_indicator("USD", "sum", "better", needs=("country",), may=("partner", "product"))
def export_value(cut: Cut) -> tuple[Floats, None]:
    """Value at the border of declared exports: price, duty and licence premium."""
    value = cut.record.flows.declared_value
    return _between(value, cut.countries, cut.partners, cut.products), None


@_indicator("{unit}", "sum", "neutral", may=("partner",))
def imports(cut: Cut) -> tuple[Floats, None]:
    """Quantity that reached the country from abroad, by the country it was bought from.

    Smuggled goods are among it: the buyer's customs see an ordinary import.
    """
    return _between(cut.record.flows.arrived, cut.partners, cut.countries, cut.products), None


@_indicator("1", "ratio", "neutral", needs=("country", "partner", "product"))
def import_share(cut: Cut) -> tuple[Floats, Floats]:
    """Share of the partner in what the country bought abroad, by the country it bought from."""
    return imports(cut)[0], _from_abroad(cut, cut.record.flows.arrived)


@_indicator("1", "ratio", "neutral", needs=("country", "partner", "product"))
def import_share_by_origin(cut: Cut) -> tuple[Floats, Floats]:
    """Share of the partner in foreign goods that reached the country, by where they were made.

    Goods made in the partner count whatever country sold them.
    """
    arrived = cut.record.flows.arrived_origin
    part = _between(arrived, cut.partners, cut.countries, cut.products)
    return part, _from_abroad(cut, arrived)


@_indicator("USD", "sum", "worse", needs=("country",), may=("partner", "product"))
def import_value(cut: Cut) -> tuple[Floats, None]:
    """Value of what reached the country from abroad.

    Each product counts at the export price of the country it was bought from, in the tick in
    which it arrived.
    """
    flows = cut.record.flows
    price = flows.export_price[:, :, None, :]
    # A country that sells nothing has no price; what it did not send is worth nothing.
    value = np.where(flows.arrived > 0, flows.arrived * price, 0.0)
    return _between(value, cut.partners, cut.countries, cut.products), None


@_indicator("{unit}", "sum", "worse", may=("partner",))
def smuggled(cut: Cut) -> tuple[Floats, None]:
    """Quantity that left the country without the knowledge of its customs."""
    return _leaving(cut) - exports(cut)[0], None


@_indicator("1", "ratio", "worse", may=("partner",))
def smuggled_share(cut: Cut) -> tuple[Floats, Floats]:
    """Share of what left the country that its customs did not see."""
    return smuggled(cut)[0], _leaving(cut)


@_indicator("1", "ratio", "neutral", needs=("country", "partner", "product"))
def mirror_ratio(cut: Cut) -> tuple[Floats, Floats]:
    """Purchases that the partner recorded from the country over sales that the country recorded."""
    arrived = cut.record.flows.arrived
    return _between(arrived, cut.countries, cut.partners, cut.products), exports(cut)[0]


@_indicator("1", "ratio", "neutral", needs=("country",), may=("product",))
def quota_use(cut: Cut) -> tuple[Floats, Floats]:
    """Goods that left or were held against the country's quotas over their amounts.

    Each quota is spread evenly over its days; one that covers any of the products counts whole.
    What is carried over counts in the quota it was given with.
    """
    flows = cut.record.flows
    return _sum(flows.quota_used, cut.countries, cut.products), _allowed(cut)


# Output and use.


@_indicator("{unit}", "sum", "better", needs=("country", "goods"))
def output(cut: Cut) -> tuple[Floats, None]:
    """Output of the products in the country, or level of the activity named.

    What traders carry on is not output.
    """
    return _output(cut, cut.countries), None


@_indicator("{unit}", "sum", "neutral", needs=("country", "product"))
def recorded_output(cut: Cut) -> tuple[Floats, None]:
    """Output of the products in the country as its statistics have it.

    What is made to leave undeclared, as by mines without a licence, is not in it.
    """
    hidden = cut.record.flows.level @ _per_level(cut, "outputs", "production", ("undeclared",))
    return _output(cut, cut.countries) - _sum(hidden, cut.countries, cut.products), None


@_indicator("{unit}", "sum", "neutral", needs=("goods",))
def world_output(cut: Cut) -> tuple[Floats, None]:
    """Output of the products, or level of the activity named, in all countries."""
    return _output(cut, cut.world), None


@_indicator("1", "ratio", "better", needs=("country", "goods"))
def output_share(cut: Cut) -> tuple[Floats, Floats]:
    """Share of the country in the world's output of the products or level of the activity."""
    return _output(cut, cut.countries), _output(cut, cut.world)


@_indicator("{unit}", "sum", "better")
def use(cut: Cut) -> tuple[Floats, None]:
    """Quantity used in the country by producers and final consumers, not by traders."""
    return _use(cut, cut.countries), None


@_indicator("{unit}", "sum", "neutral", needs=("product",))
def world_use(cut: Cut) -> tuple[Floats, None]:
    """Quantity used by producers and final consumers, not by traders, in all countries."""
    return _use(cut, cut.world), None


@_indicator("1", "ratio", "worse")
def shortage(cut: Cut) -> tuple[Floats, Floats]:
    """Share of use wanted at the prices of the day that failed for want of goods."""
    wanted = _use_wanted(cut, cut.countries)
    return wanted - _use(cut, cut.countries), wanted


@_indicator("1", "ratio", "worse", needs=(), may=("country", "activity"))
def production_loss(cut: Cut) -> tuple[Floats, Floats]:
    """Share of wanted production that failed for want of inputs.

    Over all production of the country, or the activity named; activities weigh by the worth of
    their output at base prices.
    """
    worth = _level_worth(cut)
    lost = cut.record.flows.level_wanted - cut.record.flows.level
    wanted = _sum(cut.record.flows.level_wanted * worth, cut.countries, cut.activities)
    return _sum(lost * worth, cut.countries, cut.activities), wanted


# Stocks.


@_indicator("month", "ratio", "better")
def buyer_cover(cut: Cut) -> tuple[Floats, Floats]:
    """How long the stock of users and consumers lasts at the use of the period.

    The stockpile of the state is not counted.
    """
    flows = cut.record.flows
    ticks_a_month = MONTH_DAYS / cut.record.timeline.tick_days
    stock = _sum(flows.buyer_stock - flows.state_stock, cut.countries, cut.products)
    return stock, _use(cut, cut.countries) * ticks_a_month


@_indicator("{unit}", "last", "better")
def state_stock(cut: Cut) -> tuple[Floats, None]:
    """Stockpile of the state at the end of the period."""
    return _sum(cut.record.flows.state_stock, cut.countries, cut.products), None


@_indicator("{unit}", "last", "worse")
def held(cut: Cut) -> tuple[Floats, None]:
    """Sellers' goods waiting in the country's customs queue at the end of the period."""
    return _sum(cut.record.flows.held, cut.countries, cut.products), None


def _sum(array: Floats, countries: Rows, columns: Rows) -> Floats:
    """Return the sum over rows and columns of (T, C, n); shape (T,)."""
    total: Floats = array[:, countries[:, None], columns].sum(axis=(1, 2))
    return total


def _between(array: Floats, sellers: Rows, buyers: Rows, products: Rows) -> Floats:
    """Return the sum over rows of (T, C seller, C buyer, P), home sales left out; shape (T,)."""
    seller, buyer = (axis.ravel() for axis in np.meshgrid(sellers, buyers))
    abroad = seller != buyer
    pairs = array[:, seller[abroad], buyer[abroad]]
    total: Floats = pairs[..., products].sum(axis=(1, 2))
    return total


def _from_abroad(cut: Cut, arrived: Floats) -> Floats:
    return _between(arrived, cut.world, cut.countries, cut.products)


def _leaving(cut: Cut) -> Floats:
    return _between(cut.record.flows.shipped, cut.countries, cut.partners, cut.products)


def _use(cut: Cut, countries: Rows) -> Floats:
    flows = cut.record.flows
    used = flows.used + flows.consumed - flows.level @ _carried(cut, "inputs")
    return _sum(used, countries, cut.products)


def _use_wanted(cut: Cut, countries: Rows) -> Floats:
    flows = cut.record.flows
    wanted = flows.used_wanted + flows.consumed_wanted
    wanted = wanted - flows.level_wanted @ _carried(cut, "inputs")
    return _sum(wanted, countries, cut.products)


def _output(cut: Cut, countries: Rows) -> Floats:
    flows = cut.record.flows
    if cut.by_activity:
        return _sum(flows.level, countries, cut.activities)
    made = flows.produced - flows.level @ _carried(cut, "outputs")
    return _sum(made, countries, cut.products)


def _carried(cut: Cut, side: Literal["inputs", "outputs"]) -> Floats:
    """Return what a unit of each trade activity takes in or passes on [unit]; shape (A, P).

    The flows book a trader's goods as used and made anew; nothing is used or made by trading.
    """
    return _per_level(cut, side, "trade", CHANNELS)


def _per_level(
    cut: Cut,
    side: Literal["inputs", "outputs"],
    kind: Literal["production", "trade"],
    channels: tuple[str, ...],
) -> Floats:
    """Return inputs or outputs of a unit of each activity of a kind [unit]; shape (A, P)."""
    record = cut.record
    amounts = np.zeros((len(record.activities), len(record.products)))
    for row, name in enumerate(record.activities):
        activity = record.scenario.activities[name]
        if activity.kind == kind and activity.channel in channels:
            taken = {product: put.amount for product, put in activity.inputs.items()}
            for product, amount in (taken if side == "inputs" else activity.outputs).items():
                to = record.scenario.products[product].unit
                amounts[row, record.products[product]] = quantity(amount, to)
    return amounts


def _mean_price(cut: Cut, prices: Floats, weights: Floats) -> Floats:
    """Return the price of the products in the one country, by fixed weights (C, P); (T,)."""
    country, products = cut.countries[0], cut.products
    if len(products) == 1:
        return prices[:, country, products[0]]
    weight = weights[country, products]
    sold = weight > 0  # what nobody sells has no price
    if not sold.any():
        return np.full(len(prices), np.nan)
    mean: Floats = prices[:, country, products[sold]] @ weight[sold] / weight[sold].sum()
    return mean


def _first_exports(cut: Cut) -> Floats:
    """Return declared exports of the first tick [unit]; shape (C, P)."""
    first = cut.record.flows.declared[0]
    leaving: Floats = first.sum(axis=1) - np.einsum("ccp->cp", first)
    return leaving


def _allowed(cut: Cut) -> Floats:
    """Return what the quotas allowed in each tick [unit]; shape (T,)."""
    record = cut.record
    country = record.countries.name(int(cut.countries[0]))
    products = {record.products.name(int(row)) for row in cut.products}
    allowed = np.zeros(len(record.flows))
    for quota in record.quotas:
        if quota.country == country and products.intersection(quota.products):
            days = record.weights(quota.period) * record.timeline.tick_days
            allowed += quota.amount * days / (quota.period.end - quota.period.start).days
    return allowed


def _level_worth(cut: Cut) -> Floats:
    """Return the worth of each activity's level at base prices [USD/activity unit]; shape (A,)."""
    scenario = cut.record.scenario
    worth = np.zeros(len(cut.record.activities))
    for row, name in enumerate(cut.record.activities):
        for product in scenario.activities[name].outputs:
            spec = scenario.products[product]
            price = quantity(spec.base_price, f"USD/{spec.unit}")
            worth[row] += price * yield_of(scenario, Seller(name, "", product))
    return worth
