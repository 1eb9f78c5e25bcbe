"""Papers in another language: nothing of our own is left in English in them."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import docx
import pytest

from sim.errors import SimError
from sim.exercise.aar.gather import report
from sim.exercise.aar.paper import paper
from sim.exercise.conduct import create
from sim.exercise.documents.blocks import Document
from sim.exercise.documents.docx import to_docx
from sim.exercise.documents.html import to_html
from sim.exercise.documents.markdown import to_markdown
from sim.exercise.exercise import Exercise
from sim.exercise.printing.pack import papers
from sim.exercise.table import Table
from sim.exercise.topics.evaluation import EVALUATION
from sim.exercise.views.menu import menu
from sim.exercise.views.recap import recap
from sim.language import speaking
from tests.exercise.aar.day import busy
from tests.language.texts import wanted


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exercise]:
    """A day in Japanese, with everybody in it."""
    with busy(tmp_path_factory.mktemp("day"), "ja") as exercise:
        yield exercise


@pytest.fixture(scope="module")
def table(day: Exercise) -> Table:
    return Table(day)


def ours() -> set[str]:
    """Pieces of English sentences of our own, too long to stand in a scenario by chance."""
    found = set()
    for sort, one, many in wanted():
        for text in (one, many):
            pieces = re.split(r"\{[^{}]*\}|\n", text if sort in ("", "told") else "")
            found |= {piece.strip() for piece in pieces}
    return {piece for piece in found if piece.count(" ") >= 2 and len(piece) >= 14}


def english_in(text: str) -> set[str]:
    return {piece for piece in ours() if piece in text}


def told(document: Document) -> str:
    return " ".join(to_markdown(document).split())


def test_papers_of_the_day_hold_no_english_of_ours(day: Exercise, table: Table) -> None:
    made = {one.name: one.document for one in papers(day, table)}
    assert {"sitman", "facilitator", "role-NORTH", "orders-NORTH"} <= made.keys()
    for name, document in made.items():
        assert not english_in(told(document)), name
    assert "役割カード" in told(made["role-NORTH"])
    assert "国内の支持" in told(made["role-NORTH"])


def test_a_report_holds_no_english_of_ours(day: Exercise, table: Table) -> None:
    document = paper(report(day, table))
    assert document.language == "ja"
    assert document.title.startswith("事後検証報告書")
    assert not english_in(told(document))


def test_a_report_can_be_had_in_another_language(day: Exercise, table: Table) -> None:
    document = paper(report(day, table, language="en"))
    assert document.title.startswith("After-action report")


def test_files_say_which_language_they_are_in(day: Exercise, table: Table) -> None:
    document = papers(day, table, ["roles"], ["NORTH"])[0].document
    assert '<html lang="ja">' in to_html(document)
    styles = docx.Document(BytesIO(to_docx(document))).styles.element.xml
    assert 'w:eastAsia="ja"' in styles
    assert 'w:eastAsia="Yu Gothic"' in styles


def test_what_fits_any_exercise_is_in_its_language(day: Exercise, table: Table) -> None:
    objectives = day.of(EVALUATION).objectives.values()
    assert all(not one.title.isascii() for one in objectives)
    assert not table.template.sitman[0].title.isascii()


def test_a_seat_reads_its_round_in_its_language(day: Exercise, table: Table) -> None:
    with speaking("ja"):
        found = recap(day, table, "NORTH", 1)
        offered = menu(day, table, "NORTH")
    texts = [change.called for change in found.changes]
    texts += [ruled.title for ruled in found.rulings] + [ruled.reason for ruled in found.rulings]
    texts += [choice.title for choice in offered.choices]
    assert texts
    assert not english_in("\n".join(texts))


def test_an_exercise_in_no_language_there_is_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(SimError, match="unknown language 'fr'; known: en, ja"):
        create.create(tmp_path / "x.exercise", "two-islands", language="fr")
    assert not list(tmp_path.iterdir())
