"""Tables: numbers of a report once, as files for programs and as blocks for readers."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from cli.output import rounded
from sim.exercise.documents.blocks import Table
from sim.figures import NONE, written
from sim.text import like_formula, visible

Cell = str | float | bool | None


@dataclass(frozen=True)
class Numbers:
    """A table of numbers under a head."""

    name: str
    """Of its file."""
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    on_page: bool = True
    """Whether it is for readers too; long ones are for programs only, beside their chart."""


def to_csv(numbers: Numbers) -> str:
    """Return a table as CSV; what is absent is an empty cell."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(map(_plain, numbers.head))
    writer.writerows([map(_plain, row) for row in numbers.rows])
    return text.getvalue()


def to_block(numbers: Numbers) -> Table:
    """Return a table as it stands on a page, its columns of numbers to the right.

    Columns without anything in them are left out; the file has them.
    """
    every = zip(numbers.head, zip(*numbers.rows, strict=True), strict=True)
    columns = [(head, cells) for head, cells in every if {*map(shown, cells)} != {NONE}]
    numeric = tuple(n for n, (_, cells) in enumerate(columns) if _is_numeric(cells))
    rows = tuple(
        tuple(shown(cell) for cell in row)
        for row in zip(*(cells for _, cells in columns), strict=True)
    )
    return Table(tuple(head for head, _ in columns), rows, numbers.title, numeric=numeric)


def shown(cell: Cell) -> str:
    """Return a cell as people read it.

    >>> shown(0.12345), shown(None), shown(True)
    ('0.1235', '–', 'yes')
    """
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return (cell or NONE) if isinstance(cell, str) else written(rounded_number(cell))


def rounded_number(value: float | None) -> float | None:
    """Return a number with six digits; None where it is none."""
    short = rounded(value)
    return short if isinstance(short, float) else None


def _is_numeric(cells: Sequence[Cell]) -> bool:
    found = [cell for cell in cells if cell is not None]
    return bool(found) and not any(isinstance(cell, (str, bool)) for cell in found)


def _plain(cell: Cell) -> str:
    """Return a cell of a file; a text that a spreadsheet would run begins with an apostrophe."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, str):
        told = visible(cell)
        return f"'{told}" if like_formula(told.lstrip("'\t\r ")) else told
    number = rounded_number(cell)
    return "" if number is None else f"{number:.6g}"
