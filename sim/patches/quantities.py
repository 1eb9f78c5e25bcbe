"""Quantities: what of a World can be patched, how it is read and how it is moved (§A.39).

Names agree with the published numbers where the same thing is meant (§W.2). To move a quantity is
to change it by an amount, as far as it can go; of goods in several hands each moves in proportion.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import inf
from typing import Any, Literal

import numpy as np

from sim.odds import logistic, logit
from sim.world.disputes import Dispute
from sim.world.setting import Setting
from sim.world.world import STATE, Floats, Network, World, frozen

Kind = Literal["country", "dispute"]
Takes = Literal["nothing", "product", "country", "activity or firm"]


@dataclass(frozen=True)
class Place:
    """Where a quantity is: of whom, and of what."""

    subject: str
    argument: str
    setting: Setting

    @property
    def row(self) -> int:
        """Return the row of the country."""
        return self.setting.network.countries[self.subject]


@dataclass(frozen=True)
class Quantity:
    """A quantity of the World that can be patched."""

    meaning: str
    unit: str
    """{goods} stands for the product's or activity's own."""
    read: Callable[[World, Place], float | None]
    """None where there is nothing of the kind."""
    move: Callable[[World, Place, float], World]
    takes: Takes = "nothing"
    low: float = 0.0
    high: float = inf
    goods: bool = False
    """Whether it belongs to the economy, not to politics."""


# --- politics of countries -----------------------------------------------------------------------


def _own(name: str, high: float) -> Mapping[str, Any]:
    """Return how a number that every country has is read and moved."""

    def read(world: World, at: Place) -> float | None:
        values: Floats = getattr(world.politics, name)
        return float(values[at.row]) if values.size else None

    def move(world: World, at: Place, by: float) -> World:
        politics = world.politics.changed(name, at.row, by, 0.0, high)
        frozen(getattr(politics, name))
        return replace(world, politics=politics)

    return {"read": read, "move": move, "high": high}


def _relations(world: World, at: Place) -> float | None:
    relations = world.politics.relations
    other = at.setting.network.countries[at.argument]
    return float(relations[at.row, other]) if relations.size else None


def _move_relations(world: World, at: Place, by: float) -> World:
    relations = world.politics.relations.copy()
    place = at.row, at.setting.network.countries[at.argument]
    relations[place] = np.clip(relations[place] + by, -1.0, 1.0)
    return replace(world, politics=replace(world.politics, relations=frozen(relations)))


# --- disputes ------------------------------------------------------------------------------------


def _of_dispute(
    get: Callable[[Dispute], float], put: Callable[[Dispute, float], Dispute], high: float
) -> Mapping[str, Any]:
    """Return how a number of an open dispute is read and moved."""

    def read(world: World, at: Place) -> float | None:
        dispute = world.politics.dispute(at.subject)
        return get(dispute) if dispute and dispute.open else None

    def move(world: World, at: Place, by: float) -> World:
        dispute = world.politics.dispute(at.subject)
        if dispute is None:
            return world
        changed = put(dispute, min(high, max(0.0, get(dispute) + by)))
        return replace(world, politics=world.politics.with_dispute(changed))

    return {"read": read, "move": move, "high": high}


# --- goods ---------------------------------------------------------------------------------------


def _slots(at: Place, *, state: bool) -> Any:
    """Return the rows of those who use a product in a country, or of its stockpile."""
    network = at.setting.network
    here = (network.slot_country == at.row) & (network.slot_product == _product(at))
    return np.flatnonzero(here & ((network.slot_kind == STATE) == state))


def _outlets(at: Place) -> Any:
    """Return the rows of what a country's firms sell of a product."""
    network = at.setting.network
    home = network.firm_country[network.outlet_firm] == at.row
    return np.flatnonzero(home & (network.outlet_product == _product(at)))


def _product(at: Place) -> int:
    return at.setting.network.products[at.argument]


def _held(world: World, at: Place, *, state: bool) -> float | None:
    rows = _slots(at, state=state)
    return float(world.stock[rows].sum()) if rows.size else None


