"""Observed: what was played beside what was observed, where the scenario is a historical case."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sim.errors import SimError
from sim.exercise.aar.compare import DATED, Course
from sim.exercise.aar.drawing import axes_of, figure_of, settings
from sim.exercise.aar.lettering import label
from sim.exercise.documents.blocks import Figure
from sim.exercise.table import Table
from sim.language import t
from sim.replay.course import headlines, record_of
from sim.replay.history import FILE, History, load_history
from sim.replay.lines import Chart, Line, chart
from sim.scenario import catalog

MOST = 4
"""Series shown."""

LEAST = 2
"""Points that a series needs within the exercise's calendar to be shown."""


def observed(table: Table) -> History | None:
    """Return what was observed in the case that an exercise plays; None for one that is none."""
    try:
        file = catalog.folder(table.exercise.setup.scenario) / FILE
        return load_history(file, table.scenario) if file.exists() else None
    except SimError:  # another version of the case, or one of the user's own
        return None


def beside_observed(table: Table, courses: Sequence[Course]) -> Figure | None:
    """Draw observed series with the answers of the exercise and of the dated orders to them."""
    history = observed(table)
    if history is None:
        return None
    dated = next((one for one in courses if one.title == DATED), None)
    run = record_of(courses[0].games[-1])
    other = record_of(dated.games[-1]) if dated else None
    told = [_until(chart(series, run, other), run.end) for series in headlines(history)]
    told = [one for one in told if len(one.observed.dates) >= LEAST][:MOST]
    if not told:
        return None
    with settings():
        sheet, axes = axes_of(len(told))
        for axis, one in zip(axes, told, strict=False):
            for line, style, told_as in (
                (one.without, "--", label("as dated")), (one.simulated, "-", label("played")),
                (one.observed, "o", label("observed")),
            ):  # fmt: skip
                if line:
                    days = np.array(line.dates, dtype="datetime64[D]")
                    axis.plot(days, line.values, style, label=told_as, markersize=4)
            axis.set_title(textwrap.fill(one.title, 40), fontsize="medium")
            axis.set_ylabel(one.unit)
            axis.set_ylim(bottom=0)
            axis.tick_params(axis="x", labelrotation=30)
            axis.legend(fontsize="small")
        caption = t("The exercise beside what was observed")
        titles = "; ".join(one.title for one in told)
        return figure_of(
            sheet, "observed", caption, t("Observed, played and as dated: {titles}", titles=titles)
        )


def _until(one: Chart, end: dt.date) -> Chart:
    """Return a chart up to a day."""
    without = _cut(one.without, end) if one.without else None
    return replace(
        one, observed=_cut(one.observed, end), simulated=_cut(one.simulated, end), without=without
    )


def _cut(line: Line, end: dt.date) -> Line:
    kept = [(day, v) for day, v in zip(line.dates, line.values, strict=True) if day < end]
    return Line(tuple(day for day, _ in kept), tuple(value for _, value in kept))
