"""An order's text comes back, and what is wrong with a text is said."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import InvalidOrderError
from sim.orders.base import Order, Value
from sim.orders.instruments import Key, instruments

NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9_-]{0,9}", fullmatch=True)


def values(key: Key) -> st.SearchStrategy[Value]:
    if key.kind == "names":
        some = st.lists(NAMES, min_size=1, max_size=3, unique=True).map(tuple)
        return st.one_of(st.just(("*",)), some)
    if key.kind == "choice":
        return st.sampled_from([(choice,) for choice in key.choices])
    if key.kind == "date":
        return st.dates(dt.date(1900, 1, 1), dt.date(2200, 1, 1))
    high = min(key.high, 1e12)
    return st.floats(key.low, high, allow_nan=False).map(lambda x: x + 0.0)  # no minus zero


@st.composite
def orders(draw: st.DrawFn) -> Order:
    instrument = draw(st.sampled_from(sorted(instruments())))
    keys = instruments()[instrument].keys
    given_keys = [k for k, key in keys.items() if key.required or draw(st.booleans())]
    return Order(instrument, tuple((k, draw(values(keys[k]))) for k in given_keys))


@given(orders())
def test_the_text_of_an_order_comes_back(order: Order) -> None:
    assert Order.parse(str(order)) == order


@given(orders(), st.randoms(use_true_random=False))
def test_keys_may_stand_in_any_order(order: Order, chance: object) -> None:
    words = str(order).split()
    keys = words[1:]
    chance.shuffle(keys)  # type: ignore[attr-defined]
    assert Order.parse("  ".join([words[0], *keys])) == order


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "starts with the name of an instrument"),
        ("   ", "starts with the name of an instrument"),
        ("export_bann product=ore", "unknown instrument 'export_bann'"),
        ("export_bann product=ore", "Did you mean 'export_ban'?"),
        ("export_ban ore", "'ore' should read key=value"),
        ("export_ban product=ore colour=red", "unknown key of export_ban 'colour'"),
        ("export_ban product=ore product=metal", "product= is given twice"),
        ("export_ban target=B", "export_ban needs product= (products, or *)"),
        ("export_licensing product=ore", "needs rate= (share of requests let through)"),
        ("export_ban product=ore,", "give names joined by commas, or *"),
        ("export_ban product=*,ore", "give names joined by commas, or *"),
        ("export_ban product=", "give names joined by commas, or *"),
        ("export_ban product=ore from=1.9.2010", "give a date such as 2010-09-21"),
        ("export_ban product=ore until=2010-13-01", "give a date such as 2010-09-21"),
        ("export_licensing product=ore rate=half", "rate=half: give a number"),
        ("export_licensing product=ore rate=1.5", "lies between 0 and 1"),
        ("export_licensing product=ore rate=-0.1", "lies between 0 and 1"),
        ("export_licensing product=ore rate=nan", "lies between 0 and 1"),
        ("export_duty product=ore rate=inf", "lies between 0 and 10"),
        ("export_ban product=ore overrule=perhaps", "overrule=perhaps: give yes or no"),
        ("substitution_rd product=ore factor=0.5", "lies between 1 and 10"),
    ],
)
def test_what_is_wrong_is_said(text: str, told: str) -> None:
    with pytest.raises(InvalidOrderError) as raised:
        Order.parse(text)
    assert told in str(raised.value)


@given(st.text(max_size=60))
def test_any_text_is_an_order_or_refused(text: str) -> None:
    try:
        order = Order.parse(text)
    except InvalidOrderError:
        return
    assert Order.parse(str(order)) == order


def test_an_open_list_and_a_star_name_everybody() -> None:
    assert Order.parse("export_ban product=*").names("product") == ()
    assert Order.parse("export_ban product=ore").names("target") == ()


def test_numbers_and_dates_left_out_have_defaults() -> None:
    hold = Order.parse("customs_slowdown product=ore share=1")
    assert hold.number("release") == 0.0
    assert hold.date("until") is None
    assert Order.parse("export_ban product=ore until=2020-02-29").date("until") == dt.date(
        2020, 2, 29
    )
