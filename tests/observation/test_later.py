"""What is worked out when somebody looks is worked out once, and is like any other value."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sim.observation.later import Later, LaterRow


def test_nothing_is_worked_out_before_somebody_looks() -> None:
    asked: list[str] = []

    def found() -> dict[str, float]:
        asked.append("now")
        return {"ore": 1.0}

    stocks = Later(found)
    assert not asked
    assert stocks["ore"] == 1.0
    assert stocks.get("gas") is None
    assert asked == ["now"]


@given(st.dictionaries(st.text(max_size=3), st.integers(), max_size=4))
def test_a_mapping_is_what_it_holds(values: dict[str, int]) -> None:
    later = Later(lambda: values)
    assert later == values
    assert dict(later) == values
    assert len(later) == len(values)
    assert repr(later) == repr(values)
    assert later != {**values, "more": 1}


@given(st.lists(st.integers(), max_size=4).map(tuple))
def test_a_row_is_what_it_holds(values: tuple[int, ...]) -> None:
    later = LaterRow(lambda: values)
    assert later == values
    assert (*later,) == values
    assert later[:2] == values[:2]
    assert len(later) == len(values)
    assert later != (*values, 1)
