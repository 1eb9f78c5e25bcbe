"""Hostile files: whatever a file holds, it is read or refused in words, soon, and nothing runs."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.exercise.msel.rows import InjectRow
from sim.exercise.spreadsheet.xlsx_file import LARGEST_UNPACKED
from tests.exercise.msel.made_up import as_csv, as_xlsx, from_csv, read, told, workbook

SOUND = as_xlsx((InjectRow(id="I01", title="A boat is held"),))
SHEET = "xl/worksheets/sheet1.xml"
TEXTS = "xl/sharedStrings.xml"
TYPES = "[Content_Types].xml"
HUGE = "999999999"


def parts(content: bytes = SOUND) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def changed(name: str, old: str, new: str) -> bytes:
    return packed({**parts(), name: parts()[name].replace(old.encode(), new.encode())})


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no workbook, or a damaged one (File is not a zip file); save it anew"),
        (b"No.,Title\n1,x\n", "no workbook"),
        (SOUND[: len(SOUND) // 2], "no workbook, or a damaged one"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "an old workbook, or one locked by a password"),
        (packed({"a.txt": b"x"}), "an archive, but no workbook"),
        (packed({**parts(), "xl/vbaProject.bin": b"x"}), "it holds macros"),
        (
            packed({**parts(), "xl/x.bin": b"\0" * (LARGEST_UNPACKED + 1)}),
            "unpacks to more than 50",
        ),
        (packed({**parts(), **{f"xl/{n}": b"" for n in range(500)}}), "or 500 parts"),
        (packed({**parts(), SHEET: BOMB + parts()[SHEET]}), "it declares entities"),
        (packed({**parts(), SHEET: BOMB.decode().encode("utf-16")}), "it declares entities"),
        (packed({**parts(), SHEET: b"<worksheet"}), "no workbook, or a damaged one"),
        (packed({n: c for n, c in parts().items() if n != SHEET}), "has no sheet with cells"),
        (packed({n: c for n, c in parts().items() if "book.xml" not in n}), "or a damaged one"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_sound_workbook_is_refused_in_words(
    tmp_path: Path, content: bytes, said: str
) -> None:
    rows, problems = read(tmp_path, content, "a.xlsx")
    assert not rows
    assert said in told(problems)


def test_a_sheet_that_claims_to_be_endless_is_read_in_no_time(tmp_path: Path) -> None:
    for content in (
        packed(
            {
                **parts(),
                SHEET: re.sub(
                    rb'(?<=ref=")A1:[A-Z]+[0-9]+', f"A1:XFD{HUGE}".encode(), parts()[SHEET]
                ),
            }
        ),
        changed(SHEET, "</sheetData>", f'<row r="{HUGE}"><c r="A{HUGE}"/></row></sheetData>'),
    ):
        rows, _ = read(tmp_path, content, "a.xlsx")
        assert [row.id for row in rows] == ["I01"]


def test_one_text_in_very_many_cells_is_refused(tmp_path: Path) -> None:
    title = '<row><c t="inlineStr"><is><t>Title</t></is></c></row>'
    many = "<row>" + '<c t="s"><v>0</v></c>' * 100 + "</row>"
    sheet = re.sub(b"<sheetData>.*</sheetData>", f"<sheetData>{title}{many}</sheetData>".encode(),
                   parts()[SHEET])  # fmt: skip
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    listed = f'<Override PartName="/{TEXTS}" ContentType="{kind}"/></Types>'
    types = parts()[TYPES].replace(b"</Types>", listed.encode())
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    texts = f'<sst xmlns="{main}"><si><t>{"x" * 600_000}</t></si></sst>'.encode()
    content = packed({**parts(), SHEET: sheet, TYPES: types, TEXTS: texts})
    _, problems = read(tmp_path, content, "a.xlsx")
    assert "more than 50 million characters" in told(problems)


def test_many_sheets_of_far_rows_are_read_soon(tmp_path: Path) -> None:
    far = '<row r="19999"><c r="DP19999"><v>1</v></c></row></sheetData>'
    book = workbook(*((f"S{n}", [["Title"], ["x"]]) for n in range(40)))
    content = {
        name: part.replace(b"</sheetData>", far.encode()) for name, part in parts(book).items()
    }
    rows, _ = read(tmp_path, packed(content), "a.xlsx")
    assert [row.title for row in rows] == ["x"]


def test_a_formula_is_not_worked_out_and_its_saved_result_is_read(tmp_path: Path) -> None:
    content = workbook(("MSEL", [["No.", "Title", "Notes"], ["1", "x", "=1+1"]]))
    name = next(name for name in parts(content) if name.endswith("sheet1.xml"))
    saved = parts(content)[name].replace(b"<v />", b"<v>2</v>").replace(b"<v></v>", b"<v>2</v>")
    unsaved, _ = read(tmp_path, content, "a.xlsx")
    rows, _ = read(tmp_path, packed({**parts(content), name: saved}), "a.xlsx")
    assert unsaved[0].extra == {"Notes": ""}
    assert rows[0].extra == {"Notes": "2"}


slow = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(at=st.integers(0, len(SOUND) - 1), byte=st.integers(0, 255))
@slow
def test_a_workbook_with_a_wrong_byte_is_read_or_refused(
    tmp_path: Path, at: int, byte: int
) -> None:
    _, problems = read(tmp_path, SOUND[:at] + bytes([byte]) + SOUND[at + 1 :], "a.xlsx")
    assert all(str(problem) for problem in problems)


@given(part=st.sampled_from(sorted(parts())), at=st.floats(0, 1), junk=st.binary(max_size=8))
@slow
def test_a_workbook_with_a_spoilt_part_is_read_or_refused(
    tmp_path: Path, part: str, at: float, junk: bytes
) -> None:
    sound = parts()[part]
    cut = int(at * len(sound))
    _, problems = read(
        tmp_path, packed({**parts(), part: sound[:cut] + junk + sound[cut + 1 :]}), "a.xlsx"
    )
    assert all(str(problem) for problem in problems)


lines = st.lists(st.sampled_from(["No.", "Title", "Round", ",", ";", '"', "\n", "1", "=x", "'"]))


@given(content=st.binary(max_size=80) | lines.map("".join).map(str.encode))
@slow
def test_what_is_read_of_any_csv_file_can_be_written_again(tmp_path: Path, content: bytes) -> None:
    rows, _ = read(tmp_path, content)
    again, _ = from_csv(as_csv(rows))
    assert again == rows
