"""HTML: a document as one page that needs nothing beside it, to be read or printed."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from html import escape

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

LOOK = """
:root { color-scheme: light; }
body { font: 16px/1.5 system-ui, "Hiragino Sans", "Noto Sans CJK JP", sans-serif; color: #1a1a1a;
  max-width: 60rem; margin: 0 auto; padding: 0 1rem; }
h1, h2, h3, h4 { line-height: 1.2; margin: 1.6em 0 .5em; break-after: avoid; }
.title { margin-top: 1em; }
.subtitle { color: #444; font-size: 1.1rem; }
.mark { text-align: center; font-weight: bold; letter-spacing: .05em; padding: .3rem; }
header.mark { border-bottom: 2px solid #1a1a1a; }
footer.mark { border-top: 2px solid #1a1a1a; margin-top: 3rem; }
p { white-space: pre-line; }
.note { color: #444; font-size: .85rem; }
.quote { border-left: 4px solid #999; margin-left: 0; padding-left: 1rem; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; font-size: .85rem; }
caption, figcaption { text-align: left; font-weight: bold; margin: .3rem 0; }
th, td { border: 1px solid #aaa; padding: .25rem .5rem; text-align: left; vertical-align: top;
  white-space: pre-line; overflow-wrap: anywhere; }
th { background: #eee; }
thead { display: table-header-group; }
tr, figure { break-inside: avoid; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
figure { margin: 1rem 0; }
img { max-width: 100%; height: auto; }
hr.page { border: 0; break-after: page; }
.contents { columns: 2; list-style: none; padding: 0; }
.contents .level2 { margin-left: 1.2rem; }
.dense table { font-size: .75rem; margin: .5rem 0; }
.dense td, .dense th { padding: .1rem .3rem; }
.dense .title { font-size: 1.4rem; margin: .3em 0; }
@media print {
  body { font-size: 10.5pt; max-width: none; padding: 0; display: table; width: 100%; }
  header.mark { display: table-header-group; }  /* so that every page has the mark */
  footer.mark { display: table-footer-group; }
  main { display: table-row-group; }
  @page { size: A4; margin: 2cm 1.8cm; }
}
"""

NOTHING_FROM_OUTSIDE = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def to_html(document: Document) -> str:
    """Return a document as a page that fetches nothing and takes no text for markup."""
    return "\n".join(_page(cleaned(document))) + "\n"


def _page(document: Document) -> Iterator[str]:
    mark = escape(document.marking)
    yield "<!DOCTYPE html>"
    yield f'<html lang="{escape(document.language)}">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{NOTHING_FROM_OUTSIDE}">'
    yield f"<title>{escape(document.title)}</title>"
    yield f"<style>{LOOK}</style>"
    yield "</head>"
    yield '<body class="dense">' if document.dense else "<body>"
    if mark:
        yield f'<header class="mark">{mark}</header>'
    yield "<main>"
    yield f'<h1 class="title">{escape(document.title)}</h1>'
    if document.subtitle:
        yield f'<p class="subtitle">{escape(document.subtitle)}</p>'
    if document.contents:
        yield _contents(document)
    for place, (block, caption) in enumerate(zip(document.blocks, document.captions, strict=True)):
        anchor = f' id="{_anchor(place)}"' if document.contents else ""
        yield _block(block, escape(caption), anchor)
    yield "</main>"
    if mark:
        yield f'<footer class="mark">{mark}</footer>'
    yield "</body>"
    yield "</html>"


def _contents(document: Document) -> str:
    """Return the headings of the two highest levels as links to them."""
    told = (
        f'<li class="level{block.level}"><a href="#{_anchor(place)}">{escape(block.text)}</a></li>'
        for place, block in enumerate(document.blocks)
        if isinstance(block, Heading) and block.level <= 2
    )
    return f'<nav><ul class="contents">{"".join(told)}</ul></nav>'


def _anchor(place: int) -> str:
    """Return by what name a link finds the block at a place."""
    return f"part-{place}"


def _block(block: Block, caption: str, anchor: str) -> str:
    match block:
        case Heading(text=words, level=level):
            tag = f"h{min(6, level + 1)}"  # the first is the title's
            return f"<{tag}{anchor}>{escape(words)}</{tag}>"
        case Text(spans=words, style=style):
            return f'<p class="{style}">{_inline(words)}</p>'
        case List(items=items, numbered=numbered):
            tag = "ol" if numbered else "ul"
            return f"<{tag}>{''.join(f'<li>{_inline(item)}</li>' for item in items)}</{tag}>"
        case Table():
            return _table(block, caption)
        case Figure():
            return _figure(block, caption)
        case PageBreak():
            return '<hr class="page">'


def _inline(words: Spans) -> str:
    return "".join(
        f"<strong>{escape(span.text)}</strong>" if span.strong else escape(span.text)
        for span in words
    )


def _table(table: Table, caption: str) -> str:
    def row(cells: tuple[str, ...], tag: str) -> str:
        sorts = ("number" if n in table.numeric else "" for n in range(len(cells)))
        told = (
            f"<{tag}{f' class={sort}' if sort else ''}>{escape(cell)}</{tag}>"
            for cell, sort in zip(cells, sorts, strict=True)
        )
        return f"<tr>{''.join(told)}</tr>"

    head = f"<thead>{row(table.head, 'th')}</thead>" if table.head else ""
    body = "\n".join(row(cells, "td") for cells in table.rows)
    told = f"<caption>{caption}</caption>" if caption else ""
    return f"<table>{told}{_columns(table)}{head}<tbody>{body}</tbody></table>"


def _columns(table: Table) -> str:
    whole = sum(table.widths)
    columns = (f'<col style="width:{100 * width / whole:.3g}%">' for width in table.widths)
    return f"<colgroup>{''.join(columns)}</colgroup>" if table.widths else ""


def _figure(figure: Figure, caption: str) -> str:
    # As a picture of its own: ids in one drawing cannot meet those in another.
    data = b64encode(figure.svg).decode()
    image = f'<img src="data:image/svg+xml;base64,{data}" alt="{escape(figure.told)}">'
    return f"<figure>{image}<figcaption>{caption}</figcaption></figure>"
