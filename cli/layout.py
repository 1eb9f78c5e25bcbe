"""Layout: what tables and titles of reports look like, and numbers with their sign."""

from __future__ import annotations

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text


def number_table(first: str, *others: str, edge: bool = False) -> Table:
    """Return a table of names, each with numbers beside it; with `edge`, blank lines about it."""
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=edge, pad_edge=False)
    table.add_column(first, overflow="fold")
    for name in others:
        table.add_column(name, justify="right", no_wrap=True)
    return table


def titled(text: str) -> RenderableType:
    """Return a title with a blank line before it."""
    return Padding(Text(text, style="bold"), (1, 0, 0, 0))


def signed(value: float, places: int = 1) -> str:
    """Return a number with its sign.

    >>> signed(-0.25, 2), signed(3.0)
    ('−0.25', '+3.0')
    """
    return f"{value:+.{places}f}".replace("-", "−")


def points(share: float) -> str:
    """Return a difference of shares in points of a hundred, with its sign.

    >>> points(-0.126), points(0.004)
    ('−13', '0')
    """
    text = signed(100.0 * share, 0)
    return "0" if text in ("+0", "−0") else text
