"""Retelling: sentences that lower rooms write in English, in the language that is spoken.

What the model says of a round is kept in records, which are the same in every language; errors are
raised where nobody knows who reads them. Where they are shown they are known again by their form,
and what stands in their {places} is retold in turn. What is not known is told as it is.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass

from sim.language.catalogue import catalogue
from sim.language.speech import SOURCE, spoken, t

DEEPEST = 4
"""A sentence in a sentence in a sentence is retold, and no more."""

LONGEST = 2000
"""Characters of a line; longer ones are no sentences of ours."""

CITED = re.compile(r"(.+) \(rule (§[^()]+)\)")
"""A reason with the rule that it is by."""

TYPED = ("command", "found", "flag", "near", "noun", "usage", "word")
"""Places of what somebody typed, or has to type: told as it is."""

PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Form:
    """The form of a sentence."""

    looks: re.Pattern[str]
    said: str
    """In the other language, with {places}."""


def retold(text: str) -> str:
    """Return a text of sentences, one a line, in the language that is spoken."""
    if spoken() == SOURCE or not text:
        return text
    return "\n".join(_retold(line, 0) for line in text.split("\n"))


def _retold(line: str, depth: int) -> str:
    known = _named(line)
    if known != line or depth > DEEPEST or len(line) > LONGEST:
        return known
    cited = CITED.fullmatch(line)
    if cited:
        return t("{reason} (rule {rule})", reason=_retold(cited[1], depth + 1), rule=cited[2])
    for form in forms(spoken()):
        found = form.looks.fullmatch(line)
        if found:
            places: Mapping[str, str] = found.groupdict()
            told = {n: v if n in TYPED else _retold(v, depth + 1) for n, v in places.items()}
            return form.said.format(**told)
    head, colon, rest = line.partition(": ")
    return f"{_retold(head, depth + 1)}: {_retold(rest, depth + 1)}" if colon else line


def _named(text: str) -> str:
    """Return a title in the language that is spoken, whether it begins a sentence or not."""
    for written in (text, text[:1].upper() + text[1:]):
        said = t(written)
        if said != written:
            return said
    return text


@functools.cache
def forms(language: str) -> tuple[Form, ...]:
    """Return the sentences that can be known again, those that say most of their own first."""
    known = catalogue(language).sentences
    ranked = sorted(known, key=lambda one: -len(PLACE.sub("", one)))
    return tuple(Form(_form(one), known[one]) for one in ranked)


def _form(sentence: str) -> re.Pattern[str]:
    """Return what a sentence looks like.

    >>> bool(_form("{who} joins {leader}").fullmatch("EU joins JPN"))
    True
    """
    parts = PLACE.split(sentence)
    pattern = "".join(f"(?P<{p}>.+?)" if n % 2 else re.escape(p) for n, p in enumerate(parts))
    return re.compile(pattern)
