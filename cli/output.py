"""Output: data to stdout, talk to stderr, and no traceback for a user's mistake."""

from __future__ import annotations

import json
import math
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console

from sim.errors import SimError

WIDTH = 80
"""Columns where no terminal says how wide it is."""

MISTAKE = 2
"""Exit code of a user's mistake."""


def console() -> Console:
    """Return where tables go: plain text, 80 columns wide, unless stdout is a terminal."""
    return Console(
        file=sys.stdout,
        width=None if sys.stdout.isatty() else WIDTH,
        highlight=False,
        emoji=False,
    )


def talk() -> Console:
    """Return where progress goes."""
    return Console(file=sys.stderr, highlight=False, emoji=False)


def colour_wanted() -> bool:
    """Return whether stdout shows colour: a terminal, and NO_COLOR is not set."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def write_json(data: object) -> None:
    """Write a value to stdout as JSON."""
    sys.stdout.write(json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False) + "\n")


def write_text(text: str) -> None:
    """Write a line to stdout as it is."""
    sys.stdout.write(f"{text}\n")


def complain(message: str) -> None:
    """Write a mistake to stderr."""
    sys.stderr.write(f"{message}\n")


@contextmanager
def mistakes_told() -> Iterator[None]:
    """End the command with the message of a SimError instead of a traceback."""
    try:
        yield
    except SimError as error:
        complain(str(error))
        raise typer.Exit(MISTAKE) from None


def rounded(value: float | str | None, digits: int = 6) -> float | str | None:
    """Return a number with so many significant digits, as files and JSON give it."""
    if value is None or isinstance(value, str):
        return value
    if value == 0 or not math.isfinite(value):
        return 0.0 if value == 0 else None
    return float(f"{value:.{digits}g}")


def figure(value: float | str | None) -> str:
    """Return a number as tables print it: four significant digits; a dash for none.

    >>> figure(12345.6), figure(0.012345), figure(3.0), figure(None)
    ('12,350', '0.01234', '3', '–')
    """
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    short = float(f"{value:.4g}")
    if short == 0:
        return "0"
    if abs(short) < 0.001:
        return f"{short:.3g}"
    places = max(0, 3 - math.floor(math.log10(abs(short))))
    text = f"{short:,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def prepare_streams() -> None:
    """Let stdout and stderr replace what their encoding lacks, instead of failing on it."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")
