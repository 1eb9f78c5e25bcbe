"""`countervail batch payoff`: the game between policies, from a command to its table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from cli.batch.work import (
    MOST_FAILURES,
    BudgetTyped,
    MostFailures,
    Scheduler,
    Yes,
    ended_well,
    starter,
    work,
)
from cli.options import JsonWanted, Seed, Workers
from cli.output import as_json, complain, mistakes_told, show, write_text
from sim.errors import SimError, raise_all, unknown

if TYPE_CHECKING:
    from sim.batch.analysis.payoff import Game
    from sim.batch.experiment.load import Prepared
    from sim.batch.payoff import Wish
    from sim.batch.store.folder import Folder
    from sim.scenario.spec import Scenario


@mistakes_told()
def payoff(
    name: Annotated[str, typer.Argument(metavar="SCENARIO", help="A packaged scenario or a path.")],
    seats: Annotated[
        str, typer.Option("--seats", metavar="A,B", help="Who chooses: two seats or more.")
    ],
    policies: Annotated[
        str,
        typer.Option(
            "--policies",
            metavar="P,Q",
            help="What each may choose, or 'A:P,Q;B:R,S' for each seat its own; "
            "docs/reference/orders.md lists them.",
        ),
    ],
    promise: Annotated[
        bool | None,
        typer.Option(
            "--promise/--no-promise",
            help="Play every cell with and without a collective response announced beforehand; "
            "default: if there is a quarrel whose target has partners.",
        ),
    ] = None,
    wishes: Annotated[
        list[str] | None,
        typer.Option(
            "--payoff",
            metavar="SEAT=NUMBER",
            help="What a seat gains by, such as A=B.support, A=-B.damage:mean; default: its "
            "income and the stakes of its disputes (§W.10). May be repeated.",
        ),
    ] = None,
    replications: Annotated[
        int | None,
        typer.Option(
            "--replications",
            metavar="R",
            min=1,
            help="Games of each cell, on the same seeds in all; default: 50, 1 with --uncertain.",
        ),
    ] = None,
    uncertain: Annotated[
        int,
        typer.Option(
            "--uncertain", metavar="N", min=0,
            help="Vary the parameters that matter most, in N rows of a Latin hypercube.",
        ),
    ] = 0,
    seed: Seed = 1,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="The new folder; default: SCENARIO-game."),
    ] = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    budget: BudgetTyped = None,
    yes: Yes = False,
    most_failures: MostFailures = MOST_FAILURES,
    json: JsonWanted = False,
) -> None:
    """Play scripted policies against each other: what each seat gets, and what would be stable.

    Every combination of policies is a cell of the table, played on the same seeds as the others.
    The games are an ordinary batch in a new folder, which `batch resume`, `status`, `export` and
    `report` know; a page with the tables and pictures stands in its report/.
    """  # fmt: skip
    from cli.batch.budget import budget_of
    from sim.batch.conduct import begun, model_of
    from sim.batch.experiment.study import counted

    prepared = prepared_for(
        name, seats, policies, wishes or (), promise=promise, replications=replications,
        uncertain=uncertain, seed=seed,
    )  # fmt: skip
    limit = budget_of(prepared.experiment.budget, budget)
    runs, formula = counted(prepared.experiment, prepared.scenario)
    complain(f"{runs:,} runs: {formula}")
    if not yes:
        limit.check_runs(runs)
    folder = begun(prepared, out or Path(prepared.experiment.name))
    ended = work(
        folder, model_of(prepared), prepared, starter(workers, scheduler),
        limit=None if yes else limit, most_failures=most_failures,
    )  # fmt: skip
    tell(folder, json=json)
    ended_well(ended)


def prepared_for(
    name: str,
    seats: str,
    policies: str,
    wishes: Sequence[str],
    *,
    promise: bool | None,
    replications: int | None,
    uncertain: int,
    seed: int,
) -> Prepared:
    """Return the experiment that a command asks for; SimError with all that is wrong in it."""
    from sim.batch.experiment.load import prepared
    from sim.batch.payoff import REPLICATIONS, Contest, check, experiment_text, promise_for
    from sim.scenario import catalog
    from sim.seats.load import load_scenario

    place = catalog.find(name)
    scenario = load_scenario(place)
    chosen, faults = policies_of(policies, listed(seats))
    wanted, more = wishes_of(wishes, scenario)
    faults += more
    contest = Contest(
        policies=chosen,
        wishes=wanted,
        replications=replications or (1 if uncertain else REPLICATIONS),
        uncertain=uncertain,
        seed=seed,
    )
    try:
        check(contest, scenario)
    except SimError as error:
        faults.append(str(error))
    raise_all(faults)
