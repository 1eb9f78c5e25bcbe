"""Periods and ticks on the calendar."""

import datetime as dt

import pytest

from sim.timeline import Period, Timeline

PERIODS = {
    "2010": ("2010-01-01", "2010-12-31"),
    "2010-H2": ("2010-07-01", "2010-12-31"),
    "2010-Q1": ("2010-01-01", "2010-03-31"),
    "2012-02": ("2012-02-01", "2012-02-29"),
    "2010-09-21": ("2010-09-21", "2010-09-21"),
    "2010-12..2011-Q1": ("2010-12-01", "2011-03-31"),
    "2010-09 .. 2010-09": ("2010-09-01", "2010-09-30"),
    "9999-12-30": ("9999-12-30", "9999-12-30"),
}

NO_PERIODS = {
    "": "is no period",
    "2010-9": "is no period",
    "2010-H3": "is no period",
    "2010-13": "there is no month 13",
    "2010-02-30": "day is out of range",
    "0000": "year 0 is out of range",
    "2010-09..2010-08": "ends before it starts",
    "2010..2009": "ends before it starts",
    "..2010": "is no period",
    "9999": "leads beyond 9999-12-30",
    "9999-12-31": "leads beyond 9999-12-30",
    "2010..9999-Q4": "leads beyond 9999-12-30",
}


@pytest.mark.parametrize("text", PERIODS)
def test_a_period_runs_from_its_first_to_its_last_day(text: str) -> None:
    first, last = (dt.date.fromisoformat(day) for day in PERIODS[text])
    period = Period.parse(text)
    assert (period.start, period.end) == (first, last + dt.timedelta(days=1))


@pytest.mark.parametrize("text", NO_PERIODS)
def test_what_is_no_period_is_told(text: str) -> None:
    with pytest.raises(ValueError, match=NO_PERIODS[text]):
        Period.parse(text)


def test_a_tick_half_inside_a_period_counts_half() -> None:
    timeline = Timeline(dt.date(2010, 1, 4), 2, 3, 1)
    assert timeline.weights(Period(dt.date(2010, 1, 5), dt.date(2010, 1, 8))).tolist() == [
        0.5,
        1,
        0,
    ]
