"""The page on the folder: its code runs, and its numbers, tables and columns are the program's."""

import math
import re
from pathlib import Path
from typing import Any

import pytest

from sim.batch.store import database, tables
from sim.batch.store.export import export
from sim.batch.store.folder import Folder
from sim.batch.store.provenance import Identity, Provenance
from sim.batch.study import Run
from tests.batch.store.made_up import IDENTITY, failed, found, records, study

PAGE = (Path(__file__).parents[3] / "docs/reference/batch-folder.md").read_text("utf-8")
OF = study()


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    made = Folder.create(tmp_path / "b", OF, IDENTITY, experiment_text="", scenario_text="")
    with made.journal() as journal:
        journal.add([failed(Run(0, 0)), *records(OF)][:-1])
    return made


def defined() -> dict[str, Any]:
    names: dict[str, Any] = {}
    for block in re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL):
        exec(block, names)
    return names


def test_the_code_on_the_page_reads_a_folder(folder: Folder) -> None:
    read = defined()["outcome"](str(folder.path), "gave_up")
    assert len(read) == OF.runs() - 1
    for key, value in read.items():
        expected = found(OF, Run(*key))[0][1]
        assert value == expected or (math.isnan(value) and math.isnan(expected))


def test_the_code_on_the_page_reads_an_export(folder: Folder) -> None:
    export(folder, "parquet", folder.path / "export")
    means = defined()["means"](str(folder.path))
    assert [*means.columns] == ["outcome.loss", "outcome.gave_up"]
    assert {*means.index} == {chosen.name for chosen in OF.lever_sets}


def test_the_page_names_all_there_is(folder: Folder) -> None:
    assert f"`{database.APPLICATION:#x}`" in PAGE
    assert f"tables, now {database.VERSION}." in PAGE
    with folder.reader() as journal:
        named = journal.connection.execute("SELECT name FROM sqlite_schema WHERE sql NOT NULL")
        for (table,) in named.fetchall():
            (row,) = re.findall(rf"^\| `{table}` \|.*$", PAGE, re.MULTILINE)
            for column in journal.connection.execute(f"PRAGMA table_info({table})"):
                assert f"`{column[1]}`" in row
        for (key,) in journal.connection.execute("SELECT key FROM meta"):
            assert f"`{key}`" in PAGE
    for field in (
        *(f"identity.{name}" for name in Identity.model_fields),
        *Provenance.model_fields,
    ):
        assert f"`{field}`" in PAGE
    for path in folder.path.iterdir():
        assert f"`{path.name}`" in PAGE
    for table in tables.tables(folder):
        for name, _ in table.columns:
            shown = re.sub(r"\..*", ".NAME", name)
            assert f"`{shown}`" in PAGE.partition("## Exported tables")[2]
