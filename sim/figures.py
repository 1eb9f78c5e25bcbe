"""Figures: numbers, amounts of money and times as people read them."""

from __future__ import annotations

import math

NONE = "–"
"""Stands where there is no number."""

NOISE = 1e-12
"""What is smaller is left by rounding."""


def figure(value: float | str | None) -> str:
    """Return a number as tables print it: four significant digits; a dash for none.

    >>> figure(12345.6), figure(0.012345), figure(3.0), figure(None)
    ('12,350', '0.01235', '3', '–')
    """
    if value is None:
        return NONE
    if isinstance(value, str):
        return value
    short = float(f"{value:.4g}")
    if short == 0:
        return "0"
    if abs(short) < 0.001:
        return f"{short:.3g}"
    places = max(0, 3 - math.floor(math.log10(abs(short))))
    text = f"{short:,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def written(value: float | None) -> str:
    """Return a number as texts have it: as tables print it, with a minus that is no hyphen.

    >>> written(-0.012345), written(1e-15), written(None)
    ('−0.01235', '0', '–')
    """
    if value is None:
        return NONE
    return figure(0.0 if abs(value) < NOISE else value).replace("-", "−")


def signed(value: float) -> str:
    """Return a change in at most three digits, with its sign.

    >>> signed(0.0), signed(-1234.5), signed(8.6149)
    ('+0', '−1,230', '+8.61')
    """
    short = written(float(f"{value:.3g}"))
    return short if short.startswith("−") else f"+{short}"


def money(usd: float) -> str:
    """Return an amount of money in three digits, as tables in USD print it.

    >>> money(1.234e9), money(-45.6e6), money(7e12), money(0.0)
    ('1.23 bn', '−45.6 m', '7,000 bn', '0')
    """
    if not math.isfinite(usd):
        return NONE
    size, name = (1e9, " bn") if abs(usd) >= 0.9995e9 else (1e6, " m")
    short = figure(float(f"{usd / size:.3g}")).replace("-", "−")
    return f"{short}{name}" if short != "0" else "0"


def dollars(usd: float) -> str:
    """Return an amount of money with its unit, as sentences name it.

    >>> dollars(1.234e9), dollars(250.0)
    ('1.23 bnUSD', '250 USD')
    """
    for size, name in ((1e9, "bnUSD"), (1e6, "MUSD"), (1e3, "kUSD")):
        if usd >= size:
            return f"{usd / size:,.3g} {name}"
    return f"{usd:,.0f} USD"


def clock(seconds: float | None) -> str:
    """Return a time played as hours and minutes; a dash for none.

    >>> clock(3725.0), clock(None)
    ('1:02', '–')
    """
    if seconds is None:
        return NONE
    minutes = int(seconds // 60)
    return f"{minutes // 60}:{minutes % 60:02d}"
