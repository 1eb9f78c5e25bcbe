"""Conditions as text: what is understood, what is said of what is not, and that text comes back."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.exercise.conditions import DEEPEST, LONGEST, ConditionError, parse
from sim.exercise.conditions.parse import SIGNS
from sim.exercise.conditions.terms import (
    AllOf,
    Amount,
    AnyOf,
    Compared,
    Condition,
    Fired,
    InRound,
    Not,
    OnDate,
    Ordered,
)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("JPN.cover(ndpr) < 6 weeks", Compared("JPN.cover(ndpr)", "<", Amount(6.0, "weeks"))),
        ("lantern-islets.concession>20%",
         Compared("lantern-islets.concession", ">", Amount(20.0, "%"))),
        ("SORIN.imports( magnet ,KORVA ) ≤ 1.5 kt / week",
         Compared("SORIN.imports(magnet,KORVA)", "<=", Amount(1.5, "kt/week"))),
        ("JPN.damage >= 1 % of GDP a year",
         Compared("JPN.damage", ">=", Amount(1.0, "% of GDP a year"))),
        ("JPN.support < 40 of 100", Compared("JPN.support", "<", Amount(40.0, "of 100"))),
        ("A.relations(B) < −0.5", Compared("A.relations(B)", "<", Amount(-0.5))),
        ("round == 3", InRound("=", 3)),
        ("Date ≠ 2010-09-07", OnDate("!=", dt.date(2010, 9, 7))),
        ("ordered(CHN, export_embargo)", Ordered("CHN", "export_embargo")),
        ("ordered(JPN.METI)", Ordered("JPN.METI")),
        ("fired(2.1)", Fired("2.1")),
        ("round>2 AND fired(a) or not fired(b)",
         AnyOf((AllOf((InRound(">", 2), Fired("a"))), Not(Fired("b"))))),
        ("round > 2 and (fired(a) or fired(b))",
         AllOf((InRound(">", 2), AnyOf((Fired("a"), Fired("b")))))),
        ("not not fired(a)", Not(Not(Fired("a")))),
    ],
)  # fmt: skip
def test_a_condition_is_understood(text: str, meant: Condition) -> None:
    assert parse(text) == meant


def test_and_binds_closer_than_or() -> None:
    assert parse("fired(a) or fired(b) and fired(c)") == parse(
        "fired(a) or (fired(b) and fired(c))"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "column 1: found the end; write the name of a number such as JPN.cover(ndpr)"),
        ("6 weeks > A.cover(ore)", "column 1: found '6'; write the name of a number"),
        ("rounds > 2", "column 1: unknown word 'rounds'; known: date, fired, not, ordered, round. "
                       "Did you mean 'round'?"),
        ("A.cover(ore)", "column 13: found the end; compare A.cover(ore) by <"),
        ("A.cover(ore < 6", "column 16: the bracket of column 8 is not closed"),
        ("A.cover() < 6", "column 8: A.cover takes names in brackets"),
        ("A.cover(ore) < many", "column 16: found 'many'; write a number"),
        ("A.price(ore) < 1,000 USD/t", "column 17: write numbers with a point"),
        ("A.price(ore) < 1e999", "column 16: 1e999 is too large"),
        ("A.price(ore) < 6 weeks round > 2", "column 24: found 'round'; write 'and' or 'or'"),
        ("round > 2)", "column 10: found ')', '(' belongs before it"),
        ("round > 2.5", "column 9: '2.5' is no round; write its number"),
        ("round > 2 weeks", "'2 weeks' is no round"),
        ("date > 2010-9-7", "column 8: '2010-9-7' is no day"),
        ("date > 2010-09", "write 2010-09-07"),
        ("date > 2010-13-01", "'2010-13-01' is no day"),
        ("fired", "column 6: write fired(…) with an inject in the brackets"),
        ("fired(a, b)", "column 6: fired takes an inject in brackets"),
        ("ordered(a, b, c)", "ordered takes a seat, and an instrument or none in brackets"),
        ("(round > 2", "the bracket of column 1 is not closed; write ')'"),
        ("round > 2 and", "column 14: found the end"),
        ("not", "column 4: found the end"),
        ("__import__('os')", "column 1: found '__import__'"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_told_with_its_column(text: str, said: str) -> None:
    with pytest.raises(ConditionError) as raised:
        parse(text)
    assert said in str(raised.value)


def test_length_and_depth_are_limited() -> None:
    deep = "(" * DEEPEST + "round > 2" + ")" * DEEPEST
    assert parse(deep) == parse("round > 2")
    with pytest.raises(ConditionError, match=f"more than {DEEPEST} brackets"):
        parse(f"({deep})")
    with pytest.raises(ConditionError, match=f"at most {LONGEST} characters"):
        parse("round > 2 " * LONGEST)


def test_where_a_term_stands_does_not_matter_for_what_it_means() -> None:
    late = parse("   fired(a)")
    assert isinstance(late, Fired)
    assert late.column == 4
    assert late == parse("fired(a)")


# --- properties ----------------------------------------------------------------------------------

names = st.from_regex(r"[A-Z]{1,4}(-[a-z]{1,3})?", fullmatch=True)
signs = st.sampled_from(sorted(set(SIGNS.values())))
units = st.sampled_from(["", "weeks", "%", "USD/t", "of 100", "t", "% of GDP"])
amounts = st.builds(Amount, st.floats(allow_nan=False, allow_infinity=False), units)
numbers = st.builds("{}.cover({})".format, names, names) | st.builds("{}.support".format, names)
leaves = (
    st.builds(Compared, numbers, signs, amounts)
    | st.builds(InRound, signs, st.integers(0, 999))
    | st.builds(OnDate, signs, st.dates())
    | st.builds(Ordered, names, st.sampled_from(["", "export_embargo"]))
    | st.builds(Fired, names)
)


def joined(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    parts = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.builds(Not, inner) | st.builds(AllOf, parts) | st.builds(AnyOf, parts)


conditions: st.SearchStrategy[Condition] = st.recursive(leaves, joined, max_leaves=5)


@given(conditions)
def test_text_comes_back(condition: Condition) -> None:
    assert parse(str(condition)) == condition


words = st.sampled_from(
    ["round", "date", "and", "or", "not", "(", ")", "ordered", "fired", "A.cover(ore)", "<", ">=",
     "6", "%", "weeks", "2010-09-07", ",", ".", "-1e9", "of 100", "/", "A", "  "]
)  # fmt: skip


@given(st.text(max_size=60) | st.lists(words, max_size=12).map(" ".join))
def test_whatever_is_typed_only_its_own_error_is_raised(text: str) -> None:
    try:
        understood = parse(text)
    except ConditionError as error:
        assert 1 <= error.column <= len(text) + 1
    else:
        assert parse(str(understood)) == understood
