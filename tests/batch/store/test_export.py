"""Export: what others read, without us, is what the store holds."""

import math
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest

from sim.batch.store import tables
from sim.batch.store.export import Form, export
from sim.batch.store.folder import Folder
from sim.batch.store.results import STATUSES
from sim.batch.study import NOMINAL, Run
from sim.errors import SimError
from tests.batch.store.made_up import IDENTITY, failed, found, records, study

OF = study()
KEYS = sorted(OF.keys())
BROKEN = (Run(2, 1), Run(-1, 0))
HOSTILE = '=HYPERLINK("http://x","y")\nline, "two"'


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    made = Folder.create(tmp_path / "b", OF, IDENTITY)
    with made.journal() as journal:
        journal.add([failed(run, HOSTILE) for run in BROKEN])
        journal.add([*records(OF, KEYS)][5:])
        journal.add([failed(run) for run in KEYS[:5] if run not in BROKEN])
        journal.connection.execute("DELETE FROM runs WHERE point = 3 AND replication = 0")
    return made


def by_pandas(frame: pd.DataFrame) -> list[dict[str, Any]]:
    frame = frame.astype(object).where(frame.notna(), None)
    return [{str(k): v for k, v in row.items()} for row in frame.to_dict("records")]


def by_duckdb(path: Path) -> list[dict[str, Any]]:
    with duckdb.connect() as connection:
        read = connection.execute(f"SELECT * FROM '{path}'")
        assert read.description is not None
        head = [column[0] for column in read.description]
        return [dict(zip(head, row, strict=True)) for row in read.fetchall()]


READERS: dict[str, tuple[Form, Callable[[Path], list[dict[str, Any]]]]] = {
    "pandas, parquet": ("parquet", lambda path: by_pandas(pd.read_parquet(path))),
    "polars, parquet": ("parquet", lambda path: pl.read_parquet(path).to_dicts()),
    "duckdb, parquet": ("parquet", by_duckdb),
    "pandas, csv": ("csv", lambda path: by_pandas(pd.read_csv(path))),
    "polars, csv": ("csv", lambda path: pl.read_csv(path).to_dicts()),
    "duckdb, csv": ("csv", by_duckdb),
}


@pytest.mark.parametrize("reader", READERS)
def test_runs_are_read_without_us(folder: Folder, tmp_path: Path, reader: str) -> None:
    form, read = READERS[reader]
    runs, _ = export(folder, form, tmp_path / "out")
    rows = read(runs)
    with folder.reader() as journal:
        query = "SELECT point, replication, status, tries, seconds, error FROM runs ORDER BY 1, 2"
        stored = journal.connection.execute(query).fetchall()
    assert [(row["point"], row["replication"]) for row in rows] == [key[:2] for key in stored]
    for row, (*key, status, tries, seconds, error) in zip(rows, stored, strict=True):
        run = Run(*key)
        chosen = OF.lever_sets[OF.lever_set(run.point)]
        scalars = found(OF, run)[0] if status == 1 else np.full(2, np.nan)
        none_or = [None if math.isnan(value) else value for value in scalars]
        assert (row["status"], row["tries"], row["seconds"]) == (
            STATUSES[status - 1],
            tries,
            seconds,
        )
        assert (row["lever_set"], row["lever.stock"], row["error"] or "") == tuple(
            f"'{text}" if form == "csv" and text.startswith(("=", "-")) else text
            for text in (chosen.name, chosen.options["stock"], error)
        )
        assert row["row"] == (None if run.point == NOMINAL else run.point % OF.rows)
        assert [row["factor.a"], row["factor.b(ndpr)"]] == OF.values(run.point).tolist()
        assert [row["outcome.loss"], row["outcome.gave_up"]] == none_or


