"""File: an exercise's log and the records of its rounds, in one SQLite file.

Entries are only ever added. Each is on disk before the call that added it returns, so that a
program killed at any instant loses nothing that was acknowledged. Several programs may have the
file open: who wants to add says which entry it has seen last, and is refused if there is a later
one that it does not know.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sim.errors import SimError
from sim.exercise.log.entry import Draft, Entry, content_hash, entry_of, stamp
from sim.exercise.log.remains import padded, remove

APPLICATION = 0x43565258
"""SQLite's mark of whose file this is: CVRX."""

VERSION = 1
"""Of the tables; a file of an older one is brought up to it when it is opened."""

WAIT = 10.0
"""So long another program's writing is waited for [s]."""

BROKEN = (sqlite3.Error, UnicodeDecodeError)
"""What sqlite3 raises; the other where its message would quote bytes that are no text."""

TABLES = """
CREATE TABLE entries (
    number INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    line TEXT NOT NULL,
    by TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;
CREATE TABLE records (hash TEXT PRIMARY KEY, data BLOB NOT NULL) STRICT;
CREATE TABLE head (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    number INTEGER NOT NULL,
    hash TEXT NOT NULL
) STRICT;
CREATE TRIGGER entries_stay BEFORE UPDATE ON entries
    BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
CREATE TRIGGER entries_remain BEFORE DELETE ON entries
    BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END;
"""

MIGRATIONS: Mapping[int, str] = {}
"""Version -> what turns a file of that version into one of the next."""


class StaleError(SimError):
    """Somebody else added to the log since it was last read."""


class DamagedError(SimError):
    """A file that is not as it was written; tells the last whole entry."""

    def __init__(self, path: Path, reason: str, last: Entry | None) -> None:
        self.last = last
        whole = f"the last whole entry is {last.number}" if last else "no entry is whole"
        when = f" of {stamp(last.at)} ({last.kind})" if last else ""
        super().__init__(
            f"{path}: {reason}; {whole}{when}. "
            "`countervail log salvage` writes what is whole to a new file"
        )


