"""Markdown: a document as plain text, its figures in files beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator

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

_MARKUP = re.compile(r"[\\`*\[<|~$]|(?<!\w)_|_(?!\w)|&(?=#?\w+;)")
"""What is markup wherever it stands; an underscore inside a word is none."""

_LINE_START = re.compile(
    r"^(\s*)(?:([-+](?=[\s-]|$)|=(?==*\s*$)|\#(?=[\#\s]|$)|>)|(\d{1,9})([.)])(?=\s|$))",
    re.MULTILINE,
)
"""What is markup where a line begins: a point, a rule, a heading, a quotation, a number."""


def to_markdown(document: Document, figures: str = "figures") -> str:
    """Return a document as Markdown; its pictures are looked for in a folder `figures`."""
    document = cleaned(document)
    return "\n\n".join(_parts(document, figures)) + "\n"


def pictures(document: Document) -> dict[str, bytes]:
    """Return the files that belong beside a document: name -> PNG."""
    return {f"{b.name}.png": b.png for b in document.blocks if isinstance(b, Figure)}


def _parts(document: Document, figures: str) -> Iterator[str]:
    mark = f"**{escaped(document.marking)}**" if document.marking else ""
    if mark:
        yield mark
    yield f"# {_line(document.title)}"
    if document.subtitle:
        yield escaped(document.subtitle)
    for block, caption in zip(document.blocks, document.captions, strict=True):
        yield _block(block, caption, figures)
    if mark:
        yield mark


def _block(block: Block, caption: str, figures: str) -> str:
    match block:
        case Heading(text=words, level=level):
            return f"{'#' * min(6, level + 1)} {_line(words)}"
        case Text(spans=words, style=style):
            told = _inline(words).strip()
            return "\n".join(f"> {line}" for line in told.split("\n")) if style == "quote" else told
        case List(items=items, numbered=numbered):
            signs = (f"{n}." if numbered else "-" for n in range(1, len(items) + 1))
            return "\n".join(
                f"{sign} {_flat(_inline(item))}" for sign, item in zip(signs, items, strict=True)
            )
        case Table():
            return _table(block, caption)
        case Figure(name=name, told=told):
            return f"![{_line(told)}]({figures}/{name}.png)\n\n**{_line(caption)}**"
        case PageBreak():
            return "---"


def _table(table: Table, caption: str) -> str:
    columns = len(table.head or (table.rows[0] if table.rows else ()))
    head = table.head or ("",) * columns
    rule = ("---:" if n in table.numeric else "---" for n in range(columns))
    rows = [_row(head), f"| {' | '.join(rule)} |", *(_row(cells) for cells in table.rows)]
    told = f"**{_line(caption)}**\n\n" if caption else ""
    return told + "\n".join(rows)


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(escaped(cell.strip()).replace(chr(10), '<br>') for cell in cells)} |"


def _inline(words: Spans) -> str:
    return "".join(_strong(s.text) if s.strong else escaped(s.text) for s in words)


def _strong(words: str) -> str:
    return f"**{escaped(words.strip())}**" if words.strip() else words


def _line(words: str) -> str:
    return _flat(escaped(words))


def _flat(words: str) -> str:
    return " ".join(words.split())


def escaped(words: str) -> str:
    r"""Return a text that Markdown shows as it is.

    >>> escaped("a*b|c <x>"), escaped("1. no list")
    ('a\\*b\\|c \\<x>', '1\\. no list')
    """
    plain = _MARKUP.sub(r"\\\g<0>", words)
    return _LINE_START.sub(lambda m: f"{m[1]}{m[3] or ''}\\{m[2] or m[4]}", plain)
