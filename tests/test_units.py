"""Units convert exactly, or say what would do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.units import WORDED, UnitError, convert, names, terms, worded


@pytest.mark.parametrize(
    ("value", "unit", "to", "result"),
    [
        (2.5, "kt/year", "t/year", 2500.0),
        (1.0, "year", "day", 365.2425),
        (365.2425, "t/year", "t/week", 7.0),
        (3.0, "percent", "1", 0.03),
        (3.0, "%", "1", 0.03),
        (5.0, "USD/kg", "USD/t", 5000.0),
        (2.0, "bnUSD/year", "MUSD/year", 2000.0),
        (1.0, "kvehicle", "vehicle", 1000.0),
        (7.0, "USD/USD", "1", 7.0),
        (1.0, "PJ", "GWh", 277.77777777777777),
    ],
)
def test_a_value_converts(value: float, unit: str, to: str, result: float) -> None:
    assert convert(value, unit, to) == pytest.approx(result, rel=1e-12)


@pytest.mark.parametrize(
    ("unit", "to", "said"),
    [
        ("tonn", "t", "unknown unit 'tonn'.*Did you mean 'tonne'"),
        ("usd/kg", "USD/kg", "Did you mean 'USD'"),
        ("t", "USD/t", "unit 't' cannot be turned into 'USD/t'; use 'USD/t' or 'kUSD/t'"),
        ("t/year", "vehicle/year", "use 'vehicle/year' or 'kvehicle/year'"),
        ("week", "1", "use '1' or 'percent'"),
        ("", "t", "unknown unit ''"),
        ("t//year", "t/year", "unknown unit ''"),
        ("9**9**9", "1", "unknown unit '9'"),
        ("t^2", "t", "unknown unit"),
    ],
)
def test_a_wrong_unit_is_told_with_what_would_do(unit: str, to: str, said: str) -> None:
    with pytest.raises(UnitError, match=said):
        convert(1.0, unit, to)


@given(st.text(max_size=80))
def test_no_text_makes_units_crash(text: str) -> None:
    try:
        terms(text)
        convert(1.0, text, "t")
    except UnitError:
        pass


@given(st.sampled_from(names()), st.floats(1e-6, 1e6))
def test_there_and_back_is_the_same(name: str, value: float) -> None:
    base = {"percent": "1"}.get(name, name)
    assert convert(convert(value, name, base), base, name) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize("of", WORDED)
def test_what_is_no_measure_is_understood_by_patches_and_conditions_alike(of: str) -> None:
    for word, size in WORDED[of].items():
        assert worded(word, of) == worded(word.upper(), of) == size
    assert worded("t", of) is None
