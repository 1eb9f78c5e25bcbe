"""Paper: a document of the day, with the name of its file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sim.exercise.documents.blocks import Block, Document
from sim.exercise.printing.reading import Shared


@dataclass(frozen=True)
class Paper:
    """A document that is printed."""

    name: str
    """Of its file, without what follows the dot."""
    document: Document


def paper(
    name: str, title: str, shared: Shared, blocks: Iterable[Block], *, dense: bool = False
) -> Paper:
    """Return a paper with the exercise's name and handling mark."""
    document = Document(
        title=title,
        subtitle=shared.title,
        marking=shared.marking,
        language=shared.language,
        blocks=tuple(blocks),
        dense=dense,
    )
    return Paper(name, document)
