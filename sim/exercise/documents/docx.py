"""Docx: a document as a file for word processors, with their own headings, tables and captions."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from sim.exercise.documents.blocks import (
    Block,
    Document,
    Figure,
    Heading,
    List,
    PageBreak,
    Spans,
    Table,
    Text,
    cleaned,
)

if TYPE_CHECKING:  # python-docx takes a fifth of a second to load: only where a file is written
    from docx.document import Document as Paper
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.section import Section
    from docx.table import _Cell, _Row
    from docx.text.paragraph import Paragraph

PAGE = (21.0, 29.7)
"""A4 [cm]."""


@dataclass(frozen=True)
class Setting:
    """How a paper is set."""

    margin: float
    """[cm]"""
    title: float
    text: float
    cells: float
    """Sizes of type [pt]."""

    @property
    def inside(self) -> float:
        """Return the width of what is on a page [cm]."""
        return PAGE[0] - 2 * self.margin


USUAL = Setting(margin=2.0, title=26, text=10.5, cells=8.5)
DENSE = Setting(margin=1.2, title=15, text=8.5, cells=7.5)

EASTERN = {"ja": "Yu Gothic", "zh": "Microsoft YaHei", "ko": "Malgun Gothic"}
"""Language -> the typeface of its signs."""

STYLES = {"body": "Body Text", "note": "Body Text 3", "quote": "Quote"}


def to_docx(document: Document) -> bytes:
    """Return a document as a .docx file."""
    import docx

    document = cleaned(document)
    paper = docx.Document()
    setting = DENSE if document.dense else USUAL
    _prepare(paper, document, setting)
    paper.add_heading(document.title, 0)
    if document.subtitle:
        paper.add_paragraph(document.subtitle, "Subtitle")
    for block, caption in zip(document.blocks, document.captions, strict=True):
        _add(paper, block, caption, setting)
    packed = BytesIO()
    paper.save(packed)
    return packed.getvalue()


def _prepare(paper: Paper, document: Document, setting: Setting) -> None:
    """Set page, language and typefaces, the marks of every page, and who wrote it: nobody."""
    from docx.shared import Cm, Pt

    for section in paper.sections:
        section.page_width, section.page_height = Cm(PAGE[0]), Cm(PAGE[1])
        section.left_margin = section.right_margin = Cm(setting.margin)
        section.top_margin = section.bottom_margin = Cm(setting.margin)
        _mark(section, document.marking)
    core = paper.core_properties
    core.title, core.author, core.last_modified_by = document.title[:255], "Countervail", ""
    core.language, core.comments = document.language, ""
    if document.dated:
        core.created = core.modified = document.dated
    normal = paper.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(setting.text)
    paper.styles["Title"].font.size = Pt(setting.title)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    _set(fonts, "w:eastAsia", EASTERN.get(document.language[:2], "Calibri"))
    language = _element("w:lang")
    eastern = document.language[:2] in EASTERN
    _set(language, "w:eastAsia" if eastern else "w:val", document.language)
    normal.element.get_or_add_rPr().append(language)


def _mark(section: Section, marking: str) -> None:
    """Put the handling mark at the head and foot of every page, and its number at the foot."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    for place in (head, foot):
        place.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if marking:
            place.add_run(marking).bold = True
    if marking:
        foot.add_run("  ·  ")
    _field(foot, "PAGE", "1")


def _add(paper: Paper, block: Block, caption: str, setting: Setting) -> None:
    from docx.enum.text import WD_BREAK

    match block:
        case Heading(text=words, level=level):
            paper.add_heading(words, min(level, 9))
        case Text(spans=words, style=style):
            _say(paper.add_paragraph(style=STYLES[style]), words)
        case List():
            _list(paper, block)
        case Table():
            _table(paper, block, caption, setting)
        case Figure():
            _figure(paper, block, caption, setting)
        case PageBreak():
            paper.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _say(paragraph: Paragraph, words: Spans) -> None:
    for span in words:
        paragraph.add_run(span.text).bold = span.strong or None


