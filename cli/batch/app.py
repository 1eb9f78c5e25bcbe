"""`countervail batch`: its commands, which load what they need when they are called."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from cli.batch.payoff import payoff
from cli.batch.report import compare, report
from cli.batch.work import (
    MOST_FAILURES,
    BudgetTyped,
    Dir,
    MostFailures,
    Scheduler,
    Yes,
    starter,
    tell_end,
    work,
)
from cli.options import JsonWanted, Workers
from cli.output import MISTAKE, complain, mistakes_told, write_file, write_json, write_text
from sim.errors import ScenarioError, SimError

if TYPE_CHECKING:
    from sim.batch.experiment.load import Prepared

app = typer.Typer(
    help="Run a scenario thousands of times, and find what drives what comes of it.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

File = Annotated[
    str,
    typer.Argument(
        metavar="FILE",
        help="An experiment file, or a packaged scenario's name for the one beside it.",
    ),
]


@app.command("new")
@mistakes_told()
def new(
    name: Annotated[str, typer.Argument(metavar="SCENARIO", help="A packaged scenario or a path.")],
    method: Annotated[
        str, typer.Option("--method", help="How points are chosen; see the reference.")
    ] = "saltelli",
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Write it there; default: stdout."),
    ] = None,
) -> None:
    """Write a sensible experiment file for a scenario, to be changed."""
    from sim.batch.experiment.template import template
    from sim.scenario import catalog
    from sim.seats.load import load_scenario

    found = catalog.find(name)
    if name not in catalog.names() and out:
        name = os.path.relpath(found, out.parent)  # as the file will look for it
    text = template(load_scenario(found), scenario=name, method=method)
    if out is None:
        write_text(text.rstrip("\n"))
        return
    if out.exists():
        raise SimError(f"{out}: there is a file of that name already; name another")
    write_file(out, text)
    write_text(f"{out} is written; next: countervail batch check {out}")


@app.command("check")
@mistakes_told()
def check(file: File, json: JsonWanted = False) -> None:
    """Check an experiment file: every problem with its place, and how many runs it means.

    Exit code 2 if there are any.
    """
    try:
        _, formula, runs = _prepared(file)
    except ScenarioError as error:
        if not json:
            raise
        write_json({"path": file, "ok": False, "problems": [asdict(p) for p in error.problems]})
        raise typer.Exit(MISTAKE) from None
    if json:
        write_json({"path": file, "ok": True, "problems": [], "runs": runs, "formula": formula})
    else:
        write_text(f"{file}: OK; {runs:,} runs: {formula}")


@app.command("schema")
@mistakes_told()
def schema() -> None:
    """Print the JSON Schema of experiment.yaml, for editors that complete and check YAML."""
    from sim.batch.experiment.schema import json_schema

    write_json(json_schema())


@app.command("run")
@mistakes_told()
def run(
    file: File,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="The new folder; default: the name in the file."),
    ] = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    budget: BudgetTyped = None,
    yes: Yes = False,
    most_failures: MostFailures = MOST_FAILURES,
    json: JsonWanted = False,
) -> None:
    """Run an experiment: all its points, each in its own run, into a new folder.

    Exit code 1 if runs failed, 130 after Ctrl-C; `batch resume` goes on from there.
    """
    from cli.batch.budget import budget_of
    from sim.batch.conduct import begun, model_of

    prepared, formula, runs = _prepared(file)
    limit, start = budget_of(prepared.experiment.budget, budget), starter(workers, scheduler)
    complain(f"{runs:,} runs: {formula}")
    if not yes:
        limit.check_runs(runs)
    folder = begun(prepared, out or Path(prepared.experiment.name))
    ended = work(
        folder, model_of(prepared), prepared, start,
        limit=None if yes else limit, most_failures=most_failures,
    )  # fmt: skip
    tell_end(folder, ended, json=json)


@app.command("resume")
@mistakes_told()
def resume(
    folder: Dir,
    workers: Workers = None,
    scheduler: Scheduler = None,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Do runs that failed once more.")
    ] = False,
    budget: BudgetTyped = None,
    yes: Yes = False,
    most_failures: MostFailures = MOST_FAILURES,
    json: JsonWanted = False,
) -> None:
    """Go on with a batch that was cut short: do the runs that are not in its folder yet.

    Refused where the model, the scenario or the experiment is not what it was.
    """
    from cli.batch.budget import budget_of
    from sim.batch.conduct import model_of, taken_up
    from sim.batch.store.lock import driving

    start = starter(workers, scheduler)
    opened, prepared = taken_up(folder)
    for changed in opened.provenance.changed():
        complain(f"note: {changed}; numbers may differ in the last digits")
    if retry_failed:
        with driving(opened.path), opened.journal() as journal:
            complain(f"{journal.forget_failed():,} failed runs will be done again")
    limit = budget_of(prepared.experiment.budget, budget)
    ended = work(
        opened, model_of(prepared), prepared, start,
        limit=None if yes else limit, most_failures=most_failures,
    )  # fmt: skip
    tell_end(opened, ended, json=json)


@app.command("status")
@mistakes_told()
def status(folder: Dir, json: JsonWanted = False) -> None:
    """Tell how far a batch is, also while another program does its runs."""
    from cli.batch.status import shown, state_data
    from sim.batch.store.folder import Folder
    from sim.batch.store.state import status as state_of

    opened = Folder.open(folder)
    state = state_of(opened)
    with opened.reader() as journal:
        failures = journal.failures(3)
    if json:
        write_json(state_data(opened, state, failures))
    else:
        for line in shown(opened, state, failures):
            write_text(line)


@app.command("export")
@mistakes_told()
def export(
    folder: Dir,
    to: Annotated[Literal["parquet", "csv"], typer.Option(help="The kind of files.")] = "csv",
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Where to; default: export/ in the folder."),
    ] = None,
    json: JsonWanted = False,
) -> None:
    """Write all runs and their series to files that other tools read."""
    from sim.batch.store.export import export as write
    from sim.batch.store.folder import Folder

    files = write(Folder.open(folder), to, out or folder / "export")
    if json:
        write_json({"files": [str(file) for file in files]})
    else:
        for file in files:
            write_text(str(file))


app.command("report")(report)
app.command("compare")(compare)
app.command("payoff")(payoff)


def _prepared(file: str) -> tuple[Prepared, str, int]:
    """Return what an experiment file asks for, how its runs are counted, and how many they are.

    A scenario's name stands for the experiment that is packaged with it.
    """
    from sim.batch.experiment.load import load_experiment
    from sim.batch.experiment.study import counted
    from sim.scenario import catalog

    packaged = file in catalog.names() and not Path(file).exists()
    prepared = load_experiment(catalog.folder(file) if packaged else Path(file))
    runs, formula = counted(prepared.experiment, prepared.scenario)
    return prepared, formula, runs
