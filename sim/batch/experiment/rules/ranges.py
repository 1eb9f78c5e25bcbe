"""Ranges: each uncertainty lies between two plausible ends, in a form that says all it needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sim.batch.experiment.names import named
from sim.batch.experiment.rules.whole import Whole
from sim.batch.experiment.spec import Uncertainty
from sim.errors import SimError
from sim.parameters import Parameter
from sim.scenario.case import Finding
from sim.scenario.source import KeyPath

NEEDS = {
    "uniform": (),
    "log_uniform": (),
    "triangular": ("likeliest",),
    "normal": ("mean", "deviation"),
}
"""Form of a distribution -> the keys it needs besides its ends."""

MIDDLES = ("likeliest", "mean", "deviation")
"""Keys that tell a form's middle."""


class Spread(NamedTuple):
    """An uncertainty whose parameter is known, and the ends of its range."""

    at: KeyPath
    row: Uncertainty
    entry: Parameter
    low: float
    high: float


def spreads(whole: Whole) -> Iterator[Spread]:
    """Yield every uncertainty of a parameter that there is."""
    for name, row in whole.experiment.uncertainties.items():
        if whole.knows(name):
            low, high = ends(row, named(name).entry)
            yield Spread(("uncertainties", name), row, named(name).entry, low, high)


def ends(row: Uncertainty, entry: Parameter) -> tuple[float, float]:
    """Return the least and greatest value: an uncertainty's own, or else the parameter's."""
    return (
        entry.low if row.low is None else row.low,
        entry.high if row.high is None else row.high,
    )


def ranges_ordered(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each range that ends before it begins."""
    for at, row, _, low, high in spreads(whole):
        if low >= high:
            key = "high" if row.high is not None else "low"
            yield Finding((*at, key), f"low is {low:g} and high {high:g}; low must be less")


def ranges_plausible(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each end beyond what the parameter can plausibly be."""
    for at, row, entry, _, _ in spreads(whole):
        for key, value in (("low", row.low), ("high", row.high)):
            if value is not None:
                try:
                    entry.checked(value)
                except SimError as error:
                    yield Finding((*at, key), str(error))


def ranges_sourced(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each range of the file's own that names no source."""
    for at, row, entry, low, high in spreads(whole):
        own = (low, high) != (entry.low, entry.high) or row.distribution != "uniform"
        if own and row.source is None and row.assumed is None:
            yield Finding(
                at,
                f"differs from the parameter's range, uniform from {entry.low:g} to "
                f"{entry.high:g}; add 'source' (where yours comes from) or 'assumed' (why)",
                at_key=True,
            )


def shapes_complete(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each key that a form of distribution lacks, or has no use for."""
    for name, row in whole.experiment.uncertainties.items():
        at, needs = ("uncertainties", name), NEEDS[row.distribution]
        for key in needs:
            if getattr(row, key) is None:
                yield Finding(at, f"{row.distribution} needs '{key}'; add it", at_key=True)
        for key in MIDDLES:
            if getattr(row, key) is not None and key not in needs:
                fits = next(form for form, keys in NEEDS.items() if key in keys)
                message = f"{row.distribution} has no use for it; leave it out, or write "
                yield Finding((*at, key), f"{message}distribution: {fits}", at_key=True)


def shapes_inside(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each middle outside its range, and each log of what is not above 0."""
    for at, row, _, low, high in spreads(whole):
        for key in ("likeliest", "mean"):
            value = getattr(row, key)
            if value is not None and low < high and not low <= value <= high:
                yield Finding((*at, key), f"{value:g} lies outside {low:g} to {high:g}")
        if row.deviation is not None and row.deviation <= 0.0:
            yield Finding((*at, "deviation"), f"found {row.deviation:g}; it must be above 0")
        if row.distribution == "log_uniform" and low <= 0.0:
            yield Finding(
                (*at, "low" if row.low is not None else "distribution"),
                f"log_uniform needs low above 0, and it is {low:g}; give another, or take uniform",
            )


def groups_apart(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each group with the name of a factor: a table would mix them up."""
    rows = whole.experiment.uncertainties
    for name, row in rows.items():
        if row.group in (*rows, "dummy"):
            yield Finding(
                ("uncertainties", name, "group"), f"a factor is called '{row.group}' too; rename it"
            )
