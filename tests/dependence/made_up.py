"""Tables of trade for tests."""

from __future__ import annotations

import numpy as np

from sim.dependence.trade import Trade
from sim.parameters import load_parameters

P = load_parameters()

Row = tuple[str, str, str, float]

MAGNETS: tuple[Row, ...] = (
    ("CHN", "JPN", "magnet", 60.0),
    ("USA", "JPN", "magnet", 20.0),
    ("JPN", "USA", "magnet", 10.0),
    ("CHN", "USA", "magnet", 40.0),
    ("JPN", "JPN", "magnet", 20.0),
)
"""Small enough to be worked out by hand."""


def trade(*rows: Row) -> Trade:
    sellers, buyers, products, values = zip(*rows, strict=True)
    return Trade.of(sellers, buyers, products, np.array(values, dtype=np.float64))


def large_table(rows: int = 5000, seed: int = 7) -> bytes:
    """Return a table as BACI has it: countries by number, headings of six digits."""
    rng = np.random.default_rng(seed)
    sellers, steps = rng.integers(0, 60, rows), rng.integers(1, 60, rows)
    products = rng.integers(1, 700, rows)
    values = rng.lognormal(5.0, 2.0, rows)
    lines = (
        f"2022,{s},{(s + d) % 60},{p:06d},{v:.3f},{v / 7:.3f}"
        for s, d, p, v in zip(sellers, steps, products, values, strict=True)
    )
    return "\n".join(["t,i,j,k,v,q", *lines]).encode()
