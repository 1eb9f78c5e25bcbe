"""Speech: English says itself; another language is spoken within, by whoever speaks it."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import SimError
from sim.language import called, known, languages, later, n, retold, speaking, spoken, t


def test_english_says_itself() -> None:
    assert spoken() == "en"
    assert t("Round {round} is open", round=3) == "Round 3 is open"
    assert called("ruling", "carried out") == "carried out"
    assert later("the red one") == "the red one"


def test_another_language_is_spoken_within() -> None:
    with speaking("ja"):
        assert t("Seat") == "席"
        with speaking("en"):
            assert t("Seat") == "Seat"
        assert t("Seat") == "席"
        assert called("ruling", "carried out") == "実施"
    assert t("Seat") == "Seat"


def test_a_language_is_left_when_something_goes_wrong() -> None:
    with pytest.raises(ValueError, match="wrong"), speaking("ja"):
        raise ValueError("wrong")
    assert spoken() == "en"


def test_each_thread_speaks_its_own() -> None:
    heard: list[str] = []
    with speaking("ja"):
        listener = threading.Thread(target=lambda: heard.append(t("Seat")))
        listener.start()
        listener.join()
    assert heard == ["Seat"]


def test_a_text_that_is_lacking_is_said_in_english() -> None:
    with speaking("ja"):
        unheard_of = "Nobody ever said {this}"
        assert t(unheard_of, this="so") == "Nobody ever said so"
        assert n(unheard_of, unheard_of, 2, this="so") == "Nobody ever said so"
        assert called("ruling", "unheard of") == "unheard of"
        assert t("") == called("ruling", "") == ""


def test_one_and_many_are_told_apart_where_the_language_does() -> None:
    one, many = "{seat} has handed in {count} order", "{seat} has handed in {count} orders"
    assert n(one, many, 1, seat="A") == "A has handed in 1 order"
    assert n(one, many, 0, seat="A") == "A has handed in 0 orders"
    with speaking("ja"):
        assert n(one, many, 1, seat="A") == "A が指示 1 件を提出した"


def test_an_unknown_language_is_told_with_those_that_are_known() -> None:
    with pytest.raises(SimError, match=r"unknown language 'jp'; known: en, ja\. Did"):
        known("jp")
    assert languages() == ("en", "ja")


# --- what is retold ------------------------------------------------------------------------------


def test_sentences_of_the_model_are_retold() -> None:
    text = "SORIN began to forbid exports (SORIN-1-1)"
    assert retold(text) == text
    with speaking("ja"):
        said = retold(text)
    assert "輸出を禁止する" in said
    assert "SORIN-1-1" in said


def test_a_sentence_in_a_sentence_is_retold() -> None:
    refused = "export_ban refused: A holds 3 % of the supply of ore; the least for effect is 10 %"
    with speaking("ja"):
        said = retold(f"{refused} (rule §A.11)")
    assert "却下" in said
    assert "§A.11" in said
    assert "least" not in said


def test_lines_are_retold_each() -> None:
    with speaking("ja"):
        said = retold("A lifted B-1\nunheard of\nunknown seat 'X'; known: A, B")
    assert said.split("\n")[1] == "unheard of"
    assert said.count("\n") == 2
    assert "席「X」は不明" in said


@given(st.text(max_size=200))
def test_whatever_is_said_can_be_retold(text: str) -> None:
    with speaking("ja"):
        assert isinstance(retold(text), str)
        assert retold(text).count("\n") == text.count("\n")
