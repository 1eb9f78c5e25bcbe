"""Deterrence at work: the packaged crisis with its promises beside the same without them."""

from __future__ import annotations

from functools import cache

import pytest

from sim.journal import Entry
from sim.replay.run import cast, start_model
from sim.scenario import catalog
from sim.scenario.plan import with_plan
from sim.scenario.spec import Scenario
from sim.seats.load import load_orders, load_scenario
from sim.world.disputes import Draw

NAME, QUARREL, ROUNDS = "three-chokepoints", "lantern-islets", 6
SEED = 53
"""Of the game that the tutorial tells; in other games the quarrel may end sooner."""


@cache
def scenario() -> Scenario:
    path = catalog.find(NAME)
    plain = load_scenario(path)
    return with_plan(plain, load_orders(catalog.find_plan("crisis", path), plain))


@cache
def told(*without: str, seed: int = SEED) -> tuple[Entry, ...]:
    policies = cast(scenario(), [("*", "passive")])
    model = start_model(scenario(), seed=seed, policies=policies, without=without)
    for _ in range(ROUNDS):
        model.step()
    return model.game.journal


def drawn(journal: tuple[Entry, ...]) -> dict[str, Draw]:
    """Return the first draw about each event of the quarrel."""
    found: dict[str, Draw] = {}
    for entry in journal:
        for draw in entry.draws:
            if draw.subject == QUARREL:
                found.setdefault(draw.what, draw)
    return found


def test_every_order_of_the_crisis_is_carried_out() -> None:
    rulings = [ruling for entry in told() for ruling in entry.rulings]
    assert [r for r in rulings if r.outcome != "carried out"] == []
    assert {r.order_id for r in rulings} == {row.id for row in scenario().orders}


def test_it_tells_of_six_quarters_in_which_something_happens() -> None:
    assert [bool(entry.rulings) for entry in told()] == [True] * ROUNDS
    ordered = {r.order.split()[0] for entry in told() for r in entry.rulings}
    assert ordered >= {
        "consult_2plus2", "collective_defence_pledge", "customs_slowdown", "threat",
        "attribution_campaign", "g7_platform_alert", "joint_statement", "invoke_collective",
        "exemption_request", "solidarity_purchase", "stockpile_release", "mediation", "offramp",
        "deal_talks",
    }  # fmt: skip


@pytest.mark.parametrize("country", ["ALDER", "TARRA", "MERID"])
def test_who_promised_is_likelier_to_join(country: str) -> None:
    with_it, without = (drawn(told(*w))[f"{country} joins"] for w in ((), ("pledge",)))
    assert with_it.probability > without.probability + 0.02
    assert dict(with_it.odds.parts)["its promise"] > 0.0


def test_a_promise_makes_the_threat_less_likely_to_be_carried_out() -> None:
    with_it, without = (drawn(told(*w))["imposed"] for w in ((), ("pledge",)))
    assert with_it.probability < without.probability - 0.05
    assert with_it.drawn == without.drawn  # the same luck
    assert (with_it.happened, without.happened) == (False, True)


def test_where_the_threat_is_let_go_the_target_holds_out_more_easily() -> None:
    def conceding(journal: tuple[Entry, ...]) -> float:
        held = 1.0
        for entry in journal[3:5]:  # the half-year in which the licences bite
            for draw in entry.draws:
                if draw.subject == QUARREL and draw.what == "conceded":
                    held *= 1.0 - draw.probability
        return 1.0 - held

    assert conceding(told()) < 0.8 * conceding(told("pledge"))


def test_without_pressing_there_is_no_quarrel_to_join_in() -> None:
    quiet = told("press")
    assert quiet[-1].politics.dispute(QUARREL).stage == "latent"  # type: ignore[union-attr]
    assert not any(what.endswith("joins") for what in drawn(quiet))


def test_the_meter_shows_what_the_promises_do_before_anything_is_done() -> None:
    with_it, without = (
        next(m for m in told("press", *w)[2].meters if m.dispute == QUARREL)
        for w in ((), ("pledge",))
    )
    for way in ("openly", "denied"):
        held, free = (dict(getattr(meter, way).parts) for meter in (with_it, without))
        assert held["joint answer"] < free["joint answer"] - 0.01
        assert held["concession"] == pytest.approx(free["concession"], rel=0.02)
        assert getattr(with_it, way).probability < getattr(without, way).probability
