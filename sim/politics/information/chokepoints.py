"""Chokepoints: small firms whose stop would stop much more elsewhere (§I.8, §I.9)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.politics.sums import Floats
from sim.world.setting import Setting
from sim.world.watching import asked
from sim.world.world import Network, World


@dataclass(frozen=True)
class Chokepoint:
    """A firm on which much more hangs than it is worth."""

    firm: str
    product: str
    """What it makes; the first, where it makes several."""
    size: float
    """Its value added over its country's GDP [1]."""
    stops: float
    """Value added elsewhere that would stop with it [USD/year] (§I.8)."""
    home: float
    """The part of it in its own country [1]."""


def chokepoints(world: World, setting: Setting, country: str) -> tuple[Chokepoint, ...]:
    """Return a country's chokepoints that are too small to be noticed, most hanging on first.

    None where its GDP is unknown, for then nobody can say what is small (§I.9).
    """
    network, parameters = setting.network, setting.parameters
    gdp = setting.polity.gdp_of(country)
    added = value_added(network) / setting.timeline.tick_years
    size, least = added / gdp, parameters["chokepoint_much"] * gdp
    here = network.firm_country == network.countries[country]
    found = []
    small = np.flatnonzero(here & (size < parameters["chokepoint_small"]))
    shares = stopped(network, world, small)
    for n, firm in enumerate(small.tolist()):
        stops = shares[:, n] * added
        stops[firm] = 0.0
        whole = float(stops.sum())
        if whole >= least:
            made = network.products.name(int(network.outlet_product[network.firm_outlets[firm]]))
            name, home = network.firms.name(firm), float(stops[here].sum()) / whole
            found.append(Chokepoint(name, made, float(size[firm]), whole, home))
    return tuple(sorted(found, key=lambda c: -c.stops))


def known_chokepoints(world: World, setting: Setting, country: str) -> tuple[Chokepoint, ...]:
    """Return those chokepoints of a country that it knows of: it asked firms that make such (§I.9).

    Without a data call or an early warning a government does not know its own.
    """
    names = setting.network.products
    products = {p for p in names if asked(world.measures, country, world.tick, p)}
    if not products:
        return ()
    return tuple(c for c in chokepoints(world, setting, country) if c.product in products)


def value_added(network: Network) -> Floats:
    """Return what each firm adds in the steady state [USD/tick]; shape (F,)."""
    return network.firm_factor_cost * network.firm_utilisation * network.firm_reference


def stopped(network: Network, world: World, firms: npt.NDArray[np.intp]) -> Floats:
    """Return the share of every firm's work that stops with each of N firms [1] (§I.8).

    Shape (F, N). Stocks are used up, and nobody has found another supplier yet. What one firm
    cannot make, those it supplies lack in turn, until it stops no more of anybody.
    """
    slots = int(network.firm_slots[-1])  # those of firms come first; consumers stop nobody
    links = int(network.slot_links[slots])
    seller = network.outlet_firm[network.link_outlet[:links]]
    share, critical = world.share[:links, None], network.slot_criticality[:slots, None]
    bought = _Segments.of(network.slot_links[: slots + 1])
    owned = _Segments.of(network.firm_slots)
    still = np.zeros((len(network.firms), len(firms)))
    still[firms, np.arange(len(firms))] = 1.0
    for _ in range(len(network.firms)):
        lost = np.zeros((slots, len(firms)))
        lost[bought.rows] = np.add.reduceat(share * still[seller], bought.starts, axis=0)
        short = np.maximum.reduceat(critical * np.minimum(1.0, lost), owned.starts, axis=0)
        after = still.copy()
        after[owned.rows] = np.maximum(still[owned.rows], short)
        if _settled(after, still):
            return after
        still = after
    return still


@dataclass(frozen=True, eq=False)
class _Segments:
    """Which rows have parts of their own in a longer list, and where each row's parts begin."""

    rows: npt.NDArray[np.intp]
    starts: npt.NDArray[np.int32]

    @staticmethod
    def of(pointers: npt.NDArray[np.int32]) -> _Segments:
        rows = np.flatnonzero(pointers[1:] > pointers[:-1])
        return _Segments(rows, pointers[:-1][rows])


LITTLE = 1e-3
"""Change of a share at which the chain has run its length [1]."""


def _settled(after: Floats, before: Floats) -> bool:
    change: npt.NDArray[np.float64] = np.abs(after - before)
    return bool(change.max(initial=0.0) < LITTLE)
