"""Drivers: which factors an outcome hangs on, as surely as the design tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from cli.batch.drawing import Chart, file_name
from cli.batch.parts.driver import Driver, drivers, floor, strength, unimportant_lines
from cli.batch.parts.part import HEAD, MOST_DRAWN, Part, bar, cells, label, listed, percent
from cli.batch.plots import bars, rows_high, scatter, tornado
from cli.batch.tables import Cell, Numbers
from sim.batch.analysis.answers import About
from sim.batch.analysis.morris import Screening
from sim.batch.analysis.oat import Tornado
from sim.batch.analysis.report import Report
from sim.batch.analysis.sensitivity import Finding
from sim.batch.analysis.shares import Shares
from sim.batch.study import Method, Outcome
from sim.figures import NOISE, written

MOST_ROWS = 25
"""Factors in a chart; the table has all."""

SURE = (
    "Black lines are 95 % bands. Grey is what may not be called important: its band holds zero, or "
    "reaches down to that of the dummy, on which nothing depends, or it is below 1 % of all."
)


def drivers_part(found: Report, outcome: Outcome, stem: str) -> Part:
    """Return what an outcome hangs on, with each lever set."""
    ours = [one for one in found.sensitivity if one.about.outcome == outcome.name]
    says = [line for one in ours for line in drivers_lines(one, found.plan.method)]
    if len(ours) > MOST_DRAWN:
        says.append(f"Drawn for the first {MOST_DRAWN} lever sets; the tables have all.")
    told = [one for one in ours if not one.about.trouble]
    return Part(
        "What drives it",
        (*says, *_kept_in_mind(told)),
        tuple(_tables(told, outcome, stem)),
        tuple(_chart(one, outcome, file_name(stem, "drivers", str(n)))
              for n, one in enumerate(told[:MOST_DRAWN], 1)),
    )  # fmt: skip


def drivers_lines(finding: Finding, method: Method) -> Iterator[str]:
    """Yield in sentences what matters, and on what that rests."""
    about = finding.about
    if about.trouble:
        yield f"{about.lever_set}: nothing can be said: {about.trouble}."
        return
    found = drivers(finding)
    chief = [f"{one.factor} ({strength(one)})" for one in found if one.important]
    told = [f"What matters is {listed(chief)}."] if chief else []
    yield f"{about.lever_set}: {' '.join((*told, *unimportant_lines(finding, method)))}"
    yield from cautions(finding)
    yield rests_on(about)


def cautions(finding: Finding) -> Iterator[str]:
    """Yield in sentences which indices are not to be trusted, and why."""
    if finding.about.heavy_tail:
        yield (
            f"Caution: a few runs make most of what {finding.about.outcome} varies; indices of it "
            "are not to be trusted. Look at its logarithm, or at a percentile."
        )
    indices = finding.indices if isinstance(finding, Shares) else ()
    if wide := [one.factor for one in indices if one.beyond]:
        yield f"Their bands reach beyond 1, which no index can, and settle nothing: {listed(wide)}."


def rests_on(about: About) -> str:
    """Return on what a finding rests, and how much of it is chance."""
    aside = f"; {about.set_aside:,} more say nothing without those" if about.set_aside else ""
    chance = (
        "how much of what it varies is chance cannot be told"
        if about.noise is None
        else "chance was not seen in it"
        if about.noise < NOISE
        else f"{percent(about.noise)} of what it varies is chance"
    )
    return f"It rests on {about.basis}{aside}; {chance}."


def _kept_in_mind(told: Sequence[Finding]) -> Iterator[str]:
    """Yield what a method cannot see."""
    if any(isinstance(one, Tornado) for one in told):
        yield (
            "One factor was moved at a time: what happens where several lie off their usual value "
            "together is not seen."
        )
    if any(isinstance(one, Shares) and any(i.total is None for i in one.indices) for one in told):
        yield "What a factor does only together with others is not in a first index."


def _tables(told: Sequence[Finding], outcome: Outcome, stem: str) -> Iterator[Numbers]:
    if not told:
        return
    names = [name for name, _ in drivers(told[0])[0].numbers]
    rows: list[tuple[Cell, ...]] = []
    for one in told:
        sigmas = {e.factor: e.sigma for e in one.effects} if isinstance(one, Screening) else {}
        for driver in drivers(one):
            numbers = (cell for _, number in driver.numbers for cell in cells(number))
            row = (one.about.lever_set, driver.factor, *numbers)
            rows.append((*row, *([sigmas[driver.factor]] if sigmas else []),
                         driver.weight, one.about.noise))  # fmt: skip
    head = [part for name in names for part in (name, *(f"{name} {end}" for end in HEAD))]
    if isinstance(told[0], Screening):
        head.append("σ")
    yield Numbers(
        file_name(stem, "drivers"), f"What {outcome.name} hangs on",
        ("lever set", "factor", *head, "weight", "noise share"), tuple(rows),
    )  # fmt: skip
    yield from _ends(told, outcome, stem)
    yield from _pairs(told, outcome, stem)


def _ends(told: Sequence[Finding], outcome: Outcome, stem: str) -> Iterator[Numbers]:
    """Yield what came of each value that was tried, where one factor was moved at a time."""
    rows = tuple(
        (one.about.lever_set, swing.factor, value, came, swing.elasticity)
        for one in told
        if isinstance(one, Tornado)
        for swing in one.bars
        for value, came in zip(swing.values, swing.outcomes, strict=True)
    )
    if rows:
        head = ("lever set", "factor", "its value", outcome.name, "elasticity")
        yield Numbers(file_name(stem, "one-at-a-time"), "One factor at a time", head, rows)


def _pairs(told: Sequence[Finding], outcome: Outcome, stem: str) -> Iterator[Numbers]:
    """Yield what pairs of factors do beyond each alone."""
    rows = [
        (one.about.lever_set, pair.one, pair.other, *cells(pair.share), pair.important)
        for one in told
        if isinstance(one, Shares)
        for pair in sorted(one.pairs, key=lambda p: (not p.important, -(p.share.value or 0.0)))
    ]
    if rows:
        head = ("lever set", "factor", "with", "share", *HEAD, "important")
        title = f"What pairs of factors do to {outcome.name} beyond each alone"
        yield Numbers(file_name(stem, "pairs"), title, head, tuple(rows))


def _chart(finding: Finding, outcome: Outcome, name: str) -> Chart:
    match finding:
        case Shares():
            return _shares_chart(finding, outcome, name)
        case Screening():
            return _screening_chart(finding, outcome, name)
        case Tornado():
            return _tornado_chart(finding, outcome, name)


def _shares_chart(finding: Shares, outcome: Outcome, name: str) -> Chart:
    found = drivers(finding)
    shown = found[:MOST_ROWS]
    kinds = {
        kind: [bar(one.factor, one.numbers[n][1], one.important) for one in shown]
        for n, (kind, _) in enumerate(shown[0].numbers)
    }
    first = "First: what the factor explains by itself. "
    total = "Total: with all in which it has a part. " if "total" in kinds else ""
    return Chart(
        name,
        f"Shares of the variance of {outcome.name}, {finding.about.lever_set} ({finding.method})",
        _told(found),
        f"{first}{total}{SURE} {percent(finding.about.noise)} of the variance is chance.",
        partial(bars, kinds=kinds, floor=floor(found), label="share of the variance [1]"),
        rows_high(len(shown)) + 0.1 * len(shown) * (len(kinds) - 1),
    )


def _screening_chart(finding: Screening, outcome: Outcome, name: str) -> Chart:
    found = drivers(finding)
    sigmas = {effect.factor: effect.sigma for effect in finding.effects}
    points = [
        (bar(one.factor, one.judged, one.important), sigmas[one.factor] or 0.0) for one in found
    ]
    return Chart(
        name,
        f"Effects on {outcome.name} by size and by how they differ, {finding.about.lever_set}",
        _told(found),
        "To the right: moving the factor over its range does much. High up: what it does hangs on "
        "the others, or bends. Lines are 95 % bands; crosses are small, or their band is so wide "
        "that nothing is settled. Groups of factors have no σ and stand at its zero.",
        partial(scatter, points=points, floor=floor(found), label=outcome.unit),
        4.2,
    )


def _tornado_chart(finding: Tornado, outcome: Outcome, name: str) -> Chart:
    found = drivers(finding)
    by_name = {swing.factor: swing for swing in finding.bars}
    middle = finding.nominal
    rows: list[tuple[str, tuple[float, float]]] = []
    for one in found[:MOST_ROWS]:
        low, high = by_name[one.factor].outcomes[0], by_name[one.factor].outcomes[-1]
        if low is not None and high is not None:
            rows.append((one.factor if one.important else f"({one.factor})", (low, high)))
    centre = middle if middle is not None else sum(rows[0][1]) / 2 if rows else 0.0
    return Chart(
        name,
        f"{outcome.name} with one factor at a time at its ends, {finding.about.lever_set}",
        _told(found),
        "Each bar goes from what comes of the factor's low end to what comes of its high end, all "
        "others as they stand. Names in brackets are small or not settled.",
        partial(
            tornado, names=[name for name, _ in rows], ends=[ends for _, ends in rows],
            nominal=centre, label=label(outcome),
        ),
        rows_high(len(rows)),
    )  # fmt: skip


def _told(found: Sequence[Driver]) -> str:
    """Return a chart of factors in words."""
    shown = [
        f"{one.factor} {written(one.judged.value)}{'' if one.important else f' ({one.weight})'}"
        for one in found
    ]
    return f"In falling order: {listed(shown)}."
