"""Dated orders: historical seats hand in a case's own, others ask for those of a plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from sim.errors import UnknownNameError
from sim.observation import Observation
from sim.orders.base import Order
from sim.orders.sheet import OrderSheet, SheetEntry
from sim.scenario.plan import PlannedOrder, plan_of
from sim.scenario.spec import DatedOrder, Scenario
from sim.seats.base import Passive, Seat


@dataclass(frozen=True)
class HistorySeat:
    """A country or firm that does what it did."""

    dated: OrderSheet

    def orders(self, observation: Observation) -> OrderSheet:
        """Return the orders dated within the round."""
        return tuple(
            entry for entry in self.dated if observation.start <= entry.given < observation.end
        )


@dataclass(frozen=True)
class InstructedSeat:
    """A seat that asks for the orders it was given, and then for what it wants itself."""

    dated: OrderSheet
    otherwise: Seat

    def orders(self, observation: Observation) -> OrderSheet:
        """Return the orders dated within the round, before those of its policy."""
        told = HistorySeat(self.dated).orders(observation)
        return (*told, *self.otherwise.orders(observation))


def absent(seat: Seat, sheet: OrderSheet) -> bool:
    """Return whether nobody plays a seat in a round: no policy, and nothing to ask for."""
    policy = seat.otherwise if isinstance(seat, InstructedSeat) else seat
    return isinstance(policy, Passive) and not sheet


class HistorySeats(Mapping[str, Seat]):
    """The seats of everybody with dated orders, but for the orders left out."""

    def __init__(self, scenario: Scenario, without: Collection[str] = ()) -> None:
        self.left_out = left_out(scenario, without)
        rows = (row for row in scenario.orders if not isinstance(row, PlannedOrder))
        sheets = _sheets(rows, self.left_out, settled=True)
        self._seats = {by: HistorySeat(sheet) for by, sheet in sheets.items()}

    def __getitem__(self, seat: str) -> Seat:
        return self._seats[seat]

    def __iter__(self) -> Iterator[str]:
        return iter(self._seats)

    def __len__(self) -> int:
        return len(self._seats)


def planned(scenario: Scenario, left_out: Collection[str] = ()) -> dict[str, OrderSheet]:
    """Return the orders of a plan by who is to ask for them, but for those left out."""
    return _sheets(plan_of(scenario), left_out, settled=False)


def left_out(scenario: Scenario, without: Collection[str]) -> frozenset[str]:
    """Return the ids of the dated orders that ids or tags name; UnknownNameError for others."""
    ids = [row.id for row in scenario.orders]
    tags = sorted({tag for row in scenario.orders for tag in row.tags})
    for name in without:
        if name not in ids and name not in tags:
            raise UnknownNameError("order or tag", name, [*tags, *ids])
    return frozenset(row.id for row in scenario.orders if _named(row, without))


def _sheets(
    rows: Iterable[DatedOrder], left_out: Collection[str], *, settled: bool
) -> dict[str, OrderSheet]:
    """Return dated orders by who gives them, each in the order of its days."""
    sheets: dict[str, list[SheetEntry]] = defaultdict(list)
    for row in rows:
        if row.id not in left_out:
            entry = SheetEntry(row.date, row.id, Order.parse(row.order), settled=settled)
            sheets[row.by].append(entry)
    return {by: tuple(sorted(sheet)) for by, sheet in sorted(sheets.items())}


def _named(row: DatedOrder, names: Collection[str]) -> bool:
    return row.id in names or any(tag in names for tag in row.tags)
