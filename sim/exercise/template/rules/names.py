"""Names: what an exercise file refers to exists, and nothing bears another's name."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator

from sim.errors import unknown
from sim.exercise.template.actors import no_actor
from sim.exercise.template.extend import no_overriding as overriding
from sim.exercise.template.rules.whole import Whole
from sim.orders import check as orders
from sim.scenario import checks as scenarios
from sim.scenario.case import Finding, sound_case
from sim.scenario.source import KeyPath
from sim.scenario.spec import Scenario
from sim.seats.policies import POLICIES


def no_overriding(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each thing in `extends` that the scenario says already."""
    yield from overriding(whole.base, whole.template.extends)


def scenario_rules(whole: Whole) -> Iterator[Finding]:
    """Yield what the rules of a scenario find in it only since the file adds to it."""
    found_now = tuple(_findings(whole, whole.scenario))
    before = {(f.at, f.message) for f in _findings(whole, whole.base)} if found_now else set()
    for found in found_now:
        if (found.at, found.message) not in before:
            at = ("extends", *_own(found.at, whole.base))
            yield Finding(at, found.message, found.severity, found.at_key)


def _findings(whole: Whole, scenario: Scenario) -> Iterator[Finding]:
    case = sound_case(scenario, whole.places)
    for rule in (*scenarios.RULES, *orders.RULES):
        if rule.needs != "account":  # an exercise adds no goods
            yield from rule.check(case)


def _own(at: KeyPath, base: Scenario) -> KeyPath:
    """Return a key path of the whole scenario with list entries counted as the file does."""
    if len(at) > 1 and isinstance(at[1], int):
        return (at[0], max(0, at[1] - len(getattr(base, str(at[0])))), *at[2:])
    return at


def known_seats(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each seat that is no country, firm or ministry."""
    for name in whole.template.seats:
        message = no_actor(name, whole.scenario)
        if message:
            yield Finding(("seats", name), message, at_key=True)


def seats_named(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each seat, named in a format, that is not there."""
    seats = whole.filled.seats
    for key, row in whole.template.formats.items():
        for n, seat in enumerate(row.humans):
            if seat not in seats:
                yield Finding(("formats", key, "humans", n), unknown("seat", seat, seats))


def known_policies(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each policy that is none."""
    for name, row in whole.template.seats.items():
        if row.policy and row.policy not in POLICIES:
            yield Finding(("seats", name, "policy"), unknown("policy", row.policy, POLICIES))


def known_objectives(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each inject that is for an objective the exercise has not."""
    known = [objective.id for objective in whole.filled.objectives]
    for n, row in enumerate(whole.template.injects):
        if row.objective and row.objective not in known:
            yield Finding(("injects", n, "objective"), unknown("objective", row.objective, known))


def codes_once(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each code of an order that another bears: a sheet would be ambiguous."""
    rows: list[tuple[KeyPath, str]] = [
        (("seats", seat, "playbook", n, "code"), play.code.upper())
        for seat, row in whole.template.seats.items()
        for n, play in enumerate(row.playbook)
    ]
    yield from _repeated(whole, rows, "code")


def ids_once(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each id that another inject, objective, row or question bears."""
    template = whole.template
    yield from _repeated(
        whole, [(("injects", n, "id"), row.id) for n, row in enumerate(template.injects)], "id"
    )
    aims: list[tuple[KeyPath, str]] = []
    for n, objective in enumerate(template.objectives):
        aims.append((("objectives", n, "id"), objective.id))
        aims += [
            (("objectives", n, "look_for", k, "id"), row.id)
            for k, row in enumerate(objective.look_for)
        ]
    yield from _repeated(whole, aims, "id")
    questions = [(("questions", n, "id"), row.id) for n, row in enumerate(template.questions)]
    yield from _repeated(whole, questions, "id")


def _repeated(
    whole: Whole, rows: Iterable[tuple[KeyPath, Hashable]], what: str
) -> Iterator[Finding]:
    first: dict[Hashable, KeyPath] = {}
    for at, name in rows:
        if name in first:
            line = whole.line(first[name])
            yield Finding(at, f"'{name}' is the {what} of the one in line {line} already")
        first.setdefault(name, at)
