"""Design: the method is asked for what it can do, and the rounds are there to be played."""

from __future__ import annotations

from collections.abc import Iterator

from sim.batch.design.counts import DEFAULTS, rows
from sim.batch.design.factors import DUMMY, Distribution, Factor
from sim.batch.experiment.names import named
from sim.batch.experiment.rules.ranges import spreads
from sim.batch.experiment.rules.whole import Whole
from sim.batch.experiment.settings import OWN_KEYS, nominal, settings
from sim.scenario.case import Finding

MOST_FACTORS, MOST_OUTCOMES = 200, 200

MOST_PLACES = 10_000_000
"""Rows times factors that are kept in memory."""

GROUPED = ("morris", "saltelli")
"""Methods that move the factors of a group together."""

OF_A_SAMPLE = ("latin_hypercube", "sobol_sequence")
"""Methods that can do without factors: their rows are only counted."""


def keys_of_method(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each key that the method has no use for."""
    design = whole.experiment.design
    uses = (*DEFAULTS[design.method], *(("until",) if design.method == "saltelli" else ()))
    for key in OWN_KEYS:
        if getattr(design, key) is not None and key not in uses:
            message = f"{design.method} has no use for it; it knows {', '.join(uses)}"
            yield Finding(("design", key), message, at_key=True)


def samples_of_method(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for a number of samples with which the method does not work."""
    design = whole.experiment.design
    samples, harmonics = (int(settings(design).get(key, 0)) for key in ("samples", "harmonics"))
    balanced = design.method in ("saltelli", "sobol_sequence")
    if balanced and design.samples is not None and samples & (samples - 1):
        below = 1 << (samples.bit_length() - 1)
        yield Finding(
            ("design", "samples"),
            f"found {samples}; {design.method} is balanced for powers of two only: "
            f"take {below} or {2 * below}",
        )
    least = 4 * harmonics**2 + 1
    if design.method == "efast" and samples < least:
        yield Finding(
            ("design", "samples" if design.samples is not None else "harmonics"),
            f"{samples} samples cannot hold {harmonics} harmonics; efast needs at least {least}",
        )


def levels_even(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for an odd number of levels of Morris's: its steps would not fit."""
    design = whole.experiment.design
    if design.method == "morris" and design.levels is not None and design.levels % 2:
        near = f"{design.levels - 1} or {design.levels + 1}"
        yield Finding(
            ("design", "levels"), f"found {design.levels}; morris needs an even number: take {near}"
        )


def doubling_ends(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for an end of doubling that doubling does not meet."""
    design = whole.experiment.design
    if design.until is None or design.method != "saltelli":
        return
    samples, most = int(settings(design)["samples"]), design.until.most
    steps = [samples]
    while steps[-1] < most:
        steps.append(2 * steps[-1])
    if steps[-1] != most:
        near = " or ".join(str(step) for step in steps[-2:])
        yield Finding(
            ("design", "until", "most"),
            f"found {most}; doubling {samples} does not lead there: take {near}",
        )


def groups_of_method(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each group where the method knows none."""
    method = whole.experiment.design.method
    for name, row in whole.experiment.uncertainties.items():
        if row.group is not None and method not in GROUPED:
            message = f"{method} knows no groups; leave it out, or take {' or '.join(GROUPED)}"
            yield Finding(("uncertainties", name, "group"), message, at_key=True)


def start_within(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each range that leaves out the value one factor at a time starts from."""
    if whole.experiment.design.method != "one_at_a_time":
        return
    for at, _, _, low, high in spreads(whole):
        value = nominal(named(str(at[1])), whole.experiment.constants, whole.scenario)
        if low < high and not low <= value <= high:
            yield Finding(
                at,
                f"its value where nothing is varied, {value:g}, lies outside {low:g} to {high:g}; "
                "one_at_a_time starts from it, so widen the range",
                at_key=True,
            )


def rounds_there(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for more rounds than the scenario has."""
    most, rounds = whole.scenario.calendar.rounds, whole.experiment.rounds
    if rounds is not None and rounds > most:
        yield Finding(("rounds",), f"found {rounds}; the scenario has {most}")


def something_varied(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for a file in which nothing is varied, or nothing for its method."""
    method = whole.experiment.design.method
    if whole.data.get("uncertainties"):
        return
    if not whole.levers:
        message = "nothing is varied; add uncertainties, such as 'hoarding: {}', or levers"
        yield Finding(("uncertainties",), message, at_key=True)
    elif method not in OF_A_SAMPLE:
        message = f"{method} needs uncertainties; for levers alone take latin_hypercube, samples: 1"
        yield Finding(("design", "method"), message)


def design_of_a_size(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for more factors, outcomes or rows than can be kept."""
    experiment, design = whole.experiment, whole.experiment.design
    counts = (
        ("uncertainties", len(experiment.uncertainties), MOST_FACTORS),
        ("outcomes", len(experiment.outcomes), MOST_OUTCOMES),
    )
    for key, found, most in counts:
        if found > most:
            yield Finding((key,), f"found {found}; the most is {most}", at_key=True)
    factors = _factors(whole)
    asked = settings(design)
    if design.until is not None and design.method == "saltelli":
        asked = {**asked, "samples": max(int(asked["samples"]), design.until.most)}
    drawn = rows(design.method, asked, factors)
    if drawn * max(1, len(factors)) > MOST_PLACES:
        most = MOST_PLACES // max(1, len(factors))
        told = f"{drawn:,}" if drawn < 10**12 else "more than 10^12"
        message = f"comes to {told} rows; with {len(factors)} factors the most is {most:,}"
        yield Finding(("design",), message, at_key=True)


def _factors(whole: Whole) -> tuple[Factor, ...]:
    """Return factors to be counted: their names and groups."""
    whatever = Distribution(shape="uniform", low=0.0, high=1.0)
    groups = {name: row.group or "" for name, row in whole.experiment.uncertainties.items()}
    if whole.experiment.design.dummy:
        groups[DUMMY] = ""
    return tuple(
        Factor(
            name=name, unit="1", meaning="", distribution=whatever, nominal=0.0, source="",
            group=group,
        )
        for name, group in groups.items()
    )  # fmt: skip
