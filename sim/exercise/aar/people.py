"""People: who is named in an exercise, and a report in which seats stand in their place.

By the Chatham House rule what was said may be used, and nobody may learn who said it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar, cast

from sim.exercise.aar.walk import Step
from sim.exercise.state import Said
from sim.exercise.topics.evaluation import Answered, HotWashed, ImprovementAdded, Noted, Rated
from sim.exercise.topics.seats import Joined, Seated, TakenOver

EVALUATOR = "an evaluator"
SOMEBODY = "a participant"

ORDINARY = frozenset({
    "team", "group", "table", "player", "players", "participant", "seat", "cell", "white", "red",
    "blue", "green", "the", "and", "for", "von", "van", "desk", "delegation", "evaluator",
    "facilitator", "ministry", "office", "mrs", "miss", "prof", "sir",
})  # fmt: skip
"""Parts of names that tell nobody."""

T = TypeVar("T")


def named(said: Said) -> Iterator[tuple[str, str]]:
    """Yield the people that an act names, each with what is said in place of the name."""
    match said.act:
        case Seated(seat=seat, chair=chair) | TakenOver(seat=seat, chair=chair):
            yield chair.player, seat
        case Joined(seat=seat, player=player):
            yield player, seat
        case Noted(evaluator=name) | Rated(evaluator=name):
            yield name, EVALUATOR
        case Answered(seat=seat, name=name) | HotWashed(seat=seat, name=name):
            yield name, seat or SOMEBODY
        case ImprovementAdded(owner=owner):
            yield owner, SOMEBODY


def people(walked: Iterable[Step]) -> Mapping[str, str]:
    """Return everybody who was ever named -> what is said in place of the name."""
    found: dict[str, str] = {}
    for step in walked:
        for name, part in named(step.said):
            plain = _plain(name)
            if plain:
                found.setdefault(plain, part)
    return found


def nameless(names: Mapping[str, str], spare: Collection[str] = ()) -> Callable[[str], str]:
    """Return what takes names of people out of a text.

    Whole names go however they are written, single parts of them where they are written as names
    are. What is in `spare`, such as the names of seats and countries, stays.

    >>> change = nameless({"Ada Byron": "SOUTH"}, ["SOUTH"])
    >>> change("ada byron said so; Byron's word. Adamant?")
    "SOUTH said so; SOUTH's word. Adamant?"
    """
    kept = {_plain(word).casefold() for word in spare}
    plain = {_plain(name): place for name, place in names.items()}
    whole = {n: p for n, p in plain.items() if len(n) > 1 and n.casefold() not in kept}
    parts = {
        part: place
        for name, place in whole.items()
        for part in re.split(r"[\s,;/&+]+", name)
        if _telling(part) and part.casefold() not in kept
    }
    anyhow, exactly = _replacing(whole, re.IGNORECASE), _replacing(parts, re.NOFLAG)
    return lambda words: exactly(anyhow(unicodedata.normalize("NFC", words)))


def _telling(part: str) -> bool:
    """Return whether a part of a name tells whose it is."""
    least = 3 if part.isascii() else 2
    return len(part) >= least and not part.islower() and part.casefold() not in ORDINARY


def _replacing(places: Mapping[str, str], flags: re.RegexFlag) -> Callable[[str], str]:
    """Return what puts places where words stand by themselves, the longest words first.

    Signs that are written without spaces between words stand anywhere.
    """
    words = sorted(places, key=len, reverse=True)
    if not words:
        return lambda text: text
    any_of = re.compile("|".join(f"({_alone(word)})" for word in words), flags)
    return lambda text: any_of.sub(lambda found: places[words[(found.lastindex or 1) - 1]], text)


def _alone(word: str) -> str:
    first = r"(?<![^\W_])" if word[0] < "\u2e80" else ""
    last = r"(?![^\W_])" if word[-1] < "\u2e80" else ""
    spaced = r"\s+".join(re.escape(part) for part in word.split())
    return f"{first}{spaced}{last}"


def _plain(words: str) -> str:
    return " ".join(unicodedata.normalize("NFC", words).split())


def everywhere(value: T, change: Callable[[str], str]) -> T:
    """Return plain data with every text in it changed."""
    return cast(T, _changed(value, change))


def _changed(value: object, change: Callable[[str], str]) -> object:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_changed(one, change) for one in value)
    if isinstance(value, Mapping):
        return {_changed(key, change): _changed(one, change) for key, one in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        told = {f.name: _changed(getattr(value, f.name), change) for f in fields(value)}
        return replace(value, **told)
    return value
