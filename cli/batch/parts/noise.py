"""Noise: how much of what an outcome varies is chance, and how many replications make it small."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from cli.batch.drawing import Chart, file_name
from cli.batch.parts.part import HEAD, Part, bar, cells, percent
from cli.batch.plots import against
from cli.batch.tables import Numbers
from sim.batch.analysis.ladder import Ladder, unseen
from sim.batch.analysis.report import Report
from sim.batch.study import Outcome
from sim.figures import NOISE

MOST_DRAWN = 2
"""One by the repeats of the nominal point, one by replications: lever sets differ little."""

MOST_ROWS = 28
"""Of a table on a page; the file has all."""

READING = (
    "Each point is the variance that the mean of so many replications would have by chance alone; "
    "the shade holds the true one 95 times of 100, if chance is about normal. Where the curve is "
    "flat, more replications buy little; where the shade leaves the chart, little is known."
)


def noise_part(found: Report, outcome: Outcome, stem: str) -> Part:
    """Return what chance does to an outcome."""
    ours = [ladder for ladder in found.ladders if ladder.outcome == outcome.name]
    told = [ladder for ladder in ours if ladder.rungs]
    rungs = Numbers(
        file_name(stem, "replications"), f"Variance of the mean of {outcome.name} by chance",
        ("lever set", "found in", "replications", "variance", *HEAD, "as found"),
        tuple(
            (one.lever_set, one.source, rung.replications, *cells(rung.variance), rung.found)
            for one in told
            for rung in one.rungs
        ),
    )  # fmt: skip
    rungs = replace(rungs, on_page=len(rungs.rows) <= MOST_ROWS)
    drawn = [one for one in told if one.noise is None or one.noise > NOISE][:MOST_DRAWN]
    charts = tuple(
        _chart(outcome, one, file_name(stem, f"replications-{n}")) for n, one in enumerate(drawn, 1)
    )
    return Part("Chance", tuple(noise_lines(ours)), (rungs,) if told else (), charts)


def noise_lines(ours: list[Ladder]) -> Iterator[str]:
    """Yield in sentences what chance does."""
    for one in ours:
        if one.trouble:
            yield f"{one.lever_set}: how much is chance cannot be told: {one.trouble}."
            continue
        if one.noise is not None and one.noise < NOISE:
            yield (
                f"{one.lever_set}: {one.source} all agree. As far as they tell, nothing here is "
                "left to chance and one replication is enough; still, up to 1 run in "
                f"{1.0 / unseen(one.chance.used):.0f} could differ (95 %)."
            )
            continue
        share = (
            "it does not vary"
            if one.noise is None
            else f"chance is {percent(one.noise)} of all that it varies"
        )
        needed = ", ".join(
            f"{percent(need.share)} with {need.replications:,}"
            + (f" (it may take {need.at_most:,})" if need.at_most > need.replications else "")
            for need in one.needed
        )
        yield f"{one.lever_set}: {share} ({one.source})." + (
            f" Replications that make chance in their mean so small beside the spread: {needed}."
            if needed
            else ""
        )


def largest(ours: list[Ladder]) -> list[Ladder]:
    """Return the one that makes most of chance, of those of the first lever set; none of none."""
    told = [one for one in ours if one.lever_set == ours[0].lever_set and not one.trouble]
    if len(told) < 2:
        return told or ours[:1]
    most = max(told, key=lambda one: one.noise or 0.0)
    return [replace(most, source=f"{most.source}, the larger of two estimates")]


def _chart(outcome: Outcome, one: Ladder, name: str) -> Chart:
    counts = [rung.replications for rung in one.rungs]
    found = [bar("", rung.variance) for rung in one.rungs]
    unit = "" if outcome.unit in ("", "1") else f" [({outcome.unit})²]"
    return Chart(
        name,
        f"Variance of the mean of {outcome.name} against replications, {one.lever_set}",
        f"A curve that falls from {counts[0]} to {counts[-1]} replications; in the table.",
        f"{READING} Found in {one.source}.",
        partial(
            against, counts=counts, found=found, label="replications",
            unit=f"variance of the mean{unit}",
        ),
    )  # fmt: skip
