"""`countervail deterrence`: how often a coercer begins, with and without a pledge of others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.options import (
    JsonWanted,
    Name,
    Out,
    Policies,
    Settings,
    Workers,
    cast_of,
    cores,
    folder_of,
    settings_of,
)
from cli.output import (
    as_json,
    mistakes_told,
    progress,
    rounded,
    show,
    tell_of_compiling,
    write_file,
    write_text,
)

if TYPE_CHECKING:
    from sim.replay.deterrence import Deterrence, Row


@mistakes_told()
def deterrence(
    name: Name,
    coercer: Annotated[
        str | None,
        typer.Option(
            "--coercer", metavar="COUNTRY", help="Who may begin; default: the first sender."
        ),
    ] = None,
    target: Annotated[
        str | None,
        typer.Option("--target", metavar="COUNTRY", help="Whom it may press; default: its first."),
    ] = None,
    seeds: Annotated[
        int,
        typer.Option("--seeds", metavar="N", min=2, max=100_000, help="Games under each pledge."),
    ] = 200,
    rounds: Annotated[
        int, typer.Option("--rounds", metavar="R", min=1, help="Rounds of each game at most.")
    ] = 4,
    policy: Policies = None,
    settings: Settings = None,
    workers: Workers = None,
    out: Out = None,
    json: JsonWanted = False,
) -> None:
    """Count how often a coercer begins to press, with and without a pledge to answer.

    The same games are played under each pledge: by nobody; by the target's partners, in clubs as
    they are; by the same, in clubs that hold; by the same, whom nobody believes, in clubs that
    have fallen out; and by the smallest of them alone, in clubs that hold.
    """
    from sim.explain.spread import Processes  # seconds: not for --help
    from sim.game import parameters_of
    from sim.replay.deterrence import deterrence_table
    from sim.scenario import catalog
    from sim.seats.load import load_scenario

    changes, folder = settings_of(settings), folder_of(out)
    scenario = load_scenario(catalog.find(name))
    policies = cast_of(scenario, policy)
    tell_of_compiling()
    with progress("Playing games") as told:
        table = deterrence_table(
            scenario,
            parameters=parameters_of(scenario, changes),
            policies=policies,
            coercer=coercer,
            target=target,
            seeds=seeds,
            rounds=rounds,
            spread=Processes(workers or cores()),
            progress=told,
        )
    data = as_json(deterrence_data(table) | {"settings": changes})
    if json:
        write_text(data)
    else:
        from cli.deterrence_report import deterrence_report

        show(*deterrence_report(table))
    if folder:
        from cli.deterrence_report import save_deterrence  # loads matplotlib

        write_file(folder / "result.json", f"{data}\n")
        save_deterrence(table, folder)
        if not json:
            write_text(f"The result as JSON and the chart as PNG and SVG are in {folder}.")


def deterrence_data(table: Deterrence) -> dict[str, Any]:
    """Return the table as plain values."""
    return {
        "scenario": table.scenario.name,
        "coercer": table.coercer,
        "target": table.target,
        "dispute": table.dispute,
        "policy": table.policy,
        "rounds": table.rounds,
        "rows": [_row(row) for row in table.rows],
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "pledge": row.pledge.name,
        "says": row.pledge.says,
        "by": list(row.pledge.by),
        "cohesion": rounded(row.pledge.cohesion),
        "broken": rounded(row.pledge.broken),
        "launches": row.launches,
        "games": row.games,
        "rate": rounded(row.rate),
        "interval": [rounded(end) for end in row.interval],
        "difference": rounded(row.difference),
        "difference_interval": [rounded(end) for end in row.difference_interval],
        "first_round": rounded(row.first),
        "worth": rounded(row.worth),
        "parts": [{"name": part, "value": rounded(value)} for part, value in row.parts],
    }
