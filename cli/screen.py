"""Screen: what everybody may see, for the projector; it follows what happens."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from cli.exercise.common import listed
from cli.exercise.views import (
    head_lines,
    letter_lines,
    news_lines,
    remark_line,
    round_title,
    told_lines,
)
from cli.layout import titled
from cli.registry.command import Answer, Values
from cli.registry.session import Session
from cli.registry.shown import clear_screen, write_shown
from sim.exercise.views import data, room_view
from sim.exercise.views.deals import terms
from sim.exercise.views.room import RoomView
from sim.figures import figure
from sim.language import t

LOOK = 1.0
"""How often it is looked whether anything changed [s]."""

MOST = 6
"""Of the latest letters and prices shown."""


def screen(session: Session, values: Values) -> Answer:
    """Return what everybody may see; on a terminal, follow it until it is stopped."""
    if values.flag("once") or session.json or not sys.stdout.isatty():
        seen = room_view(session.exercise, session.table)
        return Answer(data(seen), tuple(room_lines(seen)))
    return _following(session)


def _following(session: Session) -> Answer:
    shown = (-1, "")
    try:
        while True:
            session.exercise.refresh()
            seen = room_view(session.exercise, session.table)
            now = (session.exercise.state.head, _minute(seen))
            if now != shown:
                clear_screen()
                write_shown(session, tuple(room_lines(seen)))
                shown = now
            time.sleep(LOOK)
    except KeyboardInterrupt:
        return Answer(marked=False)


def _minute(seen: RoomView) -> str:
    """Return what of the clock is worth drawing anew."""
    left = seen.head.clocks.remaining
    return "" if left is None else str(int(left // 10))


def room_lines(seen: RoomView) -> Iterator[RenderableType]:
    """Yield the room's screen: clocks, headlines, the press, prices, deals."""
    yield from head_lines(seen.head)
    if seen.headlines:
        last = seen.headlines[-1]
        yield titled(round_title(last.round, last.start, last.end))
        yield from news_lines(last.lines)
        if not last.lines:
            yield Text(t("No news."))
    yield from told_lines(seen.injects[-MOST:], [one.text for one in seen.revealed[-MOST:]])
    if seen.press:
        yield titled(t("Press"))
        yield from letter_lines(seen.press[-MOST:])
    for remark in seen.remarks:
        yield Text(remark_line(remark.round, remark.text))
    prices = seen.observation.get("prices") if seen.observation else None
    if isinstance(prices, dict) and prices:
        table = listed(t("World price"), "USD", right=("USD",))
        for product, price in list(prices.items())[: 2 * MOST]:
            table.add_row(product, figure(price if isinstance(price, int | float) else None))
        yield table
    if seen.deals:
        yield titled(t("Deals"))
        for deal in seen.deals:
            yield Text(f"{t(' and ').join(deal.parties)}: {terms(deal)} ({deal.stands})")
