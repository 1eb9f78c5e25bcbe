"""Narrow: tables of a report on the terminal, with numbers short enough to leave room for names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from math import floor, log10

from rich.cells import cell_len
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

from cli.batch.parts.part import counted, in_short, percent
from cli.layout import number_table
from cli.output import WIDTH
from sim.batch.analysis.intervals import Estimate
from sim.batch.analysis.robustness import OutcomeRobustness, Standing
from sim.figures import NONE, written
from sim.text import visible

LEAST = 12
"""Columns that names get in any case; one that is longer is broken, between words if it can be."""

PLACES = 3
"""Of a share of the variance: more of it nobody knows."""

BETWEEN, EDGE = 2, 2
"""Columns between those of a table, and at its sides."""

SMALL, LARGE = 0.1, 1e4
"""Where all numbers of a table are smaller, or one is larger, they are told in a power of ten."""

RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")

Short = Callable[[float | None, int], str]
"""Writes a number in so many digits."""


def short(value: float | None, digits: int, power: int = 0) -> str:
    """Return a number in so many digits, in a power of ten.

    >>> short(-0.0012345, 3), short(-0.0012345, 3, power=-3), short(None, 3)
    ('−0.00123', '−1.23', '–')
    """
    return NONE if value is None else written(float(f"{value / 10.0**power:.{digits}g}"))


def short_share(value: float | None, digits: int) -> str:
    """Return a share of the variance in so many digits, and no more places than are known.

    >>> short_share(0.1234, 3), short_share(-0.00052, 2), short_share(1e-5, 3)
    ('0.123', '−0.001', '0')
    """
    return short(None if value is None else round(value, PLACES), digits)


def short_ends(found: Estimate, told: Short = short) -> str:
    """Return the ends of a band."""
    if found.low is None or found.high is None:
        return NONE
    return f"{told(found.low, 2)} to {told(found.high, 2)}"


def room_for(table: Table, names: Sequence[str]) -> None:
    """Make the first column as wide as the longest word of its names, if the others leave room."""
    longest = max((len(word) for name in names for word in visible(name).split()), default=0)
    others = sum(BETWEEN + _width(column) for column in table.columns[1:])
    table.columns[0].min_width = min(longest, max(LEAST, WIDTH - EDGE - others))


def _width(column: Column) -> int:
    texts = (str(cell) for cell in (column.header, *column.cells))
    return max(column.min_width or 0, *map(cell_len, texts))


def standings_table(one: OutcomeRobustness) -> Iterator[RenderableType]:
    """Yield how the lever sets fare on an outcome."""
    power = _power(one)
    told = partial(short, power=power)
    if power:
        unit = "" if one.unit in ("", "1") else f" {one.unit}"
        yield Padding(Text(f"In 10{str(power).translate(RAISED)}{visible(unit)}:"), (1, 0, 0, 0))
    wanted = [] if one.wanted is None else ["as wanted"]
    against = ["against first", "95 %"] if len(one.standings) > 1 else []
    table = number_table("lever set", "mean", "5 to 95 %", *wanted, *against, edge=True)
    for n, standing in enumerate(one.standings):
        met = [] if one.wanted is None else [percent(standing.met.value if standing.met else None)]
        table.add_row(
            Text(visible(in_short(standing.lever_set))),
            told(standing.mean.value, 3), _span(standing, told),
            *met, *(_difference(standing, one, told) if n else ("", "")) if against else (),
        )  # fmt: skip
    room_for(table, [in_short(standing.lever_set) for standing in one.standings])
    yield table


def _power(one: OutcomeRobustness) -> int:
    """Return in which power of ten the numbers of a table are told: of thousands, or 0 for none."""
    known = [
        abs(value)
        for standing in one.standings
        for value in (standing.mean.value, *standing.percentiles)
        if value
    ]
    most = max(known, default=1.0)
    return 0 if SMALL <= most < LARGE else 3 * floor(log10(most) / 3.0)


def _span(standing: Standing, told: Short) -> str:
    low, *_, high = standing.percentiles
    return NONE if low is None or high is None else f"{told(low, 3)} to {told(high, 3)}"


def _difference(standing: Standing, one: OutcomeRobustness, told: Short) -> tuple[Text, str]:
    """Return a difference with its verdict; the colour is not the only sign of it."""
    difference, verdict = standing.against_first, standing.verdict
    if verdict == "the same":
        return Text(verdict), ""
    sure = verdict in ("better", "worse") and not one.few_seeds
    sign: str = "?" if verdict == "not told apart" else verdict
    if one.few_seeds and verdict != "not told apart":
        sign += f" ({counted(one.few_seeds, 'seed')})"
    colour = {"better": "green", "worse": "red"}[verdict] if sure else ""
    return Text(f"{told(difference.value, 3)} {sign}", colour), short_ends(difference, told)
