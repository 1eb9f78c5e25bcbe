"""Words: numbers, clocks and changes as a report writes them."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence

from sim.exercise.aar.report import Share
from sim.language import called, t

MOST_NAMED = 5
"""A sentence names so many causes at most."""

LITTLE = 0.005
"""What adds less than this share of the most that a cause adds is not named [1]."""

ABSOLUTE = ("1", "week", "month", "of 100", "points", "rung", "% of GDP a year")
"""Units in which a change is told as it is; of others it is told in per cent of what was."""

PROBABILITY = "probability"

NOISE = 1e-12
"""What is smaller is left by rounding."""


def figure(value: float | None) -> str:
    """Return a number in four digits; a dash for none.

    >>> figure(12345.6), figure(-0.012345), figure(None)
    ('12,350', '−0.01235', '–')
    """
    if value is None:
        return "–"
    short = float(f"{value:.4g}")
    if abs(short) < NOISE:
        return "0"
    if abs(short) < 0.001:
        return f"{short:.3g}".replace("-", "−")
    places = max(0, 3 - math.floor(math.log10(abs(short))))
    text = f"{short:,.{places}f}".replace("-", "−")
    return text.rstrip("0").rstrip(".") if "." in text else text


def level(value: float | None, unit: str) -> str:
    """Return a value without its unit, a probability in per cent.

    >>> level(0.1234, "probability"), level(31.4, "week")
    ('12.3 %', '31.4')
    """
    if value is not None and unit == PROBABILITY:
        return f"{figure(float(f'{100.0 * value:.3g}'))} %"
    return figure(value)


def plain_unit(unit: str) -> str:
    """Return a unit as it stands after a value; nothing for numbers without one."""
    return "" if unit in ("1", PROBABILITY) else called("unit", unit)


def bracketed(unit: str) -> str:
    """Return a unit in brackets; nothing for numbers without one."""
    return f"[{plain_unit(unit)}]" if plain_unit(unit) else ""


def change(value: float, unit: str) -> str:
    """Return a change in three digits with its sign, that of a probability in points.

    >>> change(0.0861, "probability"), change(-1234.5, "t")
    ('+8.61 points', '−1,230')
    """
    scaled, tail = (100.0 * value, _points()) if unit == PROBABILITY else (value, "")
    short = figure(float(f"{scaled:.3g}"))
    return (short if scaled < 0.0 else f"+{short}") + tail


def sentence(
    name: str, unit: str, base: float | None, value: float | None, shares: Sequence[Share]
) -> str:
    """Return how much a number differs from what it would have been, and what made it.

    >>> ban = Share("export ban", "KORVA", -44.0, None)
    >>> sentence("SORIN.imports(magnet)", "t", 100.0, 56.0, [ban])
    'SORIN.imports(magnet) −44 %: export ban (KORVA) −44.'
    """
    if base is None or value is None:
        return t("{number} has no value in this round, or none without some of the orders.",
                 number=name)  # fmt: skip
    telling = [share for share in shares if share.share]
    if not telling:
        return t("Nothing that was ordered or in force changed {number}.", number=name)
    scale, tail = _scale(unit, base)
    most = max(abs(share.share) for share in telling)
    named = [s for s in telling if abs(s.share) > LITTLE * most][:MOST_NAMED]
    told = [f"{_titled(s)} {change(s.share * scale, '')}" for s in named]
    rest = sum(s.share for s in telling) - sum(s.share for s in named)
    if abs(rest) > LITTLE * most:
        told.append(t("all others {change}", change=change(rest * scale, "")))
    return f"{name} {change((value - base) * scale, '')}{tail}: {', '.join(told)}."


def _titled(share: Share) -> str:
    title = t(share.title)
    return f"{title} ({share.seat})" if share.seat else title


def _scale(unit: str, base: float) -> tuple[float, str]:
    """Return what turns a change into what is told, and its unit."""
    if unit == PROBABILITY:
        return 100.0, _points()
    if unit not in ABSOLUTE and base:
        return 100.0 / abs(base), " %"
    return 1.0, "" if unit == "1" else f" {called('unit', unit)}"


def _points() -> str:
    """Return the unit of changes of a probability, as it stands after one."""
    return f" {called('change', 'points')}"


def clock(seconds: float | None) -> str:
    """Return a time played as hours and minutes; a dash for none.

    >>> clock(3725.0), clock(None)
    ('1:02', '–')
    """
    if seconds is None:
        return "–"
    minutes = int(seconds // 60)
    return f"{minutes // 60}:{minutes % 60:02d}"


def day(date: dt.date | None) -> str:
    """Return a day; a dash for none."""
    return date.isoformat() if date else "–"


def listed(names: Sequence[str], none: str = "") -> str:
    """Return names with commas between them."""
    return ", ".join(names) or none
