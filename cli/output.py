"""Output: data to stdout, talk to stderr, and no traceback for a user's mistake."""

from __future__ import annotations

import codecs
import json
import math
import os
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import pairwise
from pathlib import Path
from typing import TextIO

import typer
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.progress import Progress
from rich.text import Text

from sim.errors import SimError
from sim.text import HIDDEN

WIDTH = 80
"""Columns where no terminal says how wide it is."""

PLAIN_WIDTH = 72
"""Columns of plain output; a line fits on any paper and any screen."""

SIGNS = {
    "−": "-", "–": "-", "—": "-", "▲": "^", "▼": "v", "█": "#", "▒": "=", "±": "~", "·": ".",
    "×": "x", "…": "...", "→": "->", "≥": ">=", "≤": "<=", "“": '"', "”": '"', "§": "",
}  # fmt: skip
"""What is written for a sign where the encoding lacks it; "?" for all others."""

IN_LETTERS = str.maketrans(SIGNS)

MISTAKE = 2
"""Exit code of a user's mistake."""

BETWEEN = 2.0
"""Plain talk tells so often how far work is [s]."""

SET_IN = "  "
"""Before what is left of a line that is too long."""

_plain: ContextVar[bool] = ContextVar("plain", default=False)


@contextmanager
def plainly(plain: bool) -> Iterator[None]:
    """Let talk be plain meanwhile: lines of 72 columns, in letters, and nothing that moves."""
    before = _plain.set(plain)
    try:
        yield
    finally:
        _plain.reset(before)


def console() -> Console:
    """Return where tables go: plain text, 80 columns wide, unless stdout is a terminal."""
    return Console(
        file=sys.stdout,
        width=None if sys.stdout.isatty() else WIDTH,
        highlight=False,
        emoji=False,
        markup=False,
    )


def show(*things: RenderableType) -> None:
    """Write tables and texts to stdout; without a terminal, lines end where their text ends."""
    with _failure_told():
        if sys.stdout.isatty():
            console().print(*things, sep="\n")
            return
        plain = console()
        with plain.capture() as captured:
            plain.print(*things, sep="\n")
    for line in captured.get().splitlines():
        write_text(line.rstrip())


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None] | None]:
    """Yield what to tell of rounds done and rounds in all; None where nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    if _plain.get():
        yield _told_at_times(what)
        return
    # It draws when told, not from a thread of its own: processes may be forked meanwhile.
    with Progress(console=Console(file=sys.stderr), transient=True, auto_refresh=False) as bar:
        task = bar.add_task(what)
        yield lambda done, total: bar.update(task, completed=done, total=total, refresh=True)


def _told_at_times(what: str) -> Callable[[int, int], None]:
    """Return what tells how far something is, in a line every two seconds."""
    last = time.monotonic()

    def told(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last > BETWEEN:
            last = time.monotonic()
            complain(f"{what}: {done} of {total}")

    return told


def tell_of_compiling() -> None:
    """Tell whoever waits that a first run takes half a minute longer."""
    from sim.economy.cache import is_filled  # imports numba, as every run does

    if not is_filled():
        complain("First run: compiling the model, about half a minute ...")


def colour_wanted() -> bool:
    """Return whether stdout shows colour: a terminal, and NO_COLOR is not set."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def as_json(data: object) -> str:
    """Return a value as JSON."""
    return json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False)


def write_json(data: object) -> None:
    """Write a value to stdout as JSON."""
    write_text(as_json(data))


def write_text(text: str) -> None:
    """Write a line to stdout as it is."""
    with _failure_told():
        sys.stdout.write(f"{text}\n")


def write_file(path: Path, text: str) -> Path:
    """Write a file in UTF-8; return it."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise SimError(f"{path}: cannot be written ({_reason(error)})") from None
    return path


def complain(message: str) -> None:
    """Write a mistake, or what else is said beside the data, to stderr.

    What was typed is said back in it, and does nothing to the terminal.
    """
    sys.stderr.write(f"{HIDDEN.sub(_named, talk(message))}\n")


def _named(control: re.Match[str]) -> str:
    """Return a control character by its number."""
    return f"<U+{ord(control[0]):04X}>"


def refused(error: OSError) -> str:
    """Return what is said of a file or a program that the system does not let us have."""
    return f"{error.filename}: {_reason(error)}" if error.filename else _reason(error)


def talk(text: str) -> str:
    """Return what is said beside the data, as it is to be written."""
    if _plain.get():
        return _folded(text.translate(IN_LETTERS), PLAIN_WIDTH)
    if sys.stderr.isatty():
        return _folded(text, min(WIDTH, Console(file=sys.stderr).width))
    return text


def _folded(text: str, columns: int) -> str:
    """Return a text whose lines end at words within so many columns."""
    return "\n".join(_line_folded(line, columns) for line in text.split("\n"))


def _line_folded(line: str, columns: int) -> str:
    """Return a line in as many as it needs, those after the first set in; paths stay whole."""
    if cell_len(line) <= columns:
        return line
    width = max(1, columns - len(SET_IN))
    path = any(word.isascii() and len(word) > width for word in line.split())
    parts = Text(line).wrap(Console(width=columns), width, overflow="ignore" if path else "fold")
    return f"\n{SET_IN}".join(part.plain.rstrip() for part in parts)


@contextmanager
def mistakes_told() -> Iterator[None]:
    """End the command with the message of a SimError instead of a traceback."""
    try:
        yield
        with _failure_told():
            sys.stdout.flush()
    except SimError as error:
        complain(str(error))
        raise typer.Exit(MISTAKE) from None
    except BrokenPipeError:
        raise
    except OSError as error:  # a disk that is full, a folder that is not ours
        complain(refused(error))
        raise typer.Exit(MISTAKE) from None


def timed(clock: Sequence[float]) -> dict[str, float]:
    """Return how long reading, building and playing took, from readings between them [s]."""
    spent = (round(after - before, 3) for before, after in pairwise(clock))
    return dict(zip(("load_s", "build_s", "run_s"), spent, strict=True))


def rounded(value: float | str | None, digits: int = 6) -> float | str | None:
    """Return a number with so many significant digits, as files and JSON give it."""
    if value is None or isinstance(value, str):
        return value
    if value == 0 or not math.isfinite(value):
        return 0.0 if value == 0 else None
    return float(f"{value:.{digits}g}")


@contextmanager
def _failure_told() -> Iterator[None]:
    """Turn what keeps stdout from being written into a SimError; a reader who left is no mistake.

    What is still to be written is dropped, or the interpreter would fail on it once more at its
    end.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        with Path(os.devnull).open("wb") as nothing:
            os.dup2(nothing.fileno(), sys.stdout.fileno())
        raise SimError(f"stdout cannot be written ({_reason(error)})") from None


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def prepare_streams() -> None:
    """Let stdout and stderr replace what their encoding lacks, instead of failing on it.

    A stream that was closed before the program started takes everything and keeps nothing.
    """
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors=SIMILAR)


def _similar(error: UnicodeError) -> tuple[str | bytes, int]:
    """Return what stands for signs that an encoding lacks, and where they end."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(SIGNS.get(sign, "?") for sign in lacking), error.end


SIMILAR = "countervail-similar"
codecs.register_error(SIMILAR, _similar)


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")
