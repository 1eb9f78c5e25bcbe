"""Discovered: under what conditions an outcome goes wrong, in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from cli.batch.drawing import Chart, file_name
from cli.batch.parts.driver import drivers
from cli.batch.parts.part import Part, listed, percent
from cli.batch.plots import limits, peeling, rows_high
from cli.batch.tables import Numbers
from sim.batch.analysis.boxes import Box
from sim.batch.analysis.discovery import Discovery
from sim.batch.analysis.importance import Weight
from sim.batch.analysis.report import Report
from sim.batch.analysis.sensitivity import Finding
from sim.batch.analysis.shares import Shares
from sim.batch.design.factors import Factor
from sim.batch.study import Outcome
from sim.figures import written


def discovered_part(found: Report, outcome: Outcome, stem: str) -> Part:
    """Return under what conditions an outcome goes wrong."""
    ours = [one for one in found.discovery if one.condition.outcome == outcome.name]
    findings = [one for one in found.sensitivity if one.about.outcome == outcome.name]
    why = [f"Not looked for: {m.why}." for m in found.missing if m.part == "scenario discovery"]
    told = [
        (one, file_name(stem, "boxes", str(n) if n > 1 else "")) for n, one in enumerate(ours, 1)
    ]
    return Part(
        "Under what conditions",
        (
            *why,
            *(
                line
                for one in ours
                for line in (*unsettled_lines(one, findings), *discovered_lines(one))
            ),
        ),
        tuple(_table(one, name) for one, name in told if one.boxes or one.tree),
        tuple(chart for one, name in told if one.boxes for chart in _charts(one, found, name)),
    )  # fmt: skip


def unsettled_lines(one: Discovery, findings: Sequence[Finding]) -> Iterator[str]:
    """Yield that conditions rest on factors of which it is not settled that they matter, if so."""
    limited = {limit.name for box in one.boxes for limit in box.limits}
    weights: dict[str, set[Weight]] = {}
    for driver in (driver for finding in findings for driver in drivers(finding)):
        weights.setdefault(driver.factor, set()).add(driver.weight)
    unsure = [
        name
        for name, found in weights.items()
        if name in limited and "not settled" in found and "important" not in found
    ]
    alone = any(
        isinstance(finding, Shares) and any(index.total is None for index in finding.indices)
        for finding in findings
    )
    together = ", or what they limit matters only together with others" if alone else ""
    if unsure:
        yield (
            f"The conditions below limit {listed(unsure)}, and it is not settled that anything "
            f"depends on that: they may be chance{together}."
        )


def discovered_lines(one: Discovery) -> Iterator[str]:
    """Yield in sentences when runs are of interest, and how far that may be trusted."""
    if not one.basis.used:
        yield f"Under what conditions cannot be told: {one.basis}."
        return
    left_out = f" It rests on {one.basis}." if one.basis.used < one.basis.of else ""
    exactly = "" if one.condition.than else f" ({one.condition})"
    yield (f"{one.of_interest:,} of {one.basis.used:,} runs {one.condition.do}{exactly}.{left_out}")
    if one.reason:
        yield f"No conditions are told: {one.reason}."
    for n, box in enumerate(one.boxes):
        yield f"{'Of the rest, ' if n else ''}{box.words}."
    if one.boxes and one.held_out:
        held = one.held_out
        yield (
            f"Made of half of the runs and tried on the other half, such boxes have a density of "
            f"{percent(held.density)} and a coverage of {percent(held.coverage)} "
            f"({held.found} of {held.trials} trials found one)."
            if held.found
            else f"Made of half of the runs, none of {held.trials} trials found a box: do not "
            "trust it."
        )
    if leaves := one.tree_share:
        yield (
            f"A tree of questions (CART), to check: its leaves hold {percent(leaves.coverage)} of "
            f"these runs at a density of {percent(leaves.density)}."
        )
    yield from (f"Caution: {caution}." for caution in one.cautions)


def _table(one: Discovery, name: str) -> Numbers:
    by_way = [("PRIM", n, box) for n, box in enumerate(one.boxes, 1)]
    by_way += [("CART", n, box) for n, box in enumerate(one.tree, 1)]
    head = ("found by", "box", "of", "side", "limit", "unit", "options", "p", "recurs",
            "coverage", "density", "mass", "runs")  # fmt: skip
    return Numbers(
        name, f"Conditions under which runs {one.condition.do}", head,
        tuple(
            (way, n, limit.name, limit.side, limit.at, limit.unit, " or ".join(limit.options),
             limit.p, limit.recurs, box.share.coverage, box.share.density, box.share.mass, box.runs)
            for way, n, box in by_way
            for limit in box.limits
        ),
    )  # fmt: skip


def _charts(one: Discovery, found: Report, name: str) -> Iterator[Chart]:
    first = one.boxes[0]
    steps = [(share.coverage, share.density) for share in one.passed]
    if len(steps) > 1:
        at = (first.share.coverage, first.share.density)
        yield Chart(
            file_name(name, "peeling"),
            f"Coverage against density: runs that {one.condition.do} ({one.condition})",
            f"Boxes from density {written(steps[0][1])} at coverage {written(steps[0][0])} to "
            f"{written(steps[-1][1])} at {written(steps[-1][0])}; told is {written(at[1])} at "
            f"{written(at[0])}.",
            "From right to left a box is made smaller: it holds fewer of the cases, but more of "
            "what it holds are cases. The one told (made simpler after) balances the two; at the "
            "upper left are boxes fitted to chance.",
            partial(peeling, steps=steps, chosen=at),
        )
    rows = list(_ranges(first, {factor.name: factor for factor in found.factors}))
    if rows:
        yield Chart(
            file_name(name, "limits"),
            f"The first box: runs that {one.condition.do}",
            first.words,
            "Hatched: where in its range a factor lies in the box. A factor that is not shown has "
            "no limit. How surely, is told by how often a limit recurs in half of the runs.",
            partial(limits, names=[name for name, _ in rows], ends=[ends for _, ends in rows]),
            rows_high(len(rows)),
        )


def _ranges(box: Box, factors: dict[str, Factor]) -> Iterator[tuple[str, tuple[float, float]]]:
    """Yield between which shares of its range each factor of a box lies; levers have none."""
    for name in dict.fromkeys(limit.name for limit in box.limits if limit.name in factors):
        likely = factors[name].distribution
        low, high = likely.low, likely.high
        for limit in box.limits:
            if limit.name == name and limit.at is not None:
                low, high = (limit.at, high) if limit.side == "above" else (low, limit.at)
        width = likely.high - likely.low
        yield name, ((low - likely.low) / width, (high - likely.low) / width)
