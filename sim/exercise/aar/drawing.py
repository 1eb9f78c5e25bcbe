"""Drawing: sheets with axes, lines over days, and the figures that come of them."""

from __future__ import annotations

import textwrap
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from itertools import cycle
from typing import TYPE_CHECKING

import numpy as np

from sim.exercise.aar.lettering import typeface, unit_label
from sim.exercise.documents.blocks import Figure
from sim.figures import written
from sim.language import called, spoken, t
from sim.replay.lines import Line

if TYPE_CHECKING:  # importing matplotlib takes a second: only where something is drawn
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Sheet

MARKS = ("o-", "s--", "^-.", "D:", "v-", "P--", "X-.", "*:")
"""Marks and dashes tell lines apart without colour too."""

WIDTH = 7.5
"""[inch]"""

DOTS = 150
"""Points an inch of what is printed."""


@contextmanager
def settings() -> Iterator[None]:
    """Draw with settings of our own, whatever the user's are."""
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
        own = typeface(spoken())
        if own:
            mpl.rcParams["font.family"] = [own, *mpl.rcParams["font.family"]]
        with warnings.catch_warnings():
            # Names in signs that no typeface here has: the captions tell them.
            warnings.filterwarnings("ignore", "Glyph")
            yield


def sheet_of(height: float = 3.4) -> tuple[Sheet, Axes]:
    """Return a sheet with one chart, so high [inch]."""
    from matplotlib.figure import Figure as Sheet

    sheet = Sheet(figsize=(WIDTH, height), layout="constrained")
    return sheet, sheet.subplots()


def axes_of(charts: int) -> tuple[Sheet, list[Axes]]:
    """Return a sheet with so many charts, side by side."""
    from matplotlib.figure import Figure as Sheet

    columns = 1 if charts == 1 else 2
    rows = -(-charts // columns)
    sheet = Sheet(figsize=(WIDTH, 0.6 + 2.8 * rows), layout="constrained")
    axes = list(sheet.subplots(rows, columns, squeeze=False).ravel())
    for axis in axes[charts:]:
        axis.set_visible(False)
    return sheet, axes[:charts]


def panels_of(
    panels: Mapping[str, Mapping[str, Line]], units: Mapping[str, str], name: str, caption: str
) -> Figure | None:
    """Return a figure with a chart for each title; None without any."""
    if not panels:
        return None
    sheet, axes = axes_of(len(panels))
    for axis, (title, lines) in zip(axes, panels.items(), strict=False):
        draw(axis, lines, units[title])
        axis.set_title(textwrap.fill(title, 40), fontsize="medium")
    told = "; ".join(
        f"{title}: {at_the_end(lines, units[title])}" for title, lines in panels.items()
    )
    return figure_of(sheet, name, caption, told)


def draw(axis: Axes, lines: Mapping[str, Line], unit: str, top: float | None = None) -> None:
    """Draw lines over days, from zero up to `top` if that is the most there can be."""
    for (name, line), style in zip(lines.items(), cycle(MARKS), strict=False):
        days = np.array(line.dates, dtype="datetime64[D]")
        axis.plot(days, line.values, style, label=name, markersize=4)
    axis.set_ylabel(unit_label(unit))
    axis.yaxis.set_major_formatter(lambda value, _: written(value))
    values = [0.0, *(value for line in lines.values() for value in line.values)]
    axis.set_ylim(bottom=1.1 * min(values), top=1.05 * (top or max(values) or 1.0))
    axis.tick_params(axis="x", labelrotation=30)
    axis.legend(fontsize="small")


def at_the_end(lines: Mapping[str, Line], unit: str) -> str:
    """Return where lines end, in words."""
    ends = ", ".join(
        f"{name} {written(line.values[-1])}" for name, line in lines.items() if line.values
    )
    return t("At the end, {unit}: {ends}", unit=called("unit", unit), ends=ends)


def figure_of(sheet: Sheet, name: str, caption: str, told: str) -> Figure:
    """Return a sheet as points and as lines."""
    sheet.draw_without_rendering()
    sheet.set_layout_engine("none")  # what lies where is worked out once, not for each file
    png, svg = BytesIO(), BytesIO()
    sheet.savefig(png, format="png", dpi=DOTS)
    sheet.savefig(svg, format="svg", metadata={"Date": None})
    return Figure(name, png.getvalue(), svg.getvalue(), caption, told)
