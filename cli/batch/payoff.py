"""`countervail batch payoff`: the game between policies, from a command to its table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.batch.contest import prepared_for
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

if TYPE_CHECKING:
    from sim.batch.experiment.load import Prepared
    from sim.batch.store.folder import Folder
    from sim.batch.study import Study

INTO = "report"
"""The folder in a batch's folder that the game's page is written to."""


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
            help="What each may choose, or 'A:P,Q;B:R,S' for each seat its own ('A:P;B:R,S': A "
            "keeps to P); docs/reference/orders.md lists them.",
        ),
    ],
    others: Annotated[
        list[str] | None,
        typer.Option(
            "--policy",
            metavar="SEAT=POLICY",
            help="What plays a seat that chooses nothing; default: the scenario's. May be "
            "repeated.",
        ),
    ] = None,
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
            "--uncertain",
            metavar="N",
            min=0,
            help="Vary the parameters that matter most, in N rows of a Latin hypercube.",
        ),
    ] = 0,
    rounds: Annotated[
        int | None,
        typer.Option(
            "--rounds", metavar="N", min=1, help="Rounds of each game; default: all of them."
        ),
    ] = None,
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

    start = starter(workers, scheduler)
    prepared = prepared_for(
        name, seats, policies, wishes or (), others or (), promise=promise,
        replications=replications, uncertain=uncertain, seed=seed, rounds=rounds,
    )  # fmt: skip
    limit = budget_of(prepared.experiment.budget, budget)
    runs, formula = counted(prepared.experiment, prepared.scenario)
    complain(f"{runs:,} runs: {formula}")
    if not yes:
        limit.check_runs(runs)
    folder = begun(prepared, out or Path(prepared.experiment.name))
    ended = work(
        folder, model_of(prepared), prepared, start,
        limit=None if yes else limit, most_failures=most_failures,
    )  # fmt: skip
    tell(folder, prepared, json=json)
    if ended.failed:
        complain(
            f"{ended.failed:,} games failed and are left out; to try them again: countervail batch "
            f"resume {folder.path} --retry-failed"
        )
    ended_well(ended)


def about(study: Study) -> Iterator[str]:
    """Yield what each seat gets."""
    from cli.batch.pages import described
    from sim.batch.analysis.payoffs import gains_in

    outcomes = {outcome.name: outcome for outcome in study.outcomes}
    for seat, name in gains_in(study).items():
        turned = " (a minus stands before it)" if outcomes[name].better == "less" else ""
        yield f"{seat} gets: {described(outcomes[name]).rstrip('.')}{turned}."


def promised(prepared: Prepared) -> Iterator[str]:
    """Yield what may be announced before the game begins."""
    from cli.batch.parts.part import listed
    from sim.batch.analysis.payoffs import PROMISE

    lever = prepared.experiment.levers.get(PROMISE)
    for name, option in lever.options.items() if lever else ():
        if option.pledge:
            pledge = option.pledge
            yield (
                f"Promise '{name}': before it begins {listed(pledge.by)} promise to answer "
                f"pressure of {pledge.against} on {pledge.target}."
            )


ABOUT = (
    "Each seat is played by one policy through the whole game; every combination of policies is "
    "played on the same seeds, so cells are compared in pairs."
)


def tell(folder: Folder, prepared: Prepared, *, json: bool) -> None:
    """Show the game that the runs in a folder are, and write its page and pictures.

    As JSON it goes to stdout, and no files are written.
    """
    from cli.batch.data import plain
    from cli.batch.matrix import game_report
    from cli.batch.pages import Chapter, save_chapters  # loads matplotlib
    from cli.batch.parts.payoff import payoff_part
    from sim.batch.analysis.payoff import game
    from sim.batch.analysis.payoffs import gains_in
    from sim.batch.store.reading import results

    found = results(folder)
    gains = gains_in(found.study)
    played = game(found, list(gains), gains)
    if json:
        write_text(as_json({"folder": str(folder.path), **plain(played)}))
        return
    told = [*about(found.study), *promised(prepared)]
    show(*game_report(found.study.title, told, played))
    complain("Drawing ...")
    says = " ".join([ABOUT, *promised(prepared)])
    into = folder.path / INTO
    into.mkdir(exist_ok=True)
    page, *others = save_chapters(
        found.study.title, [Chapter("The game", says, (payoff_part(played),))], into,
        f"{found.study.name}; seed {found.study.plan.seed}",
    )  # fmt: skip
    write_text(f"\nThe page is {page}; its {len(others)} pictures and tables are beside it.")
    write_text(f"Of all that was looked at tells: countervail batch report {folder.path}")
