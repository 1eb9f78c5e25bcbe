"""Lock: one driver of a folder at a time; it is let go of when the program ends, however it ends.

Workers that are forked from the driver itself would keep it: they are started afresh.
"""

from __future__ import annotations

import errno
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from sim.errors import SimError

FILE = "runs.lock"

TRIES = 5
PAUSE = 0.1
"""Who asks whether there is a driver holds the lock for an instant: wait and try again [s]."""


@contextmanager
def driving(folder: Path) -> Iterator[None]:
    """Be a folder's only driver; SimError if there is another."""
    path = folder / FILE
    try:
        stream = path.open("ab")
    except OSError as error:
        raise SimError(f"{path}: cannot be written ({_reason(error)})") from None
    with stream:
        for left in reversed(range(TRIES)):
            if _locked(path, stream):
                break
            if not left:
                raise SimError(
                    f"{folder}: another program is doing these runs; `countervail batch status` "
                    "tells how far it is"
                )
            time.sleep(PAUSE)
        yield


def driven(folder: Path) -> bool:
    """Return whether a driver is at work."""
    path = folder / FILE
    try:
        with path.open("rb") as stream:
            return not _locked(path, stream)
    except OSError:  # there never was one, or it is not ours to see
        return False


def _locked(path: Path, stream: BinaryIO) -> bool:
    """Return whether the lock was to be had; it is let go of when the stream is closed."""
    try:
        _lock(stream)
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
            return False
        raise SimError(
            f"{path}: the file system has no locks ({_reason(error)}); put the folder on a disk of "
            "this machine"
        ) from None
    return True


if sys.platform == "win32":
    import msvcrt

    def _lock(stream: BinaryIO) -> None:
        stream.seek(0)
        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(stream: BinaryIO) -> None:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
