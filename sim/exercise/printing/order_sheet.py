"""Order sheets: a seat's playbook on paper, with boxes to tick and lines to write on."""

from __future__ import annotations

from collections.abc import Iterator

from sim.exercise.documents.blocks import Block, Table, text
from sim.exercise.printing import texts
from sim.exercise.printing.entry import Entry
from sim.exercise.printing.paper import Paper, paper
from sim.exercise.printing.reading import Own, Shared
from sim.exercise.printing.role import named
from sim.figures import dollars

LINES = 2
"""For orders of one's own."""

OPEN_LINE = f"{texts.BLANK}\n{texts.BLANK}"
"""Room for a line by hand."""


def order_sheet(shared: Shared, own: Own) -> Paper:
    """Return the order sheet of a seat: to be copied for every round."""
    title = texts.sheet_title(named(own))
    return paper(f"orders-{own.card.seat}", title, shared, sheet(own), dense=True)


def sheet(own: Own) -> Iterator[Block]:
    """Yield what an order sheet has on it."""
    yield Table(texts.sheet_head(), ((texts.BLANK,) * 4,), widths=(1, 1, 2, 1))
    if own.playbook:
        yield Table(
            texts.sheet_columns(),
            tuple(_row(one, own) for one in own.playbook),
            widths=(3, 5, 58, 9, 12, 12, 16, 16),
            numeric=(3, 4),
        )
    yield Table(texts.own_columns(), ((OPEN_LINE, OPEN_LINE),) * LINES, widths=(3, 2))
    yield Table((texts.why_head(),), ((OPEN_LINE,),))
    yield text(texts.sheet_note(own.round), "note")


def _row(one: Entry, own: Own) -> tuple[str, ...]:
    fields = [texts.to_change(key) for key in one.changeable]
    decides = one.decides
    if one.against:
        decides = texts.speaks_against(decides, ", ".join(one.against))
        if "overrule=yes" not in one.text.split():
            fields.append(texts.overrule())
    return (
        texts.BOX,
        one.code,
        f"{one.title}\n{one.told}" if one.told else one.title,
        "–" if own.firm else f"{one.points:.0f}",
        dollars(one.usd) if one.usd else "–",
        texts.lead(one.months),
        decides,
        "\n".join(fields),
    )
