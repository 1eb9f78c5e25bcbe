"""Catalogues: what texts are in other languages, read from `.po` files when one is spoken."""

from __future__ import annotations

import functools
import importlib.resources
from collections.abc import Mapping
from dataclasses import dataclass
from gettext import GNUTranslations
from importlib.resources.abc import Traversable
from io import BytesIO

FILE = "LC_MESSAGES/countervail.po"

TOLD = "told"
"""Sort of the sentences that are kept or raised in English, and retold where they are shown."""


@dataclass(frozen=True, eq=False)
class Catalogue:
    """What texts are in a language."""

    texts: GNUTranslations
    """Gives a text back that it lacks."""
    sentences: Mapping[str, str]
    """Those to be retold, with {names} for what differs from one time to the other."""


@functools.cache
def translated() -> tuple[str, ...]:
    """Return the languages that there is a catalogue for."""
    return tuple(sorted(f.name for f in _locale().iterdir() if f.joinpath(FILE).is_file()))


@functools.cache
def catalogue(language: str) -> Catalogue:
    """Return a language's catalogue."""
    # A tenth of a second, and not for those who speak English.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with _locale().joinpath(language, FILE).open("rb") as file:
        read = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, read)
    compiled.seek(0)
    said = ((m.id, m.string) for m in read if m.context == TOLD and not m.fuzzy)
    return Catalogue(
        GNUTranslations(compiled),
        {one: other for one, other in said if isinstance(one, str) and isinstance(other, str)},
    )


def _locale() -> Traversable:
    return importlib.resources.files("sim").joinpath("language/locale")
