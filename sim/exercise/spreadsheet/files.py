"""Files: the worksheets of a file, and a table written to one, by what the file is called."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sim.errors import SimError
from sim.exercise.spreadsheet.csv_file import read_csv, write_csv
from sim.exercise.spreadsheet.table import Score, Sheet, UnreadableError, Written
from sim.exercise.spreadsheet.xlsx_file import Look, read_xlsx, write_xlsx

LARGEST_FILE = 5_000_000
"""Bytes."""

WORKBOOKS = (".xlsx",)
TEXTS = (".csv", ".tsv", ".txt")
WRITTEN = (".xlsx", ".csv")


def worksheets(path: Path, score: Score) -> list[Sheet]:
    """Return the sheets of a file that have cells; UnreadableError for what is no spreadsheet."""
    suffix = path.suffix.casefold()
    if suffix in WORKBOOKS:
        return read_xlsx(_content(path), path.name)
    if suffix in TEXTS:
        return [read_csv(_content(path), path.name, score)]
    raise UnreadableError(f"'{path.suffix}' is not read; save it as .xlsx or .csv")


def write(path: Path, table: Sequence[Sequence[Written]], look: Look) -> None:
    """Write a table, headers first, to a file; SimError for one that cannot be written."""
    suffix = path.suffix.casefold()
    if suffix not in WRITTEN:
        raise SimError(f"{path.name}: '{path.suffix}' is not written; name it .xlsx or .csv")
    content = write_xlsx(table, look) if suffix in WORKBOOKS else write_csv(table)
    try:
        path.write_bytes(content)
    except OSError as error:
        raise SimError(f"{path}: cannot be written ({_reason(error)})") from None


def _content(path: Path) -> bytes:
    """Return what a file holds; UnreadableError if it is none, or larger than any list."""
    try:
        if path.exists() and not path.is_file():  # a pipe could keep us waiting
            raise UnreadableError("no file; give a list as .xlsx or .csv")
        with path.open("rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
    except OSError as error:
        raise UnreadableError(f"cannot be read ({_reason(error)})") from None
    if len(content) > LARGEST_FILE:
        raise UnreadableError(
            f"more than {LARGEST_FILE / 1e6:g} MB; copy the list into a file of its own, "
            "without pictures"
        )
    return content


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