@pytest.mark.parametrize("reader", READERS)
def test_series_are_read_without_us(folder: Folder, tmp_path: Path, reader: str) -> None:
    form, read = READERS[reader]
    _, series = export(folder, form, tmp_path / "out")
    rows = iter(read(series))
    with folder.reader() as journal:
        query = "SELECT point, replication FROM runs WHERE status = 1 ORDER BY 1, 2"
        stored = [Run(*key) for key in journal.connection.execute(query)]
    for run in stored:
        for number, name in enumerate(OF.rounds):
            row = next(rows)
            assert (row["point"], row["replication"], row["round"]) == (*run, number + 1)
            assert str(row["round_name"])[:7] == name  # some take it for a date
            assert [row["outcome.loss"], row["outcome.gave_up"]] == found(OF, run)[1][
                :, number
            ].tolist()
    assert next(rows, None) is None


def test_numbers_keep_every_bit(tmp_path: Path) -> None:
    of = study(3)
    folder = Folder.create(tmp_path / "b", of, IDENTITY)
    odd = np.array([0.1 + 0.2, -0.0, 5e-324, 1.7976931348623157e308, 1 / 3, math.inf])
    with folder.journal() as journal:
        for row, pair in enumerate(odd.reshape(3, 2)):
            one = next(records(of, [Run(row, 0)]))
            journal.add([one._replace(scalars=pair.tobytes())])
    (csv_file, _), (parquet, _) = (
        export(folder, to, tmp_path / "out") for to in ("csv", "parquet")
    )
    columns = ["outcome.loss", "outcome.gave_up"]
    for frame in (pd.read_csv(csv_file), pd.read_parquet(parquet)):
        assert frame[columns].to_numpy().tobytes() == odd.tobytes()


def test_it_is_the_same_however_many_rows_are_held(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = [path.read_bytes() for path in export(folder, "csv", tmp_path / "one")]
    monkeypatch.setattr(tables, "CELLS", 40)
    assert [path.read_bytes() for path in export(folder, "csv", tmp_path / "two")] == whole
    runs, _ = export(folder, "parquet", tmp_path / "three")
    assert pq.ParquetFile(runs).num_row_groups > 3


def test_parquet_is_split_by_bytes_and_packed(folder: Folder, tmp_path: Path) -> None:
    runs, _ = export(folder, "parquet", tmp_path / "out")
    group = pq.ParquetFile(runs).metadata.row_group(0)
    for number in range(group.num_columns):
        column = group.column(number)
        assert column.compression == "ZSTD"
        split = "BYTE_STREAM_SPLIT" in column.encodings
        assert split == column.path_in_schema.startswith(("factor", "outcome", "seconds"))


def test_a_batch_that_has_not_begun_gives_heads_alone(tmp_path: Path) -> None:
    folder = Folder.create(tmp_path / "b", OF, IDENTITY)
    for path in export(folder, "csv", tmp_path / "out"):
        assert path.read_text().count("\n") == 1
    for path in export(folder, "parquet", tmp_path / "out"):
        assert len(pd.read_parquet(path)) == 0


def test_a_model_without_rounds_gives_no_series(tmp_path: Path) -> None:
    folder = Folder.create(tmp_path / "b", study(rounds=0), IDENTITY)
    assert [path.name for path in export(folder, "csv", tmp_path / "out")] == ["runs.csv"]


def test_what_cannot_be_written_is_told(folder: Folder, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(SimError, match=r"out: cannot be written \(file exists\)"):
        export(folder, "csv", tmp_path / "out")


def test_a_damaged_run_is_told(folder: Folder, tmp_path: Path) -> None:
    with folder.journal() as journal:
        journal.connection.execute("UPDATE runs SET scalars = x'00' WHERE point = 1")
    with pytest.raises(SimError, match="damaged"):
        export(folder, "csv", tmp_path / "out")
    assert not (tmp_path / "out" / "runs.csv").exists()


def test_without_pyarrow_it_is_said_what_to_install(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(SimError, match=r'pip install "countervail\[parquet\]"'):
        export(folder, "parquet", tmp_path / "out")
