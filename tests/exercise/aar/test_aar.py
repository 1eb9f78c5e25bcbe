"""The after-action report: what it tells, in three kinds of file, of a day that was played."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import SimError
from sim.exercise.aar.build import build
from sim.exercise.aar.compare import compare
from sim.exercise.aar.gather import report
from sim.exercise.aar.paper import paper
from sim.exercise.aar.paper_rounds import MOST_TRACED, round_pages
from sim.exercise.aar.people import nameless
from sim.exercise.aar.report import Report
from sim.exercise.aar.summary import overrules, summary
from sim.exercise.acts import WHITE
from sim.exercise.conduct import lines, orders, rounds, white
from sim.exercise.documents.blocks import Table as TableBlock
from sim.exercise.documents.docx import to_docx
from sim.exercise.documents.files import write
from sim.exercise.documents.html import to_html
from sim.exercise.documents.markdown import to_markdown
from sim.exercise.exercise import Exercise
from sim.exercise.table import Table
from tests.exercise.aar.day import BAN, PEOPLE, busy, made, played


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("aar")


@pytest.fixture(scope="module")
def day(folder: Path) -> Iterator[Exercise]:
    with busy(folder) as exercise:
        yield exercise


@pytest.fixture(scope="module")
def full(day: Exercise) -> Report:
    return report(day, Table(day))


@pytest.fixture(scope="module")
def quiet(day: Exercise) -> Report:
    return report(day, Table(day), chatham=True)


def texts(one: Report) -> dict[str, str]:
    """Return all that the three kinds of file of a report hold, as text."""
    document = paper(one)
    with zipfile.ZipFile(BytesIO(to_docx(document))) as packed:
        parts = [packed.read(n) for n in packed.namelist() if n.endswith((".xml", ".rels"))]
    word = html.unescape(b"\n".join(parts).decode())
    return {"docx": word, "html": html.unescape(to_html(document)), "md": to_markdown(document)}


# --- what it tells -------------------------------------------------------------------------------


def test_it_tells_the_day_by_both_clocks(full: Report) -> None:
    told = {one.text: one for one in full.timeline}
    assert told["STARTEX"].elapsed == 0.0
    assert told["ENDEX"].day == full.endex
    opened = [one for one in full.timeline if one.sort == "open"]
    assert [one.day for one in opened] == [full.startex, full.rounds[1].start, full.rounds[1].start]
    assert [one.number for one in full.timeline] == sorted(one.number for one in full.timeline)


def test_the_pause_is_taken_out_of_the_time_played(full: Report) -> None:
    assert full.ended is not None
    assert full.started is not None
    whole = (full.ended - full.started).total_seconds()
    stood = [one for one in full.timeline if one.text.startswith("Clock")]
    assert full.played < whole
    assert [one.elapsed for one in stood] == [stood[0].elapsed] * 2


def test_orders_come_with_ruling_reason_and_what_was_meant(full: Report) -> None:
    sheet = next(s for s in full.rounds[0].sheets if s.seat == "NORTH")
    order = sheet.orders[0]
    assert sheet.origin == "submitted"
    assert order.text == BAN
    assert order.outcome == "refused"
    assert "white cell" in order.reason
    assert PEOPLE["player"] in order.meant
    assert next(s for s in full.rounds[0].sheets if s.seat == "SOUTH").origin == "default"


def test_the_models_own_result_stands_beside_an_overruled_one(full: Report) -> None:
    first, second = full.rounds
    assert first.overruled
    assert not second.overruled
    moved = {one.name: one for one in first.results if one.own != one.value}
    assert "SOUTH.imports(ore)" in moved
    ore = moved["SOUTH.imports(ore)"]
    assert ore.own is not None
    assert ore.value is not None
    assert ore.own < ore.value  # the ban that the white cell refused
    assert all(one.own == one.value for one in second.results)


def test_every_number_has_a_mark_and_what_moved_has_its_causes(full: Report) -> None:
    last = {one.name: one for one in full.rounds[1].results}
    assert all(one.mark in ("fitted", "sourced", "judged") for one in last.values())
    ore = last["SOUTH.imports(ore)"]
    assert ore.value is not None
    assert ore.base is not None
    assert sum(share.share for share in ore.shares) == pytest.approx(ore.value - ore.base)
    assert "ore on SOUTH (NORTH)" in ore.sentence
    assert ore.earlier == next(r for r in full.rounds[0].results if r.name == ore.name).value


def test_what_was_taken_back_is_told_and_not_counted(full: Report) -> None:
    assert full.provenance.line == "main.2"
    assert {one.line for one in full.timeline} == {"main", "main.2"}
    assert [round.number for round in full.rounds] == [1, 2]
    assert all(len(s.orders) <= 1 for round in full.rounds for s in round.sheets)


def test_it_begins_with_what_happened_in_a_few_sentences(full: Report) -> None:
    told = list(summary(full))
    assert 2 <= len(told) <= 8
    assert all(seat.seat in told[0] for seat in full.seats)
    assert any("NORTH 1 (" in line for line in told if line.startswith("Pressure"))
    assert to_markdown(paper(full)).index(told[0]) < to_markdown(paper(full)).index("Who played")


def test_overrules_that_were_taken_back_are_counted_apart(full: Report, folder: Path) -> None:
    assert overrules(full) == "1"  # it stands on the line played on
    with made(folder, "overruled") as exercise:
        table = Table(exercise)
        rounds.start(exercise, table)
        rounds.open_round(exercise)
        orders.add(exercise, "NORTH", "NORTH", BAN)
        rounds.lock(exercise, table)
        rounds.adjudicate(exercise, table)
        order = table.result(1).entry.rulings[0].order_id
        white.decide_ruling(exercise, table, order, "refused", "too early")
        lines.rewind(exercise, 1)
        _round(exercise, table, BAN)
        told = report(exercise, table)
    assert overrules(told) == "0 (1 on line main)"


def test_causes_are_told_of_what_moved_most(full: Report) -> None:
    for round in full.rounds:
        pages = [block for block in round_pages(round) if isinstance(block, TableBlock)]
        assert sum(block.caption.startswith("What made") for block in pages) <= MOST_TRACED


def test_notes_ratings_forms_and_hot_wash_are_in_it(full: Report) -> None:
    first = next(one for one in full.objectives if one.id == "O1")
    assert first.rows[0].rating == "M"
    assert {row.id: row.rating for row in first.rows}["O1a"] == "S"
    assert len(first.notes) == 1
    assert full.notes[0].inject == "N1"
    assert full.forms == 1
    scale = next(one for one in full.questions if one.id == "Q1")
    assert (scale.mean, scale.counts) == (4.0, {"4": 1})
    assert [said.moment for said in full.hotwash] == ["improve", "strength"]
    assert full.improvements[0].owner == PEOPLE["owner"]


def test_messages_are_counted_and_never_told(full: Report) -> None:
    talked = full.rounds[0].talk
    assert talked.messages == {"SOUTH": 1}
    assert len(talked.press) == 1
    assert [deal.state for deal in full.rounds[0].deals] == ["agreed"]


def test_it_can_be_made_again_from_what_it_names(full: Report, day: Exercise) -> None:
    made = full.provenance
    assert made.hash in {entry.hash for entry in day.entries()}
    assert made.seed == day.setup.seed
    assert made.scenario == "two-islands"


def test_an_explanation_that_was_kept_is_not_worked_out_again(day: Exercise) -> None:
    head = day.state.head
    again = report(day, Table(day))
    assert day.state.head == head
    assert again.rounds[1].results


def test_an_ensemble_gives_every_number_its_range(folder: Path) -> None:
    with played(folder, "ranged") as exercise:
        told = report(exercise, Table(exercise), ensemble=4)
    ranged = [one for one in told.rounds[0].results if one.low is not None]
    assert ranged
    assert all(one.members >= 4 for one in ranged)
    assert "Range" in to_markdown(paper(told))


def test_a_day_without_rounds_or_evaluation_still_has_a_report(folder: Path) -> None:
    with made(folder, "empty") as exercise:
        told = report(exercise, Table(exercise))
        assert not told.over
        for words in texts(told).values():
            assert "No round was published" in words


def test_what_outlasts_the_game_is_told_where_the_world_was_run_on(folder: Path) -> None:
    with made(folder, "later") as exercise:
        table = Table(exercise)
        rounds.start(exercise, table)
        _round(exercise, table, BAN)
        rounds.end(exercise, table, months=6)
        told = report(exercise, table)
    assert told.afterwards is not None
    assert told.afterwards.until > told.endex
    imports = {one.name: one for one in told.afterwards.numbers}["SOUTH.imports(ore)"]
    assert imports.at_endex == told.rounds[-1].results[-1].value
    assert imports.later != imports.at_endex
    assert "After ENDEX" in to_markdown(paper(told))


# --- comparison ----------------------------------------------------------------------------------


def test_played_is_compared_with_nobody_and_with_what_is_dated(full: Report) -> None:
    titles = [column.title for column in full.comparison.columns]
    assert titles == ["played", "nobody orders", "as dated"]
    ore = full.comparison.numbers.index("SOUTH.imports(ore)")
    mine, nobody = (column.values[ore] for column in full.comparison.columns[:2])
    assert mine[0] == nobody[0]  # the ban of round 1 was refused
    assert mine[1] is not None
    assert nobody[1] is not None
    assert mine[1] < nobody[1]


def test_two_groups_of_one_seed_differ_only_by_what_they_did(folder: Path) -> None:
    with played(folder, "one") as one, played(folder, "two", ban=False) as two:
        found = compare(one, Table(one), ["SOUTH.imports(ore)"], against={"two": Table(two)})
    columns = {column.title: column for column in found.columns}
    assert columns["two"].values == columns["nobody orders"].values
    assert columns["played"].values != columns["two"].values
    assert "same seed" in columns["two"].about


def test_a_file_of_another_exercise_is_told_and_left_out(folder: Path) -> None:
    with made(folder, "here") as one, made(folder, "there", seed=1) as two:
        table = Table(one)
        rounds.start(one, table)
        with pytest.raises(SimError, match="nothing to compare"):
            compare(one, table)
        rounds.open_round(one)
        rounds.lock(one, table)
        rounds.adjudicate(one, table)
        rounds.publish(one, table)
        object.__setattr__(two.setup, "scenario_text", "another")
        found = compare(one, table, against={"there": Table(two)})
    assert found.columns[0].title == "played"
    assert found.notes[0].startswith("there: ")
    assert "another scenario" in found.notes[0]


def test_lines_of_one_file_stand_side_by_side(folder: Path) -> None:
    with made(folder, "lines") as exercise:
        table = Table(exercise)
        rounds.start(exercise, table)
        _round(exercise, table, BAN)
        lines.branch(exercise, "calm", 1)
        _round(exercise, table, "")
        found = compare(exercise, table, ["SOUTH.imports(ore)"], lines=["main", "calm"])
    columns = {column.title: column.values[0][0] for column in found.columns}
    assert set(columns) == {"played", "nobody orders", "as dated", "main"}
    assert columns["played"] == columns["nobody orders"]
    assert columns["main"] != columns["played"]


def _round(exercise: Exercise, table: Table, order: str) -> None:
    rounds.open_round(exercise)
    if order:
        orders.add(exercise, WHITE, "NORTH", order)
    rounds.lock(exercise, table)
    rounds.adjudicate(exercise, table)
    rounds.publish(exercise, table)


# --- nobody is named -----------------------------------------------------------------------------


def parts_of(name: str) -> list[str]:
    return [name, *(part for part in re.split(r"[\s]", name) if part != name)]


@pytest.mark.parametrize("file", ["docx", "html", "md"])
def test_by_the_chatham_house_rule_no_file_names_anybody(quiet: Report, file: str) -> None:
    words = texts(quiet)[file].casefold()
    for name in PEOPLE.values():
        for part in parts_of(name):
            assert part.casefold() not in words, (file, part)
    assert "day.exercise" not in words


@pytest.mark.parametrize("file", ["docx", "html", "md"])
def test_otherwise_everybody_is_named(full: Report, file: str) -> None:
    words = texts(full)[file].replace("\\", "")
    for name in PEOPLE.values():
        assert name in words, (file, name)


def test_seats_and_what_was_said_stay(quiet: Report) -> None:
    assert {seat.seat for seat in quiet.seats} == {"NORTH", "SOUTH", "FAR"}
    assert all(seat.players == ("NORTH",) for seat in quiet.seats if seat.seat == "NORTH")
    said = quiet.hotwash[0]
    assert "NORTH" in said.text
    assert "SOUTH" in said.text
    assert said.by == "a participant"


@given(st.text(st.characters(categories=("L", "N", "Z", "P")), min_size=2, max_size=30))
def test_no_name_comes_through_whatever_it_is(name: str) -> None:
    plain = " ".join(name.split())
    if len(plain) < 2 or plain.casefold() in "a participant south":
        return
    change = nameless({plain: "SOUTH"}, ["SOUTH"])
    assert change(f"so {plain} said") in ("so SOUTH said",) or plain.casefold() == "so"


def test_a_word_that_only_holds_a_name_is_left() -> None:
    change = nameless({"Ann": "NORTH", "Al": "SOUTH"})
    assert change("Annual plans; all of them; Ann's and AL's") == (
        "Annual plans; all of them; NORTH's and SOUTH's"
    )


# --- files ---------------------------------------------------------------------------------------


def test_three_files_are_written_and_replaced(full: Report, tmp_path: Path) -> None:
    stem = tmp_path / "out" / "aar"
    first = build(full, stem)
    assert {path.suffix for path in first} == {".docx", ".html", ".md", ".png"}
    assert build(full, stem) == first
    assert not list(tmp_path.rglob("*.part"))
    headings = [
        p.text for p in docx.Document(str(first[0])).paragraphs
        if p.style is not None and p.style.name == "Heading 1"
    ]  # fmt: skip
    assert headings[:4] == ["Overview", "Timeline", "Round 1", "Round 2"]
    assert "Improvement plan" in headings


def test_an_unknown_kind_of_file_is_told_with_the_nearest(full: Report, tmp_path: Path) -> None:
    with pytest.raises(SimError, match="docx"):
        build(full, tmp_path / "aar", ["docs"])


def test_a_folder_that_cannot_be_written_is_told(full: Report, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SimError, match="cannot be written"):
        build(full, tmp_path / "file" / "aar", ["html"])


def test_every_file_bears_the_handling_mark(full: Report) -> None:
    for words in texts(full).values():
        assert words.count(full.marking) >= 2


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
def test_libreoffice_opens_it(full: Report, tmp_path: Path) -> None:
    (path,) = write(paper(full), tmp_path / "aar", ["docx"])
    command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, timeout=120, capture_output=True)
    assert (tmp_path / "aar.pdf").stat().st_size > 1000
