"""Words: units, days and names as a report writes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sim.explain.words import PROBABILITY
from sim.figures import NONE
from sim.language import called


def plain_unit(unit: str) -> str:
    """Return a unit as it stands after a value; nothing for numbers without one."""
    return "" if unit in ("1", PROBABILITY) else called("unit", unit)


def bracketed(unit: str) -> str:
    """Return a unit in brackets; nothing for numbers without one."""
    return f"[{plain_unit(unit)}]" if plain_unit(unit) else ""


def day(date: dt.date | None) -> str:
    """Return a day; a dash for none."""
    return date.isoformat() if date else NONE


def listed(names: Sequence[str], none: str = "") -> str:
    """Return names with commas between them."""
    return ", ".join(names) or none
