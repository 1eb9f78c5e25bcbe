"""Paper sheets: entered by codes in one line, or from a team's spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest

from cli.registry.session import Session
from sim.errors import SimError
from sim.exercise.topics.orders import ORDERS
from tests.cli.exercise.shell import playing, speaking


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with playing(tmp_path, "three-chokepoints") as made:
        yield made


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """Yield an exercise that nobody writes to."""
    with playing(tmp_path_factory.mktemp("quiet")) as made:
        yield made


def answering(*answers: str) -> Callable[[str], str]:
    left = list(answers)
    return lambda question: left.pop(0) if left else ""


def sheet(session: Session, seat: str) -> list[str]:
    return [order.text for order in session.exercise.of(ORDERS).draft(seat).orders]


def test_a_line_of_codes_is_a_sheet(session: Session) -> None:
    with speaking(session) as prompt:
        done = prompt.answer(
            "order enter SORIN S1 s2 import_tariff product=magnet rate=0.2 --no-ask"
        )
    assert [order["written"] for order in done.data["orders"]][:2] == ["S1", "s2"]
    assert sheet(session, "SORIN")[-1] == "import_tariff product=magnet rate=0.2"
    assert session.exercise.of(ORDERS).draft("SORIN").submitted
    assert "3 orders, handed in" in done.told[0]


def test_what_was_understood_is_shown_and_agreed_once(session: Session) -> None:
    session.ask = answering("S1", "S2", "", "n")
    with speaking(session) as prompt, pytest.raises(SimError, match="nothing was entered"):
        prompt.answer("order enter sorin --draft")
    assert sheet(session, "SORIN") == []
    session.ask = answering("S1 S2", "", "y")
    with speaking(session) as prompt:
        prompt.answer("order enter sorin --draft")
    assert len(sheet(session, "SORIN")) == 2
    assert not session.exercise.of(ORDERS).draft("SORIN").submitted


def test_a_code_that_is_none_enters_nothing(session: Session) -> None:
    with speaking(session) as prompt, pytest.raises(SimError) as error:
        prompt.answer("order enter SORIN S1 S99 rubbish import_tariff rat=1 --no-ask")
    told = str(error.value).splitlines()
    assert len(told) == 3
    assert "'S99' is neither a code of the sheet nor an instrument" in told[0]
    assert sheet(session, "SORIN") == []


def workbook(path: Path, rows: list[list[str]], title: str = "Orders") -> Path:
    book = openpyxl.Workbook()
    page = book.active
    page.title = title
    for row in rows:
        page.append(row)
    book.save(path)
    return path


def test_a_teams_spreadsheet_is_entered_whole(session: Session, tmp_path: Path) -> None:
    path = workbook(tmp_path / "team.xlsx", [
        ["Seat", "Order", "Reason"], ["sorin", "S1", "to be ready"], ["SORIN", "S2", ""],
        ["KORVA", "K1", ""],
    ])  # fmt: skip
    with speaking(session) as prompt:
        told = prompt.answer(f'order import "{path}"').told[0]
    assert "SORIN 2 orders, KORVA 1 order, handed in" in told
    assert session.exercise.of(ORDERS).draft("SORIN").orders[0].reason == "to be ready"


def test_a_sheet_may_be_named_for_its_seat(session: Session, tmp_path: Path) -> None:
    path = workbook(tmp_path / "team.xlsx", [["Code", "Why"], ["S1", "now"]], "SORIN")
    with speaking(session) as prompt:
        prompt.answer(f"order import {path}")
    assert len(sheet(session, "SORIN")) == 1


def test_every_mistake_of_a_spreadsheet_is_told_with_its_row(
    session: Session, tmp_path: Path
) -> None:
    path = tmp_path / "team.csv"
    path.write_text("Seat,Order\nSORIN,S1\nSORIM,S1\n,S2\nSORIN,S99\n", "utf-8")
    with speaking(session) as prompt, pytest.raises(SimError) as error:
        prompt.answer(f"order import {path}")
    told = str(error.value).splitlines()
    assert len(told) == 3
    assert any("row 3" in line and "Did you mean 'SORIN'" in line for line in told)
    assert any("row 4" in line and "whose order" in line for line in told)
    assert any("row 5" in line and "S99" in line for line in told)
    assert sheet(session, "SORIN") == []


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04rubbish", b"\xff\xfe\x00", b"Seat;Order\n", b"x" * 6_000_000]
)
@pytest.mark.parametrize("name", ["team.xlsx", "team.csv", "team.pdf"])
def test_a_hostile_file_is_one_clear_error(
    quiet: Session, tmp_path: Path, content: bytes, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with speaking(quiet) as prompt, pytest.raises(SimError) as error:
        prompt.answer(f"order import {path}")
    assert len(str(error.value).splitlines()) == 1
