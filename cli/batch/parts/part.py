"""Part: a piece of a report, whatever it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cli.batch.drawing import Chart
from cli.batch.plots import Bar
from cli.batch.tables import Cell, Numbers
from sim.batch.analysis.intervals import Estimate
from sim.batch.analysis.pairs import Verdict
from sim.batch.analysis.seeds import ENOUGH
from sim.batch.study import Outcome
from sim.figures import NOISE, NONE, written

MOST_DRAWN = 4
"""Lever sets that are drawn; more in a chart, or more charts, nobody reads. Tables have all."""

LEAST_SHOWN = 0.1
"""Of a hundred; a smaller share is only said to be so."""

HEAD = ("low", "high")
"""Of the ends of a band, in tables."""


@dataclass(frozen=True)
class Part:
    """A piece of a report."""

    title: str
    says: tuple[str, ...]
    tables: tuple[Numbers, ...] = ()
    charts: tuple[Chart, ...] = ()


def label(outcome: Outcome) -> str:
    """Return an outcome with its unit, as an axis has it."""
    return f"{outcome.name}{outcome.measured}"


def cells(found: Estimate | None) -> tuple[Cell, Cell, Cell]:
    """Return a number and the ends of its band as cells."""
    return (found.value, found.low, found.high) if found else (None, None, None)


def bar(name: str, found: Estimate, important: bool = True) -> Bar:
    """Return a number as a bar."""
    band = None if found.low is None or found.high is None else (found.low, found.high)
    return Bar(name, found.value, band, important)


def with_band(found: Estimate) -> str:
    """Return a number with its band as a text has it.

    >>> with_band(Estimate(0.5, 0.4, 0.625, 9)), with_band(Estimate(0.5, None, None, 1))
    ('0.5 (0.4 to 0.625)', '0.5 (no band)')
    """
    if found.value is None:
        return NONE
    if found.low is None or found.high is None:
        return f"{written(found.value)} (no band)"
    return f"{written(found.value)} ({written(found.low)} to {written(found.high)})"


def percent(share: float | None) -> str:
    """Return a share in parts of a hundred.

    >>> percent(0.126), percent(-0.004), percent(1e-5), percent(1e-15), percent(None)
    ('13 %', '−0.4 %', 'below 0.1 %', '0 %', '–')
    """
    if share is None:
        return NONE
    shown = 0.0 if abs(share) < NOISE else 100.0 * share
    if 0.0 < shown < LEAST_SHOWN:
        return f"below {LEAST_SHOWN:g} %"
    places = ".0f" if abs(shown) >= 1.0 or not shown else ".1g"
    return f"{shown:{places}} %".replace("-", "−")


def in_short(lever_set: str) -> str:
    """Return a lever set's name as drawings have it: the option alone, where there is one lever.

    >>> in_short("stockpile=half_a_year"), in_short("stockpile=none, answer=court")
    ('half_a_year', 'stockpile=none, answer=court')
    """
    _, one, option = lever_set.partition("=")
    return option if one and "=" not in option else lever_set


def listed(names: Sequence[str]) -> str:
    """Return names in a row.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def counted(count: int, what: str) -> str:
    """Return how many of something there are.

    >>> counted(1, "run"), counted(1200, "run")
    ('1 run', '1,200 runs')
    """
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


def qualified(verdict: Verdict, few_seeds: int | None) -> str:
    """Return a verdict, and on how few seeds it rests where these are too few to tell.

    >>> qualified("better", 1), qualified("worse", 3), qualified("better", None)
    ('better under this one seed', 'worse under these 3 seeds', 'better')
    """
    if few_seeds is None or verdict in ("not told apart", "the same"):
        return verdict
    return f"{verdict} {under(few_seeds)}"


def under(few_seeds: int) -> str:
    """Return under which seeds something was found.

    >>> under(1), under(2)
    ('under this one seed', 'under these 2 seeds')
    """
    return "under this one seed" if few_seeds == 1 else f"under these {few_seeds} seeds"


def few_seeds_lines(few: Sequence[int | None]) -> Iterator[str]:
    """Yield what may be wrong with comparisons that rest on too few seeds, if any do."""
    least = min((seeds for seeds in few if seeds), default=None)
    if least == 1:
        yield (
            "There is one replication: bands hold what is not known, not what another seed would "
            f"do; {ENOUGH} seeds or more are needed to tell (`replications`)."
        )
    elif least is not None:
        yield (
            f"Bands rest on {least} seeds; {ENOUGH} or more are needed to tell (`replications`)."
        )
