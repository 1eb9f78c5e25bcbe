"""Shell: the registry as commands of the shell, made for typer."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from inspect import Parameter, Signature
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup

from cli.output import complain, mistakes_told, plainly, talk
from cli.registry.command import Argument, Command, Values
from cli.registry.reading import no_option, values_of
from cli.registry.registry import NOUNS
from cli.registry.session import PLACE, Session, joined
from cli.registry.shown import write_answer
from cli.registry.words import SYNONYMS
from sim.errors import SimError
from sim.language import retold, t

OWN = "own_"
"""Before a command's own arguments, so that any word may name one."""


class NounGroup(TyperGroup):
    """Takes the synonyms of nouns too."""

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return the command of a name, or of what the name is another word for."""
        return super().get_command(ctx, SYNONYMS.get(cmd_name.casefold(), cmd_name))


def add_nouns(app: typer.Typer, there: Mapping[str, typer.Typer]) -> None:
    """Add every noun to the program; `there` are those that have verbs of their own already."""
    for noun in NOUNS.values():
        if noun.alone:
            _add(app, noun.name, noun.commands[0])
            continue
        under = there.get(noun.name)
        if under is None:
            under = typer.Typer(help=noun.help, no_args_is_help=True, rich_markup_mode=None)
            app.add_typer(under, name=noun.name)
        for command in noun.commands:
            _add(under, command.verb, command)


def _add(app: typer.Typer, name: str, command: Command) -> None:
    takes_text = any(argument.kind == "words" for argument in command.arguments)
    app.command(name, context_settings={"ignore_unknown_options": takes_text})(_callback(command))


def _callback(command: Command) -> Any:
    """Return a function that typer can call, with a parameter for each argument."""

    def call(**given: Any) -> None:
        with (
            plainly(bool(given.get("plain_"))), mistakes_told(),
            _session(given) as session, _speaking(session, command),
        ):  # fmt: skip
            _join(session, given)
            code = run(session, command, values_of(command, _told(command, given)))
        if code:
            raise typer.Exit(code)

    parameters = list(_parameters(command))
    call.__dict__["__signature__"] = Signature(parameters)
    call.__annotations__ = {p.name: p.annotation for p in parameters}
    call.__doc__ = command.help
    return call


def run(session: Session, command: Command, values: Values) -> int:
    """Run a command, write its answer, and return the exit code."""
    confirm(session, command)
    answer = command.run(session, values)
    write_answer(session, answer)
    return answer.code


def confirm(session: Session, command: Command) -> None:
    """Ask once before what takes something away; SimError if it is not to be."""
    if not command.warning or not session.asks:
        return
    if not yes(session.ask(f"{command.warning} Go on? [y/N] ")):
        raise SimError(f"{command.name}: nothing was done; --no-input does it without asking")


def yes(answer: str) -> bool:
    """Return whether an answer agrees."""
    return answer.strip().casefold() in ("y", "yes")


def asked(question: str) -> str:
    """Put a question on the terminal, and return the answer; none where there is no terminal."""
    if not sys.stdin.isatty():
        return ""
    sys.stderr.write(talk(question))
    sys.stderr.flush()
    return sys.stdin.readline().strip()


@contextmanager
def _speaking(session: Session, command: Command) -> Iterator[None]:
    """Speak the exercise's language within; mistakes too are told in it."""
    if not command.exercise:
        yield
        return
    with session.speaking():
        try:
            yield
        except SimError as error:
            raise SimError(retold(str(error))) from error


def _session(given: dict[str, Any]) -> Session:
    """Return the session that the common options describe."""
    return Session(
        path=given.get("exercise_"),
        plain=bool(given.get("plain_")),
        json=bool(given.get("json_")),
        asks=not given.get("no_input_"),
        ask=asked,
        language=given.get("language_") or "",
    )


def _join(session: Session, given: dict[str, Any]) -> None:
    """Let the seat speak that the common options name, if they name one."""
    if given.get("as_") and given["as_"].casefold() != session.by:
        joined(session, given["as_"], given.get("code_") or session.ask(t("Code: ")))
    elif given.get("code_"):
        complain(t("--code is for seats: say which with --as SEAT"))


def _told(command: Command, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the command's own arguments; SimError for options that were taken for text."""
    for argument in command.arguments:
        value = given.get(f"{OWN}{argument.name}")
        if argument.kind == "words" and isinstance(value, list | tuple):
            for word in value:
                if word.startswith("--") and word[2:3].isalpha():
                    raise SimError(no_option(command, word.partition("=")[0]))
    return {argument.name: given.get(f"{OWN}{argument.name}") for argument in command.arguments}


def _parameters(command: Command) -> Iterator[Parameter]:
    for argument in command.arguments:
        yield _parameter(argument)
    if command.exercise:
        yield _common(
            "exercise_", Path | None, None, "--exercise", metavar="FILE", envvar=PLACE,
            show_envvar=False,
            help=f"The exercise's file; default: {PLACE}, or the only one of this folder.",
        )  # fmt: skip
        yield _common(
            "language_", str | None, None, "--language", metavar="CODE",
            help="To be answered in; default: the exercise's.",
        )  # fmt: skip
    if command.exercise and command.seats:
        yield _common(
            "as_",
            str | None,
            None,
            "--as",
            metavar="SEAT",
            help="Speak as a seat; its code is asked.",
        )
        yield _common("code_", str | None, None, "--code", metavar="CODE", help="The seat's code.")
    yield _common("plain_", bool, False, "--plain", help="No colour, no drawn lines, 72 columns.")
    yield _common("json_", bool, False, "--json", help="Write the result to stdout as JSON.")
    if command.warning:
        yield _common("no_input_", bool, False, "--no-input", help="Do it without asking.")


def _parameter(argument: Argument) -> Parameter:
    several = argument.many or argument.kind == "words"
    if not argument.option:
        kind: Any = list[str] | None if several else str | None
        default = typer.Argument(None, metavar=argument.shown, help=argument.help)
    elif argument.kind == "flag":
        kind, default = bool, typer.Option(False, argument.flag, help=argument.help)
    else:
        kind = list[str] | None if argument.many else str | None
        default = typer.Option(None, argument.flag, metavar=argument.shown, help=argument.help)
    return Parameter(
        f"{OWN}{argument.name}", Parameter.KEYWORD_ONLY, default=default, annotation=kind
    )


def _common(name: str, kind: Any, default: Any, *flags: str, **more: Any) -> Parameter:
    return Parameter(
        name, Parameter.KEYWORD_ONLY, default=typer.Option(default, *flags, **more), annotation=kind
    )
