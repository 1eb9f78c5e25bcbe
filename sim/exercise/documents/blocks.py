"""Blocks: what a paper is made of, whatever file it is written to."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Literal

from sim.language import speaking, t
from sim.text import visible

Style = Literal["body", "note", "quote"]
"""note: small print; quote: somebody's own words."""


@dataclass(frozen=True)
class Span:
    """Words of one look."""

    text: str
    strong: bool = False


Spans = tuple[Span, ...]


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is that of a chapter."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    spans: Spans
    style: Style = "body"


@dataclass(frozen=True)
class List:
    """Points, one under the other."""

    items: tuple[Spans, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under a head; a cell may hold several lines."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    widths: tuple[int, ...] = ()
    """How wide columns are, one to another; none: all alike."""
    numeric: tuple[int, ...] = ()
    """Columns of numbers, which stand to the right."""


@dataclass(frozen=True)
class Figure:
    """A picture, drawn twice: as points for paper, as lines for the screen."""

    name: str
    """Of its file, where it gets one."""
    png: bytes
    svg: bytes
    caption: str
    told: str
    """What it shows, for those who cannot see it."""


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page."""


Block = Heading | Text | List | Table | Figure | PageBreak


@dataclass(frozen=True)
class Document:
    """A paper."""

    title: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    marking: str = ""
    """Handling mark, at the head and foot of every page."""
    language: str = "en"
    dated: dt.datetime | None = None
    """When it was written, for files that tell."""
    dense: bool = False
    """Whether it is set small and with narrow margins: what has to go on one page."""
    contents: bool = False
    """Whether a page on screen begins with its headings, to go to them."""

    @property
    def captions(self) -> tuple[str, ...]:
        """Return the caption of every block with its number; empty for those without one."""
        tables, figures = count(1), count(1)
        found = []
        with speaking(self.language):
            for block in self.blocks:
                match block:
                    case Table(caption=said) if said:
                        told = t("Table {number}. {caption}", number=next(tables), caption=said)
                    case Figure(caption=said) if said:
                        told = t("Figure {number}. {caption}", number=next(figures), caption=said)
                    case _:
                        told = ""
                found.append(told)
        return tuple(found)


def text(words: str, style: Style = "body", *, strong: bool = False) -> Text:
    """Return a paragraph of one look."""
    return Text((Span(words, strong),), style)


def points(items: Sequence[str], *, numbered: bool = False) -> List:
    """Return points, each with its strong words."""
    return List(tuple(spans(item) for item in items), numbered)


def spans(words: str) -> Spans:
    """Return a text as spans: what stands between ** is strong.

    >>> spans("a **b** c")
    (Span(text='a ', strong=False), Span(text='b', strong=True), Span(text=' c', strong=False))
    >>> spans("2 ** 3")
    (Span(text='2 ** 3', strong=False),)
    """
    parts = re.split(r"\*\*(?=\S)(.+?)(?<=\S)\*\*", words)
    return tuple(Span(part, n % 2 == 1) for n, part in enumerate(parts) if part)


_POINT = re.compile(r"\s*[-*•]\s+")
_STEP = re.compile(r"\s*\d{1,3}[.)]\s+")
_HEADING = re.compile(r"(#{1,4})\s+")


def prose(words: str, level: int = 2) -> tuple[Block, ...]:
    """Return simple Markdown as blocks: paragraphs, lists, **strong** words, and headings.

    Its highest headings get `level`. Nothing in it is an error: what is no list is a paragraph.
    """
    lines = words.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return tuple(_prose(lines, level))


def _prose(lines: Sequence[str], level: int) -> Iterator[Block]:
    gathered: list[str] = []
    sort: re.Pattern[str] | None = None

    def block() -> Iterator[Block]:
        if gathered and sort is None:
            yield Text(spans(" ".join(gathered)))
        elif gathered:
            yield points(gathered, numbered=sort is _STEP)
        gathered.clear()

    for line in lines:
        heading = _HEADING.match(line)
        begun = next((p for p in (_POINT, _STEP) if p.match(line)), None)
        if heading or not line.strip():
            yield from block()
            sort = None
            if heading:
                yield Heading(line[heading.end() :].strip(), level + len(heading[1]) - 1)
        elif begun:
            if begun is not sort:
                yield from block()
            sort = begun
            gathered.append(begun.sub("", line, count=1).strip())
        elif sort and line[:1].isspace():
            gathered[-1] += f" {line.strip()}"
        else:
            if sort:
                yield from block()
                sort = None
            gathered.append(line.strip())
    yield from block()


def cleaned(document: Document) -> Document:
    """Return a document without signs that files cannot hold, whoever typed them."""
    return mapped(document, visible)


def mapped(document: Document, change: Callable[[str], str]) -> Document:
    """Return a document with every text of it changed."""
    return replace(
        document,
        title=change(document.title),
        subtitle=change(document.subtitle),
        marking=change(document.marking),
        blocks=tuple(_mapped(block, change) for block in document.blocks),
    )


def _mapped(block: Block, change: Callable[[str], str]) -> Block:
    match block:
        case Heading(text=words):
            return replace(block, text=change(words))
        case Text(spans=words):
            return replace(block, spans=_changed(words, change))
        case List(items=items):
            return replace(block, items=tuple(_changed(item, change) for item in items))
        case Table():
            return replace(
                block, head=tuple(map(change, block.head)), caption=change(block.caption),
                rows=tuple(tuple(map(change, row)) for row in block.rows),
            )  # fmt: skip
        case Figure():
            return replace(block, caption=change(block.caption), told=change(block.told))
        case PageBreak():
            return block


def _changed(words: Spans, change: Callable[[str], str]) -> Spans:
    return tuple(replace(span, text=change(span.text)) for span in words)
