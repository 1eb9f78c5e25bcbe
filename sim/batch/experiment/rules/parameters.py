"""Parameters: those that are named exist, move something, and are set in one place only."""

from __future__ import annotations

from collections.abc import Iterator

from sim.batch.experiment.names import OWNERS, named, objection, own_values, owners
from sim.batch.experiment.rules.whole import Whole
from sim.errors import SimError
from sim.scenario.case import Finding
from sim.scenario.source import KeyPath


def parameters_known(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each name of a parameter, product or country that nothing bears."""
    for at, name in _named_places(whole):
        message = objection(name, whole.scenario)
        if message:
            yield Finding(at, message, at_key=True)


def parameters_felt(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each general value where every product or country has its own."""
    for at, name in _named_places(whole):
        if not whole.knows(name) or named(name).of or named(name).entry.scope not in OWNERS:
            continue
        entry, own = named(name).entry, own_values(whole.scenario, name)
        if own.keys() >= {*owners(whole.scenario, entry)}:
            yield Finding(
                at,
                f"moves nothing: every {entry.scope} has a value of its own; name one, "
                f"such as {name}({next(iter(own))})",
                at_key=True,
            )


def values_plausible(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each value that a parameter cannot plausibly have."""
    for at, name, value in whole.settings():
        if whole.knows(name):
            try:
                named(name).entry.checked(value)
            except SimError as error:
                yield Finding(at, str(error))


def parameters_once(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each parameter that is varied and held, or chosen and held or varied."""
    taken: dict[str, KeyPath] = {
        name: ("uncertainties", name) for name in whole.experiment.uncertainties
    }
    for at, name, _ in whole.settings():
        if name in taken and taken[name][:2] != at[:2]:
            role = _ROLES[str(taken[name][0])]
            line = whole.line(taken[name])
            yield Finding(at, f"{name} is {role} in line {line} already; keep one", at_key=True)
        taken.setdefault(name, at)


_ROLES = {"uncertainties": "an uncertainty", "constants": "a constant", "levers": "set by a lever"}


def _named_places(whole: Whole) -> Iterator[tuple[KeyPath, str]]:
    for name in whole.experiment.uncertainties:
        yield ("uncertainties", name), name
    for at, name, _ in whole.settings():
        yield at, name
