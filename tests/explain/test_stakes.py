"""Stakes: what ended disputes gave to a country, and what a round brought it (§W.10)."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.explain.played import Played, undisturbed
from sim.explain.stakes import WORTH, won
from sim.game import Game
from sim.world.disputes import Dispute, Ending
from tests.explain.made_up import number, played

ENDINGS: tuple[Ending, ...] = get_args(Ending)
shares = st.floats(0.0, 1.0)


def dispute(sender: str, target: str, sender_has: float, target_has: float) -> Dispute:
    return Dispute(
        f"{sender}-{target}", sender, target, "Take it back.", "security", sender_has, target_has
    )


def ended(one: Dispute, ending: Ending | None) -> Dispute:
    return replace(one, stage="closed", ending=ending) if ending else one


@pytest.mark.parametrize(
    ("ending", "sender", "target"),
    [
        ("conceded", 0.7, -0.9),
        ("settled", 0.35, -0.45),
        ("withdrawn", 0.0, 0.0),
        ("backed down", 0.0, 0.0),
        ("stalemate", 0.0, 0.0),
        (None, 0.0, 0.0),
    ],
)
def test_what_an_end_gives_to_either_side(
    ending: Ending | None, sender: float, target: float
) -> None:
    rows = (ended(dispute("A", "B", 0.7, 0.9), ending),)
    assert [won(rows, country) for country in "ABC"] == pytest.approx([sender, target, 0.0])


@given(st.lists(st.tuples(st.permutations("ABC"), shares, st.sampled_from([None, *ENDINGS]))))
def test_with_equal_stakes_what_one_wins_another_loses(
    rows: list[tuple[list[str], float, Ending | None]],
) -> None:
    disputes = [ended(dispute(a, b, stake, stake), end) for (a, b, _), stake, end in rows]
    assert sum(won(disputes, country) for country in "ABC") == pytest.approx(0.0)


def last(game: Game) -> Played:
    return Played(game, undisturbed(game, game.moments[-1]))


def test_a_round_brings_stakes_at_their_worth_less_what_is_lost() -> None:
    game = played().copy()
    lost = number("B.damage").value(last(game))
    quiet = number("B.gains").value(last(game))
    assert lost and quiet == pytest.approx(-0.25 * lost, rel=0.01)  # a quarter of a year
    politics = game.world.politics
    given_in = ended(politics.disputes[0], "conceded")
    game.world = replace(game.world, politics=politics.with_dispute(given_in))
    for country, stake in (("A", given_in.stake_sender), ("B", -given_in.stake_target)):
        before, after = (number(f"{country}.gains").value(last(g)) for g in (played(), game))
        assert before is not None and after == pytest.approx(before + WORTH * stake)
        assert number(f"{country}.won").value(last(game)) == pytest.approx(stake)


def test_stakes_are_counted_in_the_round_that_brought_them_and_no_other() -> None:
    game = played().copy()
    before, politics = game.moments[-1], game.moments[-1].world.politics
    old = ended(politics.disputes[0], "conceded")
    start = replace(before.world, politics=politics.with_dispute(old))
    game.moments = (*game.moments[:-1], replace(before, world=start))
    now = game.world.politics.with_dispute(old)
    game.world = replace(game.world, politics=now)
    assert number("A.won").value(last(game)) == pytest.approx(old.stake_sender)
    assert number("A.gains").value(last(game)) == pytest.approx(
        number("A.gains").value(last(played()))
    )
