"""Manual: the help that the prompt gives after any word."""

from __future__ import annotations

from collections.abc import Sequence

from cli.registry.command import Argument, Command
from cli.registry.reading import usage
from cli.registry.registry import sayable
from cli.registry.words import plain_noun


def help_lines(words: Sequence[str], *, white: bool) -> list[str]:
    """Return help on what words begin: everything, a noun, or one command."""
    known = sayable(white=white)
    if not words:
        return [*_nouns(known), "", "NOUN ? tells of its verbs, NOUN VERB ? of one. quit leaves."]
    noun = plain_noun(words[0])
    of_noun = [command for command in known if command.noun == noun]
    if not of_noun:
        of_noun = [command for command in known if command.verb == words[0].casefold()]
    if not of_noun:
        return [f"there is no '{words[0]}'", *_nouns(known)]
    verb = words[1].casefold() if len(words) > 1 else None
    exact = [command for command in of_noun if command.verb == verb]
    chosen = exact or of_noun
    if len(chosen) == 1:
        return list(_command(chosen[0]))
    width = max(len(command.name) for command in chosen)
    return [f"{command.name:<{width}}  {command.summary}" for command in chosen]


def _nouns(known: Sequence[Command]) -> list[str]:
    verbs: dict[str, list[str]] = {}
    for command in known:
        verbs.setdefault(command.noun, []).append(command.verb)
    width = max(map(len, verbs))
    return [f"{noun:<{width}}  {', '.join(filter(None, named))}" for noun, named in verbs.items()]


def _command(command: Command) -> list[str]:
    lines = [usage(command), "", *command.help.splitlines()]
    if command.arguments:
        width = max(len(_name(argument)) for argument in command.arguments)
        lines.append("")
        lines += [f"  {_name(a):<{width}}  {a.help}" for a in command.arguments]
    return lines


def _name(argument: Argument) -> str:
    return argument.flag if argument.option else argument.shown
