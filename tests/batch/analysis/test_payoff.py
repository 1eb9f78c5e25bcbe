"""Payoff: games whose answers are known, with and without noise."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import numpy as np
import pytest
from numpy.random import default_rng

from sim.batch.analysis.payoff import Game, Table, game
from sim.batch.analysis.payoffs import Wanted, policy_lever
from sim.batch.store.results import Results
from sim.errors import SimError
from tests.batch.analysis.made_up import FAILED, outcome, results

SEATS = ("CHN", "JPN")
WANTED: Mapping[str, Wanted] = {"CHN": "CHN.gain", "JPN": "JPN.gain"}
KEEP, BREAK = "keep", "break"

Payoff = Mapping[tuple[str, ...], tuple[float, ...]]

PRISONERS: Payoff = {
    (KEEP, KEEP): (3.0, 3.0),
    (KEEP, BREAK): (0.0, 5.0),
    (BREAK, KEEP): (5.0, 0.0),
    (BREAK, BREAK): (1.0, 1.0),
}
PENNIES: Payoff = {
    ("heads", "heads"): (1.0, -1.0),
    ("heads", "tails"): (-1.0, 1.0),
    ("tails", "heads"): (-1.0, 1.0),
    ("tails", "tails"): (1.0, -1.0),
}
CHICKEN: Payoff = {
    ("yield", "yield"): (0.0, 0.0),
    ("yield", "stand"): (-1.0, 1.0),
    ("stand", "yield"): (1.0, -1.0),
    ("stand", "stand"): (-10.0, -10.0),
}


def played(
    *payoffs: Payoff,
    noise: float = 0.0,
    shared: float = 0.0,
    runs: int = 12,
    seats: tuple[str, ...] = SEATS,
    better: str = "more",
) -> Results:
    """Return the results of a game, for each of its payoffs an option of the promise."""
    rng = default_rng(3)
    luck = shared * rng.normal(size=(runs, 1, len(seats)))
    sets, scalars = {}, []
    for n, table in enumerate(payoffs):
        promise = {"promise": ("none", "announced")[n]} if len(payoffs) > 1 else {}
        for profile, got in table.items():
            chosen = {policy_lever(s): p for s, p in zip(seats, profile, strict=True)}
            sets[", ".join([*profile, *promise.values()])] = {**chosen, **promise}
            scalars.append(np.array(got) + luck + noise * rng.normal(size=luck.shape))
    outcomes = [outcome(f"{seat}.gain", better) for seat in seats]
    return results(np.stack(scalars), outcomes=outcomes, lever_sets=sets)


def table_of(*payoffs: Payoff, noise: float = 0.01, shared: float = 0.0) -> Table:
    return game(played(*payoffs, noise=noise, shared=shared), SEATS, WANTED).tables[0]


def equilibria(table: Table) -> list[tuple[tuple[str, ...], str]]:
    return [(e.profile, e.certainty) for e in table.pure]


def test_prisoners_both_break_and_surely() -> None:
    table = table_of(PRISONERS)
    assert equilibria(table) == [((BREAK, BREAK), "sure")]
    assert {(r.seat, *r.others): r.best for r in table.responses} == {
        ("CHN", KEEP): BREAK,
        ("CHN", BREAK): BREAK,
        ("JPN", KEEP): BREAK,
        ("JPN", BREAK): BREAK,
    }
    assert table.mixed == ()


def test_pennies_are_matched_by_lot_only() -> None:
    table = table_of(PENNIES)
    assert table.pure == ()
    (mixed,) = table.mixed
    for shares in mixed.shares:
        assert dict(shares) == pytest.approx({"heads": 0.5, "tails": 0.5}, abs=0.02)
    assert mixed.payoffs == pytest.approx((0.0, 0.0), abs=0.02)


def test_in_chicken_either_yields_or_both_stand_rarely() -> None:
    table = table_of(CHICKEN)
    assert equilibria(table) == [(("yield", "stand"), "sure"), (("stand", "yield"), "sure")]
    (mixed,) = table.mixed
    assert dict(mixed.shares[0])["stand"] == pytest.approx(0.1, abs=0.01)


def test_luck_that_all_share_blurs_the_table_and_not_the_answer() -> None:
    table = table_of(PRISONERS, shared=20.0)
    keeping, breaking = table.cells[0].payoffs[0], table.cells[-1].payoffs[0]
    assert keeping.low is not None
    assert breaking.high is not None
    assert breaking.high > keeping.low
    assert equilibria(table) == [((BREAK, BREAK), "sure")]


def test_in_noise_nothing_is_sure() -> None:
    table = table_of(PRISONERS, noise=30.0)
    assert "sure" not in [certainty for _, certainty in equilibria(table)]
    assert sum(bool(r.not_told_apart) for r in table.responses) >= 3


def test_equal_payoffs_make_every_profile_an_equilibrium_and_the_game_degenerate() -> None:
    flat = dict.fromkeys(PRISONERS, (1.0, 1.0))
    table = table_of(flat, noise=0.0)
    assert [certainty for _, certainty in equilibria(table)] == ["likely"] * 4
    assert table.degenerate


def test_three_seats_have_pure_equilibria_and_no_mixed() -> None:
    """Each gains if an odd one out is another: all alike is stable only where leaving costs."""
    seats = ("CHN", "JPN", "USA")
    alike = {
        profile: tuple(1.0 if len(set(profile)) == 1 else 0.0 for _ in seats)
        for profile in product((KEEP, BREAK), repeat=3)
    }
    study = played(alike, noise=0.01, seats=seats)
    table = game(study, seats, {seat: f"{seat}.gain" for seat in seats}).tables[0]
    assert [p for p, certainty in equilibria(table) if certainty == "sure"] == [
        (KEEP, KEEP, KEEP),
        (BREAK, BREAK, BREAK),
    ]
    assert table.mixed == ()
    assert "two seats" in table.why_no_mixed


def test_a_large_table_has_pure_equilibria_and_is_not_searched_for_mixed() -> None:
    names = [f"p{n}" for n in range(8)]
    alike: Payoff = {(a, b): (1.0, 1.0) if a == b else (0.0, 0.0) for a in names for b in names}
    table = table_of(alike)
    assert [p for p, certainty in equilibria(table) if certainty == "sure"] == [
        (name, name) for name in names
    ]
    assert "too many policies" in table.why_no_mixed


def test_a_promise_is_told_cell_by_cell_and_in_the_equilibria() -> None:
    punished = {
        profile: tuple(g - 4.0 * (p == BREAK) for g, p in zip(got, profile, strict=True))
        for profile, got in PRISONERS.items()
    }
    found: Game = game(played(PRISONERS, punished, noise=0.01, shared=5.0), SEATS, WANTED)
    assert [table.promise for table in found.tables] == ["none", "announced"]
    changes = {change.profile: change.payoffs for change in found.changes}
    assert changes[(BREAK, KEEP)][0].value == pytest.approx(-4.0, abs=0.05)
    assert changes[(BREAK, KEEP)][0].told_apart
    assert changes[(BREAK, KEEP)][1].value == pytest.approx(0.0, abs=0.05)
    (shift,) = found.shifts
    assert (shift.lost, shift.gained, shift.kept) == (
        ((BREAK, BREAK),),
        ((KEEP, KEEP),),
        (),
    )


def test_of_a_loss_each_wants_less() -> None:
    losses = {profile: tuple(-g for g in got) for profile, got in PRISONERS.items()}
    found = game(played(losses, noise=0.01, better="less"), SEATS, WANTED)
    assert equilibria(found.tables[0]) == [((BREAK, BREAK), "sure")]


def test_a_payoff_may_weigh_several_outcomes() -> None:
    caring: Mapping[str, Wanted] = {
        "CHN": {"CHN.gain": 1.0, "JPN.gain": 2.0},
        "JPN": {"JPN.gain": 1.0, "CHN.gain": 2.0},
    }
    found = game(played(PRISONERS, noise=0.01), SEATS, caring)
    assert equilibria(found.tables[0]) == [((KEEP, KEEP), "sure")]


def test_failed_runs_leave_the_pairs_they_belong_to() -> None:
    study = played(PRISONERS, noise=0.01)
    study.scalars[0, 2], study.status[0, 2] = np.nan, FAILED
    cell = game(study, SEATS, WANTED).tables[0].cells[0]
    assert (cell.basis.used, cell.basis.failed) == (11, 1)
    assert cell.payoffs[0].value == pytest.approx(3.0, abs=0.02)


def test_a_cell_without_a_value_is_no_equilibrium_and_stops_none_being_asked() -> None:
    study = played(PRISONERS, noise=0.01)
    study.scalars[3], study.status[3] = np.nan, FAILED
    table = game(study, SEATS, WANTED).tables[0]
    assert table.pure == ()
    assert table.cells[3].payoffs[0].value is None
    assert "no run with a value" in table.why_no_mixed


def test_all_that_a_game_lacks_is_said_at_once() -> None:
    study = played(PRISONERS)
    with pytest.raises(SimError) as refused:
        game(study, ("CHN", "USA"), {"CHN": "CHN.gian"})
    told = str(refused.value)
    assert "unknown lever 'policy_USA'" in told
    assert "USA: it is not said what it gains by" in told
    assert "CHN: unknown outcome 'CHN.gian'" in told
    assert "Did you mean 'CHN.gain'" in told


def test_a_profile_that_no_lever_set_has_is_named() -> None:
    three = {profile: PRISONERS[profile] for profile in list(PRISONERS)[:3]}
    with pytest.raises(SimError, match="no lever set has the policies break, break"):
        game(played(three), SEATS, WANTED)
