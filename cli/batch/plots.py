"""Plots: how a batch's numbers are drawn on axes, whatever analysis they come from.

Marks and hatches tell things apart without colour too; grey is what chance explains.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import TYPE_CHECKING

import numpy as np

from cli.batch.drawing import labelled
from sim.figures import written

if TYPE_CHECKING:  # importing matplotlib takes a second: only where something is drawn
    from matplotlib.axes import Axes

MARKS = ("o-", "s--", "^-.", "D:", "v-", "P--", "X-.", "*:")
HATCHES = ("", "///", "xxx", "...", "\\\\\\", "+++")
MOST_DATES = 7
"""Rounds that are named on an axis; more run into each other."""

FAINT = "0.75"
"""Colour of what is not told apart from chance."""

Band = tuple[float, float]


@dataclass(frozen=True)
class Bar:
    """A number with its band; None: it has none."""

    name: str
    value: float | None
    band: Band | None
    important: bool = True


def rows_high(rows: int) -> float:
    """Return how high a chart with so many rows is [inch]."""
    return 1.5 + 0.34 * rows


def bars(axis: Axes, kinds: Mapping[str, Sequence[Bar]], floor: float | None, label: str) -> None:
    """Draw each kind's bars under one another, row by row, and the floor of chance as a line."""
    names = [bar.name for bar in next(iter(kinds.values()))]
    height = 0.8 / len(kinds)
    for place, (kind, found) in enumerate(kinds.items()):
        rows = np.arange(len(names)) + (place - (len(kinds) - 1) / 2) * height
        hatch = HATCHES[place % len(HATCHES)]
        for first, (row, bar) in enumerate(zip(rows, found, strict=True)):
            if bar.value is None:
                continue
            axis.barh(
                row, bar.value, height, color=f"C{place}" if bar.important else FAINT, hatch=hatch,
                edgecolor="0.2", linewidth=0.5, label=kind if first == 0 else None, zorder=3,
            )  # fmt: skip
            _band(axis, bar.band, row)
    if floor is not None:
        axis.axvline(
            floor, color="C3", linestyle="--", label="upper end of the dummy's band", zorder=4
        )
    _names(axis, names)
    axis.set_xlabel(label)
    axis.axvline(0.0, color="0.3", linewidth=0.8)
    _legend(axis)


def tornado(
    axis: Axes, names: Sequence[str], ends: Sequence[Band], nominal: float, label: str
) -> None:
    """Draw what an outcome is where each factor alone is at its low and at its high end."""
    for row, (low, high) in enumerate(ends):
        kinds = (("at its low end", low, "C0", ""), ("at its high end", high, "C1", "///"))
        for kind, value, colour, hatch in kinds:
            axis.barh(
                row, value - nominal, 0.6, left=nominal, color=colour, hatch=hatch,
                edgecolor="0.2", linewidth=0.5, label=kind if row == 0 else None, zorder=3,
            )  # fmt: skip
    axis.axvline(nominal, color="0.2", label="nothing varied", zorder=4)
    _names(axis, names)
    axis.set_xlabel(label)
    _legend(axis)


def scatter(
    axis: Axes, points: Sequence[tuple[Bar, float]], floor: float | None, label: str
) -> None:
    """Draw the mean size of each factor's effects against how much they differ (Morris)."""
    for bar, spread in points:
        if bar.value is None:
            continue
        mark, colour = ("o", "C0") if bar.important else ("x", "0.5")
        axis.plot(bar.value, spread, mark, color=colour, markersize=6, zorder=3)
        if bar.band:
            axis.plot(bar.band, [spread, spread], color=colour, linewidth=1.0)
        axis.annotate(
            labelled(bar.name), (bar.value, spread), (5, 3), textcoords="offset points",
            fontsize="small" if bar.important else "x-small",
        )  # fmt: skip
    if floor is not None:
        axis.axvline(floor, color="C3", linestyle="--", label="upper end of the dummy's band")
        axis.legend(fontsize="small")
    axis.set_xlabel(f"mean size of the effect, μ* [{label}]")
    axis.set_ylabel(f"how much it differs, σ [{label}]")
    axis.margins(0.12)
    axis.set_xlim(left=min(0.0, axis.get_xlim()[0]))


