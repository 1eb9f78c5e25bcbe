"""Files of injects: they come back whole, those of others are read, and every problem is told."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings

from sim.errors import SimError
from sim.exercise.msel import InjectRow, read_msel, write_msel
from sim.exercise.msel.columns import HEADERS
from sim.exercise.msel.sheet import table_of
from tests.exercise.msel.made_up import (
    as_csv,
    as_xlsx,
    from_csv,
    from_xlsx,
    injects,
    read,
    told,
    workbook,
)

DAY = dt.date(2010, 9, 7)
HELD = InjectRow(
    id="I01", title="A boat is held", text='He says: "no".\nNo more.', extra={"Own": "x"}
)


# --- our own -------------------------------------------------------------------------------------


@given(injects())
@settings(max_examples=60)
def test_rows_come_back_from_csv_with_the_user_s_columns_in_order(
    rows: tuple[InjectRow, ...],
) -> None:
    found, problems = from_csv(as_csv(rows))
    assert not [p for p in problems if p.severity == "error"]
    assert found == rows
    assert [list(row.extra) for row in found] == [list(row.extra) for row in rows]


@given(injects())
@settings(max_examples=30)
def test_rows_come_back_from_a_workbook_with_the_user_s_columns_in_order(
    rows: tuple[InjectRow, ...],
) -> None:
    found, problems = from_xlsx(as_xlsx(rows))
    assert not [p for p in problems if p.severity == "error"]
    assert found == rows
    assert [list(row.extra) for row in found] == [list(row.extra) for row in rows]


@pytest.mark.parametrize("name", ["msel.xlsx", "msel.csv"])
def test_a_file_comes_back(tmp_path: Path, name: str) -> None:
    write_msel(tmp_path / name, [HELD])
    assert read_msel(tmp_path / name) == ((HELD,), ())


def test_no_text_is_written_as_a_formula(tmp_path: Path) -> None:
    risky = InjectRow(id="1", title="=HYPERLINK(0)", text="@SUM(1)", extra={"=1+1": "-2+3"})
    write_msel(tmp_path / "a.xlsx", [risky])
    cells = [c for row in openpyxl.load_workbook(tmp_path / "a.xlsx").active for c in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert all(c.quotePrefix for c in cells if str(c.value)[:1] in ("=", "@", "-"))
    write_msel(tmp_path / "a.csv", [risky])
    text = (tmp_path / "a.csv").read_text("utf-8")
    assert "'=HYPERLINK(0)" in text
    assert not [part for part in text.replace("\r\n", ",").split(",") if part[:1] in ("=", "@")]


def test_a_marking_stands_on_every_printed_page(tmp_path: Path) -> None:
    write_msel(tmp_path / "a.xlsx", [HELD], marking="EXERCISE & ONLY")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert sheet.oddHeader.center.text == sheet.oddFooter.center.text == "EXERCISE && ONLY"


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(SimError, match=r"'\.ods' is not written; name it \.xlsx or \.csv"):
        write_msel(tmp_path / "a.ods", [])
    with pytest.raises(SimError, match="cannot be written"):
        write_msel(tmp_path / "nowhere" / "a.csv", [])


# --- other people's ------------------------------------------------------------------------------


def test_a_list_below_a_title_is_found(tmp_path: Path) -> None:
    content = workbook(
        ("Cover", [["Exercise Cold Iron"], ["To", "all players"]]),
        ("Events", [
            ["MASTER SCENARIO EVENTS LIST"],
            [],
            ["Event #", "Event Description", "Recipient Player(s)", "Weather", "Date", "Move"],
            [1, "A boat is held", "JPN; CHN", "fair", DAY, 2.0],
            [None, "  ", None, None, None, None],
            ["2.a", "It is let go", "all", 3.5, "2010-09-24 00:00", "Move 3"],
        ]),
    )  # fmt: skip
    rows, problems = read(tmp_path, content, "msel.xlsx")
    assert not problems
    assert rows == (
        InjectRow(id="1", text="A boat is held", to=("JPN", "CHN"), date=DAY,
                  round=2, extra={"Weather": "fair"}),
        InjectRow(id="2.a", text="It is let go", date=dt.date(2010, 9, 24), round=3,
                  extra={"Weather": "3.5"}),
    )  # fmt: skip


def test_a_sheet_named_msel_is_read_before_others(tmp_path: Path) -> None:
    content = workbook(
        ("Old", [["No.", "Title", "Text", "To"], ["9", "old", "old", ""]]),
        ("msel", [["No.", "Title"], ["1", "new"]]),
    )
    rows, _ = read(tmp_path, content, "msel.xlsx")
    assert [row.title for row in rows] == ["new"]


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_columns_may_be_parted_by_comma_semicolon_or_tab(
    tmp_path: Path, sign: str, mark: str
) -> None:
    lines = (sign.join(line) for line in (("No.", "Title", "From"), ("1", '"a, b; c"', "PM")))
    rows, problems = read(tmp_path, mark + "\n".join(lines))
    assert not problems
    assert rows == (InjectRow(id="1", title="a, b; c", sender="PM"),)


def test_an_inject_without_a_number_is_given_one(tmp_path: Path) -> None:
    rows, _ = read(tmp_path, "Title,No.\nfirst,I02\nsecond,\nthird,\n")
    assert [row.id for row in rows] == ["I02", "I01", "I03"]


@pytest.mark.parametrize(
    ("header", "typed", "field", "meant"),
    [
        ("Status", "Completed", "status", "fired"),
        ("Status", "On hold", "status", "held"),
        ("Room minute", "+00:15", "minute", 15),
        ("Room minute", "1:30:00", "minute", 90),
        ("Room minute", "20 min", "minute", 20),
        ("Public", "X", "public", True),
        ("Visibility", "private", "public", False),
        ("To", "All players", "to", ()),
        ("Effects", "B: a\n\n B.support -= 3", "effects", ("B: a", "B.support -= 3")),
        ("No.", "INJ 4", "id", "INJ-4"),
    ],
)
def test_cells_are_understood_as_people_fill_them(
    tmp_path: Path, header: str, typed: str, field: str, meant: object
) -> None:
    rows, problems = read(tmp_path, f'Title,Round,{header}\nA boat,1,"{typed}"\n')
    assert not problems
    assert getattr(rows[0], field) == meant


def test_minutes_may_be_times_of_a_spreadsheet(tmp_path: Path) -> None:
    content = workbook(("MSEL", [["Title", "Round", "Room minute"], ["a", 1, dt.time(0, 20)],
                                 ["b", 1, dt.timedelta(hours=1)]]))  # fmt: skip
    rows, problems = read(tmp_path, content, "a.xlsx")
    assert not problems
    assert [row.minute for row in rows] == [20, 60]


def test_the_hour_of_a_day_is_left_out_with_one_warning(tmp_path: Path) -> None:
    rows, problems = read(tmp_path, "Title,Simulated Time\na,2010-09-07T14:30:00.000Z\n"
                                    "b,2010-09-07 15:00\nc,2010-09-07 00:00\n")  # fmt: skip
    assert [row.date for row in rows] == [DAY] * 3
    assert told(problems) == (
        "msel.csv: row 2, column Simulated Time: warning: the hour (14:30) is left out; "
        "injects have a day of the scenario"
    )


# --- problems ------------------------------------------------------------------------------------


def test_every_problem_is_told_at_once_with_its_place(tmp_path: Path) -> None:
    content = workbook(("MSEL", [
        ["No.", "Title", "Move", "Date", "When", "Status", "Public", "Minutes"],
        ["1", "fine", 1, "", "", "", "", ""],
        ["1", "again", "", "", "", "", "", ""],
        ["2", "", "two", "7/9/2010", "", "aproved", "perhaps", "long"],
        ["?", "x", "", "", "rund > 2", "", "", ""],
        ["3", "", "", "", "", "", "", 7],
        ["4", "x" * 201, 1001, "", "", "", "", ""],
    ]))  # fmt: skip
    rows, problems = read(tmp_path, content, "msel.xlsx")
    assert [row.id for row in rows] == ["1"]
    assert told(problems).splitlines() == [
        "msel.xlsx: sheet MSEL, row 3, column No.: '1' is the number of row 2 already",
        "msel.xlsx: sheet MSEL, row 4, column Move: 'two' is no number of a round; they count "
        "from 1, and an inject fired by hand has none",
        "msel.xlsx: sheet MSEL, row 4, column Date: '7/9/2010' is no day of the scenario; write "
        "2010-09-07",
        "msel.xlsx: sheet MSEL, row 4, column Status: 'aproved' is no status; write pending, "
        "approved, fired, held, skipped. Did you mean 'approved'?",
        "msel.xlsx: sheet MSEL, row 4, column Public: 'perhaps': write yes or no",
        "msel.xlsx: sheet MSEL, row 4, column Minutes: 'long' is no number of minutes; write 15 "
        "or 0:15",
        "msel.xlsx: sheet MSEL, row 5, column No.: '?': write letters and digits, such as I03, up "
        "to 40 of them, with '_', '-' or '.' between",
        "msel.xlsx: sheet MSEL, row 5, column When: column 1: unknown word 'rund'; known: date, "
        "fired, not, ordered, round. Did you mean 'round'? A number of the model is SUBJECT.what",
        "msel.xlsx: sheet MSEL, row 6: it has neither a title nor a text",
        "msel.xlsx: sheet MSEL, row 7, column Title: 201 characters; the most is 200",
        "msel.xlsx: sheet MSEL, row 7, column Move: 1001 is too many; the most is 1000",
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "msel.csv: no row names the columns"),
        ("a,b\n1,2\n", "no row names the columns"),
        ("Title,Notes,Notes\nx,1,2\n", "row 1, column Notes: two columns have this name"),
        ("Title,\nx,y\n", "row 2, column B: its column has no name"),
        ("Title,Recipent\nx,y\n", "row 1, column Recipent: warning: kept as a column of yours; "
                                  "did you mean 'Recipient'?"),
        (b"Title\nd\xe9tente\n", "line 2: found byte 0xE9, which is not UTF-8 (in Windows' own "
                                 "code 'é'); save it as 'CSV UTF-8'"),
        ("Title\nx\n".encode("utf-16"), "no text in UTF-8 (UTF-16?); save it as 'CSV UTF-8'"),
        ('No.,Title\n1,"never closed\n', "is a quotation mark missing"),
        ("Title\n" + "x" * 200_000, "is a quotation mark missing or one too many?"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_table_is_told(
    tmp_path: Path, content: bytes | str, said: str
) -> None:
    assert said in told(read(tmp_path, content)[1])


def test_what_is_no_list_is_told(tmp_path: Path) -> None:
    assert "'.ods' is not read; save it as .xlsx" in told(read(tmp_path, b"", "a.ods")[1])
    assert "cannot be read (no such file" in told(read_msel(tmp_path / "a.csv")[1])
    assert "no file; give a list" in told(read_msel(folder_named_as_a_file(tmp_path))[1])
    assert "more than 5 MB" in told(read(tmp_path, b"x" * 5_000_001)[1])


def folder_named_as_a_file(folder: Path) -> Path:
    inside = folder / "folder.csv"
    inside.mkdir()
    return inside


def test_a_problem_with_a_column_is_told_by_the_name_it_has(tmp_path: Path) -> None:
    _, problems = read(tmp_path, f"Title,From Org,Own\nx,{'y' * 201},{'z' * 8001}\n")
    assert told(problems).splitlines() == [
        "msel.csv: row 2, column Own: 8,001 characters; the most is 8,000",
        "msel.csv: row 2, column From Org: 201 characters; the most is 200",
    ]


def test_too_many_injects_and_columns_are_told(tmp_path: Path) -> None:
    rows, problems = read(tmp_path, "Title\n" + "x\n" * 2001)
    assert len(rows) == 2000
    assert "more than 2,000 injects; the rest is not read" in told(problems)
    wide = ",".join(["Title", *(f"c{n}" for n in range(61))])
    assert "61 columns of your own; the most is 60" in told(read(tmp_path, f"{wide}\nx\n")[1])


def test_of_very_many_problems_the_first_are_told_and_the_rest_counted(tmp_path: Path) -> None:
    _, problems = read(tmp_path, "Title,Round\n" + "x,two\n" * 150)
    assert len(problems) == 101
    assert str(problems[-1]) == "msel.csv: and 50 problems more"


@given(rows=injects(most=2))
@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_column_is_written_in_our_order(rows: tuple[InjectRow, ...]) -> None:
    header = table_of(rows)[0]
    assert header[: len(HEADERS)] == list(HEADERS.values())
