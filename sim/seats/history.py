"""Historical seats: they hand in a case's dated orders, each in the round of its date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sim.errors import UnknownNameError
from sim.observation import Observation
from sim.orders.base import Order
from sim.orders.sheet import OrderSheet, SheetEntry
from sim.scenario.spec import DatedOrder, Scenario
from sim.seats.base import Seat


@dataclass(frozen=True)
class HistorySeat:
    """A country or firm that does what it did."""

    dated: OrderSheet

    def orders(self, observation: Observation) -> OrderSheet:
        """Return the orders dated within the round."""
        return tuple(
            entry for entry in self.dated if observation.start <= entry.given < observation.end
        )


class HistorySeats(Mapping[str, Seat]):
    """The seats of everybody with dated orders, but for the orders left out."""

    def __init__(self, scenario: Scenario, without: Collection[str] = ()) -> None:
        self.left_out = left_out(scenario, without)
        sheets: dict[str, list[SheetEntry]] = defaultdict(list)
        for row in scenario.orders:
            if row.id not in self.left_out:
                sheets[row.by].append(
                    SheetEntry(row.date, row.id, Order.parse(row.order), settled=True)
                )
        self._seats = {by: HistorySeat(tuple(sorted(s))) for by, s in sorted(sheets.items())}

    def __getitem__(self, seat: str) -> Seat:
        return self._seats[seat]

    def __iter__(self) -> Iterator[str]:
        return iter(self._seats)

    def __len__(self) -> int:
        return len(self._seats)


def left_out(scenario: Scenario, without: Collection[str]) -> frozenset[str]:
    """Return the ids of the dated orders that ids or tags name; UnknownNameError for others."""
    ids = [row.id for row in scenario.orders]
    tags = sorted({tag for row in scenario.orders for tag in row.tags})
    for name in without:
        if name not in ids and name not in tags:
            raise UnknownNameError("order or tag", name, [*tags, *ids])
    return frozenset(row.id for row in scenario.orders if _named(row, without))


def _named(row: DatedOrder, names: Collection[str]) -> bool:
    return row.id in names or any(tag in names for tag in row.tags)
