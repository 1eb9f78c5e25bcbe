"""`countervail run`: a scenario played by its dated orders, without comparison."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer

from cli.options import JsonWanted, Name, Seed, Settings, Without, folder_of, settings_of
from cli.output import (
    as_json,
    mistakes_told,
    progress,
    show,
    tell_of_compiling,
    timed,
    write_file,
    write_text,
)


@mistakes_told()
def run(
    name: Name,
    rounds: Annotated[
        int | None,
        typer.Option("--rounds", metavar="N", help="Play so many rounds; default: all."),
    ] = None,
    seed: Seed = 0,
    without: Without = None,
    settings: Settings = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Write result.json to a folder."),
    ] = None,
    json: JsonWanted = False,
) -> None:
    """Play a scenario's dated orders round by round, without comparison."""
    from cli.data import run_data  # seconds: not for --help
    from cli.report import run_report
    from sim.game import parameters_of
    from sim.orders.load import load_scenario
    from sim.replay.run import play_run, start_model
    from sim.scenario import catalog

    changes, folder, left_out = settings_of(settings), folder_of(out), tuple(without or ())
    clock = [perf_counter()]
    scenario = load_scenario(catalog.find(name))
    clock.append(perf_counter())
    tell_of_compiling()
    model = start_model(
        scenario, seed=seed, without=left_out, parameters=parameters_of(scenario, changes)
    )
    clock.append(perf_counter())
    with progress("Playing") as told:
        result = play_run(model, without=left_out, settings=changes, rounds=rounds, progress=told)
    clock.append(perf_counter())
    timing = timed(clock)
    data = as_json(run_data(result, timing))
    if json:
        write_text(data)
    else:
        show(*run_report(result, timing))
    if folder:
        write_file(folder / "result.json", f"{data}\n")
        if not json:
            write_text(f"The result as JSON is in {folder}.")
