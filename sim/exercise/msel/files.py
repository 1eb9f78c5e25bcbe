"""Files: the MSEL read from .xlsx and .csv, and written there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sim.exercise.msel.columns import COLUMNS, score
from sim.exercise.msel.rows import InjectRow
from sim.exercise.msel.sheet import rows_from, table_of
from sim.exercise.spreadsheet.files import worksheets, write
from sim.exercise.spreadsheet.table import Sheet, SheetProblem, UnreadableError
from sim.exercise.spreadsheet.xlsx_file import Look

NAME = "MSEL"
"""The sheet that is written, and the one that is read if there is one of the name."""


def read_msel(path: Path) -> tuple[tuple[InjectRow, ...], tuple[SheetProblem, ...]]:
    """Return the injects of a file that are sound, and everything that is wrong, at once.

    Problems of severity "warning" keep nothing from being used.
    """
    try:
        return rows_from(the_list(worksheets(path, score)))
    except UnreadableError as error:
        return (), (SheetProblem(path.name, str(error)),)


def write_msel(path: Path, rows: Sequence[InjectRow], marking: str = "") -> None:
    """Write injects to a file; `marking` stands on every printed page of a workbook."""
    look = Look(NAME, [column.width for column in COLUMNS], marking)
    write(path, table_of(rows), look)


def the_list(sheets: Sequence[Sheet]) -> Sheet:
    """Return the sheet MSEL if it names columns of the list, or the one that names most of them."""
    scores = [(sheet.score(score), sheet) for sheet in sheets]
    return max(scores, key=lambda s: (s[0] > 0 and s[1].name.upper() == NAME, s[0]))[1]
