"""Explain plots: a waterfall for each explained number, as files."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

from cli.explain import ByRound, step_title
from cli.plots import matplotlib_settings, save_figure
from sim.explain.explained import Explained, steps_of
from sim.explain.words import PROBABILITY, change


def save_waterfalls(found: ByRound, folder: Path) -> tuple[Path, ...]:
    """Write a waterfall of each number that something changed, as PNG and SVG; return the files."""
    files: list[Path] = []
    with matplotlib_settings():
        for numbers in found.values():
            for one in numbers:
                if any(part.share for part in one.trail.parts):
                    files += _chart(one, folder)
    return tuple(files)


def _chart(one: Explained, folder: Path) -> tuple[Path, Path]:
    from matplotlib.figure import Figure
    from matplotlib.ticker import PercentFormatter

    trail, number = one.trail, one.number
    steps = steps_of(trail)
    at = trail.base or 0.0
    sheet = Figure(figsize=(8.0, 1.8 + 0.45 * len(steps)), layout="constrained")
    axis = sheet.subplots()
    for row, step in enumerate(steps):
        share, error = step.share, step.error
        # A fall is hatched: colour is not the only sign.
        colour, hatch = ("C0", "") if share > 0 else ("C1", "///")
        axis.barh(row, share, left=at, color=colour, hatch=hatch, edgecolor="0.2", zorder=3)
        if error:
            axis.errorbar(at + share, row, xerr=error, color="0.1", capsize=2, zorder=4)
        at += share
        axis.annotate(
            change(share, number.unit), (max(at, at - share), row), (3, 0),
            textcoords="offset points", va="center", fontsize="small", zorder=5,
        )  # fmt: skip
    axis.axvline(trail.base or 0.0, color="0.5", linestyle="--", label="what was so before")
    axis.axvline(trail.whole or 0.0, color="0.1", label=str(number))
    if one.range and one.range.low is not None and one.range.high is not None:
        label = "10–90 % of the ensemble"
        axis.axvspan(one.range.low, one.range.high, color="0.92", zorder=0, label=label)
    names = [textwrap.fill(step_title(step, number.unit), 46) for step in steps]
    axis.set_yticks(range(len(steps)), names, fontsize="small")
    axis.invert_yaxis()
    axis.margins(x=0.12)
    axis.set_title(f"{number}, round {trail.round} ({one.mark.status})", fontsize="medium")
    axis.set_xlabel("" if number.unit == "1" else number.unit)
    if number.unit == PROBABILITY:
        axis.xaxis.set_major_formatter(PercentFormatter(1.0))
    sheet.legend(loc="outside lower center", ncols=3, fontsize="small")
    return save_figure(sheet, folder / f"why-{trail.round}-{_file(str(number))}")


def _file(name: str) -> str:
    """Return a name as a file may bear it.

    >>> _file("SORIN.price(magnet)")
    'SORIN.price-magnet'
    """
    return re.sub(r"[^\w.]+", "-", name).strip("-")
