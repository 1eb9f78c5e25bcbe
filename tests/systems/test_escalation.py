"""Ways down and who else pays, each by what it changes: a run with it beside one without.

As in test_systems, `test_it_would_not_be_so_without` takes away what a claim rests on.
"""

from __future__ import annotations

from typing import Any

from sim.game import Game
from tests.systems.claims import Claim, altered, at, emptied, fails_without, number, run
from tests.world.reading import value
from tests.world.trading import Orders

PRESS = "tourism_restriction target=B rate=0.5"
OPEN = "import_tariff product=metal origin=B rate=0.3"
MORE = "student_restriction target=B rate=0.5"
ANSWER = "capital_restriction target=A rate=0.5"
SLOW: dict[str, Any] = {"parameters": {"tempo": 0.01}}
"""Tempo at which odds can be told apart and nothing ends."""


def odds(game: Game, what: str, part: str, since: int = 1) -> list[float]:
    """Return a part of the odds of an end of the quarrel, draw by draw, from a round on."""
    return [
        dict(draw.odds.parts).get(part, 0.0)
        for entry in game.journal[since - 1 :] for draw in entry.draws
        if (draw.subject, draw.what) == ("quarrel", what)
    ]  # fmt: skip


def likely(game: Game, what: str) -> float:
    """Return how likely an end was in the last month in which it was drawn for [1]."""
    found = [
        draw.probability for entry in game.journal for draw in entry.draws
        if (draw.subject, draw.what) == ("quarrel", what)
    ]  # fmt: skip
    return found[-1]


# --- suspension ----------------------------------------------------------------------------------

NONE: Orders = {}
BOTH: Orders = {1: [{"A": PRESS}, {"A": MORE}, {"B": ANSWER}]}


def test_a_suspension_by_one_side_saves_face_and_one_by_both_saves_more() -> None:
    by_a: Orders = {2: [{"A": "suspend_measure order=A-1-2"}]}
    by_both: Orders = {2: [*by_a[2], {"B": "suspend_measure order=B-1-1"}]}
    none, one, two = (run({**BOTH, **more}, rounds=2, **SLOW) for more in (NONE, by_a, by_both))
    face = [odds(game, "settled", "face", since=2)[-1] for game in (none, one, two)]
    assert face[0] == 0.0
    assert 0.0 < face[1] < face[2]
    assert odds(two, "conceded", "face")[-1] > 0.0


def test_in_a_truce_the_two_can_settle_and_nobody_is_pressed_to_give_in() -> None:
    truce, over = (
        run({1: [{"A": OPEN}], 2: [{"A": f"{how} order=A-1-1"}]}, rounds=2, **SLOW)
        for how in ("suspend_measure", "lift")
    )
    drawn = [
        {draw.what for draw in game.journal[-1].draws if draw.subject == "quarrel"}
        for game in (truce, over)
    ]
    assert value("stage of quarrel", truce) == value("stage of quarrel", over) == "frozen"
    assert drawn == [{"settled"}, set()]
    assert likely(truce, "settled") > 0.0


# --- silence -------------------------------------------------------------------------------------


def test_letting_measures_lapse_quietly_costs_little_support_and_nobody_is_told() -> None:
    quiet, loud = (
        run({1: [{"A": PRESS}], 2: [{"A": f"{how} order=A-1-1"}]}, rounds=6)
        for how in ("quiet_lifting", "lift")
    )
    for game in (quiet, loud):
        assert value("ending of quarrel", game) == "withdrawn"
        assert number("channel measures of A", game) == 0
    assert number("events MeasureLifted of A-2-1", loud) == 1
    assert number("events MeasureLifted of A-2-1", quiet) == 0
    lost = [50.0 - number("support of A", game) for game in (quiet, loud)]
    assert lost[0] < 0.3 * lost[1]
    said = [e.text for row in quiet.journal for e in row.events if e.kind == "DisputeEnded"]
    assert not any("gives up" in text for text in said)


# --- offers --------------------------------------------------------------------------------------


def test_an_offer_to_save_face_lapses_after_three_months() -> None:
    orders: Orders = {1: [{"A": OPEN}], 2: [{"A": "offramp target=B face=0.5"}]}
    face = [part > 0.0 for part in odds(run(orders, rounds=4, **SLOW), "settled", "face")]
    assert face[:3] == [False] * 3  # before the offer
    assert any(face[3:6])
    assert not any(face[6:])  # when its three months are over
    assert value("face of quarrel", run(orders, rounds=4)) == 0.0


