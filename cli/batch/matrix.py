"""Matrix: a game between policies as a table on the terminal, with what follows from it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product
from statistics import median

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from cli.batch.parts.part import listed
from cli.batch.parts.payoff import payoff_lines
from cli.layout import number_table, titled
from cli.output import WIDTH
from sim.batch.analysis.intervals import Estimate
from sim.batch.analysis.payoff import Game, Table
from sim.batch.analysis.payoffs import Profile
from sim.figures import NONE
from sim.text import visible

BEST, PERHAPS = "*", "~"
"""Marks of a policy that is surely the best answer to the others', and of one that may be."""

DIGITS = 2
"""Of half an interval, the middle one of a table: more of a number nobody knows."""

MOST_PLACES = 6

SAME = "="
"""Stands for a change that is none in any game."""

MOST_ANSWERS = 24
"""Best answers that are told under a table; the page has all."""

BETWEEN = 2
"""Blanks between the columns of a table."""

Entry = Callable[[Profile, int], str]
"""What stands in a table for a profile and a seat, by the seat's number."""


def game_report(title: str, about: Iterable[str], found: Game) -> Iterator[RenderableType]:
    """Yield what each seat gets from each choice, what a promise changes, and what is stable.

    `about` says what the seats get, and what may be announced.
    """
    yield _said(title, bold=True)
    yield _said(_basis(found))
    yield from map(_said, about)
    across = " and ".join(found.seats[1:])
    yield _said(
        f"Down: what {found.seats[0]} plays; across: what {across} plays. In each cell what each "
        "seat gets, and half of its 95 % interval."
    )
    every = [one for table in found.tables for cell in table.cells for one in cell.payoffs]
    ahead = [one.ahead for table in found.tables for one in table.responses]
    told, more = _writer(every), _writer(ahead, sign="+")
    for table in found.tables:
        yield titled(f"With promise '{table.promise}'" if table.promise else "What each seat gets")
        yield from _matrix(found, _payoffs(found, table, told))
        for n, line in enumerate(_answers(found, table, more)):
            yield Padding(_said(line), (0 if n else 1, 0, 0, 0))
    yield _below(
        f"{BEST} the best answer to what the others do; {PERHAPS} it may be: the games do not tell "
        "it apart from the best. Under each table: by how much the best answer is ahead of the "
        "next, game by game."
    )
    for promise in dict.fromkeys(change.promise for change in found.changes):
        yield titled(f"What promise '{promise}' adds, in the same games")
        yield from _matrix(found, _changes(found, promise))
        yield _below(f"{BEST} beyond its interval; {SAME} the same in every game.")
    yield titled("What would be stable")
    yield from map(_said, payoff_lines(found))
    how_sure = {one.certainty for table in found.tables for one in table.pure}
    if how_sure and "sure" not in how_sure:
        yield _said("Nothing of this is sure: four times as many games halve the intervals.")


def _basis(found: Game) -> str:
    cells = [cell for table in found.tables for cell in table.cells]
    games = {cell.basis.used for cell in cells}
    each = str(min(games)) if len(games) == 1 else f"{min(games)} to {max(games)}"
    left_out = sum(cell.basis.of - cell.basis.used for cell in cells)
    failed = f"; {left_out:,} more gave no number and are left out" if left_out else ""
    return (
        f"{sum(cell.basis.used for cell in cells):,} games: {each} for each of {len(cells)} "
        f"cells, and all cells meet the same chance{failed}."
    )


def _payoffs(found: Game, table: Table, told: Callable[[Estimate], str]) -> Entry:
    """Return what a seat gets, with the mark of a best answer."""
    got = {cell.profile: cell.payoffs for cell in table.cells}
    marks = dict(_marks(found, table))
    return lambda profile, s: f"{told(got[profile][s])} {marks.get((profile, s), ' ')}"


