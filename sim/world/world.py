"""The World: all quantities at one instant, as read-only arrays.

`Network` holds what a scenario fixes (who there is and how they are linked), `World` what
moves. F firms, O outlets (one product of one firm), S slots (one buyer of one product), K links
(outlet to slot, sorted by slot), C countries, P products, A activities, L ticks of transit,
B ticks of building. Quantities are per tick in the product's unit.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.index import Index
from sim.values import replace
from sim.world.measures import Measure
from sim.world.politics import NOBODY, Politics

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]
Flags = npt.NDArray[np.uint8]

INPUT, FINAL, STATE = 0, 1, 2
"""Kinds of slot: a firm's input, a country's final demand, a state's stockpile."""

CHANNELS = ("declared", "unquoted", "undeclared")
"""How goods cross their home border: under quotas; free of them; past the customs."""


def frozen(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return the array, made read-only."""
    array.flags.writeable = False
    return array


@dataclass(frozen=True, eq=False)
class Network:
    """Firms, outlets, slots and links, and the steady state they are calibrated to."""

    countries: Index
    products: Index
    activities: Index
    firms: Index

    firm_country: Ints
    firm_activity: Ints
    firm_trade: Flags
    """1 for firms that carry other firms' goods; shape (F,)."""
    firm_channel: Ints
    """Row of CHANNELS; shape (F,)."""
    firm_utilisation: Floats
    """Normal level over capacity [1]; shape (F,)."""
    firm_reference: Floats
    """Capacity to which supplier weights refer [activity unit/tick]; shape (F,)."""
    firm_unit_cost: Floats
    """Cost in the steady state, per unit of level [USD]; shape (F,)."""
    firm_factor_cost: Floats
    """The part of it that is not inputs, per unit of level [USD]; shape (F,)."""
    firm_build: Ints
    """Ticks from decision to new capacity; 0: none can be built; shape (F,)."""
    firm_slots: Ints
    """A firm's input slots are firm_slots[f]:firm_slots[f+1]; shape (F+1,)."""
    firm_outlets: Ints
    """A firm's outlets are firm_outlets[f]:firm_outlets[f+1]; shape (F+1,)."""

    outlet_firm: Ints
    outlet_product: Ints
    outlet_yield: Floats
    """Product per unit of level [unit]; shape (O,)."""
    outlet_base_price: Floats
    """Price in the steady state [USD/unit]; shape (O,)."""
    outlet_cover: Floats
    """Normal stock for sale [ticks of sales]; shape (O,)."""
    outlet_perishable: Flags

    slot_firm: Ints
    """Owner, or -1; shape (S,)."""
    slot_country: Ints
    slot_product: Ints
    slot_kind: Ints
    slot_base_use: Floats
    """Use in the steady state [unit/tick]; shape (S,)."""
    slot_base_amount: Floats
    """Input per unit of level, or 1 for final demand [unit]; shape (S,)."""
    slot_base_price: Floats
    """Price paid in the steady state [USD/unit]; shape (S,)."""
    slot_criticality: Floats
    """1: no output without it; 0: can be done without [1]; shape (S,)."""
    slot_cost_share: Floats
    """Cost of the input over the firm's unit cost, steady state [1]; shape (S,)."""
    slot_cover: Floats
    """Normal stock [ticks of use]; shape (S,)."""
    slot_perishable: Flags
    slot_links: Ints
    """A slot's links are slot_links[s]:slot_links[s+1]; shape (S+1,)."""

    link_outlet: Ints
    link_slot: Ints
    link_weight: Floats
    """Weight of the supplier at base prices and reference capacity [1]; shape (K,)."""
    link_lead: Ints
    """Ticks from shipment to arrival; shape (K,)."""
    link_freight: Floats
    """[USD/unit]; shape (K,)."""
    link_base_price: Floats
    """Price to the buyer in the steady state [USD/unit]; shape (K,)."""
    link_foreign: Flags

    licence_base: Floats
    """Steady-state value of a unit exported under quota [USD/unit]; shape (C, P)."""
    openings: tuple[tuple[int, int, float], ...]
    """(tick, firm, capacity [activity unit/tick]) of planned capacity, in order of ticks."""

    @property
    def links(self) -> int:
        """Return the number of links."""
        return len(self.link_outlet)

    @cached_property
    def link_declared(self) -> npt.NDArray[np.bool_]:
        """Return which links carry goods abroad through customs; shape (K,)."""
        channel = self.firm_channel[self.outlet_firm[self.link_outlet]]
        return np.asarray((self.link_foreign == 1) & (channel == CHANNELS.index("declared")))


@dataclass(frozen=True, eq=False)
class World:
    """All that moves, at the start of tick `tick`."""

    tick: int
    measures: tuple[Measure, ...]

    capacity: Floats
    """[activity unit/tick]; shape (F,)."""
    projects: Floats
    """Capacity that will open, by tick modulo B [activity unit/tick]; shape (F, B)."""
    margin: Floats
    """Smoothed log of price over unit cost [1]; shape (F,)."""

    seller_stock: Floats
    """By country of origin [unit]; shape (O, C)."""
    sales_memory: Floats
    """Smoothed requests received [unit/tick]; shape (O,)."""
    price: Floats
    """[USD/unit]; shape (O,)."""
    markup: Floats
    """Log of price over unit cost [1]; shape (O,)."""
    seller_expected: Floats
    """Log price rise the seller expects over its horizon [1]; shape (O,)."""

    stock: Floats
    """In buyers' hands by country of origin [unit]; shape (S, C)."""
    transit: Floats
    """By arrival tick modulo L and country of origin [unit]; shape (S, L, C)."""
    transit_from: Floats
    """The same goods by country they were bought from [unit]; shape (S, L, C)."""
    amount: Floats
    """Technical input per unit of level, or share of final demand kept [unit]; shape (S,)."""
    expected_use: Floats
    """Smoothed use [unit/tick]; shape (S,)."""
    risk: Floats
    """Smoothed share of requests not met [1]; shape (S,)."""
    expected_change: Floats
    """Log price rise the buyer expects over its horizon [1]; shape (S,)."""
    slot_price: Floats
    """Price over present suppliers [USD/unit]; shape (S,)."""
    price_trend: Floats
    """Smoothed log price [1]; shape (S,)."""

    share: Floats
    """Purchase share; a slot's shares add up to 1 [1]; shape (K,)."""
    reliability: Floats
    """Smoothed share of requests met [1]; shape (K,)."""
    link_price: Floats
    """Price to the buyer: duty, premium, tariff and freight in it [USD/unit]; shape (K,)."""
    queue: Floats
    """Sold goods waiting for customs, by origin [unit]; shape (K, C)."""

    licence_scarcity: Floats
    """Log of licensed over free price of the average unit [1]; shape (C, P)."""
    licence_expected: Floats
    """Log rise of that price expected over the horizon [1]; shape (C, P)."""
    licence_demand: Floats
    """Smoothed requests that need a licence [unit/tick]; shape (C, P)."""
    quota_used: Floats
    """Used of each measure that is a quota [unit]; shape (measures,)."""
    stockpiled: Floats
    """Bought or released under each measure that is a stockpile [unit]; shape (measures,)."""

    politics: Politics = NOBODY

    def with_measures(self, measures: tuple[Measure, ...]) -> World:
        """Return the World with these measures; those known before keep their accounts."""
        row = {m.id: i for i, m in enumerate(self.measures)}
        rows = [row.get(m.id, -1) for m in measures]  # the last, of new ones, has used nothing
        used, piled = (np.append(known, 0.0)[rows] for known in (self.quota_used, self.stockpiled))
        return replace(self, measures=measures, quota_used=frozen(used), stockpiled=frozen(piled))


def arrays(world: World | Network | Politics) -> dict[str, npt.NDArray[Any]]:
    """Return the arrays of a World, Network or Politics by name, in the order of their fields."""
    pairs = ((f.name, getattr(world, f.name)) for f in fields(world))
    return {name: value for name, value in pairs if isinstance(value, np.ndarray)}
