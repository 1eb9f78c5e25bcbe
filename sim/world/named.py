"""Named: the links, firms and slots that a measure names, by country, product, activity or firm."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import wraps
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from sim.index import Index
from sim.world.measures import Measure
from sim.world.world import CHANNELS, STATE, Network, frozen

Mask = npt.NDArray[np.bool_]
Find = Callable[[Network, Measure], Mask]


def _once(find: Find) -> Find:
    """Return a finder that looks once for each network: rounds ask again and again."""

    @wraps(find)
    def known(network: Network, measure: Measure) -> Mask:
        found = _FOUND.setdefault(network, {})
        key = (
            find.__name__, measure.kind, measure.by, measure.products, measure.targets,
            measure.firms, measure.buyers, measure.channels, measure.activities,
        )  # fmt: skip
        if key not in found:
            if len(found) >= MOST_KEPT:
                found.clear()
            found[key] = frozen(find(network, measure))
        return found[key]

    return known


_FOUND: WeakKeyDictionary[Network, dict[Hashable, Mask]] = WeakKeyDictionary()
MOST_KEPT = 500
"""Masks kept for a network: more measures than a game has at a time."""


@_once
def links_from(network: Network, measure: Measure) -> Mask:
    """Return the links out of the measure's country, abroad, that it names."""
    outlet, buyer = network.link_outlet, network.slot_country[network.link_slot]
    firm = network.outlet_firm[outlet]
    goods = named(network.products, measure.products)[network.outlet_product[outlet]]
    wanted = named(network.countries, measure.targets)[buyer]
    channels = named(Index("channel", CHANNELS), measure.channels)
    firms = named(network.firms, measure.firms)[firm]
    home = network.firm_country[firm] == network.countries[measure.by]
    abroad = network.link_foreign == 1
    buying = _of_firms(network, measure.buyers)[network.link_slot]
    sent = home & abroad & goods & wanted & firms & buying
    return np.asarray(sent & channels[network.firm_channel[firm]])


@_once
def links_into(network: Network, measure: Measure) -> Mask:
    """Return the links into the measure's country from the sellers it names."""
    outlet, slot = network.link_outlet, network.link_slot
    firm = network.outlet_firm[outlet]
    origin = network.firm_country[firm]
    goods = named(network.products, measure.products)[network.outlet_product[outlet]]
    sellers = named(network.countries, measure.targets)[origin]
    firms = named(network.firms, measure.firms)[firm]
    here = network.slot_country[slot] == network.countries[measure.by]
    foreign = network.link_foreign == 1
    buying = _of_firms(network, measure.buyers)[slot]
    return np.asarray(here & foreign & goods & sellers & firms & buying)


@_once
def firms_of(network: Network, measure: Measure) -> Mask:
    """Return the firms in the measure's country that it names by activity or by name.

    Money for capacity may go to a firm abroad.
    """
    home = network.firm_country == network.countries[measure.by]
    if measure.kind == "capacity":
        home = np.ones_like(home)
    active = named(network.activities, measure.activities)[network.firm_activity]
    return np.asarray(home & active & named(network.firms, measure.firms))


@_once
def slots_of(network: Network, measure: Measure) -> Mask:
    """Return the slots in the measure's country for the products that it names."""
    home = network.slot_country == network.countries[measure.by]
    return np.asarray(home & named(network.products, measure.products)[network.slot_product])


@_once
def inputs_of(network: Network, measure: Measure) -> Mask:
    """Return the slots of the firms named for the products that the measure names."""
    return np.asarray(slots_of(network, measure) & _of_firms(network, measure.firms))


@_once
def stockpiles_of(network: Network, measure: Measure) -> Mask:
    """Return the state's stockpiles in the measure's country of the products that it names."""
    return np.asarray(slots_of(network, measure) & (network.slot_kind == STATE))


def named(index: Index, names: Sequence[str]) -> Mask:
    """Return which rows are named; all of them where none is."""
    return np.array([not names or name in names for name in index], dtype=bool)


def _of_firms(network: Network, names: Sequence[str]) -> Mask:
    """Return the slots of the firms named; all slots where none is."""
    if not names:
        return np.ones(len(network.slot_firm), dtype=bool)
    rows = [network.firms[name] for name in names if name in network.firms]
    return np.isin(network.slot_firm, rows)
