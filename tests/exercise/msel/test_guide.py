"""The guide to writing injects: what it shows is understood."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from sim.exercise.conditions import LONGEST, parse
from sim.exercise.conditions.parse import DEEPEST
from sim.exercise.msel import rows_of
from sim.exercise.msel.columns import CLOCKS, COLUMNS, KEPT
from sim.exercise.msel.rows import LONGEST_TEXT, MOST_COLUMNS, MOST_ROWS
from sim.exercise.spreadsheet.files import LARGEST_FILE
from sim.exercise.spreadsheet.xlsx_file import LAST_COLUMN, LAST_ROW
from sim.orders.base import Order
from sim.patches import Patch

GUIDE = (Path(__file__).parents[3] / "docs/how-to/write-injects.md").read_text("utf-8")
FLAT = " ".join(GUIDE.split())


def blocks(kind: str) -> list[str]:
    found = re.findall(r"^```(\w*)\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    return [text for named, text in found if named == kind]


def test_every_column_and_name_is_listed() -> None:
    for column in COLUMNS:
        names = ", ".join(column.names)
        assert f"| {column.header} | {column.meaning} | {names} |" in GUIDE
    for kept in (CLOCKS, KEPT):
        assert ", ".join(kept) in FLAT


def test_the_inject_it_shows_is_one() -> None:
    (row,) = rows_of(yaml.safe_load(blocks("yaml")[0])["injects"])
    assert (row.id, row.round, row.minute, row.to) == ("I03", 2, 10, ("KORVA", "SORIN"))


def test_the_conditions_it_shows_are_understood() -> None:
    shown = [line for line in blocks("")[0].splitlines() if line]
    shown += re.findall(r"`when: (.*?)`", GUIDE)
    assert len(shown) == 4
    for condition in shown:
        parse(condition)


def test_the_effects_it_shows_are_understood() -> None:
    act, patch = yaml.safe_load(blocks("yaml")[1])["effects"]
    Order.parse(act.partition(": ")[2])
    assert str(Patch.parse(patch)) == patch


def test_the_limits_it_names_are_those_there_are() -> None:
    for limit in (
        f"at most {LONGEST} characters, {DEEPEST} brackets deep",
        f"{LARGEST_FILE / 1e6:g} MB, {MOST_ROWS:,} injects, {MOST_COLUMNS} columns of your own, "
        f"{LONGEST_TEXT:,} characters a cell",
        f"{LAST_ROW:,} rows and {LAST_COLUMN} columns",
    ):
        assert limit in FLAT
