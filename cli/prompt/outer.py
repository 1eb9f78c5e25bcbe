"""Outer: commands of the shell that are about no exercise, for the white cell to run meanwhile."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import Any

from cli.registry.command import Answer
from cli.registry.registry import NOUNS
from cli.registry.words import plain_noun


def outer(words: Sequence[str]) -> bool:
    """Return whether words are a command of the shell that is no verb of an exercise."""
    noun = plain_noun(words[0])
    verb = words[1].casefold() if len(words) > 1 else ""
    return verb in _verbs(noun) or (noun in _commands() and noun not in NOUNS)


def ran(words: Sequence[str]) -> Answer:
    """Run a command of the shell, which writes what it has to say itself."""
    try:
        _program().main(args=[plain_noun(words[0]), *words[1:]], prog_name="countervail")
    except SystemExit as end:
        return Answer(code=end.code if isinstance(end.code, int) else 0, marked=False)
    return Answer(marked=False)


def offered(text: str) -> list[str]:
    """Return the commands of the shell that could stand at the end of a line."""
    words = text.split()
    begun = "" if not text or text[-1].isspace() else words.pop()
    if not words:
        known = [name for name in _commands() if name not in NOUNS]
    else:
        known = _verbs(plain_noun(words[0])) if len(words) == 1 else []
    return [name for name in known if name.startswith(begun) and name != begun]


def _verbs(noun: str) -> list[str]:
    """Return the verbs of a noun that only the shell has."""
    of_exercise = {command.verb for command in NOUNS[noun].commands} if noun in NOUNS else set()
    under: Mapping[str, Any] = getattr(_commands().get(noun), "commands", {})
    return [verb for verb in under if verb not in of_exercise]


def _commands() -> Mapping[str, Any]:
    return getattr(_program(), "commands", {})


@functools.cache
def _program() -> Any:
    """Return the program's commands; working them out takes a fifth of a second."""
    from typer.main import get_command

    from cli.app import app  # it holds the prompt

    return get_command(app)
