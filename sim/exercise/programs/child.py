"""Child: one running program: a line in, a line out, everything bounded.

Threads read its stdout and stderr and write its stdin, for pipes cannot be waited on together on
every system. Nothing that a program does blocks the caller for longer than it allows.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, TypeVar

from sim.exercise.programs.group import Group
from sim.exercise.programs.limits import FailureKind, FaultError, Limits, cleaned

T = TypeVar("T")

CHUNK = 65_536
"""Read at a time [byte]."""


class Child:
    """A running program."""

    def __init__(self, argv: Sequence[str], limits: Limits) -> None:
        self._limits = limits
        self._folder = tempfile.TemporaryDirectory(
            prefix="countervail-", ignore_cleanup_errors=True
        )
        try:
            self._group = Group(_in_full(argv), Path(self._folder.name))
        except (OSError, ValueError) as error:
            self._folder.cleanup()
            raise FaultError("start", _not_started(argv, error)) from None
        process = self._group.process
        if process.stdin is None or process.stdout is None or process.stderr is None:
            raise ValueError("a program is started with pipes")
        self._input: IO[bytes] = process.stdin
        self._heard = _Heard(limits)
        self._complaint = b""
        self._readers = (
            _thread(self._read_lines, process.stdout),
            _thread(self._read_complaints, process.stderr),
        )
        self._writer: threading.Thread | None = None

    @property
    def complaint(self) -> str:
        """Return the end of what it wrote to stderr."""
        return cleaned(self._complaint.decode(errors="replace")).strip()

    def exchange(self, lines: bytes) -> tuple[bytes, int]:
        """Return the line that answers some lines, and how many it wrote unasked before.

        FaultError if there is none in time, or if it wrote too much.
        """
        by = time.monotonic() + self._limits.seconds
        unasked = self._heard.forget()
        if self._writer is not None and self._writer.is_alive():
            raise FaultError("time", "it has not yet read what it was sent before")
        self._writer = _thread(self._write, lines)
        return self._heard.next(by), unasked

    def end(self, last: bytes = b"", *, patiently: bool = True) -> int | None:
        """End it, after a last line to it; return its exit code if it left by itself."""
        if patiently and last and not (self._writer and self._writer.is_alive()):
            self._writer = _thread(self._write, last)
            self._writer.join(self._limits.grace)
        if not (self._writer and self._writer.is_alive()):
            self._input.close()
        code = self._group.end(self._limits.grace if patiently else 0.0)
        for thread in (*self._readers, *([self._writer] if self._writer else [])):
            thread.join(self._limits.grace)
        self._input.close()
        self._folder.cleanup()
        return code

    def _write(self, lines: bytes) -> None:
        rest = memoryview(lines)
        with suppress(OSError, ValueError):  # it has left: its output tells so
            while rest:
                rest = rest[self._input.write(rest) :]

    def _read_lines(self, stream: IO[bytes]) -> None:
        begun, total = bytearray(), 0
        with stream:
            while chunk := _read(stream):
                total += len(chunk)
                first, *others = chunk.split(b"\n")
                begun += first
                if max(map(len, (begun, *others))) > self._limits.line:
                    self._heard.ended("flood", f"a line is longer than {self._limits.line:,} bytes")
                    return
                if total > self._limits.output:
                    self._heard.ended("flood", f"it wrote more than {self._limits.output:,} bytes")
                    return
                for rest in others:
                    if not self._heard.add(bytes(begun)):
                        return
                    begun = bytearray(rest)
        where = " in the middle of a line" if begun else ""
        self._heard.ended("exit", f"its output ended{where}")

    def _read_complaints(self, stream: IO[bytes]) -> None:
        total = 0
        with stream:
            while chunk := _read(stream):
                total += len(chunk)
                self._complaint = (self._complaint + chunk)[-self._limits.complaint :]
                if total > self._limits.output:
                    said = f"it wrote more than {self._limits.output:,} bytes to stderr"
                    self._heard.ended("flood", said)
                    return


class _Heard:
    """The lines a program wrote, and why there will be no more."""

    def __init__(self, limits: Limits) -> None:
        self._most = limits.lines
        self._seconds = limits.seconds
        self._lines: deque[bytes] = deque()
        self._fault: FaultError | None = None
        self._changed = threading.Condition()

    def add(self, line: bytes) -> bool:
        """Keep a line and return whether there is room for more."""
        with self._changed:
            self._lines.append(line)
            self._changed.notify_all()
            full = len(self._lines) > self._most
        if full:
            self.ended("flood", f"it wrote more than {self._most} lines that nobody asked for")
        return not full

    def ended(self, kind: FailureKind, reason: str) -> None:
        """Note why there will be no more; what came first counts."""
        with self._changed:
            self._fault = self._fault or FaultError(kind, reason)
            self._changed.notify_all()

    def forget(self) -> int:
        """Drop the lines that wait and return how many they were."""
        with self._changed:
            count = len(self._lines)
            self._lines.clear()
            return count

    def next(self, by: float) -> bytes:
        """Return the next line; FaultError if there is none by a moment."""
        with self._changed:
            self._changed.wait_for(lambda: self._lines or self._fault, by - time.monotonic())
            if self._fault is not None and (not self._lines or self._fault.kind == "flood"):
                raise self._fault
            if not self._lines:
                raise FaultError("time", f"no answer within {self._seconds:g} seconds")
            return self._lines.popleft()


def _thread(target: Callable[[T], None], argument: T) -> threading.Thread:
    """Return a thread that is under way; one that hangs does not keep us from ending."""
    thread = threading.Thread(target=target, args=(argument,), daemon=True)
    thread.start()
    return thread


def _read(stream: IO[bytes]) -> bytes:
    """Return what a program has written by now; nothing once it has left."""
    try:
        return stream.read(CHUNK)
    except (OSError, ValueError):
        return b""


def _in_full(argv: Sequence[str]) -> list[str]:
    """Return a command with files named in full, since it runs in a folder of its own."""
    first, *rest = argv
    return [_file_in_full(shutil.which(first) or first), *map(_file_in_full, rest)]


def _file_in_full(word: str) -> str:
    with suppress(OSError):  # too long for a name: a piece of code
        if Path(word).is_file():
            return str(Path(word).absolute())
    return word


def _not_started(argv: Sequence[str], error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return f"there is no program '{argv[0]}'; name one on the PATH, or its file"
    if isinstance(error, PermissionError):
        return f"'{argv[0]}' may not be run; make it executable, or name what runs it"
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return f"'{argv[0]}' cannot be started ({(reason or str(error)).lower()})"
