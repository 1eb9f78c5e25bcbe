"""Numbers: each figure converts to its field's unit, lies in its range and names its source."""

from __future__ import annotations

from collections.abc import Iterator

from sim.errors import SimError
from sim.parameters import Parameter, catalogue
from sim.scenario.case import Case, Finding
from sim.scenario.fields import figures, sourced
from sim.scenario.source import KeyPath
from sim.scenario.spec import Figure, Unit
from sim.units import UnitError, convert, terms

_SHARES = {"utilisation", "criticality", "share", "weights"}
"""Fields, by key, that cannot exceed the whole."""
_ABOVE_ZERO = {"base_price", "utilisation", "level", "outputs", "decides"}
"""Fields, by key or by that of the mapping they stand in, that make no sense at 0."""
_CLUB_TIMES = {"meets": ("day", 366.0), "decides": ("month", 60.0)}
"""Key of a club -> its unit, and the longest that is believed."""
_ROUNDING = 1e-9


def own_units(case: Case) -> Iterator[Finding]:
    """Yield a finding for each product or activity whose unit is none, or is a compound."""
    for kind in ("products", "activities"):
        for name, made in getattr(case.scenario, kind).items():
            try:
                powers = terms(made.unit)
            except UnitError as error:
                yield Finding((kind, name, "unit"), str(error))
            else:
                if list(powers) != [made.unit]:
                    yield Finding(
                        (kind, name, "unit"),
                        f"found '{made.unit}'; a single unit such as t, vehicle or USD is needed",
                    )


def convertible_units(case: Case) -> Iterator[Finding]:
    """Yield a finding for each figure whose unit does not convert to its field's."""
    for at, figure, wanted in _wanted_units(case):
        try:
            convert(figure.value, figure.unit, wanted)
        except UnitError as error:
            yield Finding((*at, "unit"), str(error))


def no_negatives(case: Case) -> Iterator[Finding]:
    """Yield a finding for each number below 0 where that makes no sense, and each needless 0."""
    for at, figure, declared in figures(case.scenario):
        if declared is None:
            continue
        if figure.value < 0:
            yield Finding((*at, "value"), f"found {figure.value:g}; it cannot be negative")
        elif figure.value == 0 and not _ABOVE_ZERO.isdisjoint(at[-2:]):
            yield Finding((*at, "value"), "found 0; it must be above 0")
    for n, course in enumerate(case.scenario.demand):
        for date, level in course.points.items():
            if level < 0:
                at = ("demand", n, "points", str(date))
                yield Finding(at, f"found {level:g}; demand cannot be negative")


def shares_within_one(case: Case) -> Iterator[Finding]:
    """Yield a finding for each share of a whole that is more than the whole."""
    for at, figure, declared in figures(case.scenario):
        if declared == "1" and (at[-1] in _SHARES or at[-2] in _SHARES):
            share = _converted(figure, "1")
            if share is not None and share > 1 + _ROUNDING:
                yield Finding((*at, "value"), f"found {share:g}; a share lies between 0 and 1")


def club_times(case: Case) -> Iterator[Finding]:
    """Yield a finding for each club that takes longer to meet or to decide than any does."""
    for name, club in case.scenario.clubs.items():
        for key, (unit, most) in _CLUB_TIMES.items():
            time = _converted(getattr(club, key), unit)
            if time is not None and time > most + _ROUNDING:
                told = f"found {time:g} {unit}s; a club takes 0 to {most:g}"
                yield Finding(("clubs", name, key, "value"), told)


def shares_of_firms(case: Case) -> Iterator[Finding]:
    """Yield a finding for each activity and country whose named firms hold more than all of it."""
    held: dict[tuple[str, str], dict[str, float]] = {}
    for name, firm in case.scenario.firms.items():
        share = _converted(firm.share, "1") if firm.share else None
        if firm.activity and share is not None:
            held.setdefault((firm.activity, firm.country), {})[name] = share
    for (activity, country), shares in held.items():
        total = sum(shares.values())
        if total > 1 + _ROUNDING:
            listed = " + ".join(f"{name} {share:g}" for name, share in shares.items())
            yield Finding(
                ("firms", list(shares)[-1], "share", "value"),
                f"shares of {activity} in {country} add up to {total:g}, "
                f"{total - 1:.4g} above 1 ({listed})",
            )


def parameters_in_range(case: Case) -> Iterator[Finding]:
    """Yield a finding for each parameter outside its plausible range."""
    for at, figure, entry in _parameters(case):
        value = _converted(figure, entry.unit)
        if value is not None:
            try:
                entry.checked(value)
            except SimError as error:
                yield Finding((*at, "value"), str(error))


def sources_named(case: Case) -> Iterator[Finding]:
    """Yield a warning for each figure or statement with neither source nor assumption."""
    for at, statement in sourced(case.scenario):
        if not statement.source and not statement.assumed:
            yield Finding(
                at,
                "neither 'source' nor 'assumed'; name a source, or say why it is assumed",
                severity="warning",
            )


def _wanted_units(case: Case) -> Iterator[tuple[KeyPath, Figure, str]]:
    """Yield each figure with its key path and the unit it must convert to, where known."""
    for at, figure, declared in figures(case.scenario):
        wanted = _filled(case, at, declared) if declared is not None else None
        if wanted:
            yield at, figure, wanted
    for at, figure, entry in _parameters(case):
        yield at, figure, entry.unit


def _filled(case: Case, at: KeyPath, declared: Unit) -> str | None:
    """Return a declared unit with the own unit of what it measures; None if that is not sound."""
    if "{unit}" not in declared:
        return str(declared)
    own = _own_unit(case, at)
    if own is None or own in ("", "1"):
        return None
    try:
        terms(own)
    except UnitError:
        return None
    return declared.replace("{unit}", own)


def _own_unit(case: Case, at: KeyPath) -> str | None:
    """Return the unit of the product or activity that a figure is about; None if unknown."""
    scenario = case.scenario
    kind, name = at[0], at[1]
    if kind == "output" and isinstance(name, int):
        return _unit(scenario.activities.get(scenario.output[name].activity))
    if kind == "firms":
        return _unit(scenario.activities.get(scenario.firms[str(name)].activity or ""))
    if kind == "flows" and isinstance(name, int):
        return _unit(scenario.products.get(scenario.flows[name].product))
    product = at[3] if kind == "activities" else name
    return _unit(scenario.products.get(str(product)))


def _unit(made: object) -> str | None:
    return getattr(made, "unit", None)


def _parameters(case: Case) -> Iterator[tuple[KeyPath, Figure, Parameter]]:
    known = catalogue()
    for name, figure in case.scenario.parameters.items():
        if name in known:
            yield ("parameters", name), figure, known[name]
    for product, made in case.scenario.products.items():
        for name, figure in made.behaviour.items():
            if name in known:
                yield ("products", product, "behaviour", name), figure, known[name]
    for country, row in case.scenario.countries.items():
        for name, figure in row.traits.items():
            if name in known:
                yield ("countries", country, "traits", name), figure, known[name]


def _converted(figure: Figure, unit: str) -> float | None:
    try:
        return convert(figure.value, figure.unit, unit)
    except UnitError:
        return None
