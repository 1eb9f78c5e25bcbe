"""XLSX: tables in a workbook, which is hostile until checked.

Formulas are never worked out: of a cell that has one, what the spreadsheet saved as its result is
read. Nothing outside the file is opened. openpyxl is imported where it is used, for its weight.
"""

from __future__ import annotations

import datetime as dt
import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, repeat
from typing import TYPE_CHECKING

from sim.exercise.spreadsheet.table import Row, Sheet, UnreadableError, Written
from sim.text import like_formula

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

LARGEST_UNPACKED = 50_000_000
"""Bytes."""
MOST_PARTS = 500
MOST_SHEETS = 20
MOST_ROWS = 2_500
"""With cells, of a sheet; no list that is read here may be as long."""
LAST_ROW = 20_000
LAST_COLUMN = 120
"""What lies beyond is not read."""
FIRST_DAY = dt.date(1901, 1, 1)
"""Spreadsheets do not agree on earlier ones, which are written as text."""

_OLD = b"\xd0\xcf\x11\xe0"
"""How workbooks of before 2007 begin, and those that a password locks."""


def read_xlsx(content: bytes, path: str) -> list[Sheet]:
    """Return the sheets of a workbook that have cells, at least one; UnreadableError for others."""
    if content.startswith(_OLD):
        raise UnreadableError(
            "an old workbook, or one locked by a password; save it as .xlsx without a password"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check(archive)
        sheets = list(_sheets(content, path))
    except UnreadableError:
        raise
    except Exception as error:  # whatever in a damaged file zipfile, zlib or openpyxl stumble over
        said = " ".join(str(error).split())[:80] or type(error).__name__
        raise UnreadableError(
            f"no workbook, or a damaged one ({said}); save it anew as .xlsx"
        ) from None
    if not sheets:
        raise UnreadableError("the workbook has no sheet with cells")
    return sheets


def _check(archive: zipfile.ZipFile) -> None:
    """Refuse what is no workbook, what would unpack to too much, and what may run."""
    parts = archive.infolist()
    names = {part.filename.casefold() for part in parts}
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise UnreadableError(
            f"it unpacks to more than {LARGEST_UNPACKED / 1e6:g} MB or {MOST_PARTS} parts; "
            "copy the list into a workbook of its own"
        )
    if "[content_types].xml" not in names:
        raise UnreadableError("an archive, but no workbook; save it as .xlsx")
    if any(name.endswith("vbaproject.bin") for name in names):
        raise UnreadableError("it holds macros; save it as .xlsx without them")
    for part in parts:
        if b"<!DOCTYPE" in archive.read(part).replace(b"\0", b""):  # also where it is in UTF-16
            raise UnreadableError("it declares entities, which no spreadsheet does")


def _sheets(content: bytes, path: str) -> Iterator[Sheet]:
    import openpyxl  # 0.4 s

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and lists of choices, which are not read
        book = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=True, keep_links=False
        )
        for sheet in book.worksheets[:MOST_SHEETS]:
            sheet.reset_dimensions()  # as declared they may be anything
            rows = sheet.iter_rows(max_row=LAST_ROW, max_col=LAST_COLUMN, values_only=True)
            filled = ((n, row) for n, row in enumerate(rows, 1) if row.count(None) < len(row))
            yield Sheet(path, sheet.title, tuple(_texts(filled)))
        book.close()


def _texts(rows: Iterable[tuple[int, Sequence[object]]]) -> Iterator[Row]:
    """Yield rows that show anything, no more than are read."""
    characters = 0
    for number, row in islice(rows, MOST_ROWS):
        texts = tuple(map(_text, row))
        characters += sum(map(len, texts))
        if characters > LARGEST_UNPACKED:  # one text may fill many cells and be stored once
            raise UnreadableError(f"more than {LARGEST_UNPACKED / 1e6:g} million characters")
        if any(texts):
            yield number, texts


def _text(value: object) -> str:
    """Return what a cell shows, dates and numbers without regard to its format."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case float() if value.is_integer():
            return str(int(value))
        case dt.datetime() if value.time() == dt.time():
            return value.date().isoformat()
        case dt.datetime():
            return value.isoformat(" ", "minutes")
        case dt.timedelta():
            minutes = round(value.total_seconds() / 60)
            return f"{minutes // 60}:{minutes % 60:02d}"
        case dt.time():
            return value.isoformat("minutes")
    return str(value).strip()


# --- writing -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Look:
    """How a table looks in a workbook."""

    name: str
    """Of its sheet."""
    widths: Sequence[int] = ()
    """Of the first columns [characters]; the others are 20 wide."""
    marking: str = ""
    """Stands above and below every printed page."""


def write_xlsx(table: Sequence[Sequence[Written]], look: Look) -> bytes:
    """Return a table, headers first, as a workbook."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = look.name
    for n, row in enumerate(table, 1):
        for m, value in enumerate(row, 1):
            if value not in (None, ""):
                _write(sheet.cell(n, m), value)
    _dress(sheet, look)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _write(cell: Cell, value: Written) -> None:
    if isinstance(value, dt.date) and value < FIRST_DAY:
        value = value.isoformat()
    cell.value = value
    if isinstance(value, dt.date):
        cell.number_format = "yyyy-mm-dd"
    if isinstance(value, str):
        cell.data_type = "s"  # also where it looks like a formula or an error
        cell.quotePrefix = like_formula(value)  # and stays text when somebody edits it


def _dress(sheet: Worksheet, look: Look) -> None:
    """Make it readable on a screen and on paper."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    wrapped, bold = Alignment(wrap_text=True, vertical="top"), Font(bold=True)
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = wrapped
    for cell in sheet[1]:
        cell.font = bold
    widths = chain(look.widths, repeat(20))
    for n, width in zip(range(1, sheet.max_column + 1), widths, strict=False):
        sheet.column_dimensions[get_column_letter(n)].width = width
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation = "landscape"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0
    for edge in (sheet.oddHeader, sheet.oddFooter):
        edge.center.text = look.marking.replace("&", "&&") or None
