"""Work: what commands that run a batch have in common."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import cores
from cli.output import complain, tell_of_compiling, write_json, write_text
from sim.errors import SimError

if TYPE_CHECKING:
    from cli.batch.budget import Limit
    from sim.batch.batch import Ended, Estimate, Start
    from sim.batch.experiment.load import Prepared
    from sim.batch.store.folder import Folder
    from sim.batch.study import Model

FAILED = 1
"""Exit code where runs failed."""

INTERRUPTED = 130
"""Exit code after Ctrl-C."""

Dir = Annotated[Path, typer.Argument(metavar="DIR", help="The folder that `batch run` made.")]
Scheduler = Annotated[
    str | None,
    typer.Option(
        "--scheduler",
        metavar="tcp://HOST:PORT",
        help="Let the workers of a Dask cluster do the runs.",
    ),
]
BudgetTyped = Annotated[
    str | None,
    typer.Option(
        "--budget",
        metavar="RUNS|TIME",
        help="Most runs (10000) or hours (2h) without --yes; default: the file's.",
    ),
]
MostFailures = Annotated[
    int,
    typer.Option(
        "--max-failures", metavar="N", min=0, help="Stop when more runs than that have failed."
    ),
]
Yes = Annotated[bool, typer.Option("--yes", help="Begin although it is above the budget.")]
MOST_FAILURES = 100


def named(folder: Path) -> str:
    """Return a folder as one would type it here."""
    try:
        return str(folder.relative_to(Path.cwd().resolve()))
    except ValueError:
        return str(folder)


def starter(workers: int | None, scheduler: str | None) -> Start:
    """Return what starts workers: here, or on a cluster."""
    from sim.batch.runner.work import Work

    if scheduler is not None:
        if workers is not None:
            raise SimError("--workers: the cluster decides how many there are; leave it out")
        from sim.batch.runner.cluster import Cluster, checked

        address = checked(scheduler)
        return lambda work: Cluster(work, address)
    from sim.batch.runner.pool import Pool

    def start(work: Work) -> Pool:
        return Pool(work, workers or cores())

    return start


def work(
    folder: Folder,
    model: Model,
    prepared: Prepared,
    start: Start,
    *,
    limit: Limit | None,
    most_failures: int,
) -> Ended:
    """Do what is left to do in a folder; return how it ended. Ctrl-C ends the command."""
    from cli.batch.progress import batch_progress
    from sim.batch.batch import working

    until = prepared.experiment.design.until
    tell_of_compiling()
    try:
        with (
            batch_progress() as tell,
            working(
                folder, model, start, most_failures=most_failures,
                band=until.band if until else None, tell=tell,
            ) as batch,
        ):  # fmt: skip
            estimate = batch.estimate()
            complain(_estimated(estimate))
            if limit is not None:
                limit.check_hours(estimate, named(folder.path))
            return batch.run()
    except KeyboardInterrupt:
        complain(f"stopped; what was done is kept: countervail batch resume {named(folder.path)}")
        raise typer.Exit(INTERRUPTED) from None


def _estimated(estimate: Estimate) -> str:
    from cli.batch.progress import duration

    if not estimate.runs:
        return "nothing is left to do"
    if estimate.each is None or estimate.hours is None:
        return "no run has ended well yet: nobody knows how long it will take"
    return (
        f"a run takes {duration(estimate.each)}: {estimate.runs:,} more take about "
        f"{duration(estimate.hours * 3600)} on {estimate.workers} "
        f"{'worker' if estimate.workers == 1 else 'workers'}"
    )


def tell_end(folder: Folder, ended: Ended, *, json: bool) -> None:
    """Tell how a batch ended; where runs failed, so does the command."""
    _told(folder, ended, json=json)
    ended_well(ended)


def ended_well(ended: Ended) -> None:
    """End the command where runs failed, with the exit code that says so."""
    if ended.failed:
        raise typer.Exit(FAILED)


def _told(folder: Folder, ended: Ended, *, json: bool) -> None:
    if json:
        from sim.batch.store.digest import digest

        write_json(
            {
                "folder": str(folder.path),
                "done": ended.done,
                "total": ended.total,
                "failed": ended.failed,
                "stopped": ended.stopped,
                "settled": ended.settled,
                "digest": digest(folder),
            }
        )
        return
    if ended.stopped:
        write_text(f"Stopped: {ended.failed:,} runs failed, more than --max-failures allows.")
    elif ended.settled:
        write_text(f"The indices have settled after {ended.done:,} of {ended.total:,} runs.")
    failed = f", {ended.failed:,} of them failed" if ended.failed else ""
    write_text(f"{ended.done:,} runs are in {named(folder.path)}{failed}.")
    if ended.failed:
        write_text(
            f"To try those again: countervail batch resume {named(folder.path)} --retry-failed"
        )
    write_text(f"Next: countervail batch report {named(folder.path)}")
