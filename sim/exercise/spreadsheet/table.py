"""Table: the texts of one worksheet; what kind of file it came from is no matter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sim.errors import Severity

Written = str | int | dt.date | None
"""What is written in a cell."""

Row = tuple[int, tuple[str, ...]]
"""Number from 1 as the spreadsheet counts, and cells."""

Score = Callable[[Sequence[str]], int]
"""Says how many of the headers that are looked for a row has."""

HEAD = 20
"""The row of headers is one of so many."""


class UnreadableError(Exception):
    """A file that is no table at all; says what it is, and what would do."""


@dataclass(frozen=True)
class SheetProblem:
    """One thing wrong with one place of a spreadsheet."""

    path: str
    message: str
    sheet: str = ""
    row: int = 0
    """As the spreadsheet counts; 0: the whole sheet."""
    column: str = ""
    """Its header; empty: the whole row."""
    severity: Severity = "error"

    @property
    def place(self) -> str:
        """Return where it is: file, sheet, row and column."""
        parts = [
            f"{what} {name}"
            for what, name in (("sheet", self.sheet), ("row", self.row), ("column", self.column))
            if name
        ]
        return f"{self.path}: {', '.join(parts)}" if parts else self.path

    def __str__(self) -> str:
        mark = "" if self.severity == "error" else "warning: "
        return f"{self.place}: {mark}{self.message}"


@dataclass(frozen=True)
class Sheet:
    """A table of texts."""

    path: str
    name: str
    """Empty where the file has no sheets."""
    rows: tuple[Row, ...]
    """Rows without any text are left out."""

    def head(self, score: Score) -> int:
        """Return the place of the row that has most of the headers looked for."""
        first = self.rows[:HEAD]
        return max(range(len(first)), key=lambda n: (score(first[n][1]), -n), default=0)

    def score(self, score: Score) -> int:
        """Return how many of the headers looked for it has."""
        return score(self.rows[self.head(score)][1]) if self.rows else 0

    def problem(
        self, message: str, row: int = 0, column: str = "", severity: Severity = "error"
    ) -> SheetProblem:
        """Return a problem with a place of it."""
        return SheetProblem(self.path, message, self.name, row, column, severity)


def letters(place: int) -> str:
    """Return a column's letters, as spreadsheets name it.

    >>> letters(0), letters(27)
    ('A', 'AB')
    """
    head, last = divmod(place, 26)
    return (letters(head - 1) if head else "") + chr(ord("A") + last)
