"""`countervail fit`: parameters chosen on a case's rows up to its fit date."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.options import JsonWanted, Name, Seed
from cli.output import as_json, complain, mistakes_told, rounded, show, write_text
from sim.figures import figure


@mistakes_told()
def fit(
    name: Name,
    runs: Annotated[
        int, typer.Option("--runs", metavar="N", min=1, help="Runs of the model to search with.")
    ] = 1500,
    workers: Annotated[
        int, typer.Option("--workers", metavar="N", min=1, help="Processes; changes no result.")
    ] = 1,
    afresh: Annotated[
        bool,
        typer.Option("--afresh", help="Start from the middle of all ranges, not the defaults."),
    ] = False,
    seed: Seed = 0,
    json: JsonWanted = False,
) -> None:
    """Fit the parameters marked as fitted on what was observed up to the case's fit date."""
    from rich.table import Table

    from sim.parameters import catalogue
    from sim.replay.fit import Problem
    from sim.replay.fit import fit as search
    from sim.replay.replay import load_case

    case = load_case(name)
    found = search(
        Problem.of(case.scenario, case.history, seed=seed),
        runs=runs,
        workers=workers,
        afresh=afresh,
        progress=lambda runs, loss: complain(f"{runs} runs, loss {loss:.4f}"),
    )
    if json:
        write_text(
            as_json(
                {
                    "scenario": case.scenario.name,
                    "fit_until": case.history.fit_until.isoformat(),
                    "seed": found.seed,
                    "runs": found.runs,
                    "loss": rounded(found.loss),
                    "default_loss": rounded(found.default_loss),
                    "values": dict(found.values),
                }
            )
        )
        return
    table = Table(title=f"Fitted on {case.scenario.name} up to {case.history.fit_until}")
    for heading in ("parameter", "default", "fitted", "low", "high", "unit"):
        table.add_column(heading, justify="left" if heading in ("parameter", "unit") else "right")
    for parameter, value in found.values.items():
        entry = catalogue()[parameter]
        numbers = (entry.default, value, entry.low, entry.high)
        table.add_row(parameter, *map(figure, numbers), entry.unit)
    show(table, f"Loss {found.loss:.4f}; at the defaults {found.default_loss:.4f}")
