"""Lines: the prompt without a terminal, or a plain one: a line in, an answer out."""

from __future__ import annotations

import os
import queue
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from cli.output import complain, talk
from cli.prompt.core import Prompt

BEAT = 1.0
"""How often the clock is looked at while nobody types [s]."""


class Lines:
    """Lines of stdin, read by a thread so that the clock goes on meanwhile."""

    def __init__(self, prompt: Prompt) -> None:
        self._prompt = prompt
        self._read: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._ended = False
        threading.Thread(target=self._listen, daemon=True).start()

    def line(self, name: str) -> str | None:
        """Return the next line; None once there are no more."""
        line = self.ask(name)
        self._beat()
        return line

    def ask(self, question: str) -> str | None:
        """Return the answer to a question; None once there are no more lines."""
        if self._ended:
            return None
        sys.stderr.write(talk(question))
        sys.stderr.flush()
        while True:
            try:
                line = self._read.get(timeout=BEAT)
            except queue.Empty:
                self._beat()
                continue
            if line is None:
                self._ended = True
                sys.stderr.write("\n")
            return line

    def _beat(self) -> None:
        for told in self._prompt.tick():
            complain(told)

    def _listen(self) -> None:
        try:
            with _stdin() as lines:
                for line in lines:
                    self._read.put(line.rstrip("\r\n"))
        except (OSError, ValueError):  # not UTF-8, or closed
            complain("the input cannot be read on")
        self._read.put(None)


@contextmanager
def _stdin() -> Iterator[TextIO]:
    """Yield stdin as a file of its own, which nobody else has to lock.

    Processes that are forked while it is read begin by closing sys.stdin, and would wait for whom
    they do not have: the thread that reads.
    """
    try:
        own = os.dup(sys.stdin.fileno())
    except (OSError, ValueError):  # it is no file
        yield sys.stdin
        return
    with os.fdopen(own, encoding=sys.stdin.encoding, errors=sys.stdin.errors) as lines:
        yield lines
