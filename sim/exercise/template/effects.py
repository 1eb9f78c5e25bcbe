"""Effects: what an inject, or an idea that the white cell lets through, does to the model.

CHN: customs_slowdown product=ndpr target=JPN share=0.5 release=0     an act of record
JPN.support -= 3                                                      a patch of a number
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from sim.errors import SimError
from sim.exercise.template.actors import no_actor
from sim.orders.check import mixed_units, names_known, objections
from sim.patches.patch import Patch, check
from sim.scenario.case import Case
from sim.scenario.spec import Scenario

_ACT = re.compile(r"([A-Za-z][A-Za-z0-9_.-]*)\s*:\s+(.+)")


def act(effect: str) -> tuple[str, str] | None:
    """Return who acts and by what order; None for an effect that is a patch.

    >>> act("CHN: lift order=hold-japan")
    ('CHN', 'lift order=hold-japan')
    """
    found = _ACT.fullmatch(effect.strip())
    return (found[1], found[2]) if found else None


def act_id(id: str, number: int) -> str:
    """Return the id that an act bears as an order: the inject's or idea's, and its number there."""
    return f"{id}-{number}"


def faults(
    effect: str, case: Case, begun: Mapping[str, Sequence[str]] | None = None
) -> Iterator[str]:
    """Yield what is wrong with an effect, as far as it can be told without a World.

    `begun` are names beside the scenario's, by what they are names of: orders given, disputes.
    """
    acting, known = act(effect), _known(case, begun or {})
    if acting is None:
        yield from _faults_of_patch(effect, case.scenario, known["dispute"])
        return
    actor, order = acting
    for message in (no_actor(actor, case.scenario), mixed_units(order, case)):
        if message:
            yield message
    yield from objections(order, known)


def _known(case: Case, begun: Mapping[str, Sequence[str]]) -> Mapping[str, Sequence[str]]:
    scenario = names_known(case)
    return {kind: (*names, *begun.get(kind, ())) for kind, names in scenario.items()}


def _faults_of_patch(text: str, scenario: Scenario, disputes: Sequence[str]) -> Iterator[str]:
    try:
        patch = Patch.parse(text)
    except SimError as error:
        yield str(error)
        return
    yield from check(patch, scenario, disputes)
