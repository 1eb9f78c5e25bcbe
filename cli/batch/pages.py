"""Pages: a batch's report as one page that needs nothing beside it, as pictures and as tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cli.batch.drawing import drawing, file_name, picture
from cli.batch.parts.compared import compared_part, differing_part, indices_part
from cli.batch.parts.discovered import discovered_part
from cli.batch.parts.drivers import drivers_part
from cli.batch.parts.noise import noise_part
from cli.batch.parts.part import Part, counted
from cli.batch.parts.payoff import payoff_part
from cli.batch.parts.robust import robust_part, together_part
from cli.batch.parts.runs import design_part, runs_part
from cli.batch.parts.spread import spread_part
from cli.batch.tables import to_block, to_csv
from cli.output import write_file
from sim.batch.analysis.compare import Comparison, SideBySide
from sim.batch.analysis.report import Report
from sim.batch.study import Outcome
from sim.errors import SimError
from sim.exercise.documents.blocks import Block, Document, Figure, Heading, text
from sim.exercise.documents.html import to_html

PAGE = "report.html"

OfOutcome = Callable[[Report, Outcome, str], Part]

LADDER: tuple[OfOutcome, ...] = (
    noise_part,
    drivers_part,
    discovered_part,
    robust_part,
    spread_part,
)
"""What is told of each outcome, from what may mislead to what may be told."""


@dataclass(frozen=True)
class Chapter:
    """Parts under one heading."""

    title: str
    says: str
    parts: tuple[Part, ...]


def chapters(found: Report) -> Iterator[Chapter]:
    """Yield a report's chapters in the order in which they are read."""
    yield Chapter("The runs", "", (runs_part(found),))
    for number, outcome in enumerate(found.outcomes, 1):
        stem = file_name(str(number), outcome.name)
        yield Chapter(
            outcome.name, described(outcome), tuple(part(found, outcome, stem) for part in LADDER)
        )
    compares = len(found.lever_sets) > 1 or found.robustness.wanted
    more = [together_part(found)] if compares and len(found.outcomes) > 1 else []
    more += [payoff_part(found.game)] if found.game else []
    if more:
        yield Chapter("All outcomes together", "", tuple(more))
    yield Chapter("What was run", "", (design_part(found),))


def described(outcome: Outcome) -> str:
    """Return in a line what an outcome is, and which way is better."""
    better = {"less": "; less is better", "more": "; more is better"}.get(outcome.better, "")
    return f"{outcome.meaning}{outcome.measured}{better}."


def save_report(found: Report, folder: Path) -> tuple[Path, ...]:
    """Write a report as a page, its pictures as PNG and SVG and its tables as CSV."""
    return save_chapters(found.title, tuple(chapters(found)), folder, source_of(found))


def save_comparison(
    found: Comparison, indices: Sequence[SideBySide], folder: Path
) -> tuple[Path, ...]:
    """Write two batches side by side as a page, pictures and tables."""
    parts = [compared_part(found), *([indices_part(indices)] if indices else [])]
    told = (
        Chapter("What came of them", "", tuple(parts)),
        Chapter("What was run", "", (differing_part(found),)),
    )
    one, other = found.names
    return save_chapters(f"{one} and {other}", told, folder, f"{other} less {one}")


def source_of(found: Report) -> str:
    """Return from what a report's pictures are drawn, in a line."""
    failed = f", {found.runs.failed:,} of them failed" if found.runs.failed else ""
    done = found.runs.ok + found.runs.failed
    return f"{found.name}: {counted(done, 'run')}{failed}; seed {found.plan.seed}"


def save_chapters(
    title: str, told: Sequence[Chapter], folder: Path, source: str
) -> tuple[Path, ...]:
    """Write chapters to a folder; return the files, the page first."""
    files: list[Path] = []
    blocks: list[Block] = []
    with drawing():
        for chapter in told:
            blocks.append(Heading(chapter.title))
            blocks += [text(chapter.says)] if chapter.says else []
            for part in chapter.parts:
                drawn = [picture(chart, source) for chart in part.charts]
                blocks += _blocks(part, drawn)
                files += [path for one in drawn for path in _pictures(one, folder)]
                files += [
                    write_file(folder / f"{table.name}.csv", to_csv(table)) for table in part.tables
                ]
    page = Document(title, tuple(blocks), subtitle=source, contents=True)
    return (write_file(folder / PAGE, to_html(page)), *files)


def _blocks(part: Part, drawn: Sequence[Figure]) -> Iterator[Block]:
    yield Heading(part.title, 2)
    yield from (text(line) for line in part.says)
    for chart, figure in zip(part.charts, drawn, strict=True):
        yield figure
        yield text(chart.reading, "note")
    yield from (to_block(table) for table in part.tables if table.on_page and table.rows)


def _pictures(one: Figure, folder: Path) -> Iterator[Path]:
    for suffix, data in (("png", one.png), ("svg", one.svg)):
        path = folder / f"{one.name}.{suffix}"
        try:
            path.write_bytes(data)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise SimError(f"{path}: cannot be written ({reason})") from None
        yield path
