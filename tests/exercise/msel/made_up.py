"""Injects and files made up for tests."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
from hypothesis import strategies as st

from sim.exercise.msel import InjectRow, read_msel
from sim.exercise.msel.columns import HEADERS, score
from sim.exercise.msel.files import NAME, the_list
from sim.exercise.msel.rows import STATUSES
from sim.exercise.msel.sheet import rows_from, table_of
from sim.exercise.spreadsheet.csv_file import read_csv, write_csv
from sim.exercise.spreadsheet.table import SheetProblem
from sim.exercise.spreadsheet.xlsx_file import Look, read_xlsx, write_xlsx

RISKY = st.sampled_from(
    ["", "=1+1", "+81 3", "-", "@sum", "'=x", "''-5", "-5", "\uff1d1", "#N/A", "TRUE"]
)
texts = st.builds(
    "{}{}".format, RISKY, st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Zl",
                                                "Zp", "Cn"]), max_size=20)
    | st.sampled_from(["two\nlines", 'a "quoted" word', "a;b,c\td", "東京", "007", "1e5"]),
)  # fmt: skip
lines = texts.map(lambda text: " ".join(text.split()))
own = st.lists(lines.filter(lambda t: t and t not in HEADERS.values()), max_size=3, unique=True)
seats = st.sampled_from(["JPN", "CHN", "JPN.METI"])
rounds = st.none() | st.integers(1, 9)


@st.composite
def injects(draw: st.DrawFn, most: int = 3) -> tuple[InjectRow, ...]:
    """Rows with numbers of their own and the same columns of the user's."""
    columns = draw(own)
    return tuple(draw(inject(n, columns)) for n in range(draw(st.integers(0, most))))


@st.composite
def inject(draw: st.DrawFn, number: int, columns: list[str]) -> InjectRow:
    round = draw(rounds)
    return InjectRow(
        id=f"{draw(st.sampled_from(['I', '', '2.']))}{number}",
        status=draw(st.sampled_from(STATUSES)),
        title=draw(lines) or "An inject",
        text=draw(texts),
        sender=draw(lines),
        to=tuple(draw(st.lists(seats, max_size=2, unique=True))),
        public=draw(st.booleans()),
        delivery=draw(lines),
        round=round,
        minute=draw(st.none() | st.integers(0, 600)) if round else None,
        date=draw(st.none() | st.dates()),
        when=draw(st.sampled_from(["", "round >= 2", "JPN.cover(ndpr) < 6 weeks"])),
        effects=tuple(draw(st.lists(lines.filter(bool), max_size=2))),
        expected=draw(texts),
        objective=draw(lines),
        learning=draw(texts),
        minutes=draw(st.none() | st.integers(0, 600)),
        extra={name: draw(texts) for name in columns},
    )


def workbook(*sheets: tuple[str, list[list[Any]]]) -> bytes:
    """A workbook of sheets as somebody would type them."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


Read = tuple[tuple[InjectRow, ...], tuple[SheetProblem, ...]]


def as_csv(rows: tuple[InjectRow, ...]) -> bytes:
    return write_csv(table_of(rows))


def as_xlsx(rows: tuple[InjectRow, ...]) -> bytes:
    return write_xlsx(table_of(rows), Look(NAME))


def from_csv(content: bytes) -> Read:
    return rows_from(read_csv(content, "a.csv", score))


def from_xlsx(content: bytes) -> Read:
    return rows_from(the_list(read_xlsx(content, "a.xlsx")))


def read(folder: Path, content: bytes | str, name: str = "msel.csv") -> Read:
    """What is read of a file with some content."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_msel(path)


def told(problems: tuple[SheetProblem, ...]) -> str:
    return "\n".join(map(str, problems))
