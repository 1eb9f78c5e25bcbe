"""Dependency plots: every product by what the country needs and what others need of it."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from cli.plots import matplotlib_settings, save_figure
from sim.dependence.pillars import TAGS
from sim.dependence.profile import Good, Profile

if TYPE_CHECKING:  # importing matplotlib takes a second: only where files are drawn
    from matplotlib.axes import Axes

CHART = "dependence"
"""Name of the chart's files."""

LABELLED = 15
"""Products named on the chart; more names would lie on each other."""

CROWDED = 0.05
"""Share and indispensability together up to which products lie on a heap, and are not named [1]."""

LONGEST = 24
"""Characters of a name on the chart."""

MARKS = {"green": ("D", "C2"), "blue": ("s", "C0"), "red": ("^", "C3"), "": ("o", "0.6")}
"""Tag -> its mark and colour; the mark tells them apart without colour too."""


def save_profile(
    measured: Profile, parameters: Mapping[str, float], folder: Path
) -> tuple[Path, Path]:
    """Write the chart of a profile as PNG and as SVG; return the files."""
    with matplotlib_settings(), warnings.catch_warnings():
        # Names may be in any script; a sign that the font lacks is drawn as a box.
        warnings.filterwarnings("ignore", "Glyph .* missing")
        from matplotlib.figure import Figure

        sheet = Figure(figsize=(8.0, 5.5), layout="constrained")
        _plot(sheet.subplots(), measured, parameters)
        return save_figure(sheet, folder / CHART)


def _plot(axis: Axes, measured: Profile, parameters: Mapping[str, float]) -> None:
    for tag, (mark, colour) in MARKS.items():
        goods = [good for good in measured.goods if good.tag == tag]
        title = f"{tag}: {TAGS[tag]}" if tag else "no tag"
        across, up = [g.share for g in goods], [g.indispensability for g in goods]
        axis.plot(across, up, mark, color=colour, label=f"{title} ({len(goods)})")
    apart = [good for good in measured.goods if good.share + good.indispensability > CROWDED]
    for good in sorted(apart, key=_weight)[:LABELLED]:
        name = good.product if len(good.product) <= LONGEST else f"{good.product[:LONGEST]}…"
        # Names are text; a dollar sign or a backslash in one means nothing.
        axis.annotate(
            name,
            (good.share, good.indispensability),
            xytext=(4, 4),
            textcoords="offset points",
            fontsize="small",
        )
    if measured.by == "hjs":
        axis.axvline(parameters["hjs_share"], color="0.5", linestyle="--", linewidth=0.8)
    axis.axhline(parameters["indispensable"], color="0.5", linestyle=":", linewidth=0.8)
    whom = measured.on or "its supplier"
    axis.set_xlabel(f"Share of supplies that {measured.country} gets from {whom} [1]")
    axis.set_ylabel(f"What others would miss without {measured.country} [1]")
    axis.set_title(f"Dependence and indispensability of {measured.country}", fontsize="medium")
    axis.set_xlim(-0.03, 1.03)
    axis.set_ylim(-0.03, 1.03)
    axis.legend(fontsize="small", loc="upper right")


def _weight(good: Good) -> tuple[bool, float, str]:
    """Return what puts the products that matter first: tagged ones, then the outermost."""
    return (not good.tag, -good.share - good.indispensability, good.product)
