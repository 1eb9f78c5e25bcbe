"""Sparks: small courses in a line of text."""

from __future__ import annotations

import sys
from collections.abc import Sequence

BARS = "▁▂▃▄▅▆▇█"
SIGNS = "_.:-=+*#"
"""The same where the encoding has no bars."""


def spark(values: Sequence[float], low: float, high: float) -> str:
    """Return values as bars, from the lowest bar at `low` to the highest at `high`."""
    bars = BARS if "utf" in (sys.stdout.encoding or "").lower() else SIGNS
    last, whole = len(bars) - 1, high - low
    if whole <= 0.0:
        return bars[0] * len(values)
    return "".join(bars[round(min(1.0, max(0.0, (v - low) / whole)) * last)] for v in values)
