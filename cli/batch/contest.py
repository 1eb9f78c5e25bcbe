"""Contest: what `countervail batch payoff` was asked, read into the experiment that it means."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, get_args

from cli.options import policies_of as policies_held
from sim.errors import SimError, raise_all, unknown

if TYPE_CHECKING:
    from sim.batch.experiment.load import Prepared
    from sim.batch.experiment.spec import Take
    from sim.batch.payoff import Wish
    from sim.batch.study import Better
    from sim.scenario.spec import Scenario

WISH = re.compile(r"(?P<seat>[^=]+?)\s*=\s*(?P<sign>[+-]?)(?P<of>[^:]+)(:(?P<take>\w+))?")

SIGNS: Mapping[str, Better] = {"+": "more", "-": "less"}
"""Which of two values a seat would rather have, where that is said."""


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
    rounds: int | None = None,
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
        rounds=rounds,
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
