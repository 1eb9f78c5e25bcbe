"""Speech: texts in the language that is spoken now.

    with speaking("ja"):
        t("Round {round} is open", round=3)

Every text that `t`, `n` or `later` is given as a literal has an entry in every catalogue; a test
walks the sources for them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sim.errors import SimError, unknown
from sim.language.catalogue import catalogue, translated

SOURCE = "en"
"""The language that the sources are written in."""

_SPOKEN: ContextVar[str] = ContextVar("spoken", default=SOURCE)


def languages() -> tuple[str, ...]:
    """Return the languages that can be spoken."""
    return (SOURCE, *translated())


def known(language: str) -> str:
    """Return a language that can be spoken; SimError tells of one that cannot.

    >>> known("jp")
    Traceback (most recent call last):
    ...
    sim.errors.SimError: unknown language 'jp'; known: en, ja. Did you mean 'ja'?
    """
    if language not in languages():
        raise SimError(unknown("language", language, languages()))
    return language


def spoken() -> str:
    """Return the language that is spoken now."""
    return _SPOKEN.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language within; each thread and task speaks its own."""
    token = _SPOKEN.set(known(language))
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def t(text: str, /, **values: object) -> str:
    """Return a text in the language that is spoken now, with values in its {places}.

    A text that the catalogue lacks is said in English.

    >>> t("Round {round} is open", round=3)
    'Round 3 is open'
    """
    language = spoken()
    said = catalogue(language).texts.gettext(text) if text and language != SOURCE else text
    return said.format(**values) if values else said


def n(one: str, many: str, count: int, /, **values: object) -> str:
    """Return the text for one thing or for many; `count` can be said in both.

    >>> n("{count} order", "{count} orders", 2)
    '2 orders'
    """
    language = spoken()
    if language == SOURCE:
        said = one if count == 1 else many
    else:
        said = catalogue(language).texts.ngettext(one, many, count)
    return said.format(count=count, **values)


def called(sort: str, name: str) -> str:
    """Return what is said for a name of the program's own, such as a state or an outcome.

    The same word may be said otherwise of another sort of thing; in English it is the name itself.

    >>> called("ruling", "carried out")
    'carried out'
    """
    language = spoken()
    if not name or language == SOURCE:
        return name
    return catalogue(language).texts.pgettext(sort, name)


def later(text: str, /) -> str:
    """Return a text as it is: `t` says it where it is shown, and a catalogue has it."""
    return text
