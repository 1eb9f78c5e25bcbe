"""Spread: how far an outcome's runs lie apart, by round and in the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from cli.batch.drawing import Chart, file_name
from cli.batch.parts.part import MOST_DRAWN, Part, in_short, label, listed, percent
from cli.batch.plots import Fan as DrawnFan
from cli.batch.plots import Spread, distributions, either, fans
from cli.batch.tables import Cell, Numbers
from sim.batch.analysis.report import Report
from sim.batch.analysis.spread import PERCENTS, Distribution, Fan, Mark
from sim.batch.study import Outcome
from sim.figures import written

PERCENT_HEAD = tuple(f"{percent:g} %" for percent in PERCENTS)


def spread_part(found: Report, outcome: Outcome, stem: str) -> Part:
    """Return how far an outcome's runs lie apart."""
    courses = [fan for fan in found.fans if fan.outcome == outcome.name]
    ends = [one for one in found.distributions if one.outcome == outcome.name]
    says = [line for one in ends for line in spread_lines(one)]
    if len(ends) > MOST_DRAWN:
        says.append(f"Drawn are the first {MOST_DRAWN} lever sets; the tables have all.")
    tables = (_ends(ends, outcome, stem), _bins(ends, outcome, stem), _courses(courses, stem))
    charts = (*_fan_chart(courses, outcome, stem), *_ends_chart(ends, outcome, stem))
    return Part(
        "How far it spreads", tuple(says), tuple(table for table in tables if table.rows), charts
    )


def spread_lines(one: Distribution) -> Iterator[str]:
    """Yield in sentences where a lever set's runs end."""
    if one.mean is None:
        yield f"{one.lever_set}: no run has a value ({one.basis})."
        return
    low, middle, high = (written(one.percentiles[PERCENTS.index(p)]) for p in (5.0, 50.0, 95.0))
    unit = "" if one.unit == "1" else f" {one.unit}"
    if one.two_values:
        yield f"{one.lever_set}: {_shares(one)}; {one.basis}."
        yield from (marked(replace(mark, percentile=None)) for mark in one.marks)
        return
    yield (
        f"{one.lever_set}: nine runs in ten lie between {low} and {high}{unit}, half below "
        f"{middle}; {one.basis}."
    )
    for mark in one.marks:
        yield marked(mark)


def _shares(one: Distribution) -> str:
    """Return which share of a lever set's runs ends at which of two values."""
    unit = "" if one.unit == "1" else f" {one.unit}"
    whole = sum(count for _, count in one.two_values)
    return listed(
        [f"{written(end)}{unit} in {percent(count / whole)}" for end, count in one.two_values]
    )


def marked(mark: Mark) -> str:
    """Return in a sentence where a value lies among the runs."""
    source = f" ({mark.source})" if mark.source else ""
    name = mark.name[:1].upper() + mark.name[1:]
    if mark.percentile is None:
        return f"{name}: {written(mark.value)}{source}."
    ends = {0.0: "below all runs", 100.0: "above all runs"}
    place = ends.get(mark.percentile, f"above {mark.percentile:.0f} % of the runs")
    return f"{name}: {written(mark.value)}{source}, {place}."


def _ends(ends: Sequence[Distribution], outcome: Outcome, stem: str) -> Numbers:
    rows: list[tuple[Cell, ...]] = []
    for one in ends:
        at = {mark.name: mark for mark in one.marks}
        beside = [
            cell
            for name in ("nothing varied", "observed")
            for cell in ((at[name].value, at[name].percentile) if name in at else (None, None))
        ]
        rows.append((one.lever_set, one.mean, *one.percentiles, *beside, one.basis.used,
                     one.basis.failed))  # fmt: skip
    marks = ("nothing varied", "its percentile", "observed", "its percentile")
    head = ("lever set", "mean", *PERCENT_HEAD, *marks, "runs", "failed")
    title = f"Where {outcome.name} ends"
    return Numbers(file_name(stem, "percentiles"), title, head, tuple(rows))


def _bins(ends: Sequence[Distribution], outcome: Outcome, stem: str) -> Numbers:
    rows = tuple(
        (one.lever_set, *edges, count)
        for one in ends
        for edges, count in zip(
            zip(one.edges, one.edges[1:], strict=False), one.counts, strict=True
        )
    )
    head = ("lever set", "from", "to", "runs")
    return Numbers(
        file_name(stem, "distribution"), f"Runs by {outcome.name}", head, rows, on_page=False
    )


def _courses(courses: Sequence[Fan], stem: str) -> Numbers:
    rows = tuple(
        (fan.lever_set, name, *(band.values[n] for band in fan.bands),
         fan.nominal[n] if fan.nominal else None, fan.used[n])
        for fan in courses
        for n, name in enumerate(fan.rounds)
    )  # fmt: skip
    head = ("lever set", "round", *PERCENT_HEAD, "nothing varied", "runs")
    return Numbers(file_name(stem, "fan"), "Course by round", head, rows, on_page=False)


def _fan_chart(courses: Sequence[Fan], outcome: Outcome, stem: str) -> Iterator[Chart]:
    shown = [fan for fan in courses if any(fan.used)][:MOST_DRAWN]
    if not shown:
        return
    drawn = [
        DrawnFan(in_short(fan.lever_set), [band.values for band in fan.bands]) for fan in shown
    ]
    last = [f"{fan.lever_set} ends at {written(fan.bands[2].values[-1])}" for fan in shown]
    yield Chart(
        file_name(stem, "fan"),
        f"Course of {outcome.name} by round",
        f"Fans over {len(shown[0].rounds)} rounds; in the middle {listed(last)}.",
        "Line: the middle of all runs in a round; dark shade: half of them; light shade: nine in "
        "ten. A single run need not follow any of these lines. The shade is what is not known "
        "and chance together, not the error of the line.",
        partial(
            fans, rounds=shown[0].rounds, found=drawn, played=shown[0].nominal,
            label=label(outcome),
        ),
        3.8,
    )  # fmt: skip


def _ends_chart(ends: Sequence[Distribution], outcome: Outcome, stem: str) -> Iterator[Chart]:
    shown = [one for one in ends if one.counts and len(one.edges) > 2][:MOST_DRAWN]
    if not shown:
        return
    marks: dict[str, float | None] = {mark.name: mark.value for mark in shown[0].marks}
    marks["wanted"] = outcome.wanted
    if shown[0].two_values:
        draw = partial(
            either, values=[end for end, _ in shown[0].two_values], label=label(outcome),
            found={in_short(one.lever_set): [n for _, n in one.two_values] for one in shown},
            marks=marks,
        )  # fmt: skip
        told = [f"{one.lever_set} {_shares(one)}" for one in shown]
    else:
        drawn = [Spread(in_short(one.lever_set), one.edges, one.counts) for one in shown]
        draw = partial(distributions, found=drawn, marks=marks, label=label(outcome))
        told = [f"half of {one.lever_set} below {written(one.percentiles[2])}" for one in shown]
    source = f" Observed: {outcome.observed_source}." if outcome.observed_source else ""
    yield Chart(
        file_name(stem, "distribution"),
        f"How often each {outcome.name} came out",
        f"Bars of shares of runs; {listed(told)}.",
        "How many of the runs end where, under the likelihoods that the experiment gives its "
        "uncertainties; these are no forecasts. A mark outside of all runs says that what was "
        f"varied does not reach it.{source}",
        draw,
        3.8,
    )
