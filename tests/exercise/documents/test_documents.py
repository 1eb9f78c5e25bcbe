"""Documents: the same blocks in three files; nothing that was typed is taken for markup."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.exercise.documents.blocks import (
    Document,
    Figure,
    Heading,
    List,
    PageBreak,
    Span,
    Table,
    Text,
    points,
    prose,
    text,
)
from sim.exercise.documents.docx import to_docx
from sim.exercise.documents.html import to_html
from sim.exercise.documents.markdown import pictures, to_markdown

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'

PAPER = Document(
    title="Islands",
    subtitle="A day",
    marking="EXERCISE – UNCLASSIFIED",
    blocks=(
        Heading("First"),
        text("Said plainly."),
        text("Their own words", "quote"),
        points(["one **thing**", "another"]),
        points(["step", "next"], numbered=True),
        Table(("what", "how much"), (("ore", "3\n4"), ("oil", "5")), "Goods", (3, 1), (1,)),
        PageBreak(),
        Heading("Second", 2),
        Figure("who-paid", PNG, SVG, "Who paid", "bars, the longest of SOUTH"),
    ),
)


class Reader(HTMLParser):
    """What a page says, and what stands in it."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("src", "href")]

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


def test_simple_markdown_is_paragraphs_lists_headings_and_strong_words() -> None:
    told = "One\nline.\n\n# Head\n- a **b**\n  goes on\n- c\n\n1. x\n2) y\nAfter."
    assert prose(told) == (
        Text((Span("One line."),)),
        Heading("Head", 2),
        List(((Span("a "), Span("b", True), Span(" goes on")), (Span("c"),))),
        List(((Span("x"),), (Span("y"),)), numbered=True),
        Text((Span("After."),)),
    )


@given(st.text(max_size=200))
def test_prose_loses_no_word(words: str) -> None:
    told = "".join(
        span.text
        for block in prose(words)
        for spans in ([block.spans] if isinstance(block, Text) else getattr(block, "items", []))
        for span in spans
    ) + "".join(b.text for b in prose(words) if isinstance(b, Heading))
    assert sorted(c for c in told if c.isalpha()) == sorted(c for c in words if c.isalpha())


def test_a_docx_has_real_headings_tables_captions_and_marks_on_every_page() -> None:
    paper = docx.Document(BytesIO(to_docx(PAPER)))
    styles = {p.text: p.style.name for p in paper.paragraphs if p.style}
    assert styles["Islands"] == "Title"
    assert styles["First"] == "Heading 1"
    assert styles["Second"] == "Heading 2"
    assert styles["Table 1. Goods"] == "Caption"
    assert styles["Figure 1. Who paid"] == "Caption"
    assert [[c.text for c in row.cells] for row in paper.tables[0].rows] == [
        ["what", "how much"], ["ore", "3\n4"], ["oil", "5"],
    ]  # fmt: skip
    assert paper.tables[0].rows[0]._tr.xpath("./w:trPr/w:tblHeader")
    assert len(paper.inline_shapes) == 1
    for section in paper.sections:
        assert PAPER.marking in section.header.paragraphs[0].text
        assert PAPER.marking in section.footer.paragraphs[0].text


def test_a_page_has_the_marks_and_fetches_nothing() -> None:
    page = to_html(PAPER)
    reader = read(page)
    assert page.count(PAPER.marking) == 2
    assert all(link.startswith("data:") for link in reader.links)
    assert "script" not in reader.tags
    assert not re.search(r"url\(|@import|<link", page)
    assert reader.tags.count("h2") == 1
    assert reader.tags.count("table") == 1


def test_markdown_names_its_pictures_and_they_are_handed_out() -> None:
    told = to_markdown(PAPER, "paper-figures")
    assert "![bars, the longest of SOUTH](paper-figures/who-paid.png)" in told
    assert "| ore | 3<br>4 |" in told
    assert told.startswith(f"**{PAPER.marking}**")
    assert pictures(PAPER) == {"who-paid.png": PNG}


HOSTILE = st.text(
    alphabet=st.one_of(
        st.sampled_from("<>&\"'|*_`#[]()!\\\n\r\t\0\x0b\x1b\ud800\u202e=-+1.a "), st.characters()
    ),
    max_size=60,
)


def everywhere(words: str) -> Document:
    return Document(
        words or "-",
        (
            Heading(words), text(words), text(words, "quote"), text(words, strong=True),
            *prose(words), points([words]),
            Table((words, "b"), ((words, words),), words), Figure("f", PNG, SVG, words, words),
        ),
        words, words, "en",
    )  # fmt: skip


@given(HOSTILE)
@settings(deadline=None, max_examples=40)
def test_whatever_is_typed_every_file_is_whole(words: str) -> None:
    paper = everywhere(words)
    assert docx.Document(BytesIO(to_docx(paper))).tables
    to_html(paper).encode()
    to_markdown(paper).encode()


@given(HOSTILE)
def test_what_is_typed_is_never_markup_of_a_page(words: str) -> None:
    reader, plain = read(to_html(everywhere(words))), read(to_html(everywhere("word")))
    known = [tag for tag in plain.tags if tag not in ("header", "footer", "p", "li", "ul", "ol")]
    assert set(reader.tags) <= {*known, "header", "footer", "p", "li", "ul", "ol", "strong", "h3",
                                "h4", "h5", "h6"}  # fmt: skip
    assert all(link.startswith("data:") for link in reader.links)


@pytest.mark.parametrize("words", ["a|b", "a\nb", "x\r\ny", "`|`", "\\|"])
def test_a_cell_stays_a_cell(words: str) -> None:
    told = to_markdown(Document("t", (Table(("h", "i"), ((words, "c"),)),)))
    row = told.strip().split("\n")[-1]
    assert len(re.split(r"(?<!\\)(?:\\\\)*\|", row)) == 4, row


def test_a_dense_document_has_narrow_margins_and_small_print() -> None:
    usual, dense = (
        docx.Document(BytesIO(to_docx(replace(PAPER, dense=small)))) for small in (False, True)
    )
    assert (dense.sections[0].left_margin or 0) < (usual.sections[0].left_margin or 0)
    sizes = [made.tables[0].cell(1, 0).paragraphs[0].runs[0].font.size for made in (dense, usual)]
    assert (sizes[0] or 0) < (sizes[1] or 0)
    assert 'class="dense"' in to_html(replace(PAPER, dense=True))
    assert 'class="dense"' not in to_html(PAPER)


def test_contents_lead_to_the_headings() -> None:
    page = to_html(replace(PAPER, contents=True))
    assert re.findall(r'<a href="#([^"]+)">([^<]+)</a>', page) == [
        ("part-0", "First"),
        ("part-7", "Second"),
    ]
    assert '<h2 id="part-0">First' in page and '<h3 id="part-7">Second' in page
    assert "<nav>" not in to_html(PAPER)
