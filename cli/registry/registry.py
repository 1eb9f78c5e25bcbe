"""Registry: all nouns with their verbs, and how one is found by what was typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cli.exercise import (
    deals,
    desk,
    evaluation,
    exercises,
    ideas,
    injects,
    lines,
    log,
    msel,
    orders,
    papers,
    rfis,
    room,
    rounds,
    scenarios,
    seats,
    talk,
    white,
)
from cli.registry.command import Command, Noun
from cli.registry.words import plain_noun
from sim.errors import SimError, unknown

WITH_MORE = (desk, ideas)
"""Modules that add verbs to another's noun."""

NOUNS: Mapping[str, Noun] = {
    noun.name: noun
    for noun in (
        scenarios.NOUN, exercises.NOUN, seats.NOUN, rounds.NOUN, orders.NOUN.done(), injects.NOUN,
        msel.NOUN, white.NOUN, rfis.NOUN, deals.NOUN, talk.MSG, talk.PRESS, log.NOUN,
        lines.REWIND, lines.BRANCH, lines.SWITCH, lines.COMPARE,
        evaluation.EVAL, evaluation.HOTWASH, papers.AAR, papers.PRINT,
        room.PLAY, room.SCREEN,
    )
}  # fmt: skip
"""Everything that can be said of an exercise."""


def commands() -> Iterator[Command]:
    """Yield every command."""
    for noun in NOUNS.values():
        yield from noun.commands


def sayable(*, white: bool) -> list[Command]:
    """Return the commands that somebody may say."""
    return [command for command in commands() if white or command.seats]


def found(words: Sequence[str], *, white: bool) -> tuple[Command, list[str]]:
    """Return the command that words begin with, and the words after it.

    A verb that only one noun has may stand alone. SimError, with the nearest name, for others;
    a seat is told of what a seat may say.
    """
    known = sayable(white=white)
    nouns: dict[str, list[Command]] = {}
    for command in known:
        nouns.setdefault(command.noun, []).append(command)
    noun = plain_noun(words[0])
    if noun in nouns:
        return _verb(noun, nouns[noun], words[1:])
    verb = words[0].casefold()
    named = [command for command in known if command.verb == verb]
    if len(named) == 1:
        return named[0], list(words[1:])
    if named:
        listed = ", ".join(command.name for command in named)
        raise SimError(f"'{words[0]}' could be: {listed}")
    raise SimError(unknown("command", words[0], nouns))


def _verb(noun: str, commands: Sequence[Command], rest: Sequence[str]) -> tuple[Command, list[str]]:
    verbs = {command.verb: command for command in commands}
    if rest and rest[0].casefold() in verbs:
        return verbs[rest[0].casefold()], list(rest[1:])
    if "" in verbs:
        return verbs[""], list(rest)
    if not rest:
        raise SimError(f"{noun} what? {', '.join(verbs)}")
    raise SimError(unknown(f"verb of {noun}", rest[0], verbs))
