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


def typed_at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", type("Terminal", (), {"isatty": lambda _: True})())


def test_a_line_in_words_is_an_idea(session: Session, capsys: pytest.CaptureFixture[str]) -> None:
    session.ask = answering("M2", "M7 budget=500000000", "An envoy flies to Korva; alone", "", "y")
    with speaking(session) as prompt:
        done = prompt.answer("order enter MERID")
        status = prompt.answer("round lock").told
    shown = capsys.readouterr().err.splitlines()
    assert "  idea: An envoy flies to Korva; alone" in shown
    assert "MERID 2 orders and 1 idea, handed in" in done.told[0]
    (idea,) = session.exercise.of(ORDERS).customs.values()
    assert (idea.seat, idea.text, idea.state) == (
        "MERID",
        "An envoy flies to Korva; alone",
        "asked",
    )
    assert any(line.startswith(f"1 idea is not decided: {idea.id}: An envoy") for line in status)


def test_what_begins_as_an_order_can_be_told_to_be_an_idea(session: Session) -> None:
    with speaking(session) as prompt, pytest.raises(SimError, match="neither a code"):
        prompt.answer("order enter MERID hold talks with Korva --no-ask")
    with speaking(session) as prompt:
        prompt.answer("order enter MERID idea: hold talks with Korva --no-ask")
    assert [c.text for c in session.exercise.of(ORDERS).customs.values()] == [
        "hold talks with Korva"
    ]


@pytest.mark.parametrize(
    ("line", "told"),
    [("M1 M99", "'M99' is neither a code"), ("import_tarif on magnets", "'import_tarif' is"),
     ("M1 flag=1", "M1 takes ")],
)  # fmt: skip
def test_only_a_wrong_line_is_typed_again(
    session: Session, line: str, told: str,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    typed_at_a_terminal(monkeypatch)
    session.ask = answering("M2", line, "M6", "", "y")
    with speaking(session) as prompt:
        prompt.answer("order enter MERID")
    assert len(sheet(session, "MERID")) == 2
    assert f"line 2: {told}" in capsys.readouterr().err


def test_without_a_terminal_a_wrong_line_enters_nothing(session: Session) -> None:
    session.ask = answering("M2", "M99", "M6", "", "y")
    with speaking(session) as prompt, pytest.raises(SimError, match=r"line 2: .*nothing was ent"):
        prompt.answer("order enter MERID")
    assert sheet(session, "MERID") == []


def test_what_a_code_does_not_take_is_told_with_what_it_takes(quiet: Session) -> None:
    with speaking(quiet) as prompt, pytest.raises(SimError) as error:
        prompt.answer("order enter SOUTH import_tariff rat=1 --no-ask")
    assert "rate=" in str(error.value)
    assert "not rat=; did you mean rate=?; nothing was entered" in str(error.value)


def test_a_long_order_is_shown_to_its_end_before_the_question(
    session: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[str] = []
    session.ask = lambda question: asked.append(question) or "y"  # type: ignore[func-returns-value]
    with speaking(session) as prompt:
        orders = prompt.answer("order enter MERID M1 M2 M6 M7 budget=500000000").data["orders"]
    shown = capsys.readouterr().err
    assert asked == ["Enter these? [Y/n] "]
    assert max(map(len, shown.splitlines())) <= 72
    assert all(one["order"] in " ".join(shown.split()) for one in orders)


def test_a_sheet_that_is_handed_in_is_told_before_anything_is_asked(session: Session) -> None:
    session.ask = pytest.fail
    with speaking(session) as prompt:
        prompt.answer("order submit --seat ALDER")
        with pytest.raises(SimError, match="order withdraw --seat ALDER"):
            prompt.answer("order enter ALDER")


def test_an_allowed_idea_that_would_be_refused_is_told_so(session: Session) -> None:
    with speaking(session) as prompt:
        id = prompt.answer("order custom An envoy flies to Korva --seat MERID").data["id"]
        told = prompt.answer(
            f"order allow {id} --because try --effect MERID: deal_talks target=KORVA"
        ).told
    assert "would be refused as things stand: MERID: deal_talks refused" in told[1]
    assert session.exercise.of(ORDERS).customs[id].state == "allowed"


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
