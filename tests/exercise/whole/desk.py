"""Desk: a facilitator's one terminal: programs run in it, and lines are typed into their prompt.

What comes back is kept as the eye would see it. A network that is asked for is an error.
"""

from __future__ import annotations

import os
import re
import signal
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pexpect

from cli.registry.registry import found
from cli.registry.words import plain_noun, words_of
from sim.errors import SimError

PROMPT = re.compile(r"^([\w.-]+)> ", re.MULTILINE)
QUESTION = re.compile(r"(\? \[[yY]/[nN]\]|[Cc]ode[^\r\n]*:|done\):) ")
COLUMNS = 72
PATIENCE = 90
"""Seconds until a silent program is held to hang."""

CLEARING = "\x1b[H\x1b[2J\x1b[3J"
"""What empties a screen that is given to somebody else."""

NO_NETWORK = """
import os, sys

def refuse(event, given):
    if event in ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.bind"):
        with open(os.environ["DESK_NETWORK"], "a", encoding="utf-8") as told:
            told.write(f"{event} {given}\\n")
        raise OSError("there is no network here")

sys.addaudithook(refuse)
"""


class Desk:
    """A terminal in a folder, with all that was seen in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.seen: list[str] = []
        """Each screen: what a command or a line was answered with."""
        self.nouns: set[str] = set()
        """What was spoken of."""
        self._asked = folder / "network.txt"
        aside = folder / "no-network"
        aside.mkdir()
        (aside / "sitecustomize.py").write_text(NO_NETWORK, encoding="utf-8")
        paths = [str(aside), *filter(None, [os.environ.get("PYTHONPATH")])]
        self._environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(paths),
            "DESK_NETWORK": str(self._asked),
            "TERM": "xterm-256color",
            "LC_ALL": "C.UTF-8",
            "COUNTERVAIL_EXERCISE": "",
        }
        self._environment.pop("NO_COLOR", None)
        self._program: pexpect.spawn[str] | None = None

    @property
    def network(self) -> str:
        """Return what was asked of a network."""
        return self._asked.read_text(encoding="utf-8") if self._asked.exists() else ""

    def run(self, line: str, *, code: int = 0) -> str:
        """Run a command in the terminal until it ends, and return its screen."""
        self._start(line)
        return self.end(code=code)

    def open(self, line: str) -> str:
        """Run a command that asks for lines, and return what it says first."""
        self._start(line)
        return self._kept(self._until_prompt())

    def type(self, line: str, *answers: str) -> str:
        """Type a line at the prompt, answer what is asked, and return the screen."""
        self._noted(words_of(line))
        program = self._running
        shown = [self._echoed(line)]
        for answer in answers:
            program.expect(QUESTION)
            shown.append(f"{program.before}{program.after}")
            shown.append(self._echoed(answer))
        return self._kept("\n".join(filter(None, [*shown, self._until_prompt()])))

    def end(self, *lines: str, code: int = 0) -> str:
        """Type last lines, wait until the program ends, and return its screen."""
        program = self._running
        for line in lines:
            self._noted(words_of(line))
            self._echoed(line)
        program.expect(pexpect.EOF, timeout=PATIENCE)
        program.close()
        self._program = None
        screen = self._kept(program.before or "")
        assert program.exitstatus == code, f"ended with {program.exitstatus}: {screen}"
        return screen

    def kill(self) -> None:
        """Kill the program, as a flat battery would."""
        program = self._running
        os.kill(program.pid, signal.SIGKILL)
        program.expect(pexpect.EOF, timeout=PATIENCE)
        program.close(force=True)
        self._program = None

    @property
    def speaker(self) -> str:
        """Return whose prompt it is."""
        match = self._running.match
        assert isinstance(match, re.Match)
        return str(match[1])

    @property
    def _running(self) -> pexpect.spawn[str]:
        assert self._program is not None, "nothing runs here"
        return self._program

    def _start(self, line: str) -> None:
        words = words_of(line)
        self._noted(words)
        self._program = pexpect.spawn(
            sys.executable,
            ["-c", "from cli.app import main; main()", *words],
            cwd=str(self.folder),
            env=self._environment,
            dimensions=(40, COLUMNS),
            encoding="utf-8",
            timeout=PATIENCE,
        )

    def _noted(self, words: list[str]) -> None:
        self.nouns.add(plain_noun(words[0]))
        with suppress(SimError):  # a number of a menu, or nothing that there is
            self.nouns.add(found(words, white=True)[0].noun)

    def _echoed(self, line: str) -> str:
        """Type a line, and return what the terminal showed before it showed that."""
        program = self._running
        program.sendline(line)
        program.expect_exact(f"{line}\r\n")
        return program.before or ""

    def _until_prompt(self) -> str:
        program = self._running
        which = program.expect([PROMPT, pexpect.EOF], timeout=PATIENCE)
        assert which == 0, f"it ended:\n{program.before}"
        return program.before or ""

    def _kept(self, text: str) -> str:
        screen = text.replace("\r\n", "\n").replace(CLEARING, "").strip("\n")
        self.seen.append(screen)
        return screen


@contextmanager
def desk_in(folder: Path) -> Iterator[Desk]:
    """Yield a desk; whatever still runs there in the end is killed."""
    desk = Desk(folder)
    try:
        yield desk
    finally:
        if desk._program is not None:
            desk.kill()


def faults(screen: str, marking: str) -> Iterator[str]:
    """Yield what is wrong with how a screen looks: width, signs, marks."""
    if "Traceback" in screen:
        yield "a traceback"
    lines = screen.splitlines()
    yield from (f"{len(line)} columns: {line}" for line in lines if len(line) > COLUMNS)
    signs = {sign for sign in screen if not (sign.isascii() or _is_letter(sign))}
    signs |= {sign for sign in screen if unicodedata.category(sign) == "Cc" and sign != "\n"}
    if signs:
        yield f"signs {sorted(signs)!r}"
    marks = [line.strip() for line in lines].count(marking)
    if marks % 2:
        yield f"{marks} handling marks"


def _is_letter(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LM"