def against(axis: Axes, counts: Sequence[int], found: Sequence[Bar], label: str, unit: str) -> None:
    """Draw numbers with their bands against how many there are of something."""
    known = [(n, bar) for n, bar in zip(counts, found, strict=True) if bar.value is not None]
    axis.plot([n for n, _ in known], [bar.value or 0.0 for _, bar in known], "o-", zorder=3)
    bands = [(n, bar.band) for n, bar in known if bar.band]
    if bands:
        low, high = (np.array([band[end] for _, band in bands]) for end in (0, 1))
        axis.fill_between([n for n, _ in bands], low, high, color="C0", alpha=0.2)
    axis.set_xscale("log")
    axis.set_xticks(counts, [f"{n:,}" for n in counts])
    axis.minorticks_off()
    axis.set_xlabel(label)
    axis.set_ylabel(unit)
    most = max((bar.value or 0.0 for _, bar in known), default=0.0)
    ends = [band[1] for _, band in bands]
    axis.set_ylim(0.0, min(5.0 * most, 1.05 * max([most, *ends])) or 1.0)


@dataclass(frozen=True)
class Fan:
    """Percentiles of a course by round, from the lowest to the highest, the middle one between."""

    name: str
    percentiles: Sequence[Sequence[float | None]]


def fans(
    axis: Axes, rounds: Sequence[str], found: Sequence[Fan], played: Sequence[float | None],
    label: str,
) -> None:  # fmt: skip
    """Draw how far the runs of each lever set spread, round by round, and the nominal run."""
    places = np.arange(len(rounds))
    for number, (fan, style) in enumerate(zip(found, cycle(MARKS), strict=False)):
        rows = [np.array([np.nan if v is None else v for v in row]) for row in fan.percentiles]
        colour = f"C{number}"
        for depth in range(len(rows) // 2):
            axis.fill_between(
                places, rows[depth], rows[-1 - depth], color=colour, alpha=0.15, linewidth=0.0
            )
        middle = rows[len(rows) // 2]
        axis.plot(places, middle, style, color=colour, markersize=3.5, label=labelled(fan.name))
    if any(value is not None for value in played):
        nominal = [np.nan if value is None else value for value in played]
        axis.plot(places, nominal, "k--", linewidth=1.2, label="nothing varied")
    step = -(-len(rounds) // MOST_DATES)
    axis.set_xticks(places[::step], [labelled(name, 14) for name in rounds[::step]])
    axis.set_ylabel(label)
    _legend(axis)


@dataclass(frozen=True)
class Spread:
    """How often the outcome of a lever set's runs fell between edges."""

    name: str
    edges: Sequence[float]
    counts: Sequence[int]


def distributions(
    axis: Axes, found: Sequence[Spread], marks: Mapping[str, float | None], label: str
) -> None:
    """Draw how often each value came out, and some values to compare it with."""
    for number, one in enumerate(found):
        whole = sum(one.counts)
        if whole:
            shares = np.array(one.counts) / whole
            axis.stairs(
                100.0 * shares, np.array(one.edges), fill=number == 0, alpha=0.45 if number == 0
                else 1.0, color=f"C{number}", linewidth=1.5, label=labelled(one.name),
                linestyle=("-", "--", "-.", ":")[number % 4],
            )  # fmt: skip
    lines = ("-", "--", ":", "-.")
    for number, (name, value) in enumerate(marks.items()):
        if value is not None:
            axis.axvline(
                value, color="0.15", linestyle=lines[number % 4], linewidth=1.6,
                label=f"{name}: {written(value)}",
            )  # fmt: skip
    axis.set_xlabel(label)
    axis.set_ylabel("runs [%]")
    _legend(axis)


def either(
    axis: Axes, values: Sequence[float], found: Mapping[str, Sequence[int]],
    marks: Mapping[str, float | None], label: str,
) -> None:  # fmt: skip
    """Draw which share of the runs of each lever set ends at which of a few values."""
    places, wide = np.arange(len(values)), 0.8 / max(1, len(found))
    for number, (name, counts) in enumerate(found.items()):
        shares = 100.0 * np.array(counts) / max(1, sum(counts))
        bars = axis.bar(
            places + (number - (len(found) - 1) / 2) * wide, shares, wide, color=f"C{number}",
            alpha=0.6, hatch=HATCHES[number % len(HATCHES)], label=labelled(name),
        )  # fmt: skip
        axis.bar_label(bars, fmt="%.0f %%", fontsize="small")
    stands = [
        "\n".join([written(value), *(name for name, at in marks.items() if at == value)])
        for value in values
    ]
    axis.set_xticks(places, stands)
    axis.set_ylim(0.0, 109.0)
    axis.set_xlabel(label)
    axis.set_ylabel("runs [%]")
    _legend(axis)


def intervals(
    axis: Axes, names: Sequence[str], percentiles: Sequence[Sequence[float | None]],
    wanted: float | None, label: str,
) -> None:  # fmt: skip
    """Draw the lowest, the middle and the highest percentile of each row, and what is wanted."""
    for row, found in enumerate(percentiles):
        known = [value for value in found if value is not None]
        if len(known) == len(found) and known:
            axis.plot([known[0], known[-1]], [row, row], color="0.6", linewidth=4, zorder=2)
            axis.plot(known[len(known) // 2], row, "o", color="C0", zorder=3)
    if wanted is not None:
        axis.axvline(wanted, color="C2", linestyle="--", label=f"wanted: {written(wanted)}")
        axis.legend(fontsize="small")
    _names(axis, names)
    axis.set_xlabel(label)


def peeling(
    axis: Axes, steps: Sequence[tuple[float, float]], chosen: tuple[float, float] | None
) -> None:
    """Draw coverage against density while a box is peeled, and the box that was chosen."""
    coverage, density = zip(*steps, strict=True)
    axis.plot(coverage, density, "o-", color="C0", markersize=3.5, label="boxes peeled")
    if chosen is not None:
        axis.plot(*chosen, "D", color="C3", markersize=9, label="the one told")
    axis.set_xlabel("coverage: share of the cases it holds")
    axis.set_ylabel("density: share of cases in it")
    axis.set_xlim(-0.02, 1.02)
    axis.set_ylim(-0.02, 1.05)
    axis.legend(fontsize="small")


def limits(axis: Axes, names: Sequence[str], ends: Sequence[Band]) -> None:
    """Draw between which shares of each factor's range a box lies."""
    for row, (low, high) in enumerate(ends):
        axis.barh(row, 1.0, 0.6, color="0.92", edgecolor="0.7")
        axis.barh(row, high - low, 0.6, left=low, color="C0", hatch="///", edgecolor="0.2")
    _names(axis, names)
    axis.set_xlim(0.0, 1.0)
    axis.set_xlabel("share of its range, from its low end to its high end")


def heat(
    axis: Axes, rows: Sequence[str], columns: Sequence[str], values: Sequence[Sequence[float]],
    told: Sequence[Sequence[str]], sides: tuple[str, str],
) -> None:  # fmt: skip
    """Draw a table of numbers as colours, with what is said in each cell and on its sides."""
    found = np.array(values, dtype=float)
    axis.imshow(found, cmap="cividis", aspect="auto")
    known = found[np.isfinite(found)]
    middle = float(known.min() + known.max()) / 2 if known.size else 0.0
    for row, column in np.ndindex(found.shape):
        dark = found[row, column] < middle
        axis.text(
            column, row, told[row][column], ha="center", va="center", fontsize="small",
            color="white" if dark else "black",
        )  # fmt: skip
    axis.set_xticks(range(len(columns)), [labelled(name, 18) for name in columns])
    _names(axis, rows)
    axis.set_ylabel(labelled(sides[0]))
    axis.set_xlabel(labelled(sides[1], 80))


def _band(axis: Axes, band: Band | None, row: float) -> None:
    if band:
        axis.plot(band, [row, row], color="0.1", linewidth=1.2, marker="|", zorder=5)


def _names(axis: Axes, names: Sequence[str]) -> None:
    """Name the rows, the first at the top."""
    axis.set_yticks(range(len(names)), [labelled(name) for name in names], fontsize="small")
    axis.set_ylim(len(names) - 0.4, -0.6)


def _legend(axis: Axes) -> None:
    if axis.get_legend_handles_labels()[0]:
        axis.figure.legend(loc="outside upper center", ncols=3, fontsize="small")
