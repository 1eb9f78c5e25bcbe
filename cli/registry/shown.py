"""Shown: answers written to the terminal: marked above and below, plain where it is asked for."""

from __future__ import annotations

import copy
import io
import os
import sys
from collections.abc import Sequence

from rich.box import Box
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cli.output import IN_LETTERS, PLAIN_WIDTH, complain, show, write_json, write_text
from cli.registry.command import Answer, Plain
from cli.registry.session import Session

_LINES = Box(
    "    \n    \n -- \n    \n    \n    \n    \n    \n",
    ascii=True,
)
"""A line under the heads of a table, and no other."""


def write_answer(session: Session, answer: Answer) -> None:
    """Write talk to stderr and data to stdout, as the session wants it."""
    for line in answer.told:
        complain(line)
    if session.json:
        if answer.data is not None:
            write_json(_marked(session.marking if answer.marked else "", answer.data))
        return
    if answer.shown:
        write_shown(session, answer.shown, answer.marked)


def write_shown(session: Session, things: Sequence[RenderableType], marked: bool = True) -> None:
    """Write tables and texts, with the exercise's handling mark above and below."""
    mark = [Text(session.marking, justify="center", style="bold")] if session.marking else []
    about = mark if marked else []
    drawn = [*about, *things, *about]
    if session.plain:
        for line in plain_lines(drawn):
            write_text(line)
    else:
        show(*drawn)


def plain_lines(things: Sequence[RenderableType], width: int = PLAIN_WIDTH) -> list[str]:
    """Return tables and texts as lines without colour and without drawn boxes."""
    file = io.StringIO()
    console = Console(
        file=file, width=width, color_system=None, highlight=False, emoji=False, markup=False
    )
    console.print(*map(_plainly, things), sep="\n")
    return [line.rstrip().translate(IN_LETTERS) for line in file.getvalue().splitlines()]


def _plainly(thing: RenderableType) -> RenderableType:
    """Return a table with plain lines in place of drawn ones."""
    if isinstance(thing, Padding):
        around = (thing.top, thing.right, thing.bottom, thing.left)
        return Padding(_plainly(thing.renderable), around)
    if isinstance(thing, Table) and thing.box is not None:
        plain = copy.copy(thing)
        plain.box = _LINES
        return plain
    return thing


def clear_screen() -> None:
    """Empty the screen and what was scrolled off it, where there is one."""
    if not sys.stdout.isatty():
        return
    dumb = os.environ.get("TERM", "dumb") == "dumb" and os.name != "nt"
    sys.stdout.write("\n" * 100 if dumb else "\x1b[H\x1b[2J\x1b[3J")
    sys.stdout.flush()


def _marked(marking: str, data: Plain) -> Plain:
    return {"marking": marking, **data} if marking and isinstance(data, dict) else data
