"""CSV: a table as comma-separated values, in UTF-8.

What a spreadsheet would take for a formula is written behind an apostrophe, and read without it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from sim.exercise.spreadsheet.table import Row, Score, Sheet, UnreadableError, Written
from sim.text import like_formula

DELIMITERS = ",;\t"
MARK = "\ufeff"
"""Byte order mark: by it Excel knows UTF-8."""

_WIDE = (b"\xff\xfe", b"\xfe\xff")
_NUMBER = re.compile(r"[+-]\d+(\.\d+)?")


def read_csv(content: bytes, path: str, score: Score) -> Sheet:
    """Return the table in a file, cut at the sign that gives it most of the headers looked for."""
    text = _decoded(content)
    cuts = [_cut(text, sign, path) for sign in DELIMITERS]
    sheet, fault = max(cuts, key=lambda cut: (cut[0].score(score), not cut[1]))
    if fault:
        raise UnreadableError(fault)
    return sheet


def write_csv(table: Sequence[Sequence[Written]]) -> bytes:
    """Return a table as a file that Excel and LibreOffice open as it is."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\r\n").writerows([map(_shown, row) for row in table])
    return (MARK + file.getvalue()).encode("utf-8")


def _decoded(content: bytes) -> str:
    if content.startswith(_WIDE) or b"\0" in content:
        raise UnreadableError("the file is no text in UTF-8 (UTF-16?); save it as 'CSV UTF-8'")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        read = content[error.start : error.start + 1].decode("cp1252", "replace")
        raise UnreadableError(
            f"line {line}: found byte 0x{content[error.start]:02X}, which is not UTF-8 (in "
            f"Windows' own code '{read}'); save it as 'CSV UTF-8'"
        ) from None
    return text.removeprefix(MARK)


def _cut(text: str, delimiter: str, path: str) -> tuple[Sheet, str]:
    """Return the table that a sign cuts a text into, and where that goes wrong."""
    rows: list[Row] = []
    fault = ""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, row in enumerate(reader, 1):
            cells = tuple(_meant(cell.strip()) for cell in row)
            if any(cells):
                rows.append((number, cells))
    except csv.Error as error:
        fault = f"line {reader.line_num}: {error}; is a quotation mark missing or one too many?"
    return Sheet(path, "", tuple(rows)), fault


def _shown(value: Written) -> str:
    if not isinstance(value, str):
        return "" if value is None else str(value)
    risky = like_formula(value.lstrip("'")) and not _NUMBER.fullmatch(value)
    return f"'{value}" if risky else value


def _meant(text: str) -> str:
    return text[1:] if text.startswith("'") and like_formula(text.lstrip("'")) else text
