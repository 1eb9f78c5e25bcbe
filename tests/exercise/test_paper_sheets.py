"""Paper sheets: a team's orders are read of whatever spreadsheet it typed them in."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.exercise.msel.columns import COLUMNS
from sim.exercise.msel.rows import MOST_ROWS as MOST_INJECTS
from sim.exercise.paper_sheets import MOST_ROWS, Row, read_orders
from sim.exercise.spreadsheet import xlsx_file
from sim.exercise.spreadsheet.table import HEAD
from tests.exercise.msel.made_up import workbook


def read(
    folder: Path, content: str | bytes, name: str = "orders.csv"
) -> tuple[list[Row], list[str]]:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_orders(path)


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_columns_may_be_parted_by_comma_semicolon_or_tab(tmp_path: Path, sign: str) -> None:
    lines = (("Seat", "Order", "Reason"), ("KORVA", '"K1; rate=0.2, or so"', "why not"))
    rows, faults = read(tmp_path, "\n".join(map(sign.join, lines)))
    assert not faults
    assert rows == [Row("orders.csv: row 2", "KORVA", "K1; rate=0.2, or so", "why not")]


def test_headers_below_a_title_are_found(tmp_path: Path) -> None:
    rows, faults = read(tmp_path, "Orders of round 2;;\n;;\nSeat;Code;Why\nSORIN;S1;\n")
    assert not faults
    assert rows == [Row("orders.csv: row 4", "SORIN", "S1")]


def test_a_sheet_of_a_workbook_is_the_seat_it_is_named_for(tmp_path: Path) -> None:
    content = workbook(("Cover", [["Round 2"]]), ("KORVA", [["Order"], ["K1"], ["K2"]]))
    rows, faults = read(tmp_path, content, "orders.xlsx")
    assert not faults
    assert [(row.seat, row.text) for row in rows] == [("KORVA", "K1"), ("KORVA", "K2")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("Seat;Reason\nKORVA;x\n", "orders.csv: no sheet with the column Order"),
        ("Order\nK1\n", "orders.csv: row 2: whose order is it? Fill in the column Seat"),
        (f"Seat,Order\nKORVA,{'x' * 501}\n", "row 2: 501 characters; an order has 500 at most"),
        ("Seat,Order\n" + "KORVA,K1\n" * 501, "row 502: more than 500 orders; the rest"),
        (b"Seat;Order\nK;\xe9\n", "orders.csv: line 2: found byte 0xE9"),
    ],
)
def test_what_is_wrong_with_a_sheet_is_told(
    tmp_path: Path, content: str | bytes, said: str
) -> None:
    (fault,) = read(tmp_path, content)[1]
    assert said in fault


def test_a_workbook_is_read_further_than_any_list_may_reach() -> None:
    assert max(MOST_ROWS, MOST_INJECTS) + HEAD < xlsx_file.MOST_ROWS
    assert len(COLUMNS) < xlsx_file.LAST_COLUMN