def test_a_way_out_makes_giving_in_likelier_and_spares_who_gives_in() -> None:
    offer: Orders = {1: [{"A": OPEN}], 2: [{"A": "offramp target=B face=0.75"}]}
    bare: Orders = {1: [{"A": OPEN}]}
    for what in ("conceded", "settled"):
        with_offer, without = (
            odds(run(orders, rounds=2, **SLOW), what, "face", since=2)[0]
            for orders in (offer, bare)
        )
        assert with_offer > without
    give_in = {"B": "concede target=A"}
    spared, ashamed = (
        run({1: first[1], 2: [*first.get(2, []), give_in]}, rounds=2) for first in (offer, bare)
    )
    assert value("ending of quarrel", spared) == value("ending of quarrel", ashamed) == "conceded"
    assert number("support of B", spared) > number("support of B", ashamed) + 0.3


# --- denial --------------------------------------------------------------------------------------

DENIED = "customs_slowdown product=ore target=B share=0.3"
UNSEEN = {"tempo": 0.01, "attribution_active": 0.0, "attribution_report": 0.0}
"""Parameters at which nobody finds out of himself who does it."""


def test_what_is_denied_covers_a_retreat_until_it_is_found_out() -> None:
    campaign = {"B": "attribution_campaign target=A evidence=1"}
    hidden = run({1: [{"A": DENIED}]}, rounds=3, parameters=UNSEEN)
    shown = run({1: [{"A": DENIED}], 2: [campaign] * 4}, rounds=3, parameters=UNSEEN)
    assert all(part > 0.0 for part in odds(hidden, "settled", "face"))
    assert odds(shown, "settled", "face")[0] > 0.0
    assert odds(shown, "settled", "face", since=3)[-1] == 0.0


# --- ties ----------------------------------------------------------------------------------------


def test_a_ban_that_cuts_what_two_countries_trade_makes_an_incident_likelier() -> None:
    probe = {"A": "cyber_probe target=B intensity=0.1"}
    cut = run({1: [{"A": "export_ban product=ore target=B"}, probe]}, rounds=2, **SLOW)
    whole = run({1: [probe]}, rounds=2, **SLOW)
    assert number("escalation of quarrel", cut) == number("escalation of quarrel", whole) == 7
    assert likely(cut, "incident") > 1.3 * likely(whole, "incident")


RESTS_ON: list[Claim] = [
    (
        test_a_suspension_by_one_side_saves_face_and_one_by_both_saves_more,
        (),
        emptied("suspend_measure"),
    ),
    (
        test_a_suspension_by_one_side_saves_face_and_one_by_both_saves_more,
        (),
        at("face_step", 0.0),
    ),
    (
        test_in_a_truce_the_two_can_settle_and_nobody_is_pressed_to_give_in,
        (),
        emptied("suspend_measure"),
    ),
    (
        test_letting_measures_lapse_quietly_costs_little_support_and_nobody_is_told,
        (),
        altered("quiet_lifting", effects=()),
    ),
    (
        test_letting_measures_lapse_quietly_costs_little_support_and_nobody_is_told,
        (),
        at("quiet_notice", 1.0),
    ),
    (test_an_offer_to_save_face_lapses_after_three_months, (), emptied("offramp")),
    (test_an_offer_to_save_face_lapses_after_three_months, (), at("talks_months", 24.0)),
    (
        test_a_way_out_makes_giving_in_likelier_and_spares_who_gives_in,
        (),
        emptied("offramp"),
    ),
    (
        test_what_is_denied_covers_a_retreat_until_it_is_found_out,
        (),
        emptied("attribution_campaign"),
    ),
    (test_what_is_denied_covers_a_retreat_until_it_is_found_out, (), at("face_step", 0.0)),
    (
        test_a_ban_that_cuts_what_two_countries_trade_makes_an_incident_likelier,
        (),
        at("incident_ties", 0.0),
    ),
]
"""Each claim with what it rests on."""

test_it_would_not_be_so_without = fails_without(RESTS_ON)
