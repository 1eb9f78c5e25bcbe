"""YAML as it is read: core scalars of YAML 1.2, places, and no way to crash."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.scenario.loader import read
from sim.scenario.source import Mark, parse


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("0302", "0302"),
        ("-007", "-007"),
        ("1:30", "1:30"),
        ("1_000", "1_000"),
        ("2010-09-21", "2010-09-21"),
        ("'12'", "12"),
        ("!!str 12", "12"),
        ("12", 12),
        ("0", 0),
        ("-12", -12),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("0.50", 0.5),
        ("+1.", 1.0),
        ("true", True),
        ("~", None),
        ("", None),
        ("9" * 400, float("inf")),
    ],
)
def test_a_plain_scalar_means_what_yaml_1_2_says(text: str, value: object) -> None:
    data = parse(f"a: {text}\n", "f").data
    assert data == {"a": value}
    assert isinstance(data, dict)
    assert type(data["a"]) is type(value)


def test_keys_are_text_whatever_they_look_like() -> None:
    assert parse("{2010-01-01: 1, 0302: 2, NO: 3, 1: 4}", "f").data == {
        "2010-01-01": 1,
        "0302": 2,
        "NO": 3,
        "1": 4,
    }


def test_every_key_and_value_has_its_place() -> None:
    places = parse("a:\n  b: [x, {c: 1}]\n", "f").places
    assert places.of(("a", "b", 1, "c"), at_key=True) == Mark(2, 11)
    assert places.of(("a", "b", 1, "c")) == Mark(2, 14)
    assert places.of(("a", "b", 0)) == Mark(2, 7)


def test_a_value_below_its_key_is_found_by_the_key() -> None:
    assert parse("a:\n  b: 1\n", "f").places.of(("a",)) == Mark(1, 1)


def test_a_missing_key_is_placed_where_it_would_stand() -> None:
    assert parse("a: {b: 1}\n", "f").places.of(("a", "missing")) == Mark(1, 4)


def test_what_stands_behind_an_alias_is_placed_where_it_is_written() -> None:
    document = parse("a: &x {b: 1}\nc: *x\n", "f")
    assert document.data == {"a": {"b": 1}, "c": {"b": 1}}
    assert document.places.of(("c", "b")) == Mark(1, 11)


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert parse("a: 1".encode("utf-8-sig"), "f").data == {"a": 1}


def test_a_large_file_is_refused() -> None:
    (problem,) = parse(b"#" * 2_000_001, "f").problems
    assert "the file has more than 2 MB" in problem.message


def test_the_first_of_repeated_keys_is_kept_and_all_repeats_are_told() -> None:
    document = parse("a: 1\nb: {c: 1, c: 2}\na: 3\n", "f")
    assert document.data == {"a": 1, "b": {"c": 1}}
    assert [(p.line, p.key) for p in document.problems] == [(2, "b.c"), (3, "a")]


YAML_LIKE = st.lists(
    st.sampled_from(
        ["a", "b", "countries", "flows", ":", " ", "\n", "  ", "- ", "{", "}", "[", "]", ",", "&x",
         "*x", "<<", "!!int", "|", ">", "'", '"', "#", "---\n", "...", "%YAML 1.1", "1e9", "0x1",
         "\t", "\\u0000", "? ", "2010-01-01", "é", "\ufeff"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@given(st.one_of(st.binary(max_size=200), st.text(max_size=200), YAML_LIKE))
def test_no_text_makes_reading_crash(content: str | bytes) -> None:
    draft = read(content, "f")
    assert draft.scenario is None
    assert draft.errors
    assert all(p.line >= 1 and p.column >= 1 for p in draft.problems)
