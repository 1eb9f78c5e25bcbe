"""The print pack: what each paper holds, what none may hold, and the files that it becomes."""

import functools
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.document import Document as Docx

from sim.errors import SimError
from sim.exercise.conduct import orders, rounds
from sim.exercise.documents.docx import to_docx
from sim.exercise.documents.html import to_html
from sim.exercise.documents.markdown import to_markdown
from sim.exercise.exercise import Exercise
from sim.exercise.printing.pack import pack, pack_of, papers
from sim.exercise.printing.paper import Paper
from sim.exercise.table import Table
from sim.exercise.topics.seats import SEATS as PLACES
from tests.exercise.printing.planted import NASTY, SEATS, SECRETS, WHITE_ONLY, exercise, scenario


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exercise]:
    with exercise(tmp_path_factory.mktemp("day")) as made:
        yield made


@pytest.fixture(scope="module")
def printed(day: Exercise) -> dict[str, Paper]:
    return {one.name: one for one in papers(day, Table(day))}


@functools.cache
def read(paper: Paper) -> Docx:
    return docx.Document(BytesIO(to_docx(paper.document)))


@functools.cache
def whole(paper: Paper) -> str:
    """Everything that any of its files says."""
    told = read(paper)
    lines = [p.text for p in told.paragraphs]
    lines += [cell.text for table in told.tables for row in table.rows for cell in row.cells]
    html, plain = to_html(paper.document), to_markdown(paper.document)
    return "\n".join([paper.name, *lines, html, plain])


def headings(paper: Paper) -> list[str]:
    """The headings of its .docx, as a word processor finds them."""
    found = read(paper).paragraphs
    return [p.text for p in found if p.style and (p.style.name or "").startswith("Heading")]


def test_each_seat_has_a_card_and_a_sheet_of_its_own(printed: dict[str, Paper]) -> None:
    own = {f"{kind}-{seat}" for kind in ("role", "orders") for seat in SEATS}
    assert set(printed) == own | {"sitman", "roles", "orders", "facilitator", "msel"}


@pytest.mark.parametrize("seat", SEATS)
def test_a_seats_papers_hold_its_own_secrets_and_no_others(
    seat: str, printed: dict[str, Paper], day: Exercise
) -> None:
    places = day.of(PLACES).places
    card, sheet = whole(printed[f"role-{seat}"]), whole(printed[f"orders-{seat}"])
    assert SECRETS[seat] in card
    assert places[seat].code in card
    for told in (card, sheet):
        assert WHITE_ONLY not in told
        assert "Team of" not in told
        for other in SEATS:
            if other != seat:
                assert SECRETS[other] not in told
                assert places[other].code not in told


def test_the_manual_holds_nothing_secret(printed: dict[str, Paper], day: Exercise) -> None:
    told = whole(printed["sitman"])
    for token in (*SECRETS.values(), WHITE_ONLY, "Team of"):
        assert token not in told
    assert not any(place.code in told for place in day.of(PLACES).places.values())


def test_the_manual_tells_the_situation_seats_rules_timetable_and_words(
    printed: dict[str, Paper],
) -> None:
    found = headings(printed["sitman"])
    assert set(found) >= {
        "What it is to show", "Fishing grounds", "How a round goes", "The seats",
        "Government of the South (SOUTH)", "Rules of orders", "Timetable", "Words",
    }  # fmt: skip


def test_every_page_bears_the_handling_mark(printed: dict[str, Paper]) -> None:
    for paper in printed.values():
        section = read(paper).sections[0]
        assert "MARK & CO" in section.header.paragraphs[0].text
        assert "MARK & CO" in section.footer.paragraphs[0].text
        assert to_html(paper.document).count("MARK &amp; CO") == 2


def test_nothing_that_was_typed_is_taken_for_markup(printed: dict[str, Paper]) -> None:
    page = to_html(printed["sitman"].document)
    assert NASTY not in page
    assert "&lt;script&gt;" in page
    assert "http" not in page.replace('http-equiv="Content-Security-Policy"', "")


def test_a_sheet_tells_code_price_lead_time_and_who_decides(printed: dict[str, Paper]) -> None:
    head, playbook, own, why = read(printed["orders-SOUTH"]).tables
    assert [cell.text for cell in head.rows[0].cells] == [
        "Round", "Handed in at", "Signed for the team", "Entered by",
    ]  # fmt: skip
    box, code, told, points, money, after, decides, otherwise = (
        cell.text for cell in playbook.rows[1].cells
    )
    assert (box, code) == ("☐", "S1")
    assert told == "Buy ore for tokensouth\nproduct Ore; amount 1,000 t; until 2031-01-06"
    assert float(points) > 0
    assert money == "500 kUSD"
    assert after.endswith(("weeks", "months"))
    assert decides
    assert otherwise.splitlines() == ["amount ______", "until ______"]
    assert all(not cell.text.strip() for row in own.rows[1:] for cell in row.cells)
    assert not why.rows[1].cells[0].text.strip()


