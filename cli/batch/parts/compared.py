"""Compared: two batches side by side, in pairs where that can be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from cli.batch.drawing import Chart, file_name
from cli.batch.parts.part import (
    HEAD,
    Part,
    bar,
    cells,
    counted,
    few_seeds_lines,
    in_short,
    listed,
    qualified,
    with_band,
)
from cli.batch.plots import bars, rows_high
from cli.batch.tables import Numbers
from sim.batch.analysis.compare import PLACES, Compared, Comparison, SideBySide
from sim.figures import written


def compared_part(found: Comparison) -> Part:
    """Return what came out otherwise in the second of two batches."""
    return Part(
        "What came out otherwise",
        tuple(compared_lines(found)),
        (_table(found),) if found.compared else (),
        tuple(_charts(found)),
    )


def compared_lines(found: Comparison) -> Iterator[str]:
    """Yield in sentences how two batches were compared, and what came out otherwise."""
    if not found.compared:
        yield "They have no outcome with a lever set of the same name in common."
        return
    yield (
        "Compared in pairs: the same values and the same seeds."
        if found.paired
        else f"Not compared in pairs ({found.why_not_paired}) but as two samples: bands are wide."
    )
    for one in found.compared:
        about = f"{one.outcome}, {one.lever_set}"
        change = f"{with_band(one.difference)} {one.unit}".rstrip()
        told = (
            "the same in every run of both"
            if one.verdict == "the same"
            else f"{qualified(one.verdict, one.few_seeds)} in the second, by {change}"
        )
        yield f"{about}: {told}." + _failed(one)
    yield from few_seeds_lines([one.few_seeds for one in found.compared])


def differing_part(found: Comparison) -> Part:
    """Return what the batches themselves differ in."""
    return Part("What they differ in", tuple(differing_lines(found)))


def differing_lines(found: Comparison) -> Iterator[str]:
    """Yield what the batches themselves differ in."""
    yield from (f"{line}." for line in found.differing)
    if not found.differing:
        yield (
            "In nothing that a study knows; constants and scenarios stand in experiment.yaml and "
            "scenario.yaml of each folder."
        )


def indices_part(found: Sequence[SideBySide]) -> Part:
    """Return by how much what drives the outcomes differs."""
    apart = [f"{one.factor} for {one.outcome}" for one in found if one.told_apart]
    says = (
        f"Told apart by their bands: {listed(apart)}."
        if apart
        else "No factor's weight is told apart between the two."
    )
    table = Numbers(
        "indices", "By what each factor is judged, in the first and in the second",
        ("outcome", "factor", "first", *HEAD, "second", *HEAD, "told apart"),
        tuple(
            (one.outcome, one.factor, *cells(one.indices[0]), *cells(one.indices[1]),
             one.told_apart)
            for one in found
        ),
    )  # fmt: skip
    return Part("What drives the outcomes", (says,), (table,))


def _failed(one: Compared) -> str:
    lost = [basis.failed for basis in one.bases]
    if not any(lost):
        return ""
    return f" {counted(lost[0], 'run')} failed in the first, {lost[1]:,} in the second."


def _table(found: Comparison) -> Numbers:
    tails = [f"{100 * place:g} % quantile" for place in PLACES]
    return Numbers(
        "compared", f"{found.names[1]} less {found.names[0]}",
        ("outcome", "lever set", "first", *HEAD, "second", *HEAD, "difference", *HEAD, "verdict",
         *tails, "pairs or runs", "failed in first", "failed in second"),
        tuple(
            (one.outcome, one.lever_set, *cells(one.means[0]), *cells(one.means[1]),
             *cells(one.difference), qualified(one.verdict, one.few_seeds),
             *(step.value for step in one.quantiles),
             one.difference.used, one.bases[0].failed, one.bases[1].failed)
            for one in found.compared
        ),
    )  # fmt: skip


def _charts(found: Comparison) -> Iterator[Chart]:
    """Yield how much each outcome differs, lever set by lever set."""
    for n, outcome in enumerate(dict.fromkeys(one.outcome for one in found.compared), 1):
        ours = [one for one in found.compared if one.outcome == outcome]
        shown = [
            bar(in_short(one.lever_set), one.difference, one.difference.told_apart) for one in ours
        ]
        told = [f"{one.lever_set} {written(one.difference.value)}" for one in ours]
        unit = "" if ours[0].unit in ("", "1") else f" [{ours[0].unit}]"
        yield Chart(
            file_name(str(n), outcome, "difference"),
            f"{outcome}: {found.names[1]} less {found.names[0]}",
            f"Bars: {listed(told)}.",
            "How much more or less the mean is in the second batch, with 95 % bands. Grey: the "
            "band holds zero, so the two are not told apart.",
            partial(
                bars, kinds={"difference": shown}, floor=None, label=f"difference of means{unit}"
            ),
            rows_high(len(shown)),
        )
