"""What is said of a scenario's seats that cannot be played."""

from __future__ import annotations

import pytest

from sim.scenario import catalog
from sim.scenario.loader import FILE, read
from sim.seats.load import EVERY_RULE

TEXT = (catalog.folder("two-islands") / FILE).read_text("utf-8")


def said(seats: str) -> list[str]:
    return [str(problem) for problem in read(f"{TEXT}\nseats:\n{seats}", "f", EVERY_RULE).problems]


def test_a_seat_that_can_be_played_has_no_problem() -> None:
    assert said("  SOUTH: {title: Cabinet, policy: denial_first}\n") == []
    assert said("  NORTH: {title: Cabinet, policy: history}\n") == []


def test_an_unknown_policy_is_told_with_its_place() -> None:
    (told,) = said("  SOUTH: {title: Cabinet, policy: denail_first}\n")
    assert told.startswith("f:") and "seats.SOUTH.policy" in told
    assert "Did you mean 'denial_first'?" in told


def test_dated_orders_that_nobody_gives_are_warned_of() -> None:
    (told,) = said("  NORTH: {title: Cabinet, policy: salami}\n")
    assert "warning: NORTH is played by salami" in told


@pytest.mark.parametrize("text", ['"\\e[31m"', '"\\0"', '"\\u202Eback"'])
def test_hidden_characters_are_refused(text: str) -> None:
    (told,) = said(f"  NORTH: {{title: {text}, policy: history}}\n")
    assert "control character" in told
