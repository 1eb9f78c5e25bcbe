"""Manual: the help that the prompt gives after any word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table

from cli.registry.command import Argument, Command
from cli.registry.reading import usage
from cli.registry.registry import sayable
from cli.registry.words import plain_noun
from sim.language import retold, t


def help_on(words: Sequence[str], *, white: bool) -> list[RenderableType]:
    """Return help on what words begin: everything, a noun, or one command."""
    known = sayable(white=white)
    if not words:
        return [_nouns(known), t("NOUN ? tells of its verbs, NOUN VERB ? of one. quit leaves.")]
    noun = plain_noun(words[0])
    of_noun = [command for command in known if command.noun == noun]
    if not of_noun:
        of_noun = [command for command in known if command.verb == words[0].casefold()]
    if not of_noun:
        return [t("there is no '{word}'", word=words[0]), _nouns(known)]
    verb = words[1].casefold() if len(words) > 1 else None
    exact = [command for command in of_noun if command.verb == verb]
    chosen = exact or of_noun
    if len(chosen) == 1:
        return list(_command(chosen[0], white=white))
    return [_beside((command.name, t(command.help).partition("\n")[0]) for command in chosen)]


def _nouns(known: Sequence[Command]) -> RenderableType:
    verbs: dict[str, list[str]] = {}
    for command in known:
        verbs.setdefault(command.noun, []).append(command.verb)
    return _beside((noun, ", ".join(filter(None, named))) for noun, named in verbs.items())


def _command(command: Command, *, white: bool) -> Iterator[RenderableType]:
    known = command.sayable(white=white)
    yield retold(usage(command, known))
    yield t(command.help)
    if known:
        yield _beside((_name(argument), t(argument.help)) for argument in known)


def _beside(rows: Iterable[tuple[str, str]]) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column()
    for row in rows:
        grid.add_row(*row)
    return grid


def _name(argument: Argument) -> str:
    return argument.flag if argument.option else argument.shown
