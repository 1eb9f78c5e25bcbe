"""Summary: a batch's report at a glance, for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cli.batch.pages import described
from cli.batch.parts.compared import compared_lines, differing_lines, indices_part
from cli.batch.parts.discovered import discovered_lines
from cli.batch.parts.drivers import Driver, drivers, rests_on
from cli.batch.parts.noise import noise_lines
from cli.batch.parts.part import MOST_DRAWN, percent
from cli.batch.parts.payoff import payoff_lines
from cli.batch.parts.robust import best_lines, together_lines
from cli.batch.parts.runs import runs_lines
from cli.batch.parts.spread import marked
from cli.layout import number_table, titled
from sim.batch.analysis.compare import Comparison, SideBySide
from sim.batch.analysis.intervals import Estimate
from sim.batch.analysis.report import Report
from sim.batch.analysis.robustness import OutcomeRobustness, Standing
from sim.batch.analysis.sensitivity import Finding
from sim.batch.analysis.shares import Shares
from sim.batch.design.factors import DUMMY
from sim.batch.study import Outcome
from sim.figures import NONE, written
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
    if robust.wanted:
        yield titled("All outcomes together")
        yield from map(_said, together_lines(robust))
    if found.game:
        yield titled("The game")
        yield from map(_said, payoff_lines(found.game))
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
    yield from map(_said, noise_lines(ours[:1]))
    findings = [one for one in found.sensitivity if one.about.outcome == outcome.name]
    for one in findings[:1]:
        yield from _drivers(one)
    yield from (_said(_in_short(one)) for one in findings[1:MOST_DRAWN])
    if len(findings) > MOST_DRAWN:
        yield _said(f"Of {len(findings) - MOST_DRAWN} more lever sets the page tells.")
    for sought in found.discovery:
        if sought.condition.outcome == outcome.name:
            yield from map(_said, list(discovered_lines(sought))[: 2 if sought.boxes else None])
    fared = next(part for part in found.robustness.outcomes if part.outcome == outcome.name)
    yield from _standings(fared)
    ends = [end for end in found.distributions if end.outcome == outcome.name]
    yield from (_said(marked(mark)) for end in ends[:1] for mark in end.marks)


def _drivers(finding: Finding) -> Iterator[RenderableType]:
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
    longest = max((one.judged.value or 0.0 for one in found), default=0.0)
    for one in found:
        if one.important:
            _row(table, one.factor, one, longest)
    for one in found:
        if one.factor == DUMMY:
            _row(table, DUMMY, one, longest)
    if isinstance(finding, Shares) and about.noise is not None:
        empty = [""] * (2 * len(names) - 2)
        table.add_row("(chance)", *empty, written(float(f"{about.noise:.3g}")), "", "")
    yield table
    rest = [one.factor for one in found if not one.important and one.factor != DUMMY]
    if all(not one.important for one in found):
        yield _said("Nothing stands out from chance.")
    if rest:
        yield _said(f"Not shown to matter: {', '.join(rest)}.")
    yield _said(rests_on(about))


def _row(table: Table, name: str, one: Driver, longest: float) -> None:
    cells = [cell for _, number in one.numbers for cell in (written_short(number), _ends(number))]
    length = round(BAR * max(0.0, one.judged.value or 0.0) / longest) if longest else 0
    table.add_row(Text(visible(name)), *cells, Text("█" * length))


def written_short(found: Estimate) -> str:
    """Return a number in three digits."""
    return NONE if found.value is None else written(float(f"{found.value:.3g}"))


def _ends(found: Estimate) -> str:
    if found.low is None or found.high is None:
        return NONE
    low, high = (written(float(f"{end:.2g}")) for end in (found.low, found.high))
    return f"{low} to {high}"


def _in_short(finding: Finding) -> str:
    about = finding.about
    if about.trouble:
        return f"{about.lever_set}: what drives it cannot be told: {about.trouble}."
    chief = [one for one in drivers(finding) if one.important]
    shares = isinstance(finding, Shares)
    told = ", ".join(
        f"{one.factor} {percent(one.judged.value) if shares else written_short(one.judged)}"
        for one in chief
    )
    return f"With {about.lever_set}: {told or 'nothing stands out from chance'}."


def _standings(one: OutcomeRobustness) -> Iterator[RenderableType]:
    """Yield how the lever sets fare, and which is best."""
    wanted = [] if one.wanted is None else ["as wanted"]
    against = ["against first", "95 %"] if len(one.standings) > 1 else []
    table = number_table("lever set", "mean", "5 to 95 %", *wanted, *against, edge=True)
    for n, standing in enumerate(one.standings):
        met = [] if one.wanted is None else [percent(standing.met.value if standing.met else None)]
        table.add_row(
            Text(visible(standing.lever_set)), written_short(standing.mean), _span(standing), *met,
            *(_difference(standing) if n else ("", "")) if against else (),
        )  # fmt: skip
    yield table
    yield from map(_said, best_lines(one))


def _span(standing: Standing) -> str:
    low, *_, high = standing.percentiles
    if low is None or high is None:
        return NONE
    return f"{written(float(f'{low:.3g}'))} to {written(float(f'{high:.3g}'))}"


def _difference(standing: Standing) -> tuple[Text, str]:
    """Return a difference with its verdict; the colour is not the only sign of it."""
    colour = {"better": "green", "worse": "red"}.get(standing.verdict, "")
    sign = {"not told apart": "?"}.get(standing.verdict, standing.verdict)
    told = Text(f"{written_short(standing.against_first)} {sign}", colour)
    return told, _ends(standing.against_first)


def _said(line: str, *, bold: bool = False, colour: str = "") -> Text:
    """Return a line that does nothing to the terminal, whatever names it has."""
    style = " ".join(part for part in ("bold" if bold else "", colour) if part)
    return Text(visible(line), style)
