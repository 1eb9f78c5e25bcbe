"""The deterrence table: the same games with and without a pledge, counted up to the first step."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from sim.errors import SimError
from sim.explain.spread import Processes
from sim.game import Game, parameters_of
from sim.replay.deterrence import (
    BROKEN,
    FIRM,
    LOOSE,
    PARTS,
    Deterrence,
    Pledge,
    deterrence_table,
    paired,
    partners_of,
    pledges,
    promised,
    wilson,
)
from sim.replay.run import cast
from sim.scenario import catalog
from sim.scenario.spec import Scenario
from sim.seats.load import load_scenario
from sim.world.politics import Club

SEEDS = 40


@cache
def scenario() -> Scenario:
    return load_scenario(catalog.find("three-chokepoints"))


@cache
def game() -> Game:
    return Game.start(scenario(), seed=0, parameters=parameters_of(scenario()), seats={})


def table(seeds: int, workers: int = 2, rounds: int = 1, **settings: float) -> Deterrence:
    return deterrence_table(
        scenario(), parameters=parameters_of(scenario(), settings), policies=cast(scenario()),
        coercer="KORVA", target="SORIN", seeds=seeds, rounds=rounds, spread=Processes(workers),
    )  # fmt: skip


@cache
def found() -> Deterrence:
    return table(SEEDS)


def test_a_credible_pledge_makes_a_launch_less_likely_and_a_hollow_one_does_not() -> None:
    rows = {row.pledge.name: row for row in found().rows}
    assert 0.3 <= rows["none"].rate <= 0.9
    for meant in ("promised", "credible"):
        assert rows[meant].difference_interval[1] < 0.0
    for empty in ("hollow", "small"):
        low, high = rows[empty].difference_interval
        assert low <= 0.0 <= high
        assert abs(rows[empty].difference) < 0.1 < abs(rows["credible"].difference)


def test_without_fear_of_a_joint_answer_no_pledge_counts() -> None:
    rows = table(8, launch_reprisal=0.0).rows
    assert {row.difference for row in rows} == {0.0}


def test_only_the_joint_answer_tells_the_pledges_apart() -> None:
    none, alone, credible, hollow, small = (dict(row.parts) for row in found().rows)
    for name in PARTS:
        parts = [rows[name] for rows in (none, alone, credible, hollow, small)]
        if name == "joint answer":
            assert credible[name] < alone[name] < min(none[name], hollow[name], small[name])
        else:
            assert parts == pytest.approx([parts[0]] * 5)


def test_the_promise_alone_is_told_apart_from_clubs_that_hold() -> None:
    rows = {row.pledge.name: row for row in found().rows}
    alone, credible = rows["promised"], rows["credible"]
    assert alone.pledge == replace(
        credible.pledge, name="promised", says=alone.pledge.says, cohesion=None
    )
    assert credible.launches < alone.launches < rows["none"].launches


def test_more_rounds_only_add_games_in_which_it_begins() -> None:
    few, many = (table(8, rounds=rounds).rows for rounds in (1, 3))
    for first, later in zip(few, many, strict=True):
        assert first.launches <= later.launches <= later.games == 8
        assert first.first in (None, 1.0)  # one round was played
    assert many[0].launches > few[0].launches


def test_the_number_of_processes_changes_nothing() -> None:
    one, two = (table(4, workers, rounds=2) for workers in (1, 2))
    assert one.rows == two.rows


def test_a_pledge_stands_from_the_start_and_records_are_what_it_says() -> None:
    world, setting = game().world, game().setting
    countries, politics = game().network.countries, game().world.politics
    hollow = Pledge("hollow", "", ("ALDER", "TARRA"), LOOSE, BROKEN)
    after = promised(world, setting, hollow, "KORVA", "SORIN")
    new = after.measures[len(world.measures) :]
    assert [(m.kind, m.by, m.targets, m.in_force(0)) for m in new] == [
        ("pledge", "ALDER", ("KORVA",), True), ("pledge", "TARRA", ("KORVA",), True),
    ]  # fmt: skip
    broken = after.politics.backed_down - politics.backed_down
    assert {c: broken[countries[c]] for c in countries if broken[countries[c]]} == {
        "ALDER": BROKEN, "TARRA": BROKEN,
    }  # fmt: skip
    assert after.politics.credibility(countries["ALDER"]) < 0.3
    none = promised(world, setting, Pledge("none", ""), "KORVA", "SORIN")
    assert np.array_equal(none.politics.cohesion, politics.cohesion)


def test_only_clubs_with_the_target_hold_or_fall_out() -> None:
    world, setting, politics = game().world, game().setting, game().world.politics
    clubs = {
        "with": Club("with it", ("ALDER", "SORIN"), "each", 7.0, 1.0),
        "without": Club("without it", ("ALDER", "TARRA"), "each", 7.0, 1.0),
    }
    setting = replace(setting, polity=replace(setting.polity, clubs=clubs))
    assert len(politics.cohesion) == len(clubs)
    firm = Pledge("credible", "", ("ALDER", "TARRA"), FIRM)
    after = promised(world, setting, firm, "KORVA", "SORIN").politics.cohesion
    assert after.tolist() == [FIRM, politics.cohesion[1]]


def test_the_pledges_are_those_of_the_targets_partners() -> None:
    world, setting = game().world, game().setting
    partners = partners_of(setting, world, "KORVA", "SORIN")
    assert "ALDER" in partners
    assert not {"KORVA", "SORIN"} & {*partners}
    none, alone, credible, hollow, small = pledges(setting, world, "KORVA", "SORIN")
    assert none.by == ()
    assert alone.by == credible.by == hollow.by == partners
    assert (alone.cohesion, credible.cohesion, hollow.cohesion) == (None, FIRM, LOOSE)
    assert small.by == (min(partners, key=setting.polity.gdp_of),)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"coercer": "PELA"}, "no such quarrel"),
        ({"coercer": "KORV"}, "Did you mean 'KORVA'"),
        ({"target": "MERID", "coercer": "KORVA"}, "KORVA against SORIN"),
        ({"policies": {"KORVA": "passive"}}, "never begins; try --policy KORVA=gray_zone"),
        ({"rounds": 99}, "99 rounds are not to be had"),
    ],
)
def test_what_cannot_be_played_is_told(options: dict[str, object], words: str) -> None:
    usual = {"policies": cast(scenario()), "parameters": parameters_of(scenario()), "seeds": 2}
    with pytest.raises(SimError, match=words):
        deterrence_table(scenario(), **{**usual, **options})  # type: ignore[arg-type]


def test_intervals_are_those_published() -> None:
    # Newcombe 1998, table I: 81 of 263 and 0 of 20 by Wilson's score.
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)
    low, high = paired(12, 3, 50)
    assert 0.0 < low < 9 / 50 < high < 0.4
    assert paired(3, 12, 50) == pytest.approx((-high, -low))
