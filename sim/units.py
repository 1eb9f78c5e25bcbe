"""Units: how many of one are in another.

A unit is a name, or names joined by `*` and `/`: `t`, `USD/kg`, `t/year`, `1`. Names are case
sensitive and take no prefixes beyond those listed, so a slip is refused and never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from sim.errors import SimError, unknown

if TYPE_CHECKING:
    from pint import UnitRegistry

DEFINITIONS = """
percent = 0.01
kg = [mass]
g = 0.001 kg
t = 1000 kg
tonne = 1000 kg
kt = 1000 t
Mt = 1000 kt
m3 = [volume]
L = 0.001 m3
bbl = 0.158987294928 m3
barrel = 0.158987294928 m3
kbbl = 1000 bbl
Mbbl = 1000 kbbl
bcm = 1e9 m3
MWh = [energy]
GWh = 1000 MWh
TWh = 1000 GWh
PJ = 277777.77777777778 MWh
USD = [money]
kUSD = 1000 USD
MUSD = 1000 kUSD
bnUSD = 1000 MUSD
day = [time]
week = 7 day
year = 365.2425 day
month = 0.083333333333333333 year
piece = [piece]
kpiece = 1000 piece
Mpiece = 1000 kpiece
vehicle = [vehicle]
kvehicle = 1000 vehicle
person = [person]
kperson = 1000 person
"""
"""A name, and its size in an earlier one; in brackets, what it is the first to measure."""

_SHARE = {"": 1.0, "1": 1.0, "%": 0.01, "percent": 0.01}

WORDED: Mapping[str, Mapping[str, float]] = {
    "1": _SHARE,
    "probability": _SHARE,
    "of 100": dict.fromkeys(("", "of 100", "%", "percent", "point", "points"), 1.0),
    "points": dict.fromkeys(("", "point", "points"), 1.0),
    "rung": dict.fromkeys(("", "rung", "rungs"), 1.0),
    "% of GDP a year": dict.fromkeys(("%", "percent", "% of GDP", "% of GDP a year"), 1.0),
}
"""What numbers are counted in that is no measure -> what may be written, and how much one is."""

_TERM = re.compile(r"(^|[*/])([^*/]*)")
_LONGEST = 60


class UnitError(SimError):
    """A unit that is not known, or measures something else than is wanted."""


def names() -> list[str]:
    """Return the names of all units, in the order they are defined."""
    return ["1", *(line.split(" = ")[0] for line in DEFINITIONS.strip().splitlines())]


def worded(unit: str, of: str) -> float | None:
    """Return how much one of a unit as written is, of what is no measure; None if it is none.

    >>> worded("%", "of 100"), worded("%", "probability"), worded("Rungs", "rung")
    (1.0, 0.01, 1.0)
    """
    known = {word.casefold(): size for word, size in WORDED.get(of, {}).items()}
    return known.get(unit.casefold())


def singular(unit: str) -> str:
    """Return a unit with its plurals taken off.

    >>> singular("weeks"), singular("barrels/week"), singular("wekks"), singular("tt")
    ('week', 'barrel/week', 'wekks', 'tt')
    """
    known = names()
    return re.sub(
        r"([A-Za-z0-9]+)s\b",
        lambda word: word[1] if word[0] not in known and word[1] in known else word[0],
        unit,
    )


def convert(value: float, unit: str, to: str) -> float:
    """Return a value in the unit wanted; UnitError if the two do not measure the same.

    >>> convert(2.5, "kt/year", "t/week")
    47.91337262229889
    """
    return value * factor(unit, to)


@cache
def factor(unit: str, to: str) -> float:
    """Return how many of the unit wanted are in one unit [1]."""
    found, wanted = terms(unit, to), terms(to)
    registry = _registry()
    dimension = registry.get_dimensionality(registry.UnitsContainer(found))
    if dimension != registry.get_dimensionality(registry.UnitsContainer(wanted)):
        raise UnitError(f"unit '{unit}' cannot be turned into '{to}'; use {_alike(to)}")
    return float(
        registry.convert(1.0, registry.UnitsContainer(found), registry.UnitsContainer(wanted))
    )


def terms(unit: str, to: str = "1") -> dict[str, int]:
    """Return the power of each name in a unit; UnitError if a name is unknown.

    The error lists first what measures the same as a name in the unit wanted.

    >>> terms("USD/t"), terms("1")
    ({'USD': 1, 't': -1}, {})
    """
    powers: dict[str, int] = {}
    for sign, text in _TERM.findall(unit[:_LONGEST]):
        name = "percent" if text.strip() == "%" else text.strip()
        if name not in names():
            raise UnitError(unknown("unit", name, names(), first=_related(to)))
        powers[name] = powers.get(name, 0) + (-1 if sign == "/" else 1)
    return {name: power for name, power in powers.items() if name != "1" and power}


def _related(to: str) -> list[str]:
    """Return the names that measure the same as one in the unit wanted, smallest first."""
    registry = _registry()
    wanted = [registry.get_dimensionality(name) for name in terms(to)]
    same = [n for n in names()[1:] if registry.get_dimensionality(n) in wanted]
    return sorted(same, key=lambda n: registry.convert(1.0, n, registry.get_base_units(n)[1]))


def _alike(to: str) -> str:
    """Return the unit wanted and up to three that differ from it in size only, as text."""
    first = _TERM.match(to).group(2)  # type: ignore[union-attr]  # matches any text
    registry = _registry()
    if first in ("", "1"):
        return f"'{to}'" if to != "1" else "'1' or 'percent'"
    dimension = registry.get_dimensionality(first)
    same = [n for n in names()[1:] if n != first and registry.get_dimensionality(n) == dimension]
    return " or ".join(f"'{name}{to[len(first) :]}'" for name in [first, *same[:3]])


@cache
def _registry() -> UnitRegistry[float]:
    """Return the registry; made on first use, since pint takes 0.3 s to import."""
    from pint import UnitRegistry

    registry: UnitRegistry[float] = UnitRegistry(None)
    for line in DEFINITIONS.strip().splitlines():
        registry.define(line)
    return registry
