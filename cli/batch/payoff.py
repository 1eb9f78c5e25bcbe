"""`countervail batch payoff`: the game between policies, from a command to its table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
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
from cli.options import policies_of as policies_held
from cli.output import as_json, complain, mistakes_told, show, write_text
from sim.errors import SimError, raise_all, unknown

if TYPE_CHECKING:
    from sim.batch.experiment.load import Prepared
    from sim.batch.payoff import Wish
    from sim.batch.store.folder import Folder
    from sim.batch.study import Better, Study
    from sim.scenario.spec import Scenario

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
            help="What each may choose, or 'A:P,Q;B:R,S' for each seat its own; "
            "docs/reference/orders.md lists them.",
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
        replications=replications, uncertain=uncertain, seed=seed,
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


def prepared_for(
    name: str,
    seats: str,
    policies: str,
    wishes: Sequence[str],
    others: Sequence[str],
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
    chosen, faults = policies_of(policies, names_of(seats))
    wanted, more = wishes_of(wishes, scenario)
    held, unread = policies_held(others)
    contest = Contest(
        policies=chosen,
        wishes=wanted,
        held=dict(held),
        replications=replications or (1 if uncertain else REPLICATIONS),
        uncertain=uncertain,
        seed=seed,
    )
    raise_all([*faults, *more, *unread, *check(contest, scenario)])
    if promise is not False:
        pledge = promise_for(scenario, list(chosen))
        if promise and pledge is None:
            raise SimError(
                f"--promise: {', '.join(chosen)} have no quarrel at the start whose target has "
                "partners that could promise anything"
            )
        contest = replace(contest, promise=pledge)
    called = name if name in catalog.names() else str(place.resolve())
    return prepared(experiment_text(contest, scenario, called), place, scenario)


def names_of(text: str) -> list[str]:
    """Return the names of a list, those that are empty left out.

    >>> names_of("CHN, JPN,")
    ['CHN', 'JPN']
    """
    return [name for part in text.split(",") if (name := part.strip())]


def policies_of(text: str, seats: Sequence[str]) -> tuple[dict[str, list[str]], list[str]]:
    """Return the policies of each seat, and what cannot be read.

    >>> policies_of("salami,passive", ["CHN", "JPN"])[0]
    {'CHN': ['salami', 'passive'], 'JPN': ['salami', 'passive']}
    >>> policies_of("CHN:salami,passive;JPN:history,passive", ["CHN", "JPN"])[0]["JPN"]
    ['history', 'passive']
    """
    faults = [f"--seats: {seat} is named twice" for seat in dict.fromkeys(seats)
              if list(seats).count(seat) > 1]  # fmt: skip
    if ":" not in text:
        return {seat: names_of(text) for seat in seats}, faults
    chosen: dict[str, list[str]] = {}
    for part in filter(str.strip, text.split(";")):
        seat, colon, names = part.partition(":")
        if not colon:
            faults.append(f"--policies {part.strip()}: write A:P,Q with the seat first, as others")
        elif seat.strip() not in seats:
            faults.append(f"--policies: {unknown('seat', seat.strip(), seats)}")
        chosen[seat.strip()] = names_of(names)
    return {seat: chosen.get(seat, []) for seat in seats}, faults


def wishes_of(texts: Sequence[str], scenario: Scenario) -> tuple[dict[str, Wish], list[str]]:
    """Return what seats gain by, as `--payoff` says, and what cannot be read."""
    from sim.batch.experiment.spec import Take
    from sim.batch.payoff import Wish, natural

    wishes, faults = {}, []
    for text in texts:
        found = WISH.fullmatch(text.strip())
        said = (found and found["take"]) or "last"
        take: Take | None = next((known for known in get_args(Take) if known == said), None)
        if not found:
            faults.append(f"--payoff {text}: write SEAT=NUMBER, such as CHN=CHN.support")
        elif take is None:
            faults.append(f"--payoff {text}: {unknown('way to take it', said, get_args(Take))}")
        else:
            better = SIGNS.get(found["sign"]) or natural(found["of"], scenario)
            wishes[found["seat"]] = Wish(found["of"], take, better)
    return wishes, faults


WISH = re.compile(r"(?P<seat>[^=]+?)\s*=\s*(?P<sign>[+-]?)(?P<of>[^:]+)(:(?P<take>\w+))?")

SIGNS: Mapping[str, Better] = {"+": "more", "-": "less"}
"""Which of two values a seat would rather have, where that is said."""


def about(study: Study, prepared: Prepared) -> Iterator[str]:
    """Yield what each seat gets, and what may be announced."""
    from cli.batch.pages import described
    from cli.batch.parts.part import listed
    from sim.batch.analysis.payoffs import PROMISE, gains_in

    gains = gains_in(study)
    yield from (
        f"{seat} gets: {described(outcome)}"
        for seat, name in gains.items()
        for outcome in study.outcomes
        if outcome.name == name
    )
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
    show(*game_report(found.study.title, about(found.study, prepared), played))
    complain("Drawing ...")
    says = " ".join([ABOUT, *about(found.study, prepared)])
    into = folder.path / INTO
    into.mkdir(exist_ok=True)
    page, *others = save_chapters(
        found.study.title, [Chapter("The game", says, (payoff_part(played),))], into,
        f"{found.study.name}; seed {found.study.plan.seed}",
    )  # fmt: skip
    write_text(f"\nThe page is {page}; its {len(others)} pictures and tables are beside it.")
    write_text(f"Of all that was looked at tells: countervail batch report {folder.path}")
