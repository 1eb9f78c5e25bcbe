"""Files: a MSEL read from .xlsx and .csv, and written there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from sim.errors import SimError
from sim.exercise.msel.csv_file import read_csv, write_csv
from sim.exercise.msel.rows import InjectRow
from sim.exercise.msel.sheet import MselProblem, Sheet, UnreadableError, rows_from, table_of
from sim.exercise.msel.xlsx_file import read_xlsx, write_xlsx

LARGEST_FILE = 5_000_000
"""Bytes."""

READERS: Mapping[str, Callable[[bytes, str], Sheet]] = {
    ".xlsx": read_xlsx, ".csv": read_csv, ".tsv": read_csv, ".txt": read_csv,
}  # fmt: skip
WRITTEN = (".xlsx", ".csv")


def read_msel(path: Path) -> tuple[tuple[InjectRow, ...], tuple[MselProblem, ...]]:
    """Return the injects of a file that are sound, and everything that is wrong, at once.

    Problems of severity "warning" keep nothing from being used.
    """
    try:
        reader = READERS.get(path.suffix.casefold())
        if reader is None:
            raise UnreadableError(f"'{path.suffix}' is not read; save the list as .xlsx or .csv")
        return rows_from(reader(content_of(path), path.name))
    except UnreadableError as error:
        return (), (MselProblem(path.name, str(error)),)


def write_msel(path: Path, rows: Sequence[InjectRow], marking: str = "") -> None:
    """Write injects to a file; `marking` stands on every printed page of a workbook."""
    suffix = path.suffix.casefold()
    if suffix not in WRITTEN:
        raise SimError(f"{path.name}: '{path.suffix}' is not written; name it .xlsx or .csv")
    table = table_of(rows)
    content = write_xlsx(table, marking) if suffix == ".xlsx" else write_csv(table)
    try:
        path.write_bytes(content)
    except OSError as error:
        raise SimError(f"{path}: cannot be written ({_reason(error)})") from None


def content_of(path: Path) -> bytes:
    """Return what a file holds; UnreadableError if it is none, or larger than any such list."""
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
