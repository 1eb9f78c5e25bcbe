"""The tutorial on batches: every command on it is typed as it stands, and answers as it shows."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.app import app
from sim.batch.store.folder import Folder
from sim.batch.store.state import status
from sim.errors import SimError

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/tutorial/first-batch.md"
BLOCK = re.compile(r"^```(sh|text|console|yaml|python)\n(.*?)^```", re.MULTILINE | re.DOTALL)
HOME = "/home/ana"
"""The folder of who wrote the page."""

SLIP = "ore.yaml:20:3: "
"""How the page's answer to a mistake begins, which is not made on the way."""

LEFT_OUT = "…"
CTRL_C = "^C"
DIFFERS = (
    (re.compile(r"\d+(\.\d+)? (s|min|h)\b"), "0 s"),
    (re.compile(r"\d workers?"), "2 workers"),
    (re.compile(r"[\d,]+ more take"), "0 more take"),
    (re.compile(r"[\d,]+ of 1,797 runs done \(\d+%\)"), "0 of 1,797 runs done (0%)"),
)
"""What is not the same twice: times, processors, and how far a batch had come when it stopped."""


@dataclass
class Typed:
    """A command or a program, and what the page shows of its answer."""

    kind: str
    text: str
    shown: list[str] = field(default_factory=list)
    """What must stand together in the answer."""

    @property
    def stopped(self) -> bool:
        """Whether it ends by Ctrl-C."""
        return self.kind == "stopped"


def steps() -> tuple[str, list[Typed]]:
    """Return the experiment on the page, and what is typed, in order."""
    experiment, found = "", list[Typed]()
    for kind, text in BLOCK.findall(PAGE.read_text("utf-8")):
        if kind == "yaml":
            experiment = text
        elif kind == "python":
            found.append(Typed(kind, text))
        elif kind == "sh":
            found += [Typed(kind, line) for line in text.splitlines()]
        elif not text.startswith(SLIP):
            if CTRL_C in text:
                found[-1].kind = "stopped"
            found[-1].shown += re.split(f"{re.escape(CTRL_C)}|{LEFT_OUT}", text)
    return experiment, found


def plain(text: str) -> str:
    """Return a text in which times stand still and lines may be broken anywhere."""
    for pattern, same in DIFFERS:
        text = pattern.sub(same, text)
    return " ".join(text.split())


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there are no signals to send")
def test_who_follows_the_page_word_for_word_sees_what_it_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    experiment, found = steps()
    (tmp_path / "ore.yaml").write_text(experiment, "utf-8")
    assert len(found) >= 9
    told = ""
    for typed in found:
        told += answer(typed).replace(str(tmp_path), HOME)
        missing = [part for part in typed.shown if plain(part) not in plain(told)]
        assert not missing, f"{typed.text}: {missing} is not in\n{told}"
        told = "" if typed.shown else told  # a block may show the answers of several commands
    assert (tmp_path / "ore/report/report.html").stat().st_size > 10_000


@pytest.mark.slow
def test_the_page_quotes_what_a_slip_is_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    experiment, _ = steps()
    (tmp_path / "ore.yaml").write_text(experiment.replace("switching", "swiching"), "utf-8")
    said = plain(answer(Typed("sh", "countervail batch check ore.yaml"), code=2))
    (shown,) = (text for _, text in BLOCK.findall(PAGE.read_text("utf-8")) if text.startswith(SLIP))
    assert all(plain(part) in said for part in shown.split(LEFT_OUT))


def answer(typed: Typed, *, code: int = 0) -> str:
    """Return what a command tells in all."""
    words = shlex.split(typed.text)[1:]
    if typed.kind == "sh":
        result = CliRunner().invoke(app, words, env={"COLUMNS": "80"})
        assert result.exit_code == code, result.output
        return result.output
    if typed.stopped:
        return of_program("-m", "tests.cli.interruptible", *words, stopped=True)
    return of_program("-c", typed.text)


def of_program(*arguments: str, stopped: bool = False) -> str:
    """Return what a program of its own tells; Ctrl-C is pressed once some runs are done."""
    with subprocess.Popen(
        [sys.executable, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80", "PYTHONUTF8": "1"},
    ) as program:  # fmt: skip
        if stopped:
            wait_for(Path("ore"), runs=20)
            program.send_signal(signal.SIGINT)
        said, _ = program.communicate(timeout=60.0)
    assert program.returncode == (130 if stopped else 0), said
    return said


def wait_for(folder: Path, *, runs: int) -> None:
    """Wait until so many runs are in the folder."""
    end = time.monotonic() + 60.0
    while time.monotonic() < end and done(folder) < runs:
        time.sleep(0.05)


def done(folder: Path) -> int:
    try:
        return status(Folder.open(folder)).counts.done
    except SimError:  # it is not there yet
        return 0
