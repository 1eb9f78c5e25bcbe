"""Deterrence report: launches under each pledge, as a table and as a chart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cli.layout import number_table, points, signed
from cli.plots import matplotlib_settings, save_figure
from sim.replay.deterrence import Deterrence, Row

if TYPE_CHECKING:  # importing matplotlib takes a second: only where files are drawn
    from matplotlib.axes import Axes

CHART = "deterrence"
"""Name of the chart's files."""


def deterrence_report(table: Deterrence) -> Iterator[RenderableType]:
    """Yield who may begin what, launches under each pledge, and what beginning is worth."""
    games = table.rows[0].games
    yield Text(
        f"How often {table.coercer} begins to press {table.target} ({table.dispute})", style="bold"
    )
    yield Text(
        f"{table.scenario.title}; {table.coercer} by {table.policy}; {games:,} games of at most "
        f"{table.rounds} rounds under each pledge, the same seeds in each"
    )
    launches = number_table("pledge", "begins", "rate", "95 %", "against none", "95 %")
    for row in table.rows:
        launches.add_row(row.pledge.name, *_cells(row))
    yield Padding(launches, (1, 0, 1, 0))
    worths = number_table("worth of beginning", *(row.pledge.name for row in table.rows))
    for n, (name, _) in enumerate(table.rows[0].parts):
        worths.add_row(f"  {name}", *(signed(row.parts[n][1], 3) for row in table.rows))
    worths.add_row(Text("in all", "bold"), *(signed(row.worth, 3) for row in table.rows))
    yield Padding(worths, (0, 0, 1, 0))
    grid = Table.grid(padding=(0, 2))
    for row in table.rows:
        grid.add_row(row.pledge.name, row.pledge.says)
    yield grid
    yield Text(
        "\n95 % of a rate by Wilson (1927), of a difference between the same games by Agresti and "
        "Min (2005). Worth at the start, mean over the games (§P.36); it begins where that is "
        "more than it wants for it."
    )


def save_deterrence(table: Deterrence, folder: Path) -> tuple[Path, ...]:
    """Write the chart of rates and of worths as PNG and as SVG; return the files."""
    with matplotlib_settings():
        from matplotlib.figure import Figure

        sheet = Figure(figsize=(9.0, 0.5 * len(table.rows) + 2.2), layout="constrained")
        left, right = sheet.subplots(1, 2)
        _plot_rates(left, table)
        _plot_worths(right, table)
        return save_figure(sheet, folder / CHART)


def _cells(row: Row) -> tuple[RenderableType, ...]:
    begins = f"{row.launches} of {row.games}"
    rate = f"{100 * row.rate:.0f} %"
    low, high = (f"{100 * end:.0f}" for end in row.interval)
    if not row.pledge.by:
        return begins, rate, f"{low} to {high}", "–", "–"
    less, more = (points(end) for end in row.difference_interval)
    return begins, rate, f"{low} to {high}", points(row.difference), f"{less} to {more}"


def _plot_rates(axis: Axes, table: Deterrence) -> None:
    for place, row in enumerate(table.rows):
        low, high = (100 * end for end in row.interval)
        axis.plot([low, high], [place, place], color="0.6", linewidth=3)
        axis.plot(100 * row.rate, place, "o", color="C0")
    axis.set_yticks(range(len(table.rows)), [row.pledge.name for row in table.rows])
    axis.set_ylim(len(table.rows) - 0.5, -0.5)
    axis.set_xlim(0, 100)
    axis.set_xlabel("games in which it begins [%]; grey: 95 %")
    axis.set_title(f"{table.coercer} against {table.target}", fontsize="medium")


def _plot_worths(axis: Axes, table: Deterrence) -> None:
    # Hatches tell the parts apart without colour too.
    hatches = ("", "//", "xx", "..", "\\\\")
    for n, (name, _) in enumerate(table.rows[0].parts):
        if not any(row.parts[n][1] for row in table.rows):
            continue
        for place, row in enumerate(table.rows):
            value = row.parts[n][1]
            before = sum(v for _, v in row.parts[:n] if (v < 0.0) == (value < 0.0))
            axis.barh(
                place, value, left=before, color=f"C{n}", hatch=hatches[n % len(hatches)],
                edgecolor="white", label=name if place == 0 else None, height=0.6,
            )  # fmt: skip
    worths = [row.worth for row in table.rows]
    axis.plot(worths, range(len(worths)), "kD", markersize=6, label="in all")
    axis.axvline(0.0, color="0.3", linewidth=0.8)
    axis.set_yticks(range(len(worths)), [""] * len(worths))
    axis.set_ylim(len(worths) - 0.5, -0.5)
    axis.margins(x=0.05)
    axis.locator_params(axis="x", nbins=6)
    axis.set_xlabel("worth of beginning [1]")
    axis.figure.legend(loc="outside lower center", ncols=6, fontsize="small")
