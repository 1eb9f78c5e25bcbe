"""What must not matter: the unit, the order of rows, the names' order, a row in two parts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.dependence.pairs import pairs
from sim.dependence.profile import Profile, profile
from tests.dependence.made_up import P, Row, trade

COUNTRIES, PRODUCTS = "ABCD", "xyz"

ROWS = st.lists(
    st.tuples(
        st.sampled_from(COUNTRIES),
        st.sampled_from(COUNTRIES),
        st.sampled_from(PRODUCTS),
        st.integers(1, 1000).map(float),
    ),
    min_size=1,
    max_size=30,
)
FEW = settings(max_examples=50)
BY = st.sampled_from(["hjs", "eu"])
AMOUNTS = ("bought", "imports", "exports", "home")


def profiles(rows: list[Row], by: str) -> dict[tuple[str, str | None], Profile]:
    table = trade(*rows)
    names = tuple(table.countries)
    return {
        (one, on): profile(table, one, P, on=on, friends=(), by=by)
        for one in names
        for on in (None, *names)
        if one != on
    }


def same(
    one: Profile, other: Profile, scale: float = 1.0, rename: Callable[[str], str] = str
) -> None:
    """Ask that two profiles agree, but for the unit and the names of countries."""
    goods = {good.product: good for good in other.goods}
    assert len(goods) == len(one.goods)
    for good in one.goods:
        again = vars(goods[good.product])
        for name, value in vars(good).items():
            if name in ("supplier", "leading"):
                assert again[name] == (None if value is None else rename(value))
            elif name == "values":
                assert again[name] == pytest.approx(value, abs=1e-9)
            elif isinstance(value, float):
                scaled = value * scale if name in AMOUNTS else value
                assert again[name] == pytest.approx(scaled, abs=1e-9), name
            else:
                assert again[name] == value, name
    for mine, yours in ((one.own_levers, other.own_levers), (one.other_levers, other.other_levers)):
        assert {lever.product for lever in mine} == {lever.product for lever in yours}


@FEW
@given(ROWS, BY, st.sampled_from([1e-6, 0.3, 7.0, 1e9]))
def test_the_unit(rows: list[Row], by: str, scale: float) -> None:
    scaled = [(s, b, p, v * scale) for s, b, p, v in rows]
    again = profiles(scaled, by)
    for key, found in profiles(rows, by).items():
        same(found, again[key], scale)


@FEW
@given(ROWS, BY, st.randoms(use_true_random=False))
def test_the_order_of_rows(rows: list[Row], by: str, random: object) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert profiles(shuffled, by) == profiles(rows, by)


@FEW
@given(ROWS, BY, st.permutations(COUNTRIES))
def test_what_countries_are_called(rows: list[Row], by: str, order: list[str]) -> None:
    called = dict(zip(COUNTRIES, order, strict=True))
    renamed = [(called[s], called[b], p, v) for s, b, p, v in rows]
    again = profiles(renamed, by)
    for (one, on), found in profiles(rows, by).items():
        if on is not None:  # of equal suppliers the first by name leads
            other = again[called[one], called[on]]
            assert [g.index for g in other.goods] == [g.index for g in found.goods]
            assert other.autonomy == pytest.approx(found.autonomy)


@FEW
@given(ROWS, BY, st.data())
def test_a_row_in_two_parts(rows: list[Row], by: str, data: st.DataObject) -> None:
    seller, buyer, product, value = rows[0]
    part = float(data.draw(st.integers(0, int(value))))
    parts = [(seller, buyer, product, part), (seller, buyer, product, value - part), *rows[1:]]
    assert profiles(parts, by) == profiles(rows, by)


@FEW
@given(ROWS, BY)
def test_shares_are_shares(rows: list[Row], by: str) -> None:
    for found in profiles(rows, by).values():
        for good in found.goods:
            for name in ("share", "control", "concentration", "outside", "market", "markets"):
                assert 0.0 <= vars(good)[name] <= 1.0 + 1e-9
            for name in ("exporters", "holding", "hardness", "indispensability"):
                assert 0.0 <= vars(good)[name] <= 1.0 + 1e-9
            assert good.dependent <= (good.margin > 0.0)
            assert (good.index == 3) == (good.margin > 1e-9)


@FEW
@given(ROWS)
def test_nobody_depends_on_two(rows: list[Row]) -> None:
    found = profiles(rows, "hjs")
    for one in COUNTRIES:
        on = [good.product for (c, o), p in found.items() if c == one and o for good in p.dependent]
        assert len(on) == len(set(on))


@FEW
@given(ROWS, BY)
def test_pairs_do_not_depend_on_the_order_of_rows(rows: list[Row], by: str) -> None:
    assert pairs(trade(*rows[::-1]), P, by=by) == pairs(trade(*rows), P, by=by)
