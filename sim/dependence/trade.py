"""Trade: who sold how much of what to whom, and the sums that every index is made of (§D.1).

R rows, C countries, P products. A row whose seller is its buyer is what a country makes for itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from sim.errors import SimError
from sim.index import Index
from sim.world.world import frozen

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Trade:
    """A table of trade: every seller, buyer and product once, names in alphabetical order."""

    countries: Index
    products: Index
    seller: Rows
    """Row of countries; shape (R,)."""
    buyer: Rows
    product: Rows
    value: Floats
    """[unit]; shape (R,)."""
    growth: Floats
    """Of the world's trade in each product [1/year]; NaN where unknown; shape (P,)."""
    disruptive: Bools
    """Whether a product is marked as one in upheaval; shape (P,)."""
    unit: str = "as in the table"
    losses: Floats | None = None
    """What each seller's stopping would cost each buyer [% of GDP]; (C seller, C buyer, P)."""
    costs: Floats | None = None
    """What it would cost the seller [% of GDP]; (C seller, C buyer, P)."""
    allies: Mapping[str, tuple[str, ...]] | None = None
    """Country -> its allies by treaty; None where nothing is known of treaties."""
    notes: tuple[str, ...] = ()
    """What a reader of the table has to know of how it was read."""

    @staticmethod
    def of(
        sellers: Sequence[str], buyers: Sequence[str], products: Sequence[str], values: Floats
    ) -> Trade:
        """Return the table of rows of names."""
        countries, (seller, buyer) = numbered("country", sellers, buyers)
        goods, (product,) = numbered("product", products)
        return summed(countries, goods, seller, buyer, product, values)

    @cached_property
    def abroad(self) -> Bools:
        """Return which rows cross a border; shape (R,)."""
        return np.asarray(self.seller != self.buyer)

    @cached_property
    def imports(self) -> Floats:
        """Return what each country buys abroad [unit]; shape (C, P)."""
        return self._cells(self.buyer, self.abroad)

    @cached_property
    def exports(self) -> Floats:
        """Return what each country sells abroad [unit]; shape (C, P)."""
        return self._cells(self.seller, self.abroad)

    @cached_property
    def home(self) -> Floats:
        """Return what each country makes for itself, 0 where unknown [unit]; shape (C, P)."""
        return self._cells(self.buyer, ~self.abroad)

    @cached_property
    def supplies(self) -> Floats:
        """Return all that each country gets [unit]; shape (C, P)."""
        return self.imports + self.home

    @cached_property
    def world(self) -> Floats:
        """Return the world market of each product [unit]; shape (P,)."""
        return np.asarray(self.exports.sum(axis=0))

    @cached_property
    def leading(self) -> Rows:
        """Return the row of each country's largest supplier; −1: none; shape (C, P)."""
        first = np.full((len(self.countries), len(self.products)), -1)
        rows = np.flatnonzero(self.abroad)
        order = np.lexsort((-self.seller[rows], self.value[rows]))
        ranked = rows[order]  # what is written last is largest, of equals the first by name
        first[self.buyer[ranked], self.product[ranked]] = ranked
        return first

    def bought(self, buyer: int, sellers: Iterable[int]) -> Floats:
        """Return what a country buys of some others together [unit]; shape (P,)."""
        chosen = (self.buyer == buyer) & np.isin(self.seller, list(sellers)) & self.abroad
        return counted(self.product[chosen], self.value[chosen], len(self.products))

    def _cells(self, country: Rows, chosen: Bools) -> Floats:
        shape = (len(self.countries), len(self.products))
        cell = np.ravel_multi_index((country[chosen], self.product[chosen]), shape)
        return counted(cell, self.value[chosen], shape[0] * shape[1]).reshape(shape)


def numbered(what: str, *columns: Sequence[str]) -> tuple[Index, list[Rows]]:
    """Return the index of all names in some columns, and each column as rows of it."""
    index = Index(what, sorted(set().union(*columns)))
    rows = {name: row for row, name in enumerate(index)}
    return index, [np.array([rows[name] for name in column], dtype=np.int64) for column in columns]


def renumbered(what: str, names: Iterable[str]) -> tuple[Index, Rows]:
    """Return the index of names in alphabetical order, and the new row of each old one."""
    found = list(names)
    index, (row,) = numbered(what, found)
    return index, row


def summed(
    countries: Index, products: Index, seller: Rows, buyer: Rows, product: Rows, value: Floats
) -> Trade:
    """Return the table in which every seller, buyer and product stands once (§D.1).

    Rows are added up from the smallest to the largest, so that their order changes no digit.
    """
    shape = (len(countries), len(countries), len(products))
    cell = np.ravel_multi_index((seller, buyer, product), shape)
    order = np.lexsort((value, cell))
    cell, value = cell[order], value[order]
    first = np.flatnonzero(np.diff(cell, prepend=-1))
    whole = np.add.reduceat(value, first) if len(first) else value
    some = whole > 0.0
    one, other, good = np.unravel_index(cell[first][some], shape)
    return Trade(
        countries=countries,
        products=products,
        seller=one.astype(np.int64),
        buyer=other.astype(np.int64),
        product=good.astype(np.int64),
        value=frozen(whole[some]),
        growth=frozen(np.full(len(products), np.nan)),
        disruptive=frozen(np.zeros(len(products), dtype=np.bool_)),
    )


def merged(trade: Trade, blocs: Mapping[str, Sequence[str]]) -> Trade:
    """Return the table in which each bloc is one country; trade in it is its own use (§D.3)."""
    if not blocs:
        return trade
    name_of = {name: name for name in trade.countries}
    placed: dict[str, str] = {}
    for bloc, members in blocs.items():
        if bloc in trade.countries and bloc not in members:
            raise SimError(f"bloc {bloc}: a country that is no member is called so; rename it")
        for member in members:
            trade.countries[member]  # raises for one that is unknown
            if placed.setdefault(member, bloc) != bloc:
                raise SimError(f"{member} is in {placed[member]} and in {bloc}; leave it in one")
            name_of[member] = bloc
    names = [name_of[name] for name in trade.countries]
    countries, (row,) = numbered("country", names)
    whole = summed(
        countries, trade.products, row[trade.seller], row[trade.buyer], trade.product, trade.value
    )
    # Losses and treaties are those of states: of a bloc nothing is known.
    return replace(
        whole,
        growth=trade.growth,
        disruptive=trade.disruptive,
        unit=trade.unit,
        notes=trade.notes,
    )


def counted(row: Rows, values: Floats, count: int) -> Floats:
    """Return values added up by row; shape (count,)."""
    return np.bincount(row, values, count).astype(np.float64, copy=False)


def ratio(part: Floats, whole: Floats) -> Floats:
    """Return part over whole; 0 where there is nothing.

    >>> ratio(np.array([1.0, 0.0]), np.array([4.0, 0.0]))
    array([0.25, 0.  ])
    """
    part, whole = np.broadcast_arrays(part, whole)
    return np.divide(part, whole, out=np.zeros(part.shape), where=whole > 0.0)
