"""Progress: how far a batch is, on stderr: a bar on a terminal, else a line now and then."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cli.output import complain

if TYPE_CHECKING:
    from sim.batch.runner.drive import Progress

BETWEEN = 10.0
"""Where stderr is no terminal, a line is written so often [s]."""


@contextmanager
def batch_progress() -> Iterator[Callable[[Progress], None]]:
    """Yield what to tell of progress."""
    if not sys.stderr.isatty():
        yield _lines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (TextColumn("{task.fields[said]}"), BarColumn())
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task("", said="Beginning ...", total=None)
        yield lambda far: bar.update(task, completed=far.done, total=far.total, said=said(far))


def _lines() -> Callable[[Progress], None]:
    last = time.monotonic()

    def told(far: Progress) -> None:
        nonlocal last
        if time.monotonic() - last >= BETWEEN or far.done == far.total:
            last = time.monotonic()
            complain(said(far))

    return told


def said(far: Progress) -> str:
    """Return how far it is, in a line."""
    rate = f", {far.rate:.3g} a second" if far.rate else ""
    left = "" if far.left is None or far.done == far.total else f", {duration(far.left)} left"
    failed = f", {far.failed:,} failed" if far.failed else ""
    return f"{far.done:,} of {far.total:,} runs{rate}{left}{failed}"


def duration(seconds: float) -> str:
    """Return how long something takes, as one says it.

    >>> duration(0.35), duration(42), duration(900), duration(9000)
    ('0.35 s', '42 s', '15 min', '2 h 30 min')
    """
    if seconds < 10:
        return f"{seconds:.2g} s"
    if seconds < 120:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h {minutes % 60} min"
