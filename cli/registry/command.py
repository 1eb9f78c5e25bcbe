"""Command: a verb of a noun: what it takes, who may say it, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from rich.console import RenderableType

    from cli.registry.session import Session

Plain = Any
"""Plain values that JSON can hold."""

Kind = Literal["text", "words", "whole", "number", "flag", "path"]
"""words: all that follows, as one text."""

Completer = Callable[["Session", Sequence[str]], Iterable[str]]
"""For whom, and the words of the argument so far -> what could stand next."""


@dataclass(frozen=True)
class Argument:
    """What a verb takes."""

    name: str
    help: str
    kind: Kind = "text"
    option: bool = False
    """Said as `--name`."""
    required: bool = True
    many: bool = False
    """May be said more than once."""
    metavar: str = ""
    choices: tuple[str, ...] = ()
    """All that it can be; none: anything."""
    complete: Completer | None = None
    white: bool = False
    """Whether the white cell alone says it."""

    @property
    def flag(self) -> str:
        """Return how the option is written.

        >>> option("new_code", "").flag
        '--new-code'
        """
        return f"--{self.name.replace('_', '-')}"

    @property
    def shown(self) -> str:
        """Return what stands for a value of it in help."""
        return self.metavar or self.name.upper().replace("_", "-")


def option(
    name: str,
    help: str,
    kind: Kind = "text",
    *,
    required: bool = False,
    many: bool = False,
    metavar: str = "",
    choices: tuple[str, ...] = (),
    complete: Completer | None = None,
    white: bool = False,
) -> Argument:
    """Return an argument that is said as `--name VALUE`; nobody has to, unless it is required."""
    return Argument(
        name, help, kind, option=True, required=required, many=many, metavar=metavar,
        choices=choices, complete=complete, white=white,
    )  # fmt: skip


def switch(name: str, help: str) -> Argument:
    """Return an argument that is said as `--name`, or not said."""
    return Argument(name, help, "flag", option=True, required=False)


@dataclass(frozen=True)
class Values:
    """What a command was given, each value under its argument's name."""

    given: Mapping[str, object] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return a text; empty if it was not given."""
        return str(self.given.get(name) or "")

    def some(self, name: str) -> str | None:
        """Return a text; None if it was not given."""
        return self.text(name) or None

    def many(self, name: str) -> tuple[str, ...]:
        """Return all texts that were given."""
        found = self.given.get(name) or ()
        return (
            tuple(str(one) for one in found) if isinstance(found, tuple | list) else (str(found),)
        )

    def flag(self, name: str) -> bool:
        """Return whether a switch was given."""
        return bool(self.given.get(name))

    def whole(self, name: str) -> int | None:
        """Return a whole number; None if it was not given."""
        found = self.given.get(name)
        return found if isinstance(found, int) else None

    def number(self, name: str) -> float | None:
        """Return a number; None if it was not given."""
        found = self.given.get(name)
        return float(found) if isinstance(found, int | float) else None

    def path(self, name: str) -> Path | None:
        """Return a path; None if it was not given."""
        found = self.text(name)
        return Path(found) if found else None


@dataclass(frozen=True)
class Answer:
    """What a command says: data for stdout, as plain values and as drawn, and talk for stderr."""

    data: Plain = None
    shown: tuple[RenderableType, ...] = ()
    told: tuple[str, ...] = ()
    """What was understood and done, with its number in the log; and what else is worth a word."""
    code: int = 0
    """Exit code."""
    marked: bool = True
    """Whether the exercise's handling mark stands above and below it."""


Run = Callable[["Session", Values], Answer]


@dataclass(frozen=True)
class Command:
    """A verb of a noun."""

    noun: str
    verb: str
    """Empty: the noun alone is the command."""
    help: str
    """First line in a sentence; more below it."""
    run: Run
    arguments: tuple[Argument, ...] = ()
    seats: bool = False
    """Whether seats may say it; the white cell may say everything."""
    changes: bool = False
    """Whether it writes to the exercise."""
    warning: str = ""
    """What is asked once before it is done; empty: nothing is lost by it."""
    exercise: bool = True
    """Whether it is about an exercise that there is."""

    @property
    def name(self) -> str:
        """Return what is typed."""
        return f"{self.noun} {self.verb}".strip()

    @property
    def summary(self) -> str:
        """Return its help in a line."""
        return self.help.partition("\n")[0]

    def argument(self, flag: str) -> Argument | None:
        """Return the option that is written so."""
        return next((a for a in self.arguments if a.option and a.flag == flag), None)

    @property
    def positions(self) -> tuple[Argument, ...]:
        """Return what is said by its place."""
        return tuple(a for a in self.arguments if not a.option)

    @property
    def options(self) -> tuple[Argument, ...]:
        """Return what is said by its name."""
        return tuple(a for a in self.arguments if a.option)

    def sayable(self, *, white: bool) -> tuple[Argument, ...]:
        """Return the arguments that somebody has any use for."""
        return tuple(a for a in self.arguments if white or not a.white)


@dataclass(frozen=True)
class Noun:
    """What commands are about."""

    name: str
    help: str
    commands: tuple[Command, ...]

    @property
    def alone(self) -> bool:
        """Return whether the noun is a command of its own."""
        return len(self.commands) == 1 and not self.commands[0].verb


@dataclass
class Verbs:
    """The commands of a noun while its module declares them."""

    noun: str
    help: str
    _made: list[Command] = field(default_factory=list)

    def verb(
        self,
        verb: str,
        help: str,
        *arguments: Argument,
        seats: bool = False,
        changes: bool = False,
        warning: str = "",
        exercise: bool = True,
    ) -> Callable[[Run], Run]:
        """Declare the function below as what a verb does."""

        def declared(run: Run) -> Run:
            made = Command(
                self.noun, verb, help, run, arguments, seats, changes, warning, exercise
            )  # fmt: skip
            self._made.append(made)
            return run

        return declared

    def done(self) -> Noun:
        """Return the noun with all that was declared."""
        return Noun(self.noun, self.help, tuple(self._made))
