"""`countervail run`: a scenario played by its dated orders, without comparison."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated

import typer

from cli.explain import (
    ByRound,
    Members,
    Names,
    Rounds,
    Samples,
    asked,
    check,
    explanations,
)
from cli.options import (
    JsonWanted,
    Name,
    Out,
    Policies,
    Seed,
    Settings,
    Without,
    Workers,
    cast_of,
    folder_of,
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

if TYPE_CHECKING:
    from sim.replay.run import RunResult


@mistakes_told()
def run(
    name: Name,
    rounds: Annotated[
        int | None,
        typer.Option("--rounds", metavar="N", help="Play so many rounds; default: all."),
    ] = None,
    policy: Policies = None,
    orders: Annotated[
        str | None,
        typer.Option(
            "--orders",
            metavar="FILE",
            help="Let seats ask for the dated orders of a file, or of one beside the scenario.",
        ),
    ] = None,
    seed: Seed = 0,
    without: Without = None,
    settings: Settings = None,
    explain: Names = None,
    explain_round: Rounds = None,
    ensemble: Members = None,
    samples: Samples = None,
    workers: Workers = None,
    out: Out = None,
    json: JsonWanted = False,
) -> None:
    """Play a scenario round by round, without comparison.

    The seats that the scenario names play their policies; everybody else does what is dated, or
    nothing. Prints every order with its ruling, what happened and by what chance, and who paid;
    with `--explain`, why a number of a round is what it is.
    """
    from sim.game import parameters_of  # seconds: not for --help
    from sim.replay.run import play_run, start_model
    from sim.scenario import catalog
    from sim.scenario.plan import with_plan
    from sim.seats.load import load_orders, load_scenario

    changes, folder, left_out = settings_of(settings), folder_of(out), tuple(without or ())
    wanted = asked(explain, explain_round, ensemble, samples, workers)
    clock = [perf_counter()]
    path = catalog.find(name)
    scenario = load_scenario(path)
    if orders is not None:
        plan = load_orders(catalog.find_plan(orders, path), scenario)
        scenario = with_plan(scenario, plan)
    policies = cast_of(scenario, policy)
    check(wanted, scenario, rounds)
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
    _tell(result, timed(clock), folder, explanations(model.game, wanted), json=json)


def _tell(
    result: RunResult,
    timing: dict[str, float],
    folder: Path | None,
    explained: ByRound,
    *,
    json: bool,
) -> None:
    """Write the result to stdout, and to the folder if there is one."""
    from cli.data import run_data  # see above
    from cli.explain_data import explained_data
    from cli.report import run_report

    why = {"explained": explained_data(explained)} if explained else {}
    data = as_json(run_data(result, timing) | why)
    if json:
        write_text(data)
    else:
        show(*run_report(result, timing, explained))
    if folder:
        from cli.explain_plots import save_waterfalls  # loads matplotlib
        from cli.run_plots import save_run

        write_file(folder / "result.json", f"{data}\n")
        files = save_run(result, folder) + save_waterfalls(explained, folder)
        if not json:
            charts = " and the charts as PNG and SVG are" if files else " is"
            write_text(f"The result as JSON{charts} in {folder}.")
