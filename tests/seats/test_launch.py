"""Launch: who wants something begins to press if that is worth it, and only then is it asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.observation import Observation
from sim.politics.forecast import Launch
from sim.seats.launch import launches, reckoned, told
from sim.seats.policies import policy
from sim.world.measures import Measure
from tests.seats.made_up import NOW, SPAN, names, quarrel, seen, step, texts

COERCERS = ("gray_zone", "salami", "escalate_to_deter", "great_power_trucer")
DENIERS = ("gray_zone", "salami")
CERTAIN = Launch((("concession", 0.2), ("own cost", -0.06), ("joint answer", -0.02)), 1.0)
HOPELESS = Launch((("concession", 0.03), ("joint answer", -0.2)), 0.0)
WATCH = Measure("w", "warning", "A", rate=0.5, instrument="early_warning")


def wanting(
    openly: Launch, denied: Launch, stage: str = "latent", *measures: Measure
) -> Observation:
    """Return what A sees that wants something of B, with what pressing would be worth."""
    dispute = quarrel("A", "B", id="A-B", stage=stage, months=0.0, escalation=0.0)
    return seen(
        disputes=(dispute,), measures=(WATCH, *measures), threats=(),
        deterrence={"A-B": openly}, deterrence_denied={"A-B": denied},
    )  # fmt: skip


def pressed(name: str, view: Observation) -> bool:
    gentle = ("quiet_lifting", "deal_talks", "offramp")
    return any(order not in gentle for order in names(policy(name).orders(view)))


@pytest.mark.parametrize("name", COERCERS)
def test_nobody_begins_what_is_not_worth_it(name: str) -> None:
    assert pressed(name, wanting(CERTAIN, CERTAIN))
    assert not pressed(name, wanting(HOPELESS, HOPELESS))


@pytest.mark.parametrize("name", COERCERS)
def test_each_looks_at_the_way_it_would_press(name: str) -> None:
    assert pressed(name, wanting(HOPELESS, CERTAIN)) is (name in DENIERS)
    assert pressed(name, wanting(CERTAIN, HOPELESS)) is (name not in DENIERS)


@pytest.mark.parametrize("name", ["escalate_to_deter", "great_power_trucer"])
def test_what_was_begun_is_gone_on_with(name: str) -> None:
    assert pressed(name, wanting(HOPELESS, HOPELESS, "frozen"))


def test_one_who_has_taken_a_step_does_not_ask_again() -> None:
    own = step("A", "B", "customs_slowdown", "ore", rate=0.3, known=NOW - SPAN)
    coming = wanting(HOPELESS, HOPELESS, "latent", own)  # announced, and not yet in force
    assert launches(coming, coming.disputes[0], deniable=True)
    assert reckoned(coming, coming.disputes[0], deniable=True) == ""


def test_the_reason_tells_the_worth_and_its_parts() -> None:
    (first, *_) = policy("gray_zone").orders(wanting(HOPELESS, CERTAIN))
    worth = "Pressing B is worth +0.12: concession +0.20, own cost −0.06, joint answer −0.02."
    assert worth in first.reason
    (threat, *_) = policy("escalate_to_deter").orders(wanting(CERTAIN, HOPELESS))
    assert texts((threat,))[0].startswith("threat")
    assert worth in threat.reason


def test_what_a_government_wants_for_beginning_is_drawn_once_for_a_game() -> None:
    even = replace(CERTAIN, probability=0.5)
    view = wanting(even, even)
    begins = launches(view, view.disputes[0])
    later = replace(view, round=view.round + 4, start=view.end)
    assert launches(later, view.disputes[0]) is begins
    elsewhere = {launches(replace(view, luck=n), view.disputes[0]) for n in range(20)}
    assert elsewhere == {True, False}


@pytest.mark.parametrize("probability", [0.1, 0.6])
def test_a_share_of_games_sees_it_begun(probability: float) -> None:
    view = wanting(replace(CERTAIN, probability=probability), HOPELESS)
    begun = [launches(replace(view, luck=n), view.disputes[0]) for n in range(2000)]
    assert sum(begun) / len(begun) == pytest.approx(probability, abs=0.03)


def test_a_quarrel_begun_anew_was_decided() -> None:
    view = wanting(HOPELESS, HOPELESS)
    assert launches(view, replace(view.disputes[0], id=""))


def test_parts_that_hardly_count_are_left_out() -> None:
    assert told(Launch((("concession", 0.004),), 0.5)) == "+0.00"