@dataclass
class ExerciseFile:
    """An open file; closed by `close`, or by leaving a `with`."""

    path: Path
    _connection: sqlite3.Connection

    @staticmethod
    def create(path: Path) -> ExerciseFile:
        """Return a new, empty file; SimError if there is anything at the path."""
        try:
            path.open("xb").close()  # the name is ours, or somebody else's
        except FileExistsError:
            raise SimError(f"{path}: there is a file of that name; name another") from None
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise SimError(f"{path}: cannot be written ({reason})") from None
        try:
            connection = _connected(path)
            connection.executescript(
                f"PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION}; {TABLES}"
            )
        except sqlite3.Error as error:
            remove(path)
            raise SimError(f"{path}: cannot be written ({error})") from None
        return ExerciseFile(path, connection)

    @staticmethod
    def open(path: Path) -> ExerciseFile:
        """Return an exercise's file; SimError for anything else."""
        if not path.is_file():
            raise SimError(
                f"{path}: there is no such exercise; `countervail exercise new` makes one"
            )
        try:
            connection = _connected(path)
            (mark,) = connection.execute("PRAGMA application_id").fetchone()
            (version,) = connection.execute("PRAGMA user_version").fetchone()
        except BROKEN as error:
            raise _refusal(path, error) from None
        if mark != APPLICATION:
            raise SimError(f"{path}: this is no exercise of Countervail's")
        if version > VERSION:
            raise SimError(
                f"{path}: written by a newer Countervail (format {version}; this one reads up to "
                f"{VERSION})"
            )
        file = ExerciseFile(path, connection)
        if version < VERSION:
            file._migrate(version)
        return file

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def __enter__(self) -> ExerciseFile:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def entries(self, after: Entry | None = None) -> Iterator[Entry]:
        """Yield the entries after one, each checked to be whole and to follow the one before.

        Raises DamagedError at the first that is not.
        """
        last = after
        try:
            head = self._written()  # before the entries: another program may add some meanwhile
            rows = self._connection.execute(
                "SELECT number, at, line, by, kind, body, hash FROM entries "
                "WHERE number > ? ORDER BY number",
                (after.number if after else 0,),
            )
            for row in rows:
                entry = entry_of(row)
                if entry is None or not entry.follows(last):
                    raise DamagedError(self.path, f"entry {row[0]} is not as it was written", last)
                yield entry
                last = entry
            self._check(head, last)
        except BROKEN as error:
            raise DamagedError(self.path, f"it cannot be read on ({error})", last) from None

    def add(
        self,
        drafts: Sequence[Draft],
        last: Entry | None,
        at: dt.datetime,
        records: Mapping[str, bytes] | None = None,
    ) -> tuple[Entry, ...]:
        """Add entries after the last one known, with records they name; return them.

        All or none are added. Raises StaleError if the log has gone on since `last`.
        """
        added: list[Entry] = []
        before = last
        for draft in drafts:
            before = Entry.after(before, draft, at)
            added.append(before)
        try:
            with self._writing() as connection:
                if self._head() != (last.number if last else 0):
                    raise StaleError("the exercise has gone on meanwhile; look again")
                _insert(connection, added, records or {})
        except BROKEN as error:
            raise SimError(f"{self.path}: cannot be written ({error}); nothing was added") from None
        return tuple(added)

    def restore(self, entries: Sequence[Entry], records: Mapping[str, bytes]) -> None:
        """Write a log that comes from elsewhere into this empty file; all of it, or nothing.

        Raises SimError unless the entries follow each other from the first.
        """
        last: Entry | None = None
        for entry in entries:
            if not entry.follows(last):
                raise SimError(f"entry {entry.number} does not follow the one before it")
            last = entry
        try:
            with self._writing() as connection:
                if self._head():
                    raise SimError(f"{self.path}: something is written in it already")
                _insert(connection, entries, records)
        except sqlite3.Error as error:
            raise SimError(f"{self.path}: cannot be written ({error})") from None

    def record_names(self) -> tuple[str, ...]:
        """Return the names of all records that are kept."""
        try:
            rows = self._connection.execute("SELECT hash FROM records ORDER BY hash")
            return tuple(str(row[0]) for row in rows)
        except BROKEN as error:
            raise SimError(f"{self.path}: its records cannot be read ({error})") from None

    def record(self, name: str) -> bytes:
        """Return the bytes kept under a name; SimError if they are missing or changed."""
        try:
            found = self._connection.execute(
                "SELECT data FROM records WHERE hash = ?", (name,)
            ).fetchone()
        except BROKEN as error:
            raise SimError(f"{self.path}: record {name} cannot be read ({error})") from None
        if found is None or content_hash(found[0]) != name:
            what = "is missing" if found is None else "is not as it was written"
            raise SimError(
                f"{self.path}: the record {name} {what}; go on from a copy of the file, or play "
                "the round that it belongs to again: `countervail rewind`"
            )
        return bytes(found[0])

    def _written(self) -> tuple[object, object]:
        """Return number and hash of the last entry, as the file says."""
        row = self._connection.execute("SELECT number, hash FROM head").fetchone()
        return (row[0], row[1]) if row else (0, "")

    def _head(self) -> object:
        return self._written()[0]

    def _check(self, head: tuple[object, object], last: Entry | None) -> None:
        """Object to a log whose last entries are gone; `head` is what it said that they are."""
        number, tied = head
        if not isinstance(number, int):
            raise DamagedError(self.path, "what it says of its last entry cannot be read", last)
        if (last.number if last else 0) < number:
            raise DamagedError(self.path, f"entries up to {number} are missing", last)
        if last and number == last.number and tied != last.hash:
            raise DamagedError(self.path, "its last entry is not the one that was written", last)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield self._connection
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:  # where the disk is full, SQLite has gone back
                self._connection.execute("ROLLBACK")
            raise

    def _migrate(self, version: int) -> None:
        """Bring the tables up to this program's version, in one step that holds or does not."""
        with self._writing() as connection:
            for step in range(version, VERSION):
                for statement in MIGRATIONS[step].split(";\n"):
                    connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {VERSION}")


def _refusal(path: Path, error: Exception) -> SimError:
    """Return what is said of a file that SQLite does not read."""
    if isinstance(error, sqlite3.OperationalError):
        return SimError(
            f"{path}: cannot be opened ({error}); both the file and its folder must be writable"
        )
    last: Entry | None = None
    with TemporaryDirectory() as folder:
        copy = padded(path, Path(folder), APPLICATION)
        if copy is None:
            return SimError(f"{path}: this is no exercise, or a damaged one ({error})")
        with suppress(SimError), ExerciseFile.open(copy) as file:
            for entry in file.entries():
                last = entry
    return DamagedError(path, "it was cut short", last)


def _insert(
    connection: sqlite3.Connection, entries: Sequence[Entry], records: Mapping[str, bytes]
) -> None:
    for name, data in records.items():
        connection.execute("INSERT OR IGNORE INTO records VALUES (?, ?)", (name, data))
    for e in entries:
        row = (e.number, stamp(e.at), e.line, e.by, e.kind, e.body, e.hash)
        connection.execute("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    if entries:
        head = (entries[-1].number, entries[-1].hash)
        connection.execute("REPLACE INTO head VALUES (1, ?, ?)", head)


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=WAIT, isolation_level=None
    )
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")  # on disk before anybody is told
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection
