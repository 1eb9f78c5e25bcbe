"""Shape: data as a frozen model, or what keeps it from being one, in our own words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Generic, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from sim.errors import Problem, nearest
from sim.scenario.fields import model_at
from sim.scenario.source import Document, KeyPath, Places

M = TypeVar("M", bound=BaseModel)

_MISSPELT = 0.7
"""Likeness from which an unknown key is taken for a missing one misspelt [1]."""

TORN = re.compile("[ =]")
"""In an unknown key, a sign that it is the rest of a text which a comma tore in two."""


@dataclass(frozen=True)
class Shaped(Generic[M]):
    """A model (None if the data has not its shape), and what is wrong with the shape."""

    model: M | None
    problems: tuple[Problem, ...]
    wrong: tuple[KeyPath, ...]
    """The key paths of the problems."""


def shape(model: type[M], document: Document) -> Shaped[M]:
    """Return a document's data as a model, with every problem of its shape.

    Numbers and texts are not turned into each other: `"12"` is no number.
    """
    try:
        made = model.model_validate_json(json.dumps(document.data), strict=True)
    except ValidationError as error:
        first: dict[KeyPath, _Said] = {}
        for at, said in _described(model, document, error.errors(include_url=False)):
            first.setdefault(at, said)
        problems = (_problem(document.places, at, said) for at, said in first.items())
        return Shaped(None, tuple(problems), tuple(first))
    return Shaped(made, (), ())


@dataclass(frozen=True)
class _Said:
    message: str
    at_key: bool = False


def _problem(places: Places, at: KeyPath, said: _Said) -> Problem:
    return places.problem(at, said.message, at_key=said.at_key)


def _described(
    model: type[BaseModel], document: Document, errors: list[ErrorDetails]
) -> Iterator[tuple[KeyPath, _Said]]:
    """Yield where and what; a key that is missing because it is misspelt is not told twice."""
    misspelt: set[KeyPath] = set()
    for error in errors:
        if error["type"] == "extra_forbidden":
            at = error["loc"]
            hint, meant = _unknown_key(model, at)
            if meant:
                misspelt.add((*at[:-1], meant))
            yield at, _Said(hint, at_key=True)
    for error in errors:
        if error["type"] == "extra_forbidden" or _only_follows(error):
            continue
        at = _existing(document.data, error)
        if at not in misspelt:
            yield at, _Said(_message(model, at, error), at_key=error["loc"][-1:] == ("[key]",))


def _only_follows(error: ErrorDetails) -> bool:
    """Return whether a list is too short only since what is wrong in it does not count."""
    entries = error["input"]
    return (
        error["type"] == "too_short"
        and isinstance(entries, list | dict)
        and len(entries) >= error["ctx"]["min_length"]
    )


def _existing(data: object, error: ErrorDetails) -> KeyPath:
    """Return the part of an error's path that is in the data, with the missing key if one is.

    Pydantic appends the names of the types it tried.
    """
    at: KeyPath = ()
    for part in error["loc"]:
        inside = (isinstance(data, dict) and part in data) or (
            isinstance(data, list) and isinstance(part, int) and part < len(data)
        )
        if not inside:
            return (*at, part) if error["type"] == "missing" else at
        data = data[part]  # type: ignore[index]  # looked at above
        at = (*at, part)
    return at


def _unknown_key(model: type[BaseModel], at: KeyPath) -> tuple[str, str | None]:
    """Return what to say of an unknown key, and the key that it surely is a slip of."""
    around = model_at(model, at[:-1])
    known = [info.alias or name for name, info in around.model_fields.items()] if around else []
    torn = TORN.search(str(at[-1]))
    meant = None if torn else nearest(str(at[-1]), known)
    hint = f". Did you mean '{meant}'?" if meant else ""
    if torn:
        hint = "; in braces a comma ends a value: quote a text that has one, such as an order"
    alike = SequenceMatcher(None, str(at[-1]), meant or "").ratio() >= _MISSPELT
    message = f"unknown key '{at[-1]}'; known: {', '.join(known)}{hint}"
    return message, meant if alike else None


def _message(model: type[BaseModel], at: KeyPath, error: ErrorDetails) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "missing":
        return f"missing; {_wanted(model, at)}"
    if kind in WORDED:
        value = error["input"]
        said = f"{len(value)} entries" if kind in _COUNTED else found(value)
        return f"found {said}; {WORDED[kind](context)}{_quoting(kind, value)}"
    return f"found {found(error['input'])}; {error['msg']}"


def _wanted(model: type[BaseModel], at: KeyPath) -> str:
    """Return what should stand at a key that is missing."""
    around = model_at(model, at[:-1])
    for name, info in around.model_fields.items() if around else ():
        if (info.alias or name) == at[-1] and info.description:
            return f"add '{at[-1]}' ({info.description})"
    return f"add '{at[-1]}'"


def found(value: object) -> str:
    """Return a value as a message names it.

    >>> found(12), found("12"), found(None), found({"a": 1})
    ('the number 12', "the text '12'", 'nothing', 'a mapping')
    """
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return f"the truth value {str(value).lower()}"
    if isinstance(value, int | float):
        return f"the number {value:g}" if isinstance(value, float) else f"the number {value}"
    if isinstance(value, str):
        return f"the text {value!r}" if len(value) <= 60 else f"a text of {len(value)} characters"
    return "a mapping" if isinstance(value, dict) else "a list"


def _quoting(kind: str, value: object) -> str:
    if kind in ("float_type", "int_type") and isinstance(value, str):
        return ", without quotes, leading zeros, commas or underscores"
    if kind == "string_type" and isinstance(value, int | float):
        return ", in quotes if this is meant"
    return ""


_COUNTED = ("too_short", "too_long")
_Context = Mapping[str, object]
WORDED: dict[str, Callable[[_Context], str]] = {
    "string_type": lambda c: "write a text",
    "string_too_short": lambda c: "write a text that is not empty",
    "string_too_long": lambda c: f"write at most {c['max_length']} characters",
    "string_pattern_mismatch": lambda c: (
        "a name is a letter, then up to 39 letters, digits, '_' or '-'"
        if str(c["pattern"]).startswith("^[A-Za-z]")
        else f"it must have the form {c['pattern']}"
    ),
    "float_type": lambda c: "write a number",
    "int_type": lambda c: "write a whole number",
    "finite_number": lambda c: "write a finite number",
    "greater_than_equal": lambda c: f"the least is {c['ge']}",
    "greater_than": lambda c: f"it must be above {c['gt']}",
    "less_than_equal": lambda c: f"the most is {c['le']}",
    "literal_error": lambda c: f"write {c['expected']}",
    "date_type": lambda c: "write a date such as 2010-09-21",
    "date_parsing": lambda c: f"write a date such as 2010-09-21 ({c['error']})",
    "model_type": lambda c: "write a mapping (key: value)",
    "dict_type": lambda c: "write a mapping (key: value)",
    "tuple_type": lambda c: "write a list (- item)",
    "too_short": lambda c: f"the least is {c['min_length']}",
    "too_long": lambda c: f"the most is {c['max_length']}",
}
"""Type of a Pydantic error -> what would do."""
