"""Database: the SQLite file behind a journal, and what is said of one that cannot be used.

The log is written ahead (WAL): one program writes while others read. A commit is handed to the
operating system but not waited for until it is on the disk (`synchronous = NORMAL`). A program that
is killed loses nothing that was committed. A power cut may take the last seconds' runs, never the
file; they are done again on resuming, which costs less than waiting for the disk at every chunk.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sim.errors import SimError

FILE = "runs.sqlite"

APPLICATION = 0x43565242
"""SQLite's mark of whose file this is: CVRB."""

VERSION = 1
"""Of the tables."""

WAIT = 10.0
"""So long another program's writing is waited for [s]."""

BATCH = 4096
"""Rows that are read at a time."""

# Rows stay in the order in which they come: kept by their key (WITHOUT ROWID), with the series in
# them, they took six times as long to write.
TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE samples (row INTEGER PRIMARY KEY, places BLOB NOT NULL) STRICT;
CREATE TABLE runs (
    point INTEGER NOT NULL,
    replication INTEGER NOT NULL,
    status INTEGER NOT NULL CHECK (status IN (1, 2, 3)),
    tries INTEGER NOT NULL,
    seconds REAL NOT NULL,
    error TEXT NOT NULL,
    scalars BLOB NOT NULL,
    series BLOB NOT NULL,
    PRIMARY KEY (point, replication)
) STRICT;
CREATE TABLE beats (second INTEGER PRIMARY KEY, runs INTEGER NOT NULL) STRICT;
"""


def create(path: Path) -> sqlite3.Connection:
    """Return a connection to a new, empty database."""
    with telling(path):
        connection = _connected(path, "rwc")
        connection.executescript(
            f"PRAGMA journal_mode = WAL; PRAGMA application_id = {APPLICATION}; "
            f"PRAGMA user_version = {VERSION}; {TABLES}"
        )
    return connection


def writing(path: Path) -> sqlite3.Connection:
    """Return a connection that may write."""
    with telling(path):
        connection = _connected(path, "rw")
        _recognise(path, connection)
    return connection


def reading(path: Path) -> sqlite3.Connection:
    """Return a connection that only reads, also while another program writes."""
    with telling(path):
        try:
            connection = _connected(path, "rw")  # so that it leaves no log behind
            _recognise(path, connection)
        except sqlite3.OperationalError:
            # SQLite wants to put its log beside a file even to read it; where it must not, and
            # nobody left one, the file is all there is.
            if not path.is_file() or _log_size(path):
                raise
            connection = _connected(path, "ro&immutable=1")
            _recognise(path, connection)
        connection.execute("PRAGMA query_only = ON")
    return connection


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Say kindly what SQLite objects to."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if str(error).startswith("no such"):  # a table or column
            raise damaged(path, str(error)) from None
        raise SimError(f"{path}: {_refusal(str(error))}") from None
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise damaged(path, str(error)) from None


def damaged(path: Path, why: str) -> SimError:
    """Return what is said of a file that is not as it was written."""
    return SimError(
        f"{path}: this is no journal of a batch, or a damaged one ({why}); take a copy of the "
        "folder that is whole, or run the experiment anew in another folder"
    )


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Do all that is done inside, or nothing of it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # where the disk is full, SQLite has gone back by itself
            connection.execute("ROLLBACK")
        raise


def batches(
    connection: sqlite3.Connection, query: str, values: Sequence[object] = (), size: int = BATCH
) -> Iterator[list[tuple[Any, ...]]]:
    """Yield what a query finds, some rows at a time."""
    cursor = connection.execute(query, values)
    while rows := cursor.fetchmany(size):
        yield rows


def _connected(path: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=WAIT, isolation_level=None
    )
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA synchronous = NORMAL")
    return connection


def _log_size(path: Path) -> int:
    """Return how much is written ahead beside a file [bytes]."""
    log = path.with_name(f"{path.name}-wal")
    return log.stat().st_size if log.exists() else 0


def _recognise(path: Path, connection: sqlite3.Connection) -> None:
    """Object to a database that is somebody else's, or too new."""
    (mark,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if mark != APPLICATION:
        raise damaged(path, "another program's mark is on it")
    if version > VERSION:
        raise SimError(
            f"{path}: written by a newer Countervail (format {version}; this one reads up to "
            f"{VERSION}); install that one"
        )


def _refusal(reason: str) -> str:
    if "full" in reason:
        return (
            f"cannot be written ({reason}); make room and go on (`countervail batch resume`): "
            "every run that was told of as done is kept"
        )
    if "locked" in reason:
        return f"another program keeps it from being used ({reason}); wait for it, then try again"
    if "readonly" in reason or "unable to open" in reason:
        return f"cannot be opened or written ({reason}); file and folder must both be writable"
    return f"cannot be used ({reason}); is the disk well, and the file one of `batch run`?"
