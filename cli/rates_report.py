"""Rates report: base rates and single cases, as tables and as a chart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from cli.layout import number_table, signed
from cli.plots import matplotlib_settings, save_figure
from sim.politics.record.anchors import Scored, total
from sim.politics.record.rates import Row

if TYPE_CHECKING:  # importing matplotlib takes a second: only where files are drawn
    from matplotlib.axes import Axes

CHART = "base-rates"
"""Name of the chart's files."""

GROUPS = {"threats": "After a threat", "imposed": "After measures, in ten years"}
"""Titles of groups whose names in the data are short."""


def rates_report(
    disputes: int,
    seed: int,
    rows: Sequence[Row],
    cases: tuple[Scored, ...],
    through: str | None = None,
) -> Iterator[RenderableType]:
    """Yield the table of base rates, then single cases."""
    yield Text("What becomes of sanctions: TIES, 1945 to 2005, beside the model", style="bold")
    kind = f"disputes played through the economy of {through}" if through else "stylised disputes"
    yield Text(f"seed {seed}, {disputes:,} {kind}")
    table = number_table(
        "", "TIES", "model", "points", f"within {100 * rows[0].tolerance:g}", "of", edge=True
    )
    for group, members in groupby(rows, key=lambda row: row.group):
        table.add_row(Text(group_title(group), "bold"))
        for row in members:
            table.add_row(f"  {row_title(row)}", *_cells(row))
    yield table
    judged = [row.within for row in rows if row.within is not None]
    yield Text(f"{sum(judged)} of {len(judged)} shares lie within the tolerance.\n")
    yield Text("Single cases, to which nothing is fitted", style="bold")
    yield _cases(cases)
    yield Text(
        f"gain: log score over that of the base rate; {signed(total(cases), 2)} over all. Above 0 "
        "the model was nearer to what happened than one who knows the base rate alone."
    )


def save_rates(rows: Sequence[Row], folder: Path) -> tuple[Path, ...]:
    """Write the chart of base rates as PNG and as SVG; return the files."""
    with matplotlib_settings():
        from matplotlib.figure import Figure

        sheet = Figure(figsize=(8.0, 0.27 * len(rows) + 1.6), layout="constrained")
        _plot(sheet.subplots(), rows)
        return save_figure(sheet, folder / CHART)


def group_title(group: str) -> str:
    """Return what a group of rows is of."""
    return GROUPS.get(group, group.capitalize())


def row_title(row: Row) -> str:
    """Return what a row is of."""
    return f"within {row.name} months" if row.group.endswith("by month") else row.name


def _cells(row: Row) -> tuple[RenderableType, ...]:
    if row.simulated is None or row.difference is None:
        return (f"{100 * row.published:.1f} %", "–", "–", Text("–"), str(row.cases))
    inside = Text("yes", "green") if row.within else Text("NO", "red")
    return (
        f"{100 * row.published:.1f} %",
        f"{100 * row.simulated:.1f} %",
        signed(100 * row.difference, 1),
        inside,
        f"{row.cases:,}",
    )


def _cases(cases: Sequence[Scored]) -> Table:
    table = number_table("case", "model", "base rate", "score", "gain", edge=True)
    for case in cases:
        course = ", ".join(f"{o} by month {m}" for m, o in case.anchor.observed.items())
        table.add_row(
            Text(case.anchor.title).append(f"\n  {case.anchor.stage}: {course}", "dim"),
            f"{100 * case.model:.1f} %",
            f"{100 * case.base:.1f} %",
            signed(case.score, 2),
            Text(signed(case.gain, 2), "green" if case.gain > 0 else "red"),
        )
    return table


def _plot(axis: Axes, rows: Sequence[Row]) -> None:
    # Marks tell the two apart without colour too.
    places = range(len(rows))
    for place, row in enumerate(rows):
        band = [max(0.0, row.published - row.tolerance), row.published + row.tolerance]
        axis.plot(
            [100 * end for end in band],
            [place, place],
            color="0.8",
            linewidth=6,
            solid_capstyle="butt",
        )
    published = [100 * row.published for row in rows]
    axis.plot(published, places, "|", color="C3", markersize=10, label="TIES")
    known = [(100 * row.simulated, n) for n, row in enumerate(rows) if row.simulated is not None]
    axis.plot(*zip(*known, strict=True), "o", color="C0", markersize=5, label="model")
    labels = [
        f"{group_title(row.group.removesuffix(' by month'))}: {row_title(row)}" for row in rows
    ]
    axis.set_yticks(places, labels, fontsize="small")
    axis.set_ylim(len(rows) - 0.5, -0.5)
    axis.set_xlim(left=0)
    axis.set_xlabel(f"share [%]; grey: {100 * rows[0].tolerance:g} points to either side")
    axis.set_title("What becomes of sanctions: history and the model")
    axis.legend()
