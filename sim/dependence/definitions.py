"""Definitions: when a country counts as strategically dependent (§D.2 to §D.4).

N cases, each a buyer, a product and a seller that it may depend on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

import numpy as np

from sim.dependence.concentration import of_suppliers
from sim.dependence.trade import Bools, Floats, Rows, Trade, ratio

ROUNDING = 1e-9
"""A share above a threshold by less than this is at it."""


@dataclass(frozen=True, eq=False)
class Cases:
    """Buyers, products and sellers to be judged; a seller of −1 sells nothing."""

    buyer: Rows
    product: Rows
    seller: Rows
    bought: Floats
    """What the buyer gets from the seller [unit]; shape (N,)."""

    @staticmethod
    def of(trade: Trade, rows: Rows) -> Cases:
        """Return some rows of a table as cases."""
        return Cases(trade.buyer[rows], trade.product[rows], trade.seller[rows], trade.value[rows])


@dataclass(frozen=True, eq=False)
class Verdicts:
    """What came of the three conditions in each case."""

    values: Floats
    """What each condition looks at [1]; shape (N, 3)."""
    thresholds: Floats
    """What it has to be above [1]; shape (3,)."""

    @property
    def met(self) -> Bools:
        """Return which conditions are met; shape (N, 3)."""
        return self.values > self.thresholds + ROUNDING

    @property
    def index(self) -> Rows:
        """Return the Strategic Dependency Index, 0 to 3 (§D.4); shape (N,)."""
        return np.asarray(self.met.sum(axis=1))

    @property
    def dependent(self) -> Bools:
        """Return where all conditions are met (§D.4); shape (N,)."""
        return cast(Bools, self.met.all(axis=1))

    @property
    def margin(self) -> Floats:
        """Return how far the verdict is from changing (§D.4) [1]; shape (N,)."""
        return cast(Floats, (self.values - self.thresholds).min(axis=1))


Judge = Callable[[Trade, Cases, Mapping[str, float]], Verdicts]


def hjs(trade: Trade, cases: Cases, parameters: Mapping[str, float]) -> Verdicts:
    """Return the verdicts by the conditions of the Henry Jackson Society (§D.2)."""
    cell = (cases.buyer, cases.product)
    values = (
        _balance(trade.imports[cell], trade.exports[cell]),
        ratio(cases.bought, trade.supplies[cell]),
        np.where(cases.seller >= 0, control(trade)[cases.seller, cases.product], 0.0),
    )
    return _judged(values, (0.0, parameters["hjs_share"], parameters["hjs_control"]))


def eu(trade: Trade, cases: Cases, parameters: Mapping[str, float]) -> Verdicts:
    """Return the verdicts by the conditions of the European Commission (§D.3)."""
    cell = (cases.buyer, cases.product)
    values = (
        of_suppliers(trade)[cell],
        ratio(trade.imports[cell], trade.supplies[cell]),
        _balance(trade.imports[cell], parameters["eu_ratio"] * trade.exports[cell]),
    )
    return _judged(values, (parameters["eu_concentration"], parameters["eu_outside"], 0.0))


@dataclass(frozen=True)
class Definition:
    """A definition of strategic dependency by three conditions."""

    title: str
    conditions: tuple[str, str, str]
    """What each condition asks, with parameters in braces."""
    judge: Judge
    of_leading: bool
    """Whether it can only say that a country depends on its largest supplier."""

    def asked(self, parameters: Mapping[str, float]) -> tuple[str, ...]:
        """Return the conditions in words, with their thresholds."""
        asked = (condition.format_map(parameters) for condition in self.conditions)
        return tuple(condition.replace("%", " %") for condition in asked)


DEFINITIONS: Mapping[str, Definition] = {
    "hjs": Definition(
        "Henry Jackson Society 2020",
        (
            "net importer",
            "more than {hjs_share:.0%} of supplies from there",
            "there more than {hjs_control:.0%} of the world market",
        ),
        hjs,
        of_leading=False,
    ),
    "eu": Definition(
        "European Commission 2021",
        (
            "imports concentrated above {eu_concentration:g}",
            "more than {eu_outside:.0%} of supplies from abroad",
            "imports above {eu_ratio:g} times exports",
        ),
        eu,
        of_leading=True,
    ),
}
"""Every definition by the name that `--by` takes."""


def control(trade: Trade) -> Floats:
    """Return each country's share of each world market [1]; shape (C, P)."""
    return ratio(trade.exports, trade.world)


def _balance(imports: Floats, exports: Floats) -> Floats:
    """Return net imports over trade: −1 only exports, 1 only imports [1]."""
    return ratio(imports - exports, imports + exports)


def _judged(values: tuple[Floats, ...], thresholds: tuple[float, ...]) -> Verdicts:
    return Verdicts(np.stack(values, axis=1), np.array(thresholds))
