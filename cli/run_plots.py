"""Run plots: support, capital, damage, escalation and prices of a run, as files."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from cli.plots import COLUMNS, matplotlib_settings, save_figure
from sim.adjudication.dominance import Dominance
from sim.politics.contest.escalation import LADDER
from sim.replay.affairs import Affairs, affairs, prices
from sim.replay.lines import Line
from sim.replay.run import RunResult

if TYPE_CHECKING:  # importing matplotlib takes a second: only where files are drawn
    from matplotlib.axes import Axes

MARKS = ("o-", "s--", "^-.", "D:", "v-", "P--", "X-.", "*:")
"""Marks and dashes tell lines apart without colour too."""

MOST = 9
"""More charts than this on a sheet are too small to read."""


@dataclass(frozen=True)
class Panel:
    """One chart with several named lines."""

    title: str
    unit: str
    lines: dict[str, Line]
    top: float | None = None
    """Highest value on the axis; None: as the lines need."""


def save_run(result: RunResult, folder: Path) -> tuple[Path, ...]:
    """Write the charts of a run to a folder, each as PNG and SVG; return the files."""
    files: list[Path] = []
    with matplotlib_settings():
        for name, panels in _sheets(result):
            if panels:
                files += _sheet(panels[:MOST], folder / name)
        if result.dominance:
            files += _heat(result.dominance, folder / "dominance")
    return tuple(files)


def _sheets(result: RunResult) -> Iterator[tuple[str, list[Panel]]]:
    """Yield the name of each file and what is on it; nothing where there was no dispute."""
    course = affairs(result)
    yield "support-and-capital", _backing(course)
    yield "damage", _damage(course)
    yield "escalation", _escalation(course)
    yield "prices", _prices(result)


def _backing(course: Sequence[Affairs]) -> list[Panel]:
    parties = course[-1].backing
    if not parties:
        return []
    support = {c: _line(course, [one.backing[c].support for one in course]) for c in parties}
    capital = {c: _line(course, [one.backing[c].capital for one in course]) for c in parties}
    return [
        Panel("Support of governments", "of 100", support, 100.0),
        Panel("Political capital", "points", capital, 100.0),
    ]


def _damage(course: Sequence[Affairs]) -> list[Panel]:
    panels = []
    for dispute in course[-1].disputes:
        rows = {
            c: [one.damage.get(dispute.id, {}).get(c, 0.0) for one in course]
            for c in course[-1].backing
        }
        felt = {c: _line(course, row) for c, row in rows.items() if any(row)}
        if felt:
            panels.append(Panel(f"Damage by {dispute.id}", "% of GDP, yearly", felt))
    return panels


def _escalation(course: Sequence[Affairs]) -> list[Panel]:
    found: dict[str, Line] = {}
    for dispute in course[-1].disputes:
        levels = [
            next((d.escalation for d in one.disputes if d.id == dispute.id), 0.0) for one in course
        ]
        if any(levels):
            found[dispute.id] = _line(course, levels)
    return [Panel("Escalation", "rung of the ladder, 0 to 8", found, 8.0)] if found else []


def _prices(result: RunResult) -> list[Panel]:
    return [Panel(one.title, one.unit, dict(one.lines)) for one in prices(result)]


def _line(course: Sequence[Affairs], values: Sequence[float]) -> Line:
    return Line(tuple(one.until for one in course), tuple(values))


def _sheet(panels: Sequence[Panel], stem: Path) -> tuple[Path, Path]:
    from matplotlib.figure import Figure

    columns = min(COLUMNS, len(panels))
    rows = math.ceil(len(panels) / columns)
    size = (8.0, 4.5) if columns == 1 else (5.0 * columns, 3.6 * rows)
    sheet = Figure(figsize=size, layout="constrained")
    axes = sheet.subplots(rows, columns, squeeze=False).ravel()
    for axis, panel in zip(axes, panels, strict=False):
        _plot(axis, panel)
    for axis in axes[len(panels) :]:
        axis.set_visible(False)
    return save_figure(sheet, stem)


def _heat(found: Sequence[Dominance], stem: Path) -> tuple[Path, Path]:
    """Draw who could climb further, rung by rung, in each open dispute."""
    from matplotlib.figure import Figure

    leads = np.array([[level.lead for level in one.levels] for one in found]).T
    rungs = [level.rung for level in found[0].levels]
    most = float(np.abs(leads).max()) or 1.0
    sheet = Figure(figsize=(4.5 + 1.8 * len(found), 4.5), layout="constrained")
    axis = sheet.subplots()
    image = axis.imshow(leads, cmap="RdBu_r", vmin=-most, vmax=most, aspect="auto", origin="lower")
    for row, column in np.ndindex(leads.shape):
        one, level = found[column], found[column].levels[row]
        mark = {one.sender: "▲", one.target: "▼", None: "–"}[one.ahead(level)]
        dark = abs(level.lead) > 0.6 * most
        axis.text(
            column, row, f"{mark} {abs(level.lead):.2f}",
            ha="center", va="center", color="white" if dark else "black",
        )  # fmt: skip
    names = [f"{one.dispute}\n▲ {one.sender}  ▼ {one.target}" for one in found]
    axis.set_xticks(range(len(found)), names, fontsize="small")
    axis.set_yticks(range(len(rungs)), [f"{e} {LADDER[e].name}" for e in rungs], fontsize="small")
    axis.grid(visible=False)
    axis.set_title("Who could climb further", fontsize="medium")
    sheet.colorbar(image, label="lead of the sender (▲), % of GDP a year")
    return save_figure(sheet, stem)


def _plot(axis: Axes, panel: Panel) -> None:
    for (name, line), style in zip(panel.lines.items(), cycle(MARKS), strict=False):
        days = np.array(line.dates, dtype="datetime64[D]")
        axis.plot(days, line.values, style, label=name, markersize=3.5)
    axis.set_title(panel.title, fontsize="medium")
    axis.set_ylabel(panel.unit)
    values = [0.0, *(value for line in panel.lines.values() for value in line.values)]
    top = panel.top or max(values) or 1.0
    axis.set_ylim(bottom=1.1 * min(values), top=1.05 * top)
    axis.tick_params(axis="x", labelrotation=30)
    axis.legend(fontsize="small")
