"""MSEL on paper: each inject with when it is due, to whom it goes, and what is expected of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.exercise.documents.blocks import Block, Table
from sim.exercise.msel.rows import InjectRow
from sim.exercise.printing import guide_texts as texts
from sim.exercise.printing.paper import Paper, paper
from sim.exercise.printing.reading import Whole
from sim.language import called


def msel(whole: Whole) -> Paper:
    """Return the list of injects as a paper of its own."""
    return paper("msel", texts.msel_title(), whole.shared, injects(whole.rows))


def injects(rows: Sequence[InjectRow]) -> Iterator[Block]:
    """Yield the list of injects, those of the clock first, as they are due."""
    ordered = sorted(rows, key=lambda row: (row.round is None, row.round or 0, row.minute or 0))
    told = tuple(
        (row.id, _when(row), _ways(row), _delivered(row), _expected(row)) for row in ordered
    )
    yield Table(texts.msel_columns(), told, widths=(3, 7, 7, 20, 12))


def _when(row: InjectRow) -> str:
    triggers = [
        texts.in_round(row.round, row.minute) if row.round is not None else "",
        str(row.date) if row.date else "",
        texts.when(row.when) if row.when else "",
        texts.by_hand() if row.manual else "",
    ]
    return "\n".join([*filter(None, triggers), called("inject", row.status)])


def _ways(row: InjectRow) -> str:
    to = ", ".join(row.to) or texts.everybody()
    room = texts.and_the_room() if row.public and row.to else ""
    ways = [f"{row.sender} →" if row.sender else "→", to, room, row.delivery]
    return "\n".join(filter(None, ways))


def _delivered(row: InjectRow) -> str:
    does = texts.does("; ".join(row.effects)) if row.effects else ""
    return "\n".join(filter(None, (row.title, " ".join(row.text.split()), does)))


def _expected(row: InjectRow) -> str:
    serves = texts.serves(row.objective) if row.objective else ""
    return "\n".join(filter(None, (row.expected, serves, row.learning)))
