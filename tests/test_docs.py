"""The documentation: links lead somewhere, and commands that it names are understood."""

import re
import shlex
from pathlib import Path

import pytest
from typer.main import get_command

from cli.app import app

ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)(#[^)]*)?\)")
COMMAND = re.compile(r"^(?:\S*[\\/])?countervail (.*)$", re.MULTILINE)
BLOCK = re.compile(r"^```(?:sh|powershell)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def title(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=title)
def test_links_lead_to_files(page: Path) -> None:
    text = page.read_text("utf-8")
    missing = [to for to, _ in LINK.findall(text) if not (page.parent / to).exists()]
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=title)
def test_commands_are_understood(page: Path) -> None:
    for block in BLOCK.findall(page.read_text("utf-8")):
        for line in COMMAND.findall(block):
            words = shlex.split(line.partition(" > ")[0].replace("\\", "/"), comments=True)
            command = get_command(app)
            while words and words[0] in getattr(command, "commands", {}):
                command = command.commands[words.pop(0)]  # type: ignore[attr-defined]
            command.make_context(command.name, words)  # raises for an option that is none