def _marks(found: Game, table: Table) -> Iterator[tuple[tuple[Profile, int], str]]:
    for one in table.responses:
        s = found.seats.index(one.seat)
        for policy in (one.best, *one.not_told_apart):
            mark = PERHAPS if one.not_told_apart else BEST
            yield ((*one.others[:s], policy, *one.others[s:]), s), mark


def _answers(found: Game, table: Table, told: Callable[[Estimate], str]) -> Iterator[str]:
    """Yield by how much each best answer is ahead of the next, in pairs."""
    for one in table.responses[:MOST_ANSWERS]:
        others = [seat for seat in found.seats if seat != one.seat]
        where = listed(
            [f"{seat} plays {does}" for seat, does in zip(others, one.others, strict=True)]
        )
        same = one.ahead.value == one.ahead.low == one.ahead.high == 0.0
        by = "the same in every game" if same else told(one.ahead)
        yield f"{one.seat}: {one.best} against {one.runner_up}: {by} where {where}"
    if len(table.responses) > MOST_ANSWERS:
        yield f"and {len(table.responses) - MOST_ANSWERS} more, in the report's table"


def _changes(found: Game, promise: str) -> Entry:
    """Return what a seat gets more or less, with the mark of what is beyond its interval."""
    more = {one.profile: one.payoffs for one in found.changes if one.promise == promise}
    told = _writer([one for row in more.values() for one in row], sign="+")

    def entry(profile: Profile, s: int) -> str:
        change = more[profile][s]
        if change.value == change.low == change.high == 0.0:
            return f"{SAME}  "
        return f"{told(change)} {BEST if change.told_apart else ' '}"

    return entry


def _matrix(found: Game, entry: Entry) -> Iterator[RenderableType]:
    """Yield a table, or several where not all columns find room beside each other."""
    rows = found.policies[0]
    columns = list(product(*found.policies[1:]))
    texts = {
        (row, column): "\n".join(entry((row, *column), s) for s in range(len(found.seats)))
        for row in rows
        for column in columns
    }
    lines = [line for text in texts.values() for line in text.split("\n")]
    wide = max(map(len, (*lines, *(name for column in columns for name in column)))) + BETWEEN
    left = max(map(len, (*rows, found.seats[0]))) + max(map(len, found.seats)) + 2 * BETWEEN
    room = max(1, (WIDTH - left) // wide)
    for first in range(0, len(columns), room):
        block = _block(found, texts, columns[first : first + room])
        yield Padding(block, (1 if first else 0, 0, 0, 0))


def _block(found: Game, texts: dict[tuple[str, Profile], str], columns: Sequence[Profile]) -> Grid:
    heads = ["\n".join(map(visible, column)) for column in columns]
    grid = number_table(visible(found.seats[0]), "", *heads)
    grid.columns[1].justify = "left"
    stacked = "\n".join(map(visible, found.seats))
    for row in found.policies[0]:
        grid.add_row(visible(row), stacked, *(texts[row, column] for column in columns))
    return grid


def _writer(found: Sequence[Estimate], sign: str = "") -> Callable[[Estimate], str]:
    """Return what writes numbers of a table, all with as many places."""
    reaches = [
        one.high - one.value for one in found if one.value is not None and one.high is not None
    ]
    known = [reach for reach in reaches if reach > 0.0]
    places = DIGITS - 1 - math.floor(math.log10(median(known))) if known else DIGITS
    shown = min(max(places, 0), MOST_PLACES)

    def number(value: float, sign: str = "") -> str:
        return f"{round(value, places) + 0.0:{sign},.{shown}f}".replace("-", "−")

    def told(one: Estimate) -> str:
        if one.value is None:
            return NONE
        reach = "?" if one.high is None else number(one.high - one.value)
        return f"{number(one.value, sign)} ±{reach}"

    return told


def _below(line: str) -> RenderableType:
    """Return what is said of tables, with a blank line before it."""
    return Padding(_said(line), (1, 0, 0, 0))


def _said(line: str, *, bold: bool = False) -> Text:
    """Return a line that does nothing to the terminal, whatever names it has."""
    return Text(visible(line), "bold" if bold else "")