def _list(paper: Paper, block: List) -> None:
    for n, item in enumerate(block.items, 1):
        if not block.numbered:
            _say(paper.add_paragraph(style="List Bullet"), item)
            continue
        # Word's own numbers would go on from one list to the next.
        point = paper.add_paragraph(style="List Continue")
        point.add_run(f"{n}. ")
        _say(point, item)


def _table(paper: Paper, table: Table, caption: str, setting: Setting) -> None:
    from docx.shared import Cm

    columns = len(table.head or (table.rows[0] if table.rows else ()))
    if not columns:
        return
    if caption:
        _caption(paper, caption).paragraph_format.keep_with_next = True
    rows = ([table.head] if table.head else []) + list(table.rows)
    grid = paper.add_table(len(rows), columns, style="Table Grid")
    grid.autofit = False
    widths = table.widths or (1,) * columns
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Cm(setting.inside * width / sum(widths))
    for n, (row, cells) in enumerate(zip(grid.rows, rows, strict=True)):
        _row(row, cells, table, setting, head=bool(table.head) and n == 0)
    paper.add_paragraph().paragraph_format.space_after = 0


def _row(
    row: _Row, cells: tuple[str, ...], table: Table, setting: Setting, *, head: bool = False
) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt

    widths = table.widths or (1,) * len(cells)
    for n, (cell, words) in enumerate(zip(row.cells, cells, strict=True)):
        cell.width = Cm(setting.inside * widths[n] / sum(widths))
        paragraph = cell.paragraphs[0]
        run = paragraph.add_run(words)
        run.font.size = Pt(setting.cells)
        run.bold = head or None
        paragraph.paragraph_format.space_after = 0
        if n in table.numeric:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if head:
            _shade(cell)
    about = row._tr.get_or_add_trPr()
    about.append(_element("w:cantSplit"))
    if head:
        about.append(_element("w:tblHeader"))  # repeated where the table goes on


def _figure(paper: Paper, figure: Figure, caption: str, setting: Setting) -> None:
    from docx.shared import Cm

    place = paper.add_paragraph()
    place.paragraph_format.keep_with_next = True
    shape = place.add_run().add_picture(BytesIO(figure.png), width=Cm(setting.inside))
    shape._inline.docPr.set("descr", figure.told)
    _caption(paper, caption)


def _shade(cell: _Cell) -> None:
    shading = _element("w:shd")
    for key, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", "EEEEEE")):
        _set(shading, key, value)
    cell._tc.get_or_add_tcPr().append(shading)


def _caption(paper: Paper, caption: str) -> Paragraph:
    """Add a caption whose number the word processor counts anew where captions are added."""
    paragraph = paper.add_paragraph(style="Caption")
    head, dot, tail = caption.partition(". ")
    sort, space, number = head.rpartition(" ")
    paragraph.add_run(f"{sort}{space}")
    _field(paragraph, f"SEQ {sort} \\* ARABIC", number)
    paragraph.add_run(f"{dot}{tail}")
    return paragraph


def _field(paragraph: Paragraph, code: str, shown: str) -> None:
    """Add what a word processor works out, such as the number of a page, as it is until then."""
    for part in ("begin", "code", "separate", "shown", "end"):
        run = paragraph.add_run(shown if part == "shown" else None)
        if part == "code":
            words = _element("w:instrText")
            words.text = code
            run._r.append(words)
        elif part != "shown":
            mark = _element("w:fldChar")
            _set(mark, "w:fldCharType", part)
            run._r.append(mark)


def _element(name: str) -> BaseOxmlElement:
    from docx.oxml.parser import OxmlElement

    return OxmlElement(name)


def _set(element: BaseOxmlElement, name: str, value: str) -> None:
    from docx.oxml.ns import qn

    element.set(qn(name), value)
