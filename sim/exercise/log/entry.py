"""Entry: one thing that was said or done, tied by its hash to everything before it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

FIRST = "0" * 32
"""Stands for the hash before the first entry."""


@dataclass(frozen=True)
class Draft:
    """What is to be written: who says what, on which line of play."""

    line: str
    by: str
    """A seat, the white cell, or the program itself."""
    kind: str
    body: Mapping[str, object]
    """Plain values that JSON can hold."""


@dataclass(frozen=True)
class Entry:
    """One written line of the log."""

    number: int
    """From 1."""
    at: dt.datetime
    """By the room's clock, in UTC."""
    line: str
    by: str
    kind: str
    body: str
    """JSON."""
    hash: str
    """Over this entry and the hash of the one before."""

    @staticmethod
    def after(before: Entry | None, draft: Draft, at: dt.datetime) -> Entry:
        """Return a draft as the entry that follows another, or begins the log."""
        number = before.number + 1 if before else 1
        body = as_json(draft.body)
        told = (stamp(at), draft.line, draft.by, draft.kind, body)
        tied = chained(before.hash if before else FIRST, number, told)
        return Entry(number, at, draft.line, draft.by, draft.kind, body, tied)

    def follows(self, before: Entry | None) -> bool:
        """Return whether the entry is whole and follows another."""
        number = before.number + 1 if before else 1
        told = (stamp(self.at), self.line, self.by, self.kind, self.body)
        tied = chained(before.hash if before else FIRST, self.number, told)
        return self.number == number and self.hash == tied


def as_json(body: Mapping[str, object]) -> str:
    """Return plain values as JSON; mappings keep their order, which readers rely on."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def chained(before: str, number: int, told: Iterable[str]) -> str:
    """Return the hash of an entry: over the one before, its number and all that it tells."""
    content = json.dumps([before, number, *told], ensure_ascii=False, separators=(",", ":"))
    return hashlib.blake2b(content.encode(), digest_size=16).hexdigest()


def stamp(at: dt.datetime) -> str:
    """Return an instant as text, to the millisecond."""
    return at.astimezone(dt.UTC).isoformat(timespec="milliseconds")


def content_hash(data: bytes) -> str:
    """Return the name under which bytes are kept beside the log."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def entry_of(row: tuple[object, ...]) -> Entry | None:
    """Return a row of the file as an entry; None if it cannot be one."""
    number, at, *told = row
    texts = [str(part) for part in told]
    try:
        when = dt.datetime.fromisoformat(str(at))
        stamp(when)
        "".join(texts).encode()
    except (ValueError, OverflowError):
        return None
    if type(number) is not int or when.tzinfo is None:
        return None
    line, by, kind, body, tied = texts
    return Entry(number, when, line, by, kind, body, tied)
