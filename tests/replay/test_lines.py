import datetime as dt
from typing import Any

import numpy as np
import pytest

from sim.indicators import Record
from sim.replay.history import Series
from sim.replay.lines import chart
from tests.indicators import made_up
from tests.indicators.made_up import NORTH, ORE, SOUTH
from tests.replay.test_score import IMPORTS, PRICE, history, series


def one(reading: dict[str, Any], points: dict[str, float]) -> Series:
    return history(series=[series("s", reading, points)]).series[0]


def steady() -> Record:
    arrays = made_up.blank(104)
    arrays["export_price"][:, NORTH, ORE] = 50.0
    arrays["arrived"][:, NORTH, SOUTH, ORE] = 7.0
    return made_up.record(arrays)


def test_points_stand_in_the_middle_of_their_periods_and_in_order() -> None:
    drawn = chart(one(PRICE, {"2010": 2.0, "2009-02": 1.0}), steady())
    assert drawn.observed.dates == (dt.date(2009, 2, 15), dt.date(2010, 7, 2))
    assert drawn.observed.values == (1.0, 2.0)
    assert drawn.without is None


def test_a_line_of_what_adds_up_is_read_over_a_window_as_long_as_the_observed_periods() -> None:
    drawn = chart(one(IMPORTS, {"2009-04": 30.0, "2009-06": 30.0}), steady(), steady())
    assert drawn.unit == "t"
    assert np.allclose(drawn.simulated.values, 30.0)  # 1 t a day
    assert drawn.without == drawn.simulated
    assert drawn.simulated.dates[0] == dt.date(2009, 1, 16)


def test_periods_of_different_length_are_drawn_per_month() -> None:
    drawn = chart(one(IMPORTS, {"2009": 365.0, "2009-04": 30.0}), steady())
    assert drawn.unit == "t a month"
    assert np.allclose(drawn.observed.values, 365.2425 / 12)
    assert np.allclose(drawn.simulated.values, 365.2425 / 12)


def test_what_does_not_add_up_keeps_its_unit_whatever_the_periods() -> None:
    drawn = chart(one({**PRICE, "scale": 0.001}, {"2009": 0.05, "2009-04-01": 0.05}), steady())
    assert drawn.unit == "t"
    assert drawn.simulated.values == pytest.approx([0.05] * len(drawn.simulated.values))
