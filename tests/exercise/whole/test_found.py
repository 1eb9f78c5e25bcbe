"""What whole exercises found: a test for each thing that was not as it should be."""

from __future__ import annotations

import pytest

from sim.exercise.acts import WHITE
from tests.exercise.views.planted import mark
from tests.exercise.whole.day import Day
from tests.world.trading import play


@pytest.mark.parametrize("secret", ["yes", "no"])
def test_a_payment_agreed_on_in_secret_is_seen_by_the_two_governments_alone(secret: str) -> None:
    orders = {
        1: [{"B": f"propose_deal target=T give=pay:50000 secret={secret}"}],
        2: [{"T": "sign_deal deal=B-1-1"}],
    }
    game = play({"rounds": 2, "before": {"parameters": {"talks_months": 6}}}, orders)
    seen = {
        seat for seat in ("A", "B", "B.METI", "C", "T", "Forge", "the room")
        if any(measure.origin == "B-1-1" for measure in game.observe(seat).measures)
    }  # fmt: skip
    told = {"B", "B.METI", "T"}  # Forge is a firm of B's: its government does not tell it
    assert seen == (told if secret == "yes" else {*told, "A", "C", "Forge", "the room"})


def test_a_remark_on_a_secret_deal_is_read_by_both_that_it_binds_and_nobody_else() -> None:
    day = Day.begin("two-islands")
    day.say(WHITE, "exercise start")
    day.say(WHITE, "round open")
    offered = day.say("SOUTH", "deal propose FAR --give pay:1000 --secret --text a loan")
    id = offered.partition('"id": "')[2].partition('"')[0]
    day.say("FAR", f"deal sign {id}")
    day.say(WHITE, "round lock")
    day.say(WHITE, "round adjudicate --bare")
    day.say(WHITE, f"white note {mark('SOUTH', 'FAR')} --about {id} --because asked")
    day.say(WHITE, "round publish")
    read = {
        seat for seat in ("NORTH", "SOUTH", "FAR")
        if mark("SOUTH", "FAR") in day.say(seat, "round brief --all")
    }  # fmt: skip
    assert read == {"SOUTH", "FAR"}
    day.end()


def test_the_white_cells_prompt_does_not_make_the_shell_anew_for_every_line() -> None:
    from cli.prompt.outer import _program

    day = Day.begin("two-islands")
    _program.cache_clear()
    for line in ("exercise status", "inject list", "scenario list"):
        day.say(WHITE, line)
    assert _program.cache_info().misses == 1
    day.end()
