"""Outcomes: numbers that there are, with names of their own, and directions that agree."""

from __future__ import annotations

from collections.abc import Iterator

from sim.batch.design.factors import DUMMY
from sim.batch.experiment.rules.whole import Whole
from sim.errors import SimError
from sim.explain.published import OF_A_GDP, foreseen
from sim.scenario.case import Finding

TAKEN = ("point", "replication", "row", "lever_set", "seed", "seconds", "error", "round", DUMMY)
"""Names of columns that every table of runs has."""


def something_looked_at(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for a file without outcomes."""
    if not whole.data.get("outcomes"):
        yield Finding(
            ("outcomes",),
            "nothing is looked at; add an outcome, such as "
            f"'damage: {{of: {next(iter(whole.scenario.countries))}.damage, better: less}}'",
            at_key=True,
        )


def numbers_published(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each outcome of a number that is not published."""
    for name, row in whole.experiment.outcomes.items():
        try:
            foreseen([row.of], whole.scenario)
        except SimError as error:
            yield Finding(("outcomes", name, "of"), str(error))


def numbers_with_value(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each loss over a GDP that the scenario does not give."""
    for name, row in whole.experiment.outcomes.items():
        subject, _, what = row.of.strip().partition(".")
        country = whole.scenario.countries.get(subject)
        if what in OF_A_GDP and country is not None and country.gdp is None:
            yield Finding(
                ("outcomes", name, "of"),
                f"has no value in any run: {subject} has no 'gdp' in the scenario; add it there, "
                f"or look at {subject}.production_loss",
            )


def wanted_with_direction(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each limit of what is wanted that does not say which side is."""
    for name, row in whole.experiment.outcomes.items():
        if row.wanted is not None and row.better == "neutral":
            yield Finding(
                ("outcomes", name, "wanted"),
                f"{row.wanted:g} may be a least or a most; add 'better: less' or 'better: more'",
                at_key=True,
            )


def observed_sourced(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each observed value that names no source."""
    for name, row in whole.experiment.outcomes.items():
        if row.observed is not None and row.observed.source is None:
            yield Finding(
                ("outcomes", name, "observed"),
                f"{row.observed.value:g} has no source; add 'source' (where it was read)",
            )


def names_apart(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each lever or outcome with the name of another column."""
    taken = dict.fromkeys(whole.experiment.uncertainties, "an uncertainty")
    taken |= dict.fromkeys(TAKEN, "a column of every table")
    kinds = (("levers", "a lever", whole.levers), ("outcomes", "", whole.experiment.outcomes))
    for key, kind, rows in kinds:
        for name in rows:
            if name in taken:
                message = f"'{name}' is the name of {taken[name]} already; take another"
                yield Finding((key, name), message, at_key=True)
            taken.setdefault(name, kind)
