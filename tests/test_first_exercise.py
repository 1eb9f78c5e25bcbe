"""The tutorial on exercises: every command on it is typed as it stands, and answers as it shows."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest
from typer.testing import CliRunner

import cli.prompt.lines
from cli.app import app
from cli.prompt.core import Prompt

PAGE = Path(__file__).parents[1] / "docs/tutorial/first-exercise.md"
BLOCK = re.compile(r"^```(sh|console|text)\n(.*?)^```", re.MULTILINE | re.DOTALL)
ASKED = re.compile(r"^(\w+> |Code of \w+: |.*\[[Yy]/[Nn]\] )(.*)$")
CLOCK = re.compile(r"\b\d+:\d\d\b")
LEFT_OUT = "…"


@dataclass
class Typed:
    """What is typed at a prompt or in answer to a question, and what the page shows then."""

    question: str
    text: str
    shown: list[str] = field(default_factory=list)


@dataclass
class Command:
    """A command of the shell, what is typed while it runs, and what the page shows before that."""

    line: str
    typed: list[Typed] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)


def commands() -> list[Command]:
    """Return the commands on the page, in order."""
    found: list[Command] = []
    for kind, text in BLOCK.findall(PAGE.read_text("utf-8")):
        for line in text.splitlines():
            if kind == "sh":
                found.append(Command(line))
            elif kind == "console" and (asked := ASKED.match(line)):
                found[-1].typed.append(Typed(asked[1], asked[2]))
            else:
                last = found[-1].typed[-1] if kind == "console" and found[-1].typed else found[-1]
                last.shown.append(line)
    return found


def plain(text: str) -> str:
    """Return a text in which clocks stand still and lines may be broken anywhere."""
    return " ".join(CLOCK.sub("0:00", text).split())


class Keyboard:
    """Lines of stdin; a zero byte stands in the output for each that was read."""

    questions: list[str]

    def __init__(self, prompt: Prompt) -> None:
        self.prompt = prompt

    def line(self, name: str) -> str | None:
        line = self.ask(name)
        self.prompt.tick()
        return line

    def ask(self, question: str) -> str | None:
        before, _, last = question.rpartition("\n")
        sys.stdout.flush()
        sys.stderr.write(f"{before}\n\0")
        sys.stderr.flush()
        self.questions.append(last)
        line = sys.stdin.readline()
        return line.rstrip("\n") if line else None


@pytest.fixture
def questions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Play in an empty folder, with the join codes of the page; the list takes what is asked."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sim.exercise.conduct.create.secrets.choice", Random(2010).choice)
    monkeypatch.setattr(cli.prompt.lines, "Lines", Keyboard)
    Keyboard.questions = []
    yield Keyboard.questions


@pytest.mark.slow
def test_who_follows_the_page_word_for_word_sees_what_it_shows(
    questions: list[str], tmp_path: Path
) -> None:
    found = commands()
    assert sum(len(command.typed) for command in found) > 30
    for command in found:
        questions.clear()
        typed = "".join(f"{one.text}\n" for one in command.typed)
        result = CliRunner().invoke(
            app, shlex.split(command.line)[1:], input=typed, env={"COLUMNS": "80"}
        )
        assert result.exit_code == 0, f"{command.line}: {result.output}"
        before, *answers = result.output.split("\0")
        _shows(command.line, command.shown, before)
        for one, question, answer in zip(command.typed, questions, answers, strict=False):
            assert question == one.question, one.text
            _shows(one.text, one.shown, answer)
    assert (tmp_path / "rare-earth-2010-aar.docx").stat().st_size > 10_000


def _shows(what: str, shown: list[str], answer: str) -> None:
    """See that an answer holds every line that the page shows of it."""
    told = plain(answer)
    missing = [line for line in shown if line != LEFT_OUT and plain(line) not in told]
    assert not missing, f"{what}: {answer}"
