"""Remains: files that lack their end, as after a copy that was broken off, and files of nothing.

SQLite refuses the former as a whole. With blank pages where the end was, it reads what is there.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

MAGIC = b"SQLite format 3\0"
HEAD = 100
"""Bytes of SQLite's own head of a file."""

MOST_PAGES = 1 << 20
"""A file that says that it is longer is not believed."""


def padded(path: Path, folder: Path, application: int) -> Path | None:
    """Return a copy with blank pages for those that a file of an application's lacks.

    None for a file that lacks nothing, and for one that is no such file.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(HEAD)
    except OSError:
        return None
    if len(head) < HEAD or head[:16] != MAGIC or _number(head, 68, 4) != application:
        return None
    size, pages = _number(head, 16, 2), _number(head, 28, 4)
    whole = size * pages
    if pages > MOST_PAGES or path.stat().st_size >= whole:
        return None
    copy = folder / path.name
    shutil.copyfile(path, copy)
    log = path.with_name(f"{path.name}-wal")
    if log.is_file():
        shutil.copyfile(log, copy.with_name(log.name))
    with copy.open("r+b") as stream:
        stream.truncate(whole)
    return copy


def remove(path: Path) -> None:
    """Take away a file that nothing came of, with what SQLite keeps beside it."""
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        with suppress(OSError):
            path.with_name(name).unlink(missing_ok=True)


def _number(head: bytes, at: int, length: int) -> int:
    return int.from_bytes(head[at : at + length], "big")
