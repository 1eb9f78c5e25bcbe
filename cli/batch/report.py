"""`countervail batch report` and `batch compare`: what a batch tells, on screen and as files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.batch.work import Dir
from cli.options import JsonWanted, folder_named, folder_of
from cli.output import as_json, complain, mistakes_told, show, write_text
from sim.errors import SimError, raise_all

if TYPE_CHECKING:
    from sim.batch.analysis.compare import Comparison, SideBySide
    from sim.batch.analysis.intervals import Estimate
    from sim.batch.analysis.report import Report
    from sim.batch.store.folder import Folder
    from sim.batch.store.results import Results

INTO = "report"
"""The folder in a batch's folder that its report is written to."""

MOST_ERRORS = 100_000
"""Errors that are read to find the commonest."""

Into = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="DIR",
        parser=folder_named,
        help="Write page, pictures and tables to that folder.",
    ),
]


@mistakes_told()
def report(
    folder: Dir,
    cases: Annotated[
        list[str] | None,
        typer.Option(
            "--cases",
            metavar="'OUTCOME > VALUE'",
            help="Look for the conditions of such runs too, or of those 'OUTCOME worse than LEVER "
            "SET' in the same row and replication. May be repeated.",
        ),
    ] = None,
    payoff: Annotated[
        list[str] | None,
        typer.Option(
            "--payoff",
            metavar="SEAT=OUTCOME",
            help="What a seat gains by, for the game between policies. Once for each seat.",
        ),
    ] = None,
    out: Into = None,
    json: JsonWanted = False,
) -> None:
    """Tell what a batch says: how sure, what drives it, when it goes wrong, what is robust.

    A summary on screen; in DIR/report (or --out) one page with all of it, each picture as PNG and
    SVG and each table as CSV. With --json the report goes to stdout, and files to --out only.
    """
    from sim.batch.store.folder import Folder

    found = gathered(Folder.open(folder), cases or (), payoffs_of(payoff or ()))
    if json:
        from cli.batch.data import plain

        write_text(as_json(plain(found)))
    else:
        from cli.batch.summary import report_summary

        show(*report_summary(found))
    into = out if json or out else folder / INTO
    if into:
        write_report(found, into, told=not json)


def gathered(
    folder: Folder, cases: Sequence[str] = (), payoffs: Mapping[str, str] | None = None
) -> Report:
    """Return all that the results in a folder tell."""
    from sim.batch.analysis.report import report as report_of

    found = begun_results(folder)
    with folder.reader() as journal:
        errors = [failure.error for failure in journal.failures(MOST_ERRORS)]
    return report_of(found, errors=errors, cases=cases, payoffs=payoffs)


def begun_results(folder: Folder) -> Results:
    """Return the results in a folder; SimError where there are none yet that tell anything."""
    from sim.batch.store.reading import results
    from sim.batch.store.state import status

    found = results(folder)
    if not found.status.any():
        state = status(folder)
        raise SimError(
            f"{folder.path}: there is nothing to tell yet, {state.counts.done:,} of "
            f"{state.total:,} runs are done; "
            + ("wait a little" if state.alive else f"countervail batch resume {folder.path}")
        )
    return found


def write_report(found: Report, into: Path, *, told: bool = True) -> None:
    """Write a report's page, pictures and tables to a folder."""
    from cli.batch.pages import save_report  # loads matplotlib

    folder = folder_of(into)
    if folder is None:
        return
    if told:
        complain("Drawing ...")
    page, *others = save_report(found, folder)
    if told:
        write_text(f"\nThe report is {page}; its {len(others)} pictures and tables are beside it.")


@mistakes_told()
def compare(
    one: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a batch.")],
    other: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of another.")],
    out: Into = None,
    json: JsonWanted = False,
) -> None:
    """Compare two batches: what they differ in, and what came out otherwise in the second.

    In pairs, where both have the same sample and seeds.
    """
    from sim.batch.analysis.compare import compare as compared
    from sim.batch.analysis.compare import side_by_side
    from sim.batch.store.folder import Folder

    first, second = (begun_results(Folder.open(path)) for path in (one, other))
    found = compared(first, second)
    same_way = first.study.plan.method == second.study.plan.method
    indices = side_by_side(judged(first), judged(second)) if same_way else ()
    if json:
        from cli.batch.data import plain

        write_text(as_json({**plain(found), "indices": plain(indices)}))
    else:
        from cli.batch.summary import comparison_summary

        show(*comparison_summary(found, indices))
    if out:
        _write_comparison(found, indices, out, told=not json)


def _write_comparison(
    found: Comparison, indices: Sequence[SideBySide], out: Path, *, told: bool
) -> None:
    from cli.batch.pages import save_comparison  # loads matplotlib

    folder = folder_of(out)
    if folder:
        page, *others = save_comparison(found, indices, folder)
        if told:
            write_text(f"\nThe page is {page}; its {len(others)} pictures and tables are beside.")


def judged(results: Results) -> dict[tuple[str, str], Estimate]:
    """Return the number by which each factor is judged, by outcome and factor; first lever set."""
    from cli.batch.parts.driver import drivers
    from sim.batch.analysis.sensitivity import sensitivities

    first = results.study.lever_sets[0].name
    return {
        (finding.about.outcome, driver.factor): driver.judged
        for finding in sensitivities(results)
        if finding.about.lever_set == first
        for driver in drivers(finding)
    }


def payoffs_of(texts: Sequence[str]) -> dict[str, str] | None:
    """Return what each seat gains by, as `--payoff` says; None where nothing is said.

    >>> payoffs_of(["CHN=gave_up"])
    {'CHN': 'gave_up'}
    """
    parted = [(text, *(part.strip() for part in text.partition("=")[::2])) for text in texts]
    raise_all(
        f"--payoff {text}: write SEAT=OUTCOME, such as CHN=gave_up"
        for text, seat, outcome in parted
        if not (seat and outcome)
    )
    return {seat: outcome for _, seat, outcome in parted} or None
