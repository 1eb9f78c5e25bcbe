"""Catalogues: each says every text that the sources say, and nothing else."""

import ast
import re

import pytest

from sim.language.catalogue import translated
from tests.language.texts import (
    catalogue_of,
    entries,
    key_in,
    literals,
    path_of,
    renewed,
    sentences,
    strings_of,
    wanted,
)

LANGUAGES = translated()

WORD = re.compile(r"[^\s.,:;()']+")
"""What stands between blanks and stops."""

PLACES = re.compile(r"\{([^{}]*)\}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_is_in_step_with_the_sources(
    language: str, request: pytest.FixtureRequest
) -> None:
    if request.config.getoption("--bless"):
        path_of(language).write_text(renewed(language), encoding="utf-8")
    there = entries(catalogue_of(language))
    missing, orphaned = wanted().keys() - there.keys(), there.keys() - wanted().keys()
    assert not missing, "texts that it lacks; pytest tests/language --bless puts them in"
    assert not orphaned, "texts that nobody says; pytest tests/language --bless takes them out"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language: str) -> None:
    found = entries(catalogue_of(language))
    assert not [key for key, message in found.items() if message.fuzzy]
    assert not [key for key, message in found.items() if not all(strings_of(message))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_have_the_places_of_the_text(language: str) -> None:
    for (_, one, many), message in entries(catalogue_of(language)).items():
        places = sorted(PLACES.findall(many or one))
        for said in strings_of(message):
            assert sorted(PLACES.findall(said)) == places, one


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_strong_words_strong_and_codes_as_they_are_typed(language: str) -> None:
    for (_, one, _), message in entries(catalogue_of(language)).items():
        for said in strings_of(message):
            assert said.count("**") == one.count("**"), one
            for code in re.findall(r"`[^`]+`", one):
                assert code in said, one


def test_what_is_retold_is_written_somewhere() -> None:
    written = " ".join(WORD.findall(" | ".join(literals())))
    for sentence in sentences():
        for part in re.split(r"\{\w+\}", sentence):
            assert _pieces(WORD.findall(part), written) <= MOST_PIECES, sentence


MOST_PIECES = 3
"""Of a sentence, between its places: a part of it may depend on something."""


def _pieces(words: list[str], written: str) -> int:
    """Return of how many pieces that are written somewhere words are made; many: they are not."""
    count = 0
    while words:
        found = [n for n in range(len(words), 0, -1) if " ".join(words[:n]) in written]
        if not found:
            return MOST_PIECES + 1
        words, count = words[found[0] :], count + 1
    return count


def test_texts_are_found_where_they_are_said() -> None:
    said = ast.parse('t("never " "said {n}", n=1); n("a", "b", 2); t(name); later("x")')
    found = [key for node in ast.walk(said) if (key := key_in(node))]
    assert sorted(found) == [("", "a", "b"), ("", "never said {n}", ""), ("", "x", "")]
