"""Plots: a series and the runs' answer to it, as text for the terminal and as files."""

from __future__ import annotations

import datetime as dt
import math
import sys
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from cli.output import WIDTH, colour_wanted
from sim.errors import SimError
from sim.figures import figure
from sim.replay.lines import Chart, Line

if TYPE_CHECKING:  # importing matplotlib takes a second: only where files are drawn
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

HEIGHT = 14
"""Rows of a chart in the terminal."""

SHEET = "all-series"
"""Name of the file that holds all charts."""

STEPS = (0.25, 0.3, 0.4, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 2.5)
"""Distances of marks on an axis that read well, times a power of ten."""

COLUMNS = 3
"""Charts side by side in the file that holds them all."""

_ASCII = str.maketrans("┌┐└┘─│┤├┬┴┼╷╵╴╶", "++++-|+++++||--")


def draw(chart: Chart) -> str:
    """Return a chart as lines of text: observed points on the simulated line."""
    import plotext  # only where a chart is drawn

    unicode = "utf" in (sys.stdout.encoding or "").lower()
    marks = ("braille", "·") if unicode else (".", "-")
    plot = plotext.figure
    plot.clear()
    plot.theme("simple")  # leaves the background as it is
    plot.plot_size(WIDTH, HEIGHT)
    for line, mark in ((chart.without, marks[1]), (chart.simulated, marks[0])):
        if line and line.dates:
            plot.draw(_signal(plot, line, mark).lines())
    if chart.observed.dates:
        plot.draw(_signal(plot, chart.observed, "o"))
    years = _years(chart)
    plot.ruler("x").ticks([date.toordinal() for date in years], [str(d.year) for d in years])
    levels = _levels(chart)
    plot.ruler("y").lim(0, levels[-1])
    plot.ruler("y").ticks(levels, [figure(level) for level in levels])
    body = plot.build().string(colorless=not colour_wanted())
    title = textwrap.fill(f"{chart.title} [{chart.unit}]", WIDTH)
    text = f"{title}\n{_legend(chart, marks)}\n{body.rstrip()}\n"
    return text if unicode else text.translate(_ASCII)


def save(charts: Sequence[Chart], alone: Sequence[str], folder: Path) -> tuple[Path, ...]:
    """Write all charts on one sheet, and those of the names `alone` by themselves.

    Returns the files, each as PNG and as SVG; a chart's file is named for its series.
    """
    with matplotlib_settings():
        files = list(_sheet(charts, folder / SHEET, COLUMNS)) if charts else []
        for chart in charts:
            if chart.name in alone:
                files += _sheet([chart], folder / chart.name, 1)
    return tuple(files)


def _signal(plot: Any, line: Line, mark: str) -> Any:
    return plot.signal([date.toordinal() for date in line.dates], list(line.values), marker=mark)


def _legend(chart: Chart, marks: tuple[str, str]) -> str:
    simulated = "line" if marks[0] == "braille" else marks[0]
    without = f"   {marks[1]} without the orders left out" if chart.without else ""
    return f"o observed   {simulated} simulated{without}"


def _lines(chart: Chart) -> list[Line]:
    return [line for line in (chart.observed, chart.simulated, chart.without) if line]


def _years(chart: Chart) -> list[dt.date]:
    """Return the first days of the years that the chart touches, its first day's included."""
    days = [date for line in _lines(chart) for date in line.dates]
    if not days:
        return []
    years = range(min(days).year, max(days).year + 1)
    return [dt.date(year, 1, 1) for year in years]


def _levels(chart: Chart) -> list[float]:
    """Return round levels from 0 to above the highest value."""
    highest = max((value for line in _lines(chart) for value in line.values), default=0.0)
    if highest <= 0 or not math.isfinite(highest):
        return [0.0, 1.0]
    power = 10.0 ** math.floor(math.log10(highest))
    step = power * next(part for part in STEPS if highest <= 4 * part * power)
    return [step * n for n in range(5)]


@contextmanager
def matplotlib_settings() -> Iterator[None]:
    """Draw to files with settings of our own, whatever the user's are."""
    import matplotlib as mpl

    mpl.use("Agg")
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(
            {
                "svg.hashsalt": "countervail",
                "font.size": 9,
                "axes.grid": True,
                "grid.alpha": 0.3,
                "text.parse_math": False,
            }
        )
        yield


def _sheet(charts: Sequence[Chart], stem: Path, columns: int) -> tuple[Path, Path]:
    from matplotlib.figure import Figure

    rows = math.ceil(len(charts) / columns)
    width, height = (8.0, 4.5) if columns == 1 else (4.0 * columns, 2.4 * rows)
    sheet = Figure(figsize=(width, height), layout="constrained")
    axes = sheet.subplots(rows, columns, squeeze=False).ravel()
    for axis, chart in zip(axes, charts, strict=False):
        _plot(axis, chart)
    for axis in axes[len(charts) :]:
        axis.set_visible(False)
    axes[0].legend(fontsize="small")
    return save_figure(sheet, stem)


def save_figure(sheet: Figure, stem: Path) -> tuple[Path, Path]:
    """Write a figure as PNG and as SVG, named for a stem; return the files."""
    png, svg = stem.with_name(f"{stem.name}.png"), stem.with_name(f"{stem.name}.svg")
    try:
        sheet.savefig(png, dpi=120)
        sheet.savefig(svg, metadata={"Date": None})
    except OSError as error:
        raise SimError(f"{error.filename or stem}: cannot be written: {error.strerror}") from None
    return png, svg


def _plot(axis: Axes, chart: Chart) -> None:
    # Marks and dashes tell the lines apart without colour too.
    for line, style, colour, label in (
        (chart.without, "--", "0.5", "without"),
        (chart.simulated, "-", "C0", "simulated"),
        (chart.observed, "o", "C3", "observed"),
    ):
        if line:
            days = np.array(line.dates, dtype="datetime64[D]")
            axis.plot(days, line.values, style, color=colour, label=label, markersize=4)
    axis.set_title(textwrap.fill(chart.title, 48), fontsize="medium")
    axis.set_ylabel(chart.unit)
    axis.set_ylim(bottom=0)
    axis.tick_params(axis="x", labelrotation=30)
