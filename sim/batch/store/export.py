"""Export: a folder's tables as files that others read without us.

What is absent is null in Parquet and empty in CSV, never zero. In CSV, a text that a spreadsheet
would take for a formula stands behind an apostrophe.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

import numpy as np

from sim.batch.store import database
from sim.batch.store.database import damaged, telling
from sim.batch.store.folder import Folder
from sim.batch.store.tables import Cells, Table, tables
from sim.errors import SimError
from sim.text import like_formula

Form = Literal["parquet", "csv"]


def export(folder: Folder, to: Form, out: Path) -> tuple[Path, ...]:
    """Write a folder's tables as files into another folder; return their paths.

    A file gets its name when it is whole.
    """
    written = []
    try:
        out.mkdir(parents=True, exist_ok=True)
        for table in tables(folder):
            path = out / f"{table.name}.{to}"
            unnamed = path.with_name(f"{path.name}.part")
            with telling(folder.path / database.FILE):
                _WRITERS[to](table, unnamed)
            written.append(unnamed.replace(path))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SimError(f"{out}: cannot be written ({reason})") from None
    except (ValueError, IndexError) as error:
        raise damaged(folder.path / database.FILE, str(error)) from None
    return tuple(written)


def _write_csv(table: Table, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([name for name, _ in table.columns])
        for part in table.parts():
            writer.writerows(zip(*map(_shown, part), strict=True))


def _shown(cells: Cells) -> list[object]:
    """Return a column as it is written; a number with all its digits."""
    if isinstance(cells, np.ndarray):
        return [None if value != value else value for value in cells.tolist()]
    return [
        f"'{cell}" if isinstance(cell, str) and like_formula(cell.lstrip("'\t\r ")) else cell
        for cell in cells
    ]


def _write_parquet(table: Table, path: Path) -> None:
    try:
        import pyarrow as pa  # takes half a second, and is an extra
        import pyarrow.parquet as pq
    except ImportError:
        raise SimError(
            'Parquet needs pyarrow: pip install "countervail[parquet]", or export to csv'
        ) from None
    types = {"count": pa.int64(), "number": pa.float64(), "text": pa.string()}
    schema = pa.schema([(name, types[kind]) for name, kind in table.columns])
    split = [name for name, kind in table.columns if kind == "number"]
    whole = [name for name, kind in table.columns if kind != "number"]
    with pq.ParquetWriter(
        path, schema, compression="zstd", use_dictionary=whole, use_byte_stream_split=split
    ) as writer:
        for part in table.parts():
            columns = [
                pa.array(cells, type=field.type, from_pandas=True)  # NaN becomes null
                for cells, field in zip(part, schema, strict=True)
            ]
            writer.write_table(pa.Table.from_arrays(columns, schema=schema))


_WRITERS: Mapping[Form, Callable[[Table, Path], None]] = {
    "csv": _write_csv,
    "parquet": _write_parquet,
}
