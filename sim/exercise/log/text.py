"""Text: a whole exercise as JSON Lines, and back; and what is whole of a damaged one."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sim.errors import SimError
from sim.exercise.log.entry import Entry, content_hash, entry_of, stamp
from sim.exercise.log.file import APPLICATION, VERSION, DamagedError, ExerciseFile
from sim.exercise.log.remains import padded, remove

HEAD = "countervail-exercise"

LONGEST = 16 * 2**20
"""Bytes of a line; a record of the largest scenario is a hundredth of it."""

MOST_LINES = 1_000_000


def exported(file: ExerciseFile) -> Iterator[str]:
    """Yield an exercise as lines of JSON: a head, every entry, every record."""
    yield _line({HEAD: VERSION})
    for e in file.entries():
        yield _line({
            "entry": e.number, "at": stamp(e.at), "line": e.line, "by": e.by, "kind": e.kind,
            "body": e.body, "hash": e.hash,
        })  # fmt: skip
    for name in file.record_names():
        yield _line({"record": name, "data": base64.b64encode(file.record(name)).decode()})


def imported(source: Path, target: Path) -> ExerciseFile:
    """Return a new exercise file made of exported lines; SimError for what is not whole."""
    entries: list[Entry] = []
    records: dict[str, bytes] = {}
    for number, line in _lines(source):
        row = _row(line, f"{source}:{number}")
        if number == 1:
            _check_head(row, source)
        elif "entry" in row:
            entries.append(_entry(row, f"{source}:{number}"))
        else:
            name, data = _record(row, f"{source}:{number}")
            records[name] = data
    if not entries:
        raise SimError(f"{source}: it holds no entry")
    return _made(target, entries, records)


def salvaged(source: Path, target: Path) -> tuple[int, str]:
    """Write what is whole to a new file; return the last entry's number, and what was wrong."""
    why = "nothing was wrong with it"
    entries: list[Entry] = []
    records: dict[str, bytes] = {}
    with TemporaryDirectory() as folder, _opened(source, Path(folder)) as damaged:
        try:
            entries.extend(damaged.entries())
        except DamagedError as error:
            why = str(error)
            entries = list(_whole(damaged, error.last))
        for name in _names(damaged):
            try:
                records[name] = damaged.record(name)
            except SimError:
                continue  # what it says can be made anew from the entries
    if not entries:
        raise SimError(f"{source}: no entry is whole; nothing can be saved")
    _made(target, entries, records).close()
    return entries[-1].number, why


def _opened(source: Path, folder: Path) -> ExerciseFile:
    """Return a damaged file as far as it can be read; a copy of one that was cut short."""
    copy = padded(source, folder, APPLICATION) if source.is_file() else None
    damaged = ExerciseFile.open(copy or source)
    damaged.path = source
    return damaged


def _whole(damaged: ExerciseFile, last: Entry | None) -> Iterator[Entry]:
    """Yield the entries up to the last whole one."""
    entries = damaged.entries()
    while last is not None:
        entry = next(entries)
        yield entry
        if entry.number == last.number:
            return


def _names(damaged: ExerciseFile) -> tuple[str, ...]:
    try:
        return damaged.record_names()
    except SimError:
        return ()


def _made(target: Path, entries: list[Entry], records: dict[str, bytes]) -> ExerciseFile:
    file = ExerciseFile.create(target)
    try:
        file.restore(entries, records)
    except BaseException:
        file.close()
        remove(target)
        raise
    return file


def _line(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _lines(source: Path) -> Iterator[tuple[int, bytes]]:
    try:
        with source.open("rb") as stream:
            for number in range(1, MOST_LINES + 2):
                line = stream.readline(LONGEST + 1)
                if not line:
                    return
                if len(line) > LONGEST or number > MOST_LINES:
                    raise SimError(f"{source}:{number}: more than is ever exported; it is not read")
                yield number, line
    except OSError as error:
        raise SimError(f"{source}: cannot be read ({error.strerror})") from None


def _row(line: bytes, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise SimError(f"{where}: no JSON ({error})") from None
    if not isinstance(row, dict):
        raise SimError(f"{where}: found no object; each line is one")
    return row


def _check_head(row: dict[str, Any], source: Path) -> None:
    if row.get(HEAD) != VERSION:
        raise SimError(
            f'{source}:1: this is no exported exercise; its first line reads {{"{HEAD}":{VERSION}}}'
        )


def _entry(row: dict[str, Any], where: str) -> Entry:
    parts = [row.get(k) for k in ("entry", "at", "line", "by", "kind", "body", "hash")]
    texts = all(isinstance(part, str) for part in parts[1:])
    entry = entry_of(tuple(parts)) if texts else None
    if entry is None:
        raise SimError(f"{where}: no entry as it is exported")
    return entry


def _record(row: dict[str, Any], where: str) -> tuple[str, bytes]:
    try:
        name, data = row["record"], base64.b64decode(row["data"], validate=True)
    except (KeyError, TypeError, binascii.Error, ValueError):
        raise SimError(f"{where}: neither an entry nor a record as they are exported") from None
    if not isinstance(name, str) or content_hash(data) != name:
        raise SimError(f"{where}: the record is not as it was written")
    return name, data
