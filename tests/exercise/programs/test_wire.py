"""The messages between an exercise and a program: whatever comes is an answer or a fault."""

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sim.exercise.programs.limits import FaultError, cleaned
from sim.exercise.programs.wire import Answer, answer_of, line_of

TEXT = st.text(max_size=60)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
ORDER = st.sampled_from(["hold", "hodl", "export_ban product=ore", "threat rate=9", ""]) | TEXT
ALIKE = st.fixed_dictionaries(
    {"orders": st.lists(st.fixed_dictionaries({"order": ORDER}, optional={"reason": TEXT}) | JSON,
                        max_size=3) | JSON},
    optional={"messages": st.lists(JSON, max_size=2) | JSON, "round": st.integers(0, 3) | JSON},
)  # fmt: skip
"""Answers, and what looks like one."""


def read(line: bytes) -> Answer | None:
    """The answer that a line is; None if it is told why it is none."""
    try:
        return answer_of(line, 1)
    except FaultError as fault:
        assert fault.kind == "nonsense"
        assert cleaned(str(fault)) == str(fault)
        assert len(str(fault)) < 2_000
        return None


@given(st.binary(max_size=200))
@example(b"")
@example(b"null")
@example(b'{"orders": [{"order": "hold", "order": 1}]}')
@example(b'{"orders": []} {"orders": []}')
@example(b"[" * 100_000)
@example(b'{"orders": [], "round": ' + b"9" * 10_000 + b"}")
@example(b'{"orders": ["\xed\xa0\x80"]}')
@example(b'{"' + b"x" * 100_000 + b'": 1}')
def test_any_bytes_are_an_answer_or_a_fault(line: bytes) -> None:
    read(line)


@given(JSON | ALIKE)
def test_any_json_is_an_answer_or_a_fault(said: Any) -> None:
    answer = read(json.dumps(said).encode())
    if answer is not None:
        assert len(answer.orders) + len(answer.problems) == len(said["orders"])
        for wanted in answer.orders:
            assert wanted.order.parse(str(wanted.order)) == wanted.order
            line_of({"order": str(wanted.order), "reason": wanted.reason})  # it can be stored


@given(st.text())
def test_texts_are_cleaned_once_and_for_all(text: str) -> None:
    once = cleaned(text)
    assert cleaned(once) == once
    assert len(once) == len(text)
    assert not any(sign in once for sign in "\x1b\x07\x9b\u202e\r")


@pytest.mark.parametrize("code", ["\x1b", "\x9b", "\u202e", "\u0000"])
def test_what_a_fault_quotes_steers_no_terminal(code: str) -> None:
    with pytest.raises(FaultError) as caught:
        answer_of(f'{{"{code}": 1}}'.encode(), 1)
    assert code not in str(caught.value)