def _move_held(world: World, at: Place, by: float, *, state: bool) -> World:
    """Return the World with more or less in stock; where there was none it goes by use."""
    rows = _slots(at, state=state)
    use = world.expected_use[rows]
    weight = use / use.sum() if use.sum() > 0.0 else np.full(len(rows), 1.0 / len(rows))
    stock = _moved(world.stock, rows, by, weight[:, None] * _origins(world, at))
    return replace(world, stock=stock)


def _for_sale(world: World, at: Place) -> float | None:
    rows = _outlets(at)
    return float(world.seller_stock[rows].sum()) if rows.size else None


def _move_for_sale(world: World, at: Place, by: float) -> World:
    rows = _outlets(at)
    even = np.full((len(rows), 1), 1.0 / len(rows))
    return _changed(
        world, seller_stock=_moved(world.seller_stock, rows, by, even * _origins(world, at))
    )


def _origins(world: World, at: Place) -> Floats:
    """Return of which origin goods are that come from nowhere: that of all on sale; (C,)."""
    network = at.setting.network
    mix = np.asarray(world.seller_stock[network.outlet_product == _product(at)].sum(axis=0))
    if mix.sum() <= 0.0:
        mix = np.eye(len(network.countries))[at.row]
    return np.asarray(mix / mix.sum())


def _moved(array: Floats, rows: Any, by: float, otherwise: Floats) -> Floats:
    """Return an array of which some rows hold more or less; where all are 0, by `otherwise`."""
    changed = array.copy()
    have = float(array[rows].sum())
    want = max(0.0, have + by)
    changed[rows] = array[rows] * (want / have) if have > 0.0 else want * otherwise
    return frozen(changed)


def _changed(world: World, **arrays: Floats) -> World:
    """Return the World with other goods; its stock is a new array: economies know Worlds by it."""
    return replace(world, **{"stock": frozen(world.stock.copy()), **arrays})  # type: ignore[arg-type]


# --- capacity ------------------------------------------------------------------------------------


def _firms(at: Place) -> Any:
    """Return the rows of a country's firms of an activity, or of the one that is named."""
    network, name = at.setting.network, at.argument
    home = network.firm_country == at.row
    if name in network.activities:
        return np.flatnonzero(home & (network.firm_activity == network.activities[name]))
    return np.flatnonzero(home & (np.arange(len(network.firms)) == network.firms[name]))


def _capacity(world: World, at: Place) -> float | None:
    rows, years = _firms(at), at.setting.timeline.tick_years
    return float(world.capacity[rows].sum()) / years if rows.size else None


def _move_capacity(world: World, at: Place, by: float) -> World:
    rows, reference = _firms(at), at.setting.network.firm_reference
    size = reference[rows] / reference[rows].sum()
    per_tick = by * at.setting.timeline.tick_years
    return _changed(world, capacity=_moved(world.capacity, rows, per_tick, size))


# --- prices --------------------------------------------------------------------------------------

SWING = 100.0
"""A price moves at most to so many times what it was, or to as small a part, at once."""


def _asked(world: World, at: Place) -> float | None:
    """Return what a country's producers ask at the gate [USD/unit], as Flows.home_price has it."""
    weight = _gate_weight(at.setting.network, _outlets(at))
    total = float(weight.sum())
    return float(weight @ world.price[_outlets(at)]) / total if total > 0.0 else None


def _gate_weight(network: Network, outlets: Any) -> Floats:
    firms = network.outlet_firm[outlets]
    made = network.firm_reference[firms] * network.outlet_yield[outlets]
    return np.asarray(made * (network.firm_trade[firms] == 0))


def _move_asked(world: World, at: Place, by: float) -> World:
    before = _asked(world, at)
    factor = (before + by) / before if before else 1.0
    return _dearer(world, at.setting.network, _outlets(at), factor)


def _paid(world: World, at: Place) -> float | None:
    """Return what a country's users pay [USD/unit], as Flows.buyer_price has it."""
    rows = _slots(at, state=False)
    weight = at.setting.network.slot_base_use[rows]
    return float(weight @ world.slot_price[rows] / weight.sum()) if weight.sum() > 0.0 else None


