"""How the runs went: said first, so that nobody takes what failed for what came to nothing."""

from __future__ import annotations

from collections.abc import Iterator

from cli.batch.parts.part import Part, counted, percent
from cli.batch.tables import Numbers
from sim.batch.analysis.report import Report
from sim.batch.analysis.report import Runs as RunsGone
from sim.batch.design.factors import Distribution


def runs_part(found: Report) -> Part:
    """Return how the runs of a study went."""
    kinds = Numbers(
        "errors", "The commonest errors", ("error", "runs"),
        tuple((kind.error, kind.runs) for kind in found.runs.commonest),
    )  # fmt: skip
    return Part(
        "How the runs went",
        tuple(runs_lines(found)),
        (kinds,) if found.runs.commonest else (),
    )


def runs_lines(found: Report) -> Iterator[str]:
    """Yield in sentences how the runs of a study went."""
    runs, plan = found.runs, found.plan
    yield (
        f"{counted(runs.planned, 'run')} of {counted(runs.rows, 'row')} x "
        f"{counted(len(found.lever_sets), 'lever set')} x "
        f"{counted(plan.replications, 'replication')}, and {counted(runs.repeats, 'run')} with "
        f"nothing varied; all points of a replication share its seed (seed {plan.seed})."
    )
    yield from _failed(runs)
    if runs.undone:
        yield (
            f"{counted(runs.undone, 'run')} ({percent(runs.undone / runs.planned)}) not done yet: "
            "what follows is preliminary, and rests on those that are."
        )
    if runs.rows < runs.rows_in_all:
        yield (
            f"The first {runs.rows:,} of {runs.rows_in_all:,} rows are looked at: the stages that "
            "were run as a whole."
        )
    if runs.repeats_with_value < runs.repeats:
        lost = runs.repeats - runs.repeats_with_value
        yield f"{lost} of {counted(runs.repeats, 'run')} with nothing varied gave no value."


def _failed(runs: RunsGone) -> Iterator[str]:
    if not runs.failed:
        yield f"{runs.ok:,} were done, none failed."
        return
    sorts = {"ended by an error": runs.error, "killed their worker": runs.killed}
    told = ", ".join(f"{count:,} {what}" for what, count in sorts.items() if count)
    yield (
        f"{runs.ok:,} were done; {runs.failed:,} FAILED ({told}): "
        f"{percent(runs.failed / runs.planned)} of all. They are left out of what follows, never "
        "taken for zero; if what makes runs fail is what one asks about, it leans to one side."
    )


def design_part(found: Report) -> Part:
    """Return what was varied, what was measured and how."""
    plan = found.plan
    factors = Numbers(
        "uncertainties", "What is not known, and how likely each value was taken to be",
        ("uncertainty", "unit", "as it stands", "distribution", "group", "source"),
        tuple(
            (f.name, f.unit, f.nominal, likelihood(f.distribution), f.group, f.source)
            for f in found.factors
        ),
    )  # fmt: skip
    outcomes = Numbers(
        "outcomes", "What was looked at",
        ("outcome", "unit", "meaning", "better", "wanted", "observed", "source"),
        tuple(
            (o.name, o.unit, o.meaning, o.better, o.wanted, o.observed, o.observed_source)
            for o in found.outcomes
        ),
    )  # fmt: skip
    levers = list(found.lever_sets[0].options)
    sets = Numbers(
        "lever-sets", "Lever sets: what was chosen", ("lever set", *levers),
        tuple((s.name, *(s.options.get(lever) for lever in levers)) for s in found.lever_sets),
    )  # fmt: skip
    settings = ", ".join(f"{name} {value}" for name, value in plan.settings.items())
    says = (
        f"Method: {plan.method.replace('_', ' ')} ({settings}); rows: {found.formula}.",
        *(f"Not in this report: {one.part}: {one.why}." for one in found.missing),
    )
    tables = (factors, outcomes, sets) if levers else (factors, outcomes)
    return Part("Design", says, tuple(table for table in tables if table.rows))


def likelihood(d: Distribution) -> str:
    """Return how likely each value of a factor was taken to be, in words.

    >>> likelihood(Distribution(shape="triangular", low=0.0, high=1.0, likeliest=0.25))
    'triangular 0 to 1, likeliest 0.25'
    """
    known = {"likeliest": d.likeliest, "mean": d.mean, "deviation": d.deviation}
    more = "".join(f", {what} {value:g}" for what, value in known.items() if value is not None)
    return f"{d.shape.replace('_', ' ')} {d.low:g} to {d.high:g}{more}"
