"""Screen: what everybody may see, for the projector; it follows what happens."""

from __future__ import annotations

import shutil
import sys
import textwrap
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace

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
from cli.output import PLAIN_WIDTH
from cli.registry.command import Answer, Values
from cli.registry.session import Session
from cli.registry.shown import clear_screen, plain_lines, write_shown
from sim.exercise.views import data, room_view
from sim.exercise.views.common import Happening
from sim.exercise.views.deals import terms
from sim.exercise.views.room import RoomView
from sim.figures import figure
from sim.language import t

LOOK = 1.0
"""How often it is looked whether anything changed [s]."""

MOST = 6
"""Of the latest letters and prices shown."""

MOST_NEWS = 5
"""Headlines of the last round that a wall bears."""

NEWEST = 2
"""Injects, letters and remarks that a wall bears."""

LONGEST = 200
"""Characters of an inject's text that a wall bears."""


def screen(session: Session, values: Values) -> Answer:
    """Return what everybody may see; on a terminal, follow it until it is stopped."""
    if values.flag("once") or session.json or not sys.stdout.isatty():
        seen = room_view(session.exercise, session.table)
        return Answer(data(seen), tuple(room_lines(seen)))
    return _following(session)


def _following(session: Session) -> Answer:
    shown: tuple[object, ...] = ()
    try:
        while True:
            session.exercise.refresh()
            seen = room_view(session.exercise, session.table)
            size = shutil.get_terminal_size()
            now = (session.exercise.state.head, _minute(seen), size)
            if now != shown:
                clear_screen()
                width = PLAIN_WIDTH if session.plain else size.columns
                marks = 2 if session.marking else 0
                write_shown(session, fitting(wall(seen), size.lines - 1 - marks, width))
                shown = now
            time.sleep(LOOK)
    except KeyboardInterrupt:
        return Answer(marked=False)


def _minute(seen: RoomView) -> str:
    """Return what of the clock is worth drawing anew."""
    left = seen.head.clocks.remaining
    return "" if left is None else str(int(left // 10))


Block = tuple[RenderableType, ...]
"""What stands together on a wall."""


def wall(seen: RoomView) -> Iterator[Block]:
    """Yield the room's screen for a wall, in blocks: what is newest comes first."""
    yield tuple(head_lines(seen.head))
    told = [one.text for one in seen.revealed[-NEWEST:]]
    injects = [_short(one) for one in reversed(seen.injects[-NEWEST:])]
    if injects or told:
        yield tuple(told_lines(injects, told))
    if seen.press:
        yield titled(t("Press")), *letter_lines([*reversed(seen.press[-NEWEST:])])
    if seen.headlines:
        last = seen.headlines[-1]
        news = tuple(news_lines(last.lines[-MOST_NEWS:])) or (Text(t("No news.")),)
        yield titled(round_title(last.round, last.start, last.end)), *news
    if seen.remarks:
        yield tuple(Text(remark_line(one.round, one.text)) for one in seen.remarks[-NEWEST:])
    prices = tuple(_prices(seen))
    if prices:
        yield Text(), *prices
    if seen.deals:
        yield tuple(_deals(seen))


def fitting(blocks: Iterable[Block], height: int, width: int) -> tuple[RenderableType, ...]:
    """Return what of the blocks there is room for on so many lines; the head stands always.

    Of a block that is too long its beginning stands, if that is more than its title.
    """
    head, *others = blocks
    shown, left = list(head), height - len(plain_lines(head, width))
    for block in others:
        kept = list(block)
        while kept and len(plain_lines(kept, width)) > left:
            kept.pop()
        if kept and (len(kept) > 1 or len(block) == 1):
            shown += kept
            left -= len(plain_lines(kept, width))
    return tuple(shown)


def _short(told: Happening) -> Happening:
    """Return an inject of which the text is no longer than a wall bears."""
    return replace(told, text=textwrap.shorten(told.text, LONGEST, placeholder=" ..."))


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
    yield from _prices(seen)
    yield from _deals(seen)


def _prices(seen: RoomView) -> Iterator[RenderableType]:
    prices = seen.observation.get("prices") if seen.observation else None
    if isinstance(prices, dict) and prices:
        table = listed(t("World price"), "USD", right=("USD",))
        for product, price in list(prices.items())[: 2 * MOST]:
            table.add_row(product, figure(price if isinstance(price, int | float) else None))
        yield table


def _deals(seen: RoomView) -> Iterator[RenderableType]:
    if seen.deals:
        yield titled(t("Deals"))
        for deal in seen.deals:
            yield Text(f"{t(' and ').join(deal.parties)}: {terms(deal)} ({deal.stands})")
