"""Drawing: a sheet for each chart of a report, and the pictures that come of them."""

from __future__ import annotations

import re
import textwrap
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from cli.plots import matplotlib_settings
from sim.exercise.documents.blocks import Figure
from sim.text import visible

if TYPE_CHECKING:  # importing matplotlib takes a second: only where something is drawn
    from matplotlib.axes import Axes

WIDTH = 7.5
"""[inch]"""

DOTS = 120
"""Points an inch."""

LABEL = 34
"""Letters in a line of a label."""

LONGEST_LABEL = 3
"""Lines of a label."""

LONGEST_NAME = 60
"""Letters in the name of a file."""


@dataclass(frozen=True)
class Chart:
    """What is to be drawn, and what is said of it."""

    name: str
    """Of its files."""
    caption: str
    told: str
    """What it shows, for those who cannot see it."""
    reading: str
    """How to read it, and how sure it is."""
    draw: Callable[[Axes], None]
    height: float = 3.4
    """[inch]"""
    grid: bool = True


@contextmanager
def drawing() -> Iterator[None]:
    """Draw with settings of our own, whatever the user's are and whatever signs names have."""
    with matplotlib_settings(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph")  # the captions and tables tell them
        yield


def picture(chart: Chart, source: str) -> Figure:
    """Return a chart as a picture, with a line that says what it was drawn from."""
    from matplotlib.figure import Figure as Paper

    paper = Paper(figsize=(WIDTH, chart.height), layout="constrained")
    axis = paper.subplots()
    chart.draw(axis)
    axis.grid(visible=chart.grid)
    paper.supxlabel(labelled(source, 120), fontsize="x-small", color="0.4", x=0.99, ha="right")
    png, svg = BytesIO(), BytesIO()
    paper.savefig(png, format="png", dpi=DOTS)
    paper.set_layout_engine("none")  # it is laid out; doing so again takes as long as drawing
    paper.savefig(svg, format="svg", metadata={"Date": None})
    return Figure(chart.name, png.getvalue(), svg.getvalue(), chart.caption, chart.told)


def labelled(text: str, width: int = LABEL) -> str:
    """Return a text as a label: in a few lines, without signs that are hidden."""
    return textwrap.fill(visible(text), width, max_lines=LONGEST_LABEL, placeholder=" …")


def file_name(*parts: str) -> str:
    """Return parts joined as a file may be named, whatever signs they have.

    >>> file_name("2", "../loss of GDP", "sobol")
    '2-loss-of-GDP-sobol'
    """
    named = (re.sub(r"[^\w]+", "-", part).strip("-")[:LONGEST_NAME] for part in parts)
    return "-".join(part for part in named if part)
