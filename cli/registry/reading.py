"""Reading: what was typed after a verb as values, every mistake said at once."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from cli.registry.command import Argument, Command, Values
from sim.errors import SimError, nearest, raise_all, unknown

LONGEST = 20_000
"""Characters of a line."""


def parsed(command: Command, words: Sequence[str]) -> Values:
    """Return the values of the words after a verb, as the prompt takes them.

    An option's words go on to the next option, so that nobody needs quotes.
    """
    placed: list[str] = []
    named: dict[str, list[str]] = {}
    faults: list[str] = []
    left = list(words)
    while left:
        word = left.pop(0)
        if not _is_option(word):
            placed.append(word)
            continue
        flag, equals, value = word.partition("=")
        found = command.argument(flag)
        if found is None:
            faults.append(no_option(command, flag))
            while left and not _is_option(left[0]):
                left.pop(0)
            continue
        said = named.setdefault(found.name, [])
        if found.kind == "flag":
            continue
        taken = [value] if equals else []
        while left and not _is_option(left[0]) and (found.kind == "words" or not taken):
            taken.append(left.pop(0))
        said.append(" ".join(taken))
    given: dict[str, object] = {
        a.name: True if a.kind == "flag" else (named[a.name] if a.many else named[a.name][-1])
        for a in command.options
        if a.name in named
    }
    given |= _by_place(command, placed, faults)
    return values_of(command, given, faults)


def _by_place(command: Command, placed: Sequence[str], faults: list[str]) -> dict[str, object]:
    given: dict[str, object] = {}
    left = list(placed)
    for argument in command.positions:
        if not left:
            break
        if argument.kind == "words":
            given[argument.name], left = " ".join(left), []
        elif argument.many:
            given[argument.name], left = left, []
        else:
            given[argument.name] = left.pop(0)
    if left:
        faults.append(f"{command.name}: '{' '.join(left)}' is too much; {usage(command)}")
    return given


def values_of(command: Command, given: Mapping[str, object], faults: Iterable[str] = ()) -> Values:
    """Return what was given, each value of its kind; SimError with everything that is wrong."""
    wrong = list(faults)
    read: dict[str, object] = {}
    for argument in command.arguments:
        value = given.get(argument.name)
        if value is None or value == "" or value == [] or value is False:
            if argument.required:
                wrong.append(f"{command.name}: {_called(argument)} is missing; {usage(command)}")
            continue
        try:
            read[argument.name] = _read(argument, value)
        except SimError as error:
            wrong.append(f"{command.name}: {error}")
    raise_all(wrong)
    return Values(read)


def _read(argument: Argument, value: object) -> object:
    if argument.kind == "flag":
        return True
    if isinstance(value, list | tuple):
        texts = [str(one) for one in value]
        if argument.kind == "words" and not argument.many:
            return _one(argument, " ".join(texts))
        if argument.choices:
            texts = [part for text in texts for part in text.replace(",", " ").split()]
        return tuple(_one(argument, text) for text in texts)
    return _one(argument, str(value))


def _one(argument: Argument, text: str) -> object:
    if len(text) > LONGEST:
        raise SimError(f"{_called(argument)} has {len(text)} characters; {LONGEST} are too many")
    if argument.kind in ("whole", "number"):
        return _number(argument, text)
    if argument.choices and text not in argument.choices:
        alike = {choice.casefold(): choice for choice in argument.choices}
        if text.casefold() in alike:
            return alike[text.casefold()]
        raise SimError(unknown(_called(argument), text, argument.choices))
    return text


def _number(argument: Argument, text: str) -> int | float:
    try:
        number = float(text.replace("−", "-"))
    except ValueError:
        number = math.nan
    if argument.kind == "whole" and number == number // 1:
        return int(number)
    if argument.kind == "number" and math.isfinite(number):
        return number
    what, such = ("whole number", "3") if argument.kind == "whole" else ("number", "7.5")
    raise SimError(f"{_called(argument)}: '{text}' is no {what}; write one such as {such}")


def usage(command: Command, arguments: Sequence[Argument] | None = None) -> str:
    """Return how a command is written, in a line; with some of its arguments if they are named.

    >>> seat = Argument("seat", "")
    >>> usage(Command("seat", "take", "", lambda session, values: Answer(), (seat,)))
    'write: seat take SEAT'
    """
    words = [command.name]
    for argument in command.arguments if arguments is None else arguments:
        said = argument.shown + ("..." if argument.many else "")
        if argument.option:
            said = argument.flag + ("" if argument.kind == "flag" else f" {said}")
        words.append(said if argument.required else f"[{said}]")
    return f"write: {' '.join(words)}"


def no_option(command: Command, flag: str) -> str:
    """Say that a command has no such option, with the nearest it has."""
    known = [argument.flag for argument in command.options]
    near = nearest(flag, known)
    hint = f"; did you mean {near}?" if near else f"; it has {', '.join(known) or 'none'}"
    return f"{command.name} has no option {flag}{hint}"


def _is_option(word: str) -> bool:
    return word.startswith("--") and word[2:3].isalpha()


def _called(argument: Argument) -> str:
    return argument.flag if argument.option else argument.shown
