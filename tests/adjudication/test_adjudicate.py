"""All orders of a round are ruled at once, and every refusal gives its reason."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from sim.adjudication.adjudicate import Adjudicated, adjudicate
from sim.game import Game
from sim.rng import stream
from tests.properties.scenarios import entry, game_of
from tests.world.plain import PLAIN

START = PLAIN["calendar"]["start"]


def chance(event: str) -> np.random.Generator:
    return stream(0, 1, event)


@pytest.fixture(scope="module")
def game() -> Game:
    return game_of(PLAIN)


def ruled(game: Game, *orders: tuple[str, str]) -> Adjudicated:
    """Return what comes of a seat's orders, each named by its place."""
    sheets = {
        seat: tuple(entry(t, f"o{n}") for n, (s, t) in enumerate(orders) if s == seat)
        for seat, _ in orders
    }
    return adjudicate(game.world, game.setting, sheets, chance)


@pytest.mark.parametrize(
    ("seat", "text", "reason"),
    [
        ("A", "export_ban product=oer", "unknown product 'oer'"),
        ("A", "export_ban product=ore target=BB", "unknown country 'BB'"),
        ("A", "export_ban product=ore channel=secret", "unknown channel 'secret'"),
        ("A", "production_cap activity=minning rate=0.5", "Did you mean 'mining'?"),
        ("A", "suspend firm=Nobody share=1", "unknown firm 'Nobody'"),
        ("A", "lift order=never-given", "unknown order 'never-given'"),
        ("B", "export_ban product=ore", "B sells none of that there"),
        ("A", "export_ban product=ore target=A", "A sells none of that there"),
        ("T", "consumer_boycott product=metal origin=T rate=1", "T buys none of that there"),
        ("A", "import_tariff product=ore origin=A rate=0.1", "A buys none of that there"),
        ("B", "production_cap activity=mining rate=0.5", "B has no firm that does that"),
        ("A", "suspend firm=C-mining-1 share=1", "A has no firm that does that"),
        ("T", "stockpile_build product=metal amount=5", "T uses none of that"),
        ("Nowhere", "export_ban product=ore", "neither a country nor a firm"),
        ("A", "export_ban product=ore until=1999-12-31", "it was to end on 1999-12-31"),
    ],
)
def test_a_refusal_gives_the_reason(game: Game, seat: str, text: str, reason: str) -> None:
    outcome = ruled(game, (seat, text))
    (ruling,) = outcome.rulings
    assert ruling.outcome == "refused"
    assert reason in ruling.reason
    assert outcome.world.measures == game.world.measures
    assert outcome.events == ()


def test_nobody_lifts_what_another_imposed(game: Game) -> None:
    outcome = ruled(game, ("A", "export_ban product=ore"), ("B", "lift order=o0"))
    assert [r.outcome for r in outcome.rulings] == ["carried out", "refused"]
    assert outcome.rulings[1].reason == "lift refused: o0 is of A (rule §A.4)"
    own = ruled(game, ("A", "export_ban product=ore"), ("A", "lift order=o0"))
    assert [r.outcome for r in own.rulings] == ["carried out", "carried out"]


def test_a_refused_order_leaves_the_others_alone(game: Game) -> None:
    outcome = ruled(game, ("A", "export_ban product=oer"), ("A", "export_ban product=ore"))
    assert [r.outcome for r in outcome.rulings] == ["refused", "carried out"]
    assert [m.id for m in outcome.world.measures] == ["o1"]


def test_a_firm_acts_in_its_country(game: Game) -> None:
    outcome = ruled(game, ("A-mining-1", "suspend firm=A-mining-1 share=0.5"))
    assert outcome.rulings[0].outcome == "carried out"
    assert outcome.world.measures[0].by == "A"


def test_rulings_stand_in_the_order_of_days_then_seats(game: Game) -> None:
    later = entry("export_ban product=ore target=B", "late", START + dt.timedelta(days=9))
    early = entry("export_ban product=ore target=C", "early")
    other = entry("consumer_boycott product=ore origin=C rate=1", "other")
    sheets = {"B": (other,), "A": (later, early)}
    outcome = adjudicate(game.world, game.setting, sheets, chance)
    assert [r.order_id for r in outcome.rulings] == ["early", "other", "late"]
    assert [e.subject for e in outcome.events] == ["early", "other", "late"]


def test_who_hands_in_first_gains_nothing(game: Game) -> None:
    ban, licence = "export_duty product=ore rate=0.5", "import_tariff product=ore rate=0.4"
    one = ruled(game, ("A", ban), ("B", licence))
    sheets = {"B": (entry(licence, "o1"),), "A": (entry(ban, "o0"),)}
    assert adjudicate(game.world, game.setting, sheets, chance).rulings == one.rulings
    assert adjudicate(game.world, game.setting, sheets, chance).world.measures == (
        one.world.measures
    )


def test_a_measure_lifted_on_its_own_day_never_acts(game: Game) -> None:
    first = ruled(game, ("A", "export_ban product=ore"))
    sheets = {"A": (entry("lift order=o0", "end"),)}
    after = adjudicate(first.world, game.setting, sheets, chance)
    assert [m.in_force(0) for m in after.world.measures] == [False]
    assert after.events[0].kind == "MeasureLifted"
