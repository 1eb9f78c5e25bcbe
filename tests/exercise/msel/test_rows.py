"""Rows of the MSEL: what one may hold, when it is due, and rows as plain data."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given, settings

from sim.errors import SimError
from sim.exercise.msel import InjectRow, due, plain, rows_of
from sim.exercise.msel.rows import LONGEST_TEXT
from tests.exercise.conditions.test_judge import SHORT
from tests.exercise.msel.made_up import injects

DAY = dt.date(2010, 9, 7)


def row(**values: Any) -> InjectRow:
    return InjectRow(**{"id": "I01", "title": "A boat is held", **values})


def fires(row: InjectRow, round: int = 1, minute: int = 0, date: dt.date = DAY) -> bool:
    return due(row, round=round, minute=minute, date=date, facts=SHORT)


# --- when it is due ------------------------------------------------------------------------------


def test_without_a_trigger_it_is_fired_by_hand_only() -> None:
    assert row().manual
    assert not fires(row(), round=9)


def test_its_round_and_minute_must_have_come() -> None:
    timed = row(round=2, minute=10)
    assert [fires(timed, r, m) for r, m in ((1, 50), (2, 9), (2, 10), (3, 0))] == [
        False, False, True, True,
    ]  # fmt: skip


def test_its_day_must_have_come() -> None:
    assert not fires(row(date=DAY + dt.timedelta(days=1)))
    assert fires(row(date=DAY))


def test_its_condition_must_hold_and_hangs_on_what_was_adjudicated() -> None:
    short = row(when="B.cover(ore) < 6 weeks")
    assert fires(short)
    assert not due(short, round=1, minute=0, date=DAY)
    assert not fires(row(when="C.cover(ore) < 6 weeks"))


def test_all_its_triggers_must_have_come() -> None:
    both = row(round=2, when="B.cover(ore) < 6 weeks")
    assert not fires(both, round=1)
    assert fires(both, round=2)


@pytest.mark.parametrize("status", ["pending", "held", "skipped", "fired"])
def test_only_what_is_approved_fires_by_itself(status: str) -> None:
    assert fires(row(round=1))
    assert not fires(row(round=1, status=status))


# --- what it may hold ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": " "}, "0: it has neither a title nor a text"),
        ({"minute": 3}, "0: its minute needs a round to be counted from"),
        ({"when": "rund > 2"}, "0.when: column 1: unknown word 'rund'"),
        ({"text": "a\u202eb"}, "0.text: it holds the hidden character U+202E"),
        ({"text": "x" * (LONGEST_TEXT + 1)}, "0.text: String should have at most"),
        ({"to": ["JPN, CHN"]}, "0.to.0"),
        ({"effects": [" "]}, "0.effects.0: it is empty"),
        ({"extra": {"Title": "x"}}, "'Title' is a column of the list itself"),
        ({"id": "a b"}, "0.id"),
        ({"from": "PM", "effect": ""}, "0.effect"),
    ],
)
def test_what_it_may_not_hold_is_told(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(SimError) as raised:
        rows_of([{"id": "I01", "title": "A boat is held", **wrong}])
    assert said in str(raised.value)


def test_white_space_and_line_ends_are_made_plain() -> None:
    made = row(title=" A  boat\n is held ", text="one\r\ntwo\r")
    assert made.title == "A boat is held"
    assert made.text == "one\ntwo"


def test_its_headline_is_its_title_or_how_its_text_begins() -> None:
    assert row().headline == "A boat is held"
    assert row(title="", text="At dawn\na boat").headline == "At dawn a boat"


@given(injects())
@settings(max_examples=50)
def test_rows_come_back_from_json(rows: tuple[InjectRow, ...]) -> None:
    assert rows_of(json.loads(json.dumps(plain(rows)))) == rows
