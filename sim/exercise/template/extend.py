"""Extend: the scenario with what an exercise adds to it, never in place of what it says."""

from __future__ import annotations

from collections.abc import Iterator

from sim.errors import unknown
from sim.exercise.template.spec import CountryMore, Extension
from sim.scenario.case import Finding
from sim.scenario.source import KeyPath
from sim.scenario.spec import Country, Scenario

LISTS = ("relations", "exposures", "disputes", "in_force")
"""Lists of an extension, which come after the scenario's own rows."""

MAPPINGS = ("sources", "clubs", "parameters")
"""Mappings of an extension whose names must be new; those of countries must not."""


def extended(scenario: Scenario, more: Extension) -> Scenario:
    """Return the scenario with all that an extension adds; what the scenario says stays."""
    lists = {key: (*getattr(scenario, key), *getattr(more, key)) for key in LISTS}
    mappings = {key: {**getattr(more, key), **getattr(scenario, key)} for key in MAPPINGS}
    countries = {
        name: _fuller(row, more.countries[name]) if name in more.countries else row
        for name, row in scenario.countries.items()
    }
    return scenario.model_copy(update={**lists, **mappings, "countries": countries})


def _fuller(row: Country, more: CountryMore) -> Country:
    new = {
        key: getattr(more, key) for key in more.model_fields_set if key not in row.model_fields_set
    }
    return row.model_copy(update={**new, "traits": {**more.traits, **row.traits}})


def no_overriding(scenario: Scenario, more: Extension) -> Iterator[Finding]:
    """Yield a finding for each thing that the scenario says already, and each unknown country."""
    for name, row in more.countries.items():
        if name not in scenario.countries:
            yield _finding("countries", name, unknown("country", name, scenario.countries))
            continue
        said = scenario.countries[name]
        for key in sorted(row.model_fields_set & said.model_fields_set - {"traits"}):
            yield _said("countries", name, key)
        for trait in row.traits.keys() & said.traits.keys():
            yield _said("countries", name, "traits", trait)
    for kind in MAPPINGS:
        for name in getattr(more, kind):
            if name in getattr(scenario, kind):
                yield _said(kind, name)
    for kind in LISTS:
        taken = {_key(row) for row in getattr(scenario, kind)}
        for n, row in enumerate(getattr(more, kind)):
            if _key(row) in taken:
                yield _said(kind, n)
            taken.add(_key(row))


def _key(row: object) -> tuple[object, ...]:
    """Return by what a row of a list is told from others."""
    names = ("id",) if hasattr(row, "id") else ("channel", "spender", "earner", "origin", "to")
    return tuple(getattr(row, name, None) for name in names)


def _finding(kind: str, name: str, message: str) -> Finding:
    return Finding(("extends", kind, name), message, at_key=True)


def _said(*at: str | int) -> Finding:
    path: KeyPath = ("extends", *at)
    message = "said already, by the scenario or above; an exercise adds to a scenario only"
    return Finding(path, message, at_key=isinstance(at[-1], str))