def test_a_card_says_what_is_ordered_for_a_silent_seat(printed: dict[str, Paper]) -> None:
    assert "- Wait and see" in to_markdown(printed["role-NORTH"].document)
    assert "early-warning" in to_markdown(printed["role-SOUTH"].document)
    assert "Nothing is ordered for you." in to_markdown(printed["role-NORTH.Trade"].document)


def test_a_ministry_reads_which_part_of_the_government_it_is(printed: dict[str, Paper]) -> None:
    table = read(printed["role-NORTH.Trade"]).tables[-1]
    yours = [row.cells[1].text for row in table.rows if row.cells[0].text.endswith("(you)")]
    assert yours == ["Trade"]


def test_the_guide_holds_seats_with_codes_injects_checklists_and_evaluation(
    printed: dict[str, Paper], day: Exercise
) -> None:
    found, told = headings(printed["facilitator"]), whole(printed["facilitator"])
    assert set(found) >= {
        "How it goes", "Seats and codes", "Master Scenario Events List", "Checklists",
        "How to overrule", "Evaluation guide: O1. Ask before acting", "Participant form",
        "Hot wash",
    }  # fmt: skip
    assert all(place.code in told for place in day.of(PLACES).places.values())
    assert f"They ask for {WHITE_ONLY}" in told
    assert "round 1, minute 1" in told


def test_marks_stand_from_best_to_worst(printed: dict[str, Paper]) -> None:
    guide = next(
        t for t in read(printed["facilitator"]).tables if t.rows[0].cells[1].text == "Look for"
    )
    assert [cell.text for cell in guide.rows[0].cells][2:-1] == ["P", "S", "M", "U"]


def test_all_cards_in_one_file_have_a_page_each(printed: dict[str, Paper]) -> None:
    assert to_html(printed["roles"].document).count('class="page"') == len(SEATS) - 1
    assert all(token in whole(printed["roles"]) for token in SECRETS.values())


def test_a_pack_is_written_in_every_format_with_progress(day: Exercise, tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    table = Table(day)
    files = pack(
        day, table, tmp_path / "new" / "pack", kinds=["sitman", "roles"],
        formats=["docx", "html", "md"], seats=["SOUTH"], progress=lambda *step: steps.append(step),
    )  # fmt: skip
    assert {file.name for file in files} == {
        f"{name}.{kind}" for name in ("sitman", "role-SOUTH", "roles")
        for kind in ("docx", "html", "md")
    }  # fmt: skip
    assert all(file.stat().st_size for file in files)
    assert steps == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_what_there_is_not_is_told_with_the_nearest_name(day: Exercise, tmp_path: Path) -> None:
    table = Table(day)
    with pytest.raises(SimError, match=r"unknown seat 'SUOTH'.*Did you mean 'SOUTH'"):
        pack(day, table, tmp_path, seats=["SUOTH"])
    with pytest.raises(SimError, match="unknown format 'pdf'"):
        pack(day, table, tmp_path, formats=["pdf"])
    with pytest.raises(SimError, match="unknown paper 'role'"):
        pack(day, table, tmp_path, kinds=["role"])
    assert not list(tmp_path.iterdir())


def test_papers_of_a_scenario_have_no_codes(tmp_path: Path) -> None:
    where = scenario(tmp_path)
    files = pack_of(where, tmp_path / "pack", kinds=["roles"], formats=["md"])
    assert (tmp_path / "pack" / "role-NORTH-Trade.md") in files
    assert not any("To join at a computer" in file.read_text("utf-8") for file in files)


def test_a_sheet_of_a_later_round_has_that_rounds_prices(tmp_path: Path) -> None:
    with exercise(tmp_path) as later:
        table = Table(later)
        rounds.start(later, table)
        rounds.open_round(later)
        orders.add(later, "SOUTH", "SOUTH", "early_warning product=ore")
        rounds.lock(later, table)
        rounds.adjudicate(later, table)
        rounds.publish(later, table)
        (sheet,) = (p for p in papers(later, table, ["orders"], ["SOUTH"]) if p.name != "orders")
    assert "Prices are those of round 2" in to_markdown(sheet.document)


def test_what_others_do_in_secret_changes_nothing_on_a_seats_papers(tmp_path: Path) -> None:
    with exercise(tmp_path) as quiet:
        table = Table(quiet)
        rounds.start(quiet, table)
        rounds.open_round(quiet)
        before = papers(quiet, table, ["sitman", "roles", "orders"], ["SOUTH"])
        orders.add(quiet, "NORTH", "NORTH", "export_licensing product=ore target=SOUTH rate=0.1")
        orders.ask_custom(quiet, "NORTH", "NORTH", "Sink a ship")
        orders.submit(quiet, "NORTH", "NORTH")
        assert papers(quiet, table, ["sitman", "roles", "orders"], ["SOUTH"]) == before
        rounds.lock(quiet, table)
        rounds.adjudicate(quiet, table)
        assert papers(quiet, table, ["sitman", "roles", "orders"], ["SOUTH"]) == before