def _move_paid(world: World, at: Place, by: float) -> World:
    """Return the World in which those who supply a country ask more or less, of everybody.

    Freight stays, so they ask so much more that what is paid moves as wanted.
    """
    network, rows = at.setting.network, _slots(at, state=False)
    weight = np.zeros(len(network.slot_country))
    weight[rows] = network.slot_base_use[rows] / network.slot_base_use[rows].sum()
    part = weight[network.link_slot] * world.share
    asked = float(part @ (world.link_price - network.link_freight))
    suppliers = np.unique(network.link_outlet[part > 0.0])
    factor = 1.0 + by / asked if asked > 0.0 else 1.0
    return _dearer(world, network, suppliers, factor)


def _dearer(world: World, network: Network, outlets: Any, factor: float) -> World:
    """Return the World in which outlets ask a multiple of their price, for all who buy there."""
    factor = min(SWING, max(1.0 / SWING, factor))
    price, markup = world.price.copy(), world.markup.copy()
    price[outlets] *= factor
    markup[outlets] += np.log(factor)
    links = np.isin(network.link_outlet, outlets)
    more = np.where(links, (factor - 1.0) * (world.link_price - network.link_freight), 0.0)
    paid = np.bincount(network.link_slot, world.share * more, minlength=len(world.slot_price))
    return _changed(
        world, price=frozen(price), markup=frozen(markup),
        link_price=frozen(world.link_price + more),
        slot_price=frozen(world.slot_price + paid),
    )  # fmt: skip


# --- all of them ---------------------------------------------------------------------------------

QUANTITIES: Mapping[Kind, Mapping[str, Quantity]] = {
    "country": {
        "support": Quantity(
            "Support of the government at home", "of 100", **_own("support", 100.0)
        ),
        "capital": Quantity("Political capital", "points", **_own("capital", 100.0)),
        "spent": Quantity("Spent of the year's security budget", "USD", **_own("spent", inf)),
        "legitimacy": Quantity(
            "Standing as one who keeps the rules", "1", **_own("legitimacy", 1.0)
        ),
        "relations": Quantity(
            "How it stands to the other country, −1 to 1", "1", _relations, _move_relations,
            "country", -1.0, 1.0,
        ),
        "stock": Quantity(
            "Stock of users and consumers", "{goods}",
            lambda world, at: _held(world, at, state=False),
            lambda world, at, by: _move_held(world, at, by, state=False), "product", goods=True,
        ),
        "state_stock": Quantity(
            "Stockpile of the state", "{goods}",
            lambda world, at: _held(world, at, state=True),
            lambda world, at, by: _move_held(world, at, by, state=True), "product", goods=True,
        ),
        "seller_stock": Quantity(
            "Stock of producers and traders, for sale", "{goods}", _for_sale, _move_for_sale,
            "product", goods=True,
        ),
        "capacity": Quantity(
            "Capacity of an activity's firms in the country, or of a firm", "{goods}/year",
            _capacity, _move_capacity, "activity or firm", goods=True,
        ),
        "home_price": Quantity(
            "What the country's producers ask at the gate", "USD/{goods}", _asked, _move_asked,
            "product", goods=True,
        ),
        "price": Quantity(
            "What its users pay; those who supply them ask so much more, or less, of everybody",
            "USD/{goods}", _paid, _move_paid, "product", goods=True,
        ),
    },
    "dispute": {
        "escalation": Quantity(
            "Level reached on the ladder, 0 to 8", "rung",
            **_of_dispute(lambda d: d.escalation, lambda d, v: replace(d, escalation=v), 8.0),
        ),
        "attribution": Quantity(
            "How surely the sender is held to be behind it", "probability",
            **_of_dispute(
                lambda d: logistic(d.attribution),
                lambda d, v: replace(d, attribution=logit(v)), 1.0,
            ),
        ),
        "face": Quantity(
            "How well a way out saves face", "1",
            **_of_dispute(lambda d: d.face, lambda d, v: replace(d, face=v), 1.0),
        ),
    },
}  # fmt: skip
"""Kind of subject -> name -> what it is and how it is moved."""

GOODS = ("stock", "seller_stock", "capacity", "price", "markup", "link_price", "slot_price")
"""The arrays of a World that a quantity of goods can move."""

ALIASES = {"buyer_price": "price", "stockpile": "state_stock"}
"""Other names, as published numbers have them."""
