"""The page on the file's format: its code and its example are those of the program."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from sim.exercise.log import file
from sim.exercise.log.entry import FIRST
from sim.exercise.log.text import HEAD, LONGEST, MOST_LINES, imported

PAGE = (Path(__file__).parents[3] / "docs/reference/exercise-file-format.md").read_text("utf-8")


def block(kind: str) -> str:
    found = re.findall(rf"^```{kind}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    assert len(found) == 1
    return str(found[0])


def test_the_code_on_the_page_gives_the_hashes_of_its_example() -> None:
    defined: dict[str, Any] = {}
    exec(block("python"), defined)
    before = FIRST
    for row in map(json.loads, block("json").splitlines()):
        told = (row[key] for key in ("at", "line", "by", "kind", "body"))
        assert defined["chained"](before, row["entry"], *told) == row["hash"]
        before = row["hash"]


def test_the_example_is_read_as_an_export(tmp_path: Path) -> None:
    source = tmp_path / "example.jsonl"
    source.write_text(f'{{"{HEAD}":{file.VERSION}}}\n{block("json")}', "utf-8")
    with imported(source, tmp_path / "example.exercise") as made:
        assert [entry.kind for entry in made.entries()] == ["ordered", "submitted"]


def test_the_page_names_the_numbers_there_are() -> None:
    assert f"`{file.APPLICATION:#x}`" in PAGE
    assert f"tables, now {file.VERSION}." in PAGE
    assert f'`{{"{HEAD}":{file.VERSION}}}`' in PAGE
    assert f"{LONGEST // 2**20} MiB" in " ".join(PAGE.split())
    assert MOST_LINES == 1_000_000
