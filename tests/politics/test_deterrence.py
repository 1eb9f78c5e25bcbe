"""The deterrence meter: denial and punishment lower what pressing is worth, each by its own part.

A, which mines ore, wants something of B, which makes metal of it; C is allied with B.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.adjudication.expectations import leverage_of
from sim.game import Game
from sim.orders.base import Order
from sim.orders.instruments import instruments
from sim.politics.coalitions.deterrence import answered, begun, deterrence, levers
from sim.politics.coalitions.scene import Scene
from sim.politics.forecast import Launch, Leverage
from sim.world.disputes import Dispute
from sim.world.measures import Measure
from sim.world.world import World
from tests.world.trading import play

PROMISE = Measure("p", "pledge", "C", targets=("A",), rate=1.0)


@pytest.fixture(scope="module")
def game() -> Game:
    return play({"rounds": 0}, {})


def quarrel(game: Game) -> Dispute:
    (found,) = game.world.politics.disputes
    return found


def meter(
    game: Game, *, world: World | None = None, forces: Leverage | None = None,
    deniable: bool = False, **parameters: float,
) -> Launch:  # fmt: skip
    setting = replace(game.setting, parameters={**game.setting.parameters, **parameters})
    forces = forces or leverage_of(game.world, setting)
    return deterrence(quarrel(game), world or game.world, setting, forces, deniable=deniable)


def parts(launch: Launch) -> dict[str, float]:
    return dict(launch.parts)


def test_a_worth_has_its_five_parts_and_one_is_gain(game: Game) -> None:
    for deniable in (False, True):
        found = meter(game, deniable=deniable)
        assert [name for name, value in found.parts if value > 0.0] == ["concession"]
        assert [name for name, _ in found.parts] == [
            "concession", "own cost", "joint answer", "legitimacy", "political capital",
        ]  # fmt: skip


def test_a_promise_lowers_the_joint_answer_and_nothing_else(game: Game) -> None:
    promised = replace(game.world, measures=(*game.world.measures, PROMISE))
    free, held = parts(meter(game)), parts(meter(game, world=promised))
    assert held["joint answer"] < free["joint answer"] < 0.0
    assert all(held[name] == free[name] for name in free if name != "joint answer")


def test_a_promise_that_nobody_believes_lowers_it_less(game: Game) -> None:
    promised = replace(game.world, measures=(*game.world.measures, PROMISE))
    politics = game.world.politics
    broken = politics.backed_down.copy()
    broken[game.network.countries["C"]] += 30.0
    hollow = replace(promised, politics=replace(politics, backed_down=broken))
    free, held, empty = (
        parts(meter(game, world=world))["joint answer"] for world in (game.world, promised, hollow)
    )
    assert free - empty < 0.3 * (free - held)


def test_denial_lowers_the_concession_and_leaves_the_joint_answer(game: Game) -> None:
    forces = leverage_of(game.world, game.setting)
    a, b = (game.network.countries[c] for c in "AB")
    less = np.ones_like(forces.denial)
    less[a, b] = 0.2
    spread = replace(forces, denial=less * forces.denial, closure=less * forces.closure)
    dependent, free = parts(meter(game)), parts(meter(game, forces=spread))
    assert free["concession"] < dependent["concession"]
    assert free["joint answer"] == dependent["joint answer"]


def test_the_best_lever_is_taken(game: Game) -> None:
    forces = leverage_of(game.world, game.setting)
    a, b = (game.network.countries[c] for c in "AB")
    every = list(levers(quarrel(game), game.setting, forces))
    assert (forces.denial[a, b].sum(), forces.denial_cost[a, b].sum()) in every
    ruinous = replace(forces, denial_cost=forces.denial_cost + 1e6)
    assert parts(meter(game, forces=ruinous))["own cost"] > -0.1  # it refuses to buy instead


def test_one_who_has_no_lever_has_only_words(game: Game) -> None:
    none = np.zeros_like(leverage_of(game.world, game.setting).denial)
    found = parts(meter(game, forces=Leverage(none, none, none, none)))
    assert found["own cost"] == 0.0 == found["joint answer"]


def test_what_is_denied_is_answered_late_and_costs_no_good_name(game: Game) -> None:
    openly, denied = parts(meter(game)), parts(meter(game, deniable=True))
    assert denied["joint answer"] > openly["joint answer"]
    assert denied["legitimacy"] == 0.0 > openly["legitimacy"]
    assert denied["political capital"] > openly["political capital"]
    forces = leverage_of(game.world, game.setting)
    losses = [
        answered(
            Scene(
                quarrel(game), game.world, forces=forces, setting=replace(
                    game.setting, parameters={**game.setting.parameters, "found_out_months": m}
                ),
            ),
            deniable=True,
        ).loss
        for m in (0.0, 6.0, 12.0, 20.0)
    ]  # fmt: skip
    assert losses[1] == pytest.approx(0.5 * losses[0])
    assert losses[2:] == [0.0, 0.0]


def test_denial_in_words_hides_the_sender_and_saves_the_targets_face(game: Game) -> None:
    openly, denied = (
        begun(quarrel(game), game.world, game.setting, deniable=d) for d in (False, True)
    )
    assert denied.publicity < openly.publicity
    assert (openly.face, denied.face) == (0.0, game.setting.parameters["face_step"])


def test_a_government_at_odds_with_itself_pays_more_for_a_first_step(game: Game) -> None:
    polity = game.setting.polity
    traits = {**polity.traits, "elite_consensus": np.zeros(len(polity.countries))}
    torn = replace(game.setting, polity=replace(polity, traits=traits))
    forces = leverage_of(game.world, game.setting)
    found = deterrence(quarrel(game), game.world, torn, forces, deniable=False)
    assert parts(found)["political capital"] < parts(meter(game))["political capital"]


def test_a_first_step_costs_what_such_instruments_cost(game: Game) -> None:
    p = game.setting.parameters
    catalogue = instruments()
    for key, names in {
        "pressing_cost_denied": ("customs_slowdown", "consumer_boycott", "tourism_restriction"),
        "pressing_cost": ("export_licensing", "import_tariff", "export_ban"),
    }.items():
        costs = [catalogue[name].capital for name in names]
        assert min(costs) <= p[key] <= max(costs)


def test_a_sender_sees_its_meter_and_nobody_else_does(game: Game) -> None:
    own = game.observe("A")
    assert own.deterrence["quarrel"] == meter(game)
    assert own.deterrence_denied["quarrel"] == meter(game, deniable=True)
    assert not game.observe("B").deterrence
    assert not game.observe("C").deterrence_denied


def test_once_measures_are_in_force_there_is_no_meter() -> None:
    pressed = play({"rounds": 1}, {1: [{"A": str(Order.parse("export_ban product=ore target=B"))}]})
    assert not pressed.observe("A").deterrence
