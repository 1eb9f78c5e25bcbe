"""Files: a document written beside a stem, in as many formats as are wanted."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import Literal, get_args

from sim.errors import SimError, unknown
from sim.exercise.documents.blocks import Document

Format = Literal["docx", "html", "md"]
FORMATS: tuple[Format, ...] = get_args(Format)


def write(document: Document, stem: Path, formats: Collection[str] = FORMATS) -> tuple[Path, ...]:
    """Write a document beside a stem (`day/aar` becomes `day/aar.docx`); return the files.

    Files that are there are replaced, each at once: nobody ever reads half of one.
    """
    wrong = [name for name in formats if name not in FORMATS]
    if wrong:
        raise SimError("\n".join(unknown("format", name, FORMATS) for name in wrong))
    written: list[Path] = []
    for name in FORMATS:
        if name in formats:
            written += _write(document, stem, name)
    return tuple(written)


def _write(document: Document, stem: Path, format: Format) -> tuple[Path, ...]:
    path = stem.with_name(f"{stem.name}.{format}")
    match format:
        case "docx":
            from sim.exercise.documents.docx import to_docx

            return (_put(path, to_docx(document)),)
        case "html":
            from sim.exercise.documents.html import to_html

            return (_put(path, to_html(document).encode()),)
        case "md":
            from sim.exercise.documents.markdown import pictures, to_markdown

            folder = stem.with_name(f"{stem.name}-figures")
            figures = [_put(folder / name, data) for name, data in pictures(document).items()]
            return (_put(path, to_markdown(document, folder.name).encode()), *figures)


def _put(path: Path, data: bytes) -> Path:
    half = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        half.write_bytes(data)
        half.replace(path)
    except OSError as error:
        with suppress(OSError):
            half.unlink()
        raise SimError(f"{path}: cannot be written: {error.strerror}") from None
    return path
