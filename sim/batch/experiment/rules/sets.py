"""Sets: each listed lever set chooses an option of every lever, and no two choose the same."""

from __future__ import annotations

import math
from collections.abc import Iterator

from sim.batch.experiment.rules.whole import Whole
from sim.errors import unknown
from sim.scenario.case import Finding
from sim.scenario.source import KeyPath

MOST_SETS = 10_000
"""Lever sets that can be compared."""


def sets_name_options(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each lever or option of a lever set that there is not."""
    for n, row in enumerate(whole.experiment.sets):
        for lever, option in row.items():
            if lever not in whole.levers:
                message = unknown("lever", lever, whole.levers)
                yield Finding(("sets", n, lever), message, at_key=True)
            elif option not in whole.levers[lever]:
                message = unknown(f"option of {lever}", option, whole.levers[lever])
                yield Finding(("sets", n, lever), message)


def sets_complete(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each lever set that leaves a lever open."""
    for n, row in enumerate(whole.experiment.sets):
        missing = [lever for lever in whole.levers if lever not in row]
        if missing:
            yield Finding(("sets", n), f"says nothing of {', '.join(missing)}; choose an option")


def sets_once(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for each lever set that was listed before."""
    first: dict[frozenset[tuple[str, str]], int] = {}
    for n, row in enumerate(whole.experiment.sets):
        before = first.setdefault(frozenset(row.items()), n)
        if before != n:
            line = whole.line(("sets", before))
            yield Finding(("sets", n), f"the same choice stands in line {line} already; keep one")


def sets_countable(whole: Whole) -> Iterator[Finding]:
    """Yield a finding for more lever sets than can be compared."""
    listed = len(whole.experiment.sets)
    combined = math.prod(len(options) for options in whole.levers.values())
    if listed > MOST_SETS or (not listed and combined > MOST_SETS):
        at: KeyPath = ("sets",) if listed else ("levers",)
        found = f"{listed:,} lever sets" if listed else f"{combined:,} combinations of options"
        message = f"found {found}; the most is {MOST_SETS:,}; list fewer in 'sets'"
        yield Finding(at, message, at_key=True)
