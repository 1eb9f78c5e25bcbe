"""What orders do to the measures in force."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from sim.opening import setting_of
from sim.orders.base import Order
from sim.orders.effects import Standing, carry_out
from sim.orders.effects.restrict import ended as lift
from sim.orders.effects.restrict import impose
from sim.orders.timing import deed_of
from sim.parameters import load_parameters
from sim.timeline import Timeline
from sim.world.build import bare
from sim.world.measures import Measure
from sim.world.politics import NOBODY
from sim.world.world import CHANNELS
from tests.properties.scenarios import scenario_of
from tests.world.plain import PLAIN

START = dt.date(2020, 1, 6)
TIMELINE = Timeline(START, 7, 13, 8)
NETWORK, WORLD = bare(scenario_of(PLAIN))
SETTING = setting_of(scenario_of(PLAIN), NETWORK, load_parameters())


def measure(
    text: str, id: str = "m", given: dt.date = START, timeline: Timeline = TIMELINE
) -> Measure:
    setting = replace(SETTING, timeline=timeline)
    deed = deed_of(Order.parse(text), id, "A", given, setting, WORLD, settled=True)
    (made,) = carry_out(Standing((), NOBODY), deed).measures
    return made


def day(week: int) -> dt.date:
    return START + dt.timedelta(weeks=week)


def test_a_measure_is_in_force_from_its_first_to_its_last_day() -> None:
    ban = measure(f"export_ban product=ore from={day(3)} until={day(5) - dt.timedelta(days=1)}")
    assert [ban.in_force(tick) for tick in range(7)] == [False] * 3 + [True] * 2 + [False] * 2


def test_a_measure_may_last_to_the_end_of_all_dates() -> None:
    ban = measure(f"export_ban product=ore until={dt.date.max}")
    assert all(ban.in_force(tick) for tick in (0, TIMELINE.ticks))


def test_a_measure_never_acts_before_it_is_given() -> None:
    ban = measure(f"export_ban product=ore from={day(1)}", given=day(4))
    assert (ban.since, ban.known, ban.until) == (4, 4, None)


def test_an_announced_measure_is_known_before_it_acts() -> None:
    quota = measure(f"export_quota product=ore amount=1 from={day(9)} until={day(20)}")
    assert (quota.known, quota.since) == (0, 9)


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("export_ban product=ore", 0.0),
        ("export_licensing product=ore rate=0.3", 0.3),
        ("customs_slowdown product=ore share=0.4", 0.4),
        ("suspend firm=F share=0.4", 0.6),
        ("production_cap activity=mining rate=0.4", 0.4),
        ("substitution_rd product=ore factor=3", 3.0),
    ],
)
def test_rates(text: str, rate: float) -> None:
    assert measure(text).rate == pytest.approx(rate)


def test_a_release_is_a_stockpile_below_zero() -> None:
    assert measure("stockpile_release product=ore amount=5").amount == -5.0
    assert measure("stockpile_build product=ore amount=5").amount == 5.0


def test_a_weekly_release_from_customs_fits_the_tick() -> None:
    month = Timeline(START, 28, 3, 8)
    held = measure("customs_slowdown product=ore share=1 release=0.5", timeline=month)
    assert held.amount == pytest.approx(1 - 0.5**4)


def test_a_quota_without_an_end_lasts_a_round() -> None:
    quota = measure("export_quota product=ore amount=5")
    assert (quota.since, quota.until) == (0, 13)


@pytest.mark.parametrize(
    ("text", "channels"),
    [
        ("export_ban product=ore", ("declared",)),
        ("export_duty product=ore rate=0.1", ("declared", "unquoted")),
        ("customs_slowdown product=ore share=1", ("declared", "unquoted")),
        ("export_ban product=ore channel=undeclared", ("undeclared",)),
        ("export_ban product=ore channel=*", CHANNELS),
    ],
)
def test_channels(text: str, channels: tuple[str, ...]) -> None:
    assert measure(text).channels == channels


def test_a_new_duty_ends_the_old_one_on_the_same_things() -> None:
    first = measure("export_duty product=ore rate=0.1", "one")
    second = measure(f"export_duty product=ore rate=0.2 from={day(5)}", "two")
    old, new = impose((first,), second)
    assert (old.id, old.until, new.since) == ("one", 5, 5)


def test_a_duty_on_other_things_stands_beside_it() -> None:
    first = measure("export_duty product=ore rate=0.1", "one")
    kept, _ = impose((first,), measure("export_duty product=metal rate=0.2", "two"))
    assert kept == first


def test_licences_stand_beside_each_other() -> None:
    first = measure("export_licensing product=ore rate=0.1", "one")
    kept, _ = impose((first,), measure("export_licensing product=ore rate=0.2", "two"))
    assert kept == first


def test_a_quota_set_anew_inside_its_period_goes_on() -> None:
    last = day(26) - dt.timedelta(days=1)
    first = measure(f"export_quota product=ore amount=9 until={last}", "one")
    again = measure(f"export_quota product=ore amount=5 until={last}", "two", given=day(8))
    old, new = impose((first,), again)
    assert (old.until, new.since, new.continues) == (8, 8, "one")


def test_the_next_periods_quota_starts_afresh() -> None:
    first = measure(f"export_quota product=ore amount=9 until={day(13)}", "one")
    text = f"export_quota product=ore amount=5 from={day(15)} until={day(30)}"
    _, new = impose((first,), measure(text, "two"))
    assert new.continues is None


def test_lifting_ends_a_measure_and_never_lengthens_it() -> None:
    ban = measure("export_ban product=ore", "ban")
    past = measure(f"export_ban product=metal until={day(3)}", "past")
    ended, kept = lift((ban, past), ("ban", "past"), 9)
    assert (ended.until, kept.until) == (9, past.until)
    (never,) = lift((measure(f"export_ban product=ore from={day(20)}", "ban"),), ("ban",), 9)
    assert not any(never.in_force(tick) for tick in range(60))
