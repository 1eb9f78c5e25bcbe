"""Tables: what a run, a score or a scenario holds, laid out for reading."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cli.layout import number_table
from sim.figures import figure
from sim.replay.course import CaseCourse, Round
from sim.replay.history import Kind
from sim.replay.score import Count, Sample, Score, SeriesScore, Skill, TargetScore

GROUPS: tuple[tuple[str, Kind, Sample | None], ...] = (
    ("Emergent, in sample", "emergent", "in"),
    ("Emergent, out of sample", "emergent", "out"),
    ("Near-imposed", "near-imposed", None),
    ("Imposed", "imposed", None),
)
"""Title, kind and sample of what is shown together."""

SKILL_COLUMNS = ("n", "error", "off", "last") * 2

DAY = dt.timedelta(days=1)

OUTCOMES = {
    "refused": "yellow",
    "moot": "yellow",
    "delayed": "yellow",
    "carried out": "green",
}
"""Colour of a ruling's outcome, beside the word itself."""


def course_lines(course: CaseCourse, other: CaseCourse | None = None) -> Iterator[RenderableType]:
    """Yield the course of a run round by round; `other` is the run without some orders."""
    for played, beside in _pairs(course, other):
        yield from happened(played)
        yield key_values(course, played, beside)


def happened(played: Round) -> Iterator[RenderableType]:
    """Yield a round's title, its orders and its events."""
    title = f"Round {played.number}   {played.start} to {played.end - DAY}"
    yield Text(title, style="bold")
    if played.happenings:
        yield Padding(_happened(played), (0, 0, 0, 2))


def key_values(course: CaseCourse, played: Round, beside: Round | None = None) -> RenderableType:
    """Return the numbers shown with a round, beside those of the other run."""
    return Padding(_key_values(course, played, beside), (0, 0, 1, 2))


def _pairs(course: CaseCourse, other: CaseCourse | None) -> Iterator[tuple[Round, Round | None]]:
    beside = other.rounds if other else [None] * len(course.rounds)
    yield from zip(course.rounds, beside, strict=True)


def _happened(played: Round) -> Table:
    """Return the round's orders, each with its ruling, and events, under the day of each."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")  # a list of names has no blanks to break at
    for happening in played.happenings:
        said = Text(happening.text)
        if happening.order:
            said.append(f"\n{happening.order}", "dim")
            said.append(" – ")
            said.append(happening.outcome, OUTCOMES.get(happening.outcome, ""))
        if happening.reason:
            instrument = happening.order.partition(" ")[0]
            said.append(f": {happening.reason.removeprefix(f'{instrument} refused: ')}")
        if happening.meant:
            said.append(f"\nwhy: {happening.meant}")
        grid.add_row(str(happening.date), said)
    return grid


def _key_values(course: CaseCourse, played: Round, beside: Round | None) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column()
    grid.add_column(justify="right")
    grid.add_column()
    grid.add_column()
    for row, key in enumerate(course.keys):
        other = f"(without: {figure(beside.values[row])})" if beside else ""
        grid.add_row(key.label, figure(played.values[row]), key.unit, other)
    return grid


def target_tables(score: Score, without: Score | None = None) -> Iterator[Table]:
    """Yield the targets with their bands and whether the run is inside, those that count first."""
    for title, kind, sample in GROUPS:
        rows = [
            row
            for row, scored in enumerate(score.targets)
            if scored.target.kind == kind and sample in (scored.sample, None)
        ]
        if rows:
            table = number_table(title, "observed", "band", "run", "inside", edge=True)
            if without:
                table.add_column("without", justify="right")
            for row in rows:
                beside = [figure(without.targets[row].simulated)] if without else []
                table.add_row(*_target_cells(score.targets[row]), *beside)
            yield table


def _target_cells(scored: TargetScore) -> tuple[RenderableType, ...]:
    target = scored.target
    return (
        target.title if target.form == "peak" else f"{target.title}{_in_unit(target.unit)}",
        figure(target.observed),
        f"{figure(target.low)} to {figure(target.high)}",
        figure(scored.simulated),
        _inside(scored.inside),
    )


def _inside(inside: bool | None) -> Text:
    if inside is None:
        return Text("–")
    return Text("yes", style="green") if inside else Text("NO", style="red")


def series_tables(score: Score) -> Iterator[Table]:
    """Yield each series' error and its skill against both references, in and out of sample."""
    for title, kind, sample in GROUPS:
        chosen = [scored for scored in score.series if scored.series.kind == kind]
        if chosen and sample != "out":
            table = number_table(title.partition(",")[0], *SKILL_COLUMNS, edge=True)
            for scored in chosen:
                cells = [*_skill_cells(scored.skill("in")), *_skill_cells(scored.skill("out"))]
                table.add_row(_series_title(scored), *cells)
            yield table


def _series_title(scored: SeriesScore) -> str:
    left_out = sum(point.unscored not in ("", "before the case") for point in scored.points)
    note = f" (dates not scored: {left_out})" if left_out else ""
    return f"{scored.series.title}{_in_unit(scored.series.unit)}{note}"


def _skill_cells(skill: Skill) -> tuple[RenderableType, ...]:
    if not skill.n:
        return ("", "", "", "")
    return (str(skill.n), _short(skill.error), _skill(skill.off), _skill(skill.persistence))


def _skill(value: float | None) -> Text:
    if value is None:
        return Text("–")
    return Text(_short(value), style="green" if value > 0 else "red")


def _short(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}".replace("-", "−")


def totals_table(score: Score) -> Table:
    """Return the score as shares, in and out of sample."""
    table = number_table("Score", "in sample", "out of sample", "both", edge=True)
    table.add_row(
        "Emergent targets inside their bands",
        *(_count(c) for c in (score.inside("in"), score.inside("out"), score.inside())),
    )
    table.add_row(
        "Emergent series that beat both references",
        *(_count(c) for c in (score.ahead("in"), score.ahead("out"), score.ahead())),
    )
    every = [score.ahead(*s, emergent_only=False) for s in (("in",), ("out",), ())]
    table.add_row("All series that beat both references", *(_count(c) for c in every))
    table.add_row("Series with six dates or more", "", "", str(score.long_series))
    return table


def _count(count: Count) -> str:
    return f"{count.hits} of {count.of} ({count.share:.0%})" if count.share is not None else "–"


def _in_unit(unit: str) -> str:
    return "" if unit == "1" else f" [{unit}]"
