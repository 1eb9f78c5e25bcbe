"""`countervail run`: a scenario played by its dated orders, without comparison."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import (
    JsonWanted,
    Name,
    Out,
    Policies,
    Seed,
    Settings,
    Without,
    folder_of,
    policies_of,
    settings_of,
)
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
from sim.errors import SimError

if TYPE_CHECKING:
    from sim.replay.run import RunResult
    from sim.scenario.spec import Scenario


@mistakes_told()
def run(
    name: Name,
    rounds: Annotated[
        int | None,
        typer.Option("--rounds", metavar="N", help="Play so many rounds; default: all."),
    ] = None,
    policy: Policies = None,
    seed: Seed = 0,
    without: Without = None,
    settings: Settings = None,
    out: Out = None,
    json: JsonWanted = False,
) -> None:
    """Play a scenario round by round, without comparison.

    The seats that the scenario names play their policies; everybody else does what is dated, or
    nothing. Prints every order with its ruling, what happened and by what chance, and who paid.
    """
    from sim.game import parameters_of  # seconds: not for --help
    from sim.replay.run import play_run, start_model
    from sim.scenario import catalog
    from sim.seats.load import load_scenario

    changes, folder, left_out = settings_of(settings), folder_of(out), tuple(without or ())
    clock = [perf_counter()]
    scenario = load_scenario(catalog.find(name))
    policies = _cast(scenario, policy)
    parameters = parameters_of(scenario, changes)
    clock.append(perf_counter())
    tell_of_compiling()
    model = start_model(
        scenario, seed=seed, without=left_out, parameters=parameters, policies=policies
    )
    clock.append(perf_counter())
    with progress("Playing") as told:
        result = play_run(
            model,
            without=left_out,
            settings=changes,
            policies=policies,
            rounds=rounds,
            progress=told,
        )
    clock.append(perf_counter())
    _tell(result, timed(clock), folder, json=json)


def _cast(scenario: Scenario, texts: list[str] | None) -> dict[str, str]:
    """Return what plays each seat; every fault of `--policy` at once."""
    from sim.replay.run import cast  # see above

    pairs, faults = policies_of(texts)
    try:
        policies = cast(scenario, pairs)
    except SimError as error:
        faults.append(str(error))
    if faults:
        raise SimError("\n".join(faults))
    return policies


def _tell(result: RunResult, timing: dict[str, float], folder: Path | None, *, json: bool) -> None:
    """Write the result to stdout, and to the folder if there is one."""
    from cli.data import run_data  # see above
    from cli.report import run_report

    data = as_json(run_data(result, timing))
    if json:
        write_text(data)
    else:
        show(*run_report(result, timing))
    if folder:
        from cli.run_plots import save_run  # loads matplotlib

        write_file(folder / "result.json", f"{data}\n")
        files = save_run(result, folder)
        if not json:
            charts = " and the charts as PNG and SVG are" if files else " is"
            write_text(f"The result as JSON{charts} in {folder}.")
