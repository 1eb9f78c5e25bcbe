"""Summary: a batch's report at a glance, for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cli.batch.narrow import Short, room_for, short, short_ends, short_share, standings_table
from cli.batch.pages import described
from cli.batch.parts.compared import compared_lines, differing_lines, indices_part
from cli.batch.parts.discovered import discovered_lines, unsettled_lines
from cli.batch.parts.driver import Driver, drivers, unimportant_lines
from cli.batch.parts.drivers import cautions, rests_on
from cli.batch.parts.noise import largest, noise_lines
from cli.batch.parts.part import MOST_DRAWN, percent
from cli.batch.parts.payoff import payoff_lines, worth_lines
from cli.batch.parts.robust import best_lines, together_lines
from cli.batch.parts.runs import runs_lines
from cli.batch.parts.spread import marked
from cli.layout import number_table, titled
from sim.batch.analysis.compare import Comparison, SideBySide
from sim.batch.analysis.report import Report
from sim.batch.analysis.sensitivity import Finding
from sim.batch.analysis.shares import Shares
from sim.batch.design.factors import DUMMY
from sim.batch.study import Method, Outcome
from sim.text import visible

BAR = 10
"""Columns of the longest bar."""


def report_summary(found: Report) -> Iterator[RenderableType]:
    """Yield what a batch tells, what may mislead first."""
    yield _said(found.title, bold=True)
    for line in runs_lines(found):
        yield _said(line, colour="red" if "FAILED" in line else "")
    for kind in found.runs.commonest:
        yield Padding(_said(f"{kind.runs:,} x {kind.error}"), (0, 0, 0, 2))
    for outcome in found.outcomes:
        yield from _outcome(found, outcome)
    robust = found.robustness
    if robust.wanted and len(found.outcomes) > 1:
        yield titled("All outcomes together")
        yield from map(_said, together_lines(robust))
    if found.game:
        yield titled("The game")
        yield from map(_said, (*worth_lines(found.game), *payoff_lines(found.game)))
    if found.missing:
        yield titled("Not in this report")
        yield from (_said(f"{one.part}: {one.why}.") for one in found.missing)


def comparison_summary(
    found: Comparison, indices: Sequence[SideBySide]
) -> Iterator[RenderableType]:
    """Yield what two batches differ in, and what came out otherwise."""
    yield _said(f"{found.names[0]}, and after it {found.names[1]}", bold=True)
    yield titled("What they differ in")
    yield from map(_said, differing_lines(found))
    yield titled("What came out otherwise")
    yield from map(_said, compared_lines(found))
    if indices:
        yield titled("What drives the outcomes")
        yield from map(_said, indices_part(indices).says)


def _outcome(found: Report, outcome: Outcome) -> Iterator[RenderableType]:
    yield titled(visible(outcome.name))
    yield _said(described(outcome))
    ours = [one for one in found.ladders if one.outcome == outcome.name]
    yield from map(_said, noise_lines(largest(ours)))
    findings = [one for one in found.sensitivity if one.about.outcome == outcome.name]
    for one in findings[:1]:
        yield from _drivers(one, found.plan.method)
    yield from (_said(_in_short(one)) for one in findings[1:MOST_DRAWN])
    if len(findings) > MOST_DRAWN:
        yield _said(f"Of {len(findings) - MOST_DRAWN} more lever sets the page tells.")
    for sought in found.discovery:
        if sought.condition.outcome == outcome.name:
            yield from map(_said, unsettled_lines(sought, findings))
            yield from map(_said, list(discovered_lines(sought))[: 2 if sought.boxes else None])
    fared = next(part for part in found.robustness.outcomes if part.outcome == outcome.name)
    yield from standings_table(fared)
    yield from map(_said, best_lines(fared))
    ends = [end for end in found.distributions if end.outcome == outcome.name]
    yield from (_said(marked(mark)) for end in ends[:1] for mark in end.marks)


def _drivers(finding: Finding, method: Method) -> Iterator[RenderableType]:
    """Yield the factors that matter with bars, the dummy, chance, and the others in a line."""
    about = finding.about
    if about.trouble:
        yield _said(f"{about.lever_set}: what drives it cannot be told: {about.trouble}.")
        return
    found = drivers(finding)
    names = [name for name, _ in found[0].numbers]
    table = number_table(
        "what drives it", *(head for name in names for head in (name, "95 %")), edge=True
    )
    table.add_column("", min_width=BAR)
    told = short_share if isinstance(finding, Shares) else short
    longest = max((one.judged.value or 0.0 for one in found), default=0.0)
    for one in found:
        if one.important:
            _row(table, one, longest, told)
    for one in found:
        if one.factor == DUMMY:
            _row(table, one, longest, told)
    if isinstance(finding, Shares) and about.noise is not None:
        empty = [""] * (2 * len(names) - 2)
        table.add_row("(chance)", *empty, short_share(about.noise, 3), "", "")
    room_for(table, [one.factor for one in found if one.important or one.factor == DUMMY])
    yield table
    yield from map(_said, (*unimportant_lines(finding, method), *cautions(finding)))
    yield _said(rests_on(about))


def _row(table: Table, one: Driver, longest: float, told: Short) -> None:
    cells = [cell for _, n in one.numbers for cell in (told(n.value, 3), short_ends(n, told))]
    length = round(BAR * max(0.0, one.judged.value or 0.0) / longest) if longest else 0
    table.add_row(Text(visible(one.factor)), *cells, Text("█" * length))


def _in_short(finding: Finding) -> str:
    about = finding.about
    if about.trouble:
        return f"{about.lever_set}: what drives it cannot be told: {about.trouble}."
    chief = [one for one in drivers(finding) if one.important]
    shares = isinstance(finding, Shares)
    told = ", ".join(
        f"{one.factor} {percent(one.judged.value) if shares else short(one.judged.value, 3)}"
        for one in chief
    )
    return f"With {about.lever_set}: {told or 'nothing is settled'}."


def _said(line: str, *, bold: bool = False, colour: str = "") -> Text:
    """Return a line that does nothing to the terminal, whatever names it has."""
    style = " ".join(part for part in ("bold" if bold else "", colour) if part)
    return Text(visible(line), style)
