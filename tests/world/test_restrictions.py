"""Restrictions: what a quota allows, and the rate that licence holders reckon with."""

from __future__ import annotations

import numpy as np
import pytest

from sim.world.measures import Measure
from sim.world.restrictions import Restrictions, restrictions
from sim.world.world import Network
from tests.properties.scenarios import game_of
from tests.world.plain import PLAIN


def quota(name: str, amount: float, since: int, until: int, **more: object) -> Measure:
    """Return a quota on A's ore."""
    return Measure(
        name, "quota", "A", products=("ore",), channels=("declared",),
        amount=amount, since=since, until=until, known=since, **more,  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.fixture(scope="module")
def network() -> Network:
    return game_of(PLAIN).network


def laid(
    network: Network, *measures: Measure, tick: int, used: tuple[float, ...] = ()
) -> Restrictions:
    """Return the restrictions in a tick, of which so much was used."""
    spent = np.array(used) if used else np.zeros(len(measures))
    return restrictions(network, measures, tick, used=spent)


def test_carried_over_is_a_share_of_what_was_left(network: Network) -> None:
    first, second = quota("a", 100.0, 0, 10), quota("b", 50.0, 10, 20, rate=0.5)
    rules = laid(network, first, second, tick=10, used=(40.0, 0.0))
    assert list(rules.quota_amount) == [80.0]
    assert list(rules.quota_rate) == [8.0]


def test_an_overdrawn_quota_carries_nothing(network: Network) -> None:
    first, second = quota("a", 100.0, 0, 10), quota("b", 50.0, 10, 20, rate=1.0)
    rules = laid(network, first, second, tick=10, used=(130.0, 0.0))
    assert list(rules.quota_amount) == [50.0]


def test_what_was_carried_into_a_quota_can_be_carried_on(network: Network) -> None:
    first = quota("a", 100.0, 0, 10)
    second, third = quota("b", 50.0, 10, 20, rate=1.0), quota("c", 10.0, 20, 30, rate=1.0)
    rules = laid(network, first, second, third, tick=20, used=(40.0, 30.0, 0.0))
    assert list(rules.quota_amount) == [10.0 + (50.0 + 60.0 - 30.0)]


def test_a_quota_set_anew_inside_its_period_does_not_carry_its_own_rest(network: Network) -> None:
    first, second = quota("a", 100.0, 0, 10), quota("b", 50.0, 10, 14, rate=1.0)
    again = quota("c", 70.0, 14, 20, rate=1.0, continues="b")
    rules = laid(network, first, second, again, tick=14, used=(40.0, 30.0, 30.0))
    assert list(rules.quota_amount) == [70.0 + 60.0]


def test_a_quota_replaced_on_the_day_it_started_carries_nothing(network: Network) -> None:
    never, second = quota("a", 100.0, 10, 10), quota("b", 50.0, 10, 20, rate=1.0)
    assert list(laid(network, never, second, tick=10).quota_amount) == [50.0]


def test_a_quota_is_spread_over_its_period_before_it_is_set_anew(network: Network) -> None:
    first, again = quota("a", 100.0, 0, 6), quota("b", 100.0, 6, 10, continues="a")
    rules = laid(network, first, again, tick=5)
    assert list(rules.quota_rate) == [10.0]
    assert list(rules.quota_next_rate) == [10.0]
    assert list(rules.quota_until) == [10]


def test_only_the_quota_right_before_carries(network: Network) -> None:
    first, third = quota("a", 100.0, 0, 10), quota("c", 50.0, 12, 20, rate=1.0)
    assert list(laid(network, first, third, tick=12).quota_amount) == [50.0]


def test_a_continued_quota_has_the_rate_of_its_whole_period(network: Network) -> None:
    first, again = quota("a", 100.0, 0, 6), quota("b", 100.0, 6, 10, continues="a")
    rules = laid(network, first, again, tick=6, used=(60.0, 60.0))
    assert list(rules.quota_rate) == [10.0]
    assert list(rules.quota_next_rate) == [10.0]


def test_the_next_rate_is_known_from_its_announcement(network: Network) -> None:
    first, second = quota("a", 100.0, 0, 10), quota("b", 50.0, 10, 20, rate=1.0)
    told = quota("b", 50.0, 10, 20)
    assert list(laid(network, first, second, tick=5).quota_next_rate) == [10.0]
    early = Measure(**{**told.__dict__, "known": 4})
    assert list(laid(network, first, early, tick=5).quota_next_rate) == [5.0]


def test_the_same_measures_are_laid_but_once(network: Network) -> None:
    first, again = (laid(network, duty(0.1), tick=tick) for tick in (1, 2))
    assert first is again
    assert laid(network, duty(0.2), tick=2).duty.max() == pytest.approx(0.2)
    assert laid(network, duty(0.1), tick=2).duty.max() == pytest.approx(0.1)


def test_a_measure_that_is_over_is_not_laid(network: Network) -> None:
    ends = duty(0.1, until=2)
    assert laid(network, ends, tick=1).duty.any()
    assert not laid(network, ends, tick=2).duty.any()


def test_a_quota_is_laid_anew_each_time(network: Network) -> None:
    before, after = (
        laid(network, quota("a", 100.0, 0, 10), tick=1, used=used) for used in ((0.0,), (40.0,))
    )
    assert before is not after


def duty(rate: float, until: int | None = None) -> Measure:
    """Return a duty on A's ore from the start."""
    return Measure(f"duty {rate}", "duty", "A", products=("ore",), rate=rate, until=until)
