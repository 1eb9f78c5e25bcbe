"""Patch: the text of a change of a named quantity, and what is wrong with it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal, cast

from sim.errors import SimError, unknown
from sim.patches.quantities import ALIASES, QUANTITIES, Kind, Quantity
from sim.scenario.spec import Scenario
from sim.units import WORDED, convert, singular, worded

Operator = Literal["=", "+=", "-=", "*="]

FORM = re.compile(
    r"(?P<subject>[^\s.]+)\.(?P<what>[a-z_]+)(?:\((?P<argument>[^()]*)\))?\s*"
    r"(?P<operator>[-+*]?=)\s*(?P<value>[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)\s*"
    r"(?P<unit>(?:\S+(?: \S+)*)?)",
    re.IGNORECASE,
)
LONGEST = 200
LARGEST = 1e13
"""Most that a patch can name, as for orders."""
SHARES = ("1", "probability")


@dataclass(frozen=True)
class Patch:
    """A change of a named quantity of the World."""

    subject: str
    """A country or a dispute."""
    what: str
    argument: str
    operator: Operator
    value: float
    unit: str = ""
    """Empty: the quantity's own."""
    of: str = field(default="", compare=False)
    """Id of the inject that it comes of; empty: it is the white cell's own."""

    @staticmethod
    def parse(text: str, of: str = "") -> Patch:
        """Return the patch that a text states; SimError for one that is none.

        >>> str(Patch.parse("SORIN.stock( magnet )*=0.80"))
        'SORIN.stock(magnet) *= 0.8'
        """
        found = FORM.fullmatch(text.strip()) if len(text) <= LONGEST else None
        if not found:
            raise SimError(
                f"'{text[:LONGEST]}' is no patch; write SUBJECT.what = NUMBER, or with +=, -= "
                "or *=, such as JPN.support -= 3 or JPN.stock(magnet) *= 0.8"
            )
        operator = cast(Operator, found["operator"])
        argument = (found["argument"] or "").strip()
        value = float(found["value"]) + 0.0  # no minus zero
        return Patch(found["subject"], found["what"], argument, operator, value, found["unit"], of)

    def __str__(self) -> str:
        inside = f"({self.argument})" if self.argument else ""
        value = repr(self.value).removesuffix(".0")
        unit = f" {self.unit}" if self.unit else ""
        return f"{self.subject}.{self.what}{inside} {self.operator} {value}{unit}"

    @property
    def name(self) -> str:
        """Return the quantity's name, without the number."""
        return f"{self.subject}.{self.what}" + (f"({self.argument})" if self.argument else "")


def check(
    patch: Patch, scenario: Scenario, disputes: Iterable[str] | None = None
) -> tuple[str, ...]:
    """Return what is wrong with a patch of a scenario's World, with the nearest names.

    `disputes` are the ids of those there are; left out: those that the scenario starts with.
    """
    known = tuple(disputes) if disputes is not None else tuple(d.id for d in scenario.disputes)
    return tuple(f"{patch}: {fault}" for fault in _faults(patch, scenario, known))


def quantity_of(patch: Patch, scenario: Scenario) -> Quantity:
    """Return the quantity that a patch names; it has been checked."""
    return QUANTITIES[_kind(patch, scenario)][ALIASES.get(patch.what, patch.what)]


def number_of(patch: Patch, scenario: Scenario) -> float:
    """Return a patch's number in the quantity's own unit, or as a factor; SimError if none."""
    unit = "1" if patch.operator == "*=" else unit_of(patch, scenario)
    size = worded(patch.unit, unit)
    if size is not None:
        return patch.value * size
    if unit in WORDED and unit not in SHARES:
        plain = list(WORDED[unit])[-1]
        raise SimError(f"{patch.what} is counted in {plain}; leave '{patch.unit}' out")
    return _converted(patch, "1" if unit in SHARES else unit)


def unit_of(patch: Patch, scenario: Scenario) -> str:
    """Return the unit of the quantity that a patch names."""
    unit = quantity_of(patch, scenario).unit
    return unit.replace("{goods}", _goods(patch.argument, scenario)) if "{" in unit else unit


def _goods(name: str, scenario: Scenario) -> str:
    """Return the unit of a product, an activity, or what a firm does."""
    if name in scenario.products:
        return scenario.products[name].unit
    firm = scenario.firms.get(name)
    return scenario.activities[firm.activity if firm and firm.activity else name].unit


def _converted(patch: Patch, to: str) -> float:
    unit = singular(patch.unit)
    return convert(patch.value, unit, to) if unit not in ("", to) else patch.value


def _kind(patch: Patch, scenario: Scenario) -> Kind:
    return "country" if patch.subject in scenario.countries else "dispute"


def _faults(patch: Patch, scenario: Scenario, disputes: tuple[str, ...]) -> Iterator[str]:
    if patch.subject not in (*scenario.countries, *disputes):
        yield unknown("country or dispute", patch.subject, (*scenario.countries, *disputes))
        return
    quantities = QUANTITIES[_kind(patch, scenario)]
    if ALIASES.get(patch.what, patch.what) not in quantities:
        kind = _kind(patch, scenario)
        yield unknown(f"quantity of a {kind} to patch", patch.what, quantities)
        return
    fault = _misplaced(patch, scenario, quantity_of(patch, scenario))
    if fault:
        yield fault
        return
    yield from _numbers(patch, scenario)


def _misplaced(patch: Patch, scenario: Scenario, quantity: Quantity) -> str | None:
    """Return what is wrong with what stands in a patch's brackets, or None."""
    known = {
        "nothing": (), "product": tuple(scenario.products), "country": tuple(scenario.countries),
        "activity or firm": (*scenario.activities, *_makers(patch.subject, scenario)),
    }[quantity.takes]  # fmt: skip
    if quantity.takes == "nothing":
        return f"{patch.what} takes nothing in brackets" if patch.argument else None
    if not patch.argument:
        article = "an" if quantity.takes.startswith("a") else "a"
        return f"{patch.what} takes {article} {quantity.takes} in brackets"
    if patch.argument not in known:
        return unknown(quantity.takes, patch.argument, known)
    if patch.argument == patch.subject:
        return f"'{patch.argument}' is the country itself; name another one"
    return None


def _makers(country: str, scenario: Scenario) -> tuple[str, ...]:
    """Return the firms of a country that have capacity."""
    firms = scenario.firms.items()
    return tuple(name for name, firm in firms if firm.country == country and firm.activity)


def _numbers(patch: Patch, scenario: Scenario) -> Iterator[str]:
    """Yield what is wrong with a patch's number and unit."""
    quantity = quantity_of(patch, scenario)
    try:
        value = number_of(patch, scenario)
    except SimError as error:
        yield str(error)
        return
    if not math.isfinite(value) or abs(value) > LARGEST:
        yield f"{patch.value:g} is too large; the most is {LARGEST:g}"
    elif patch.operator == "*=" and value < 0.0:
        yield "a factor is 0 or more"
    elif patch.operator == "=" and not quantity.low <= value <= quantity.high:
        most = f" to {quantity.high:g}" if math.isfinite(quantity.high) else " or more"
        yield f"{patch.what} is {quantity.low:g}{most}, not {value:g}"
    elif quantity.unit.startswith("USD") and patch.operator in ("=", "*=") and value == 0.0:
        yield "a price is above 0"
