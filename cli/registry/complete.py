"""Complete: what could stand next in a line, of what the speaker may say and know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cli.registry.command import Argument, Command
from cli.registry.registry import found, sayable
from cli.registry.session import Session
from cli.registry.words import plain_noun, words_of
from sim.errors import SimError


def completions(session: Session, line: str) -> list[str]:
    """Return the words that could stand at the end of a line, in place of the one begun there."""
    begun = "" if not line or line[-1].isspace() else words_of(line)[-1]
    before = words_of(line)[: -1 if begun else None]
    low = begun.casefold()
    offered = dict.fromkeys(_next(session, before, begun))
    return [word for word in offered if word.casefold().startswith(low) and word != begun]


def _next(session: Session, before: Sequence[str], begun: str) -> Iterable[str]:
    known = sayable(white=session.white)
    if not before:
        return [*dict.fromkeys(command.noun for command in known), "quit"]
    noun = plain_noun(before[0])
    verbs = [c.verb for c in known if c.noun == noun and c.verb]
    if len(before) == 1 and verbs:
        return verbs
    try:
        command, words = found(before, white=session.white)
    except SimError:
        return ()
    return _of_command(session, command, words, begun)


def _of_command(
    session: Session, command: Command, words: Sequence[str], begun: str
) -> Iterable[str]:
    left = [
        a.flag for a in command.sayable(white=session.white) if a.option and a.flag not in words
    ]
    if begun.startswith("--"):
        return left
    last = command.argument(words[-1]) if words else None
    if last is not None and last.kind != "flag":
        return _values(session, last, ())
    placed = _placed(command, words)
    for argument in command.positions:
        if argument.kind == "words" or argument.many:
            return _values(session, argument, placed)
        if not placed:
            return _values(session, argument, ())
        placed = placed[1:]
    return left


def _placed(command: Command, words: Sequence[str]) -> list[str]:
    """Return the words that are said by their place."""
    placed: list[str] = []
    skipping = False
    for word in words:
        option = command.argument(word)
        if option is not None:
            skipping = option.kind != "flag"
        elif skipping:
            skipping = False
        else:
            placed.append(word)
    return placed


def _values(session: Session, argument: Argument, words: Sequence[str]) -> Iterable[str]:
    if argument.choices:
        return argument.choices
    if argument.complete is None:
        return ()
    try:
        return list(argument.complete(session, words))
    except SimError:
        return ()
