"""The ladder, the face that a way out saves, and what keeps quarrels from spilling over."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sim.orders.instruments import instruments
from sim.politics.contest.escalation import LADDER, face_now, incident, resting, rung_of
from sim.world.disputes import Dispute, author_of
from sim.world.measures import AGAIN, Measure
from tests.politics.made_up import COUNTRIES, P, ban, dispute, falls, month, politics, polity
from tests.politics.made_up import toll as toll_of

PAGE = (Path(__file__).parents[2] / "docs" / "explanation" / "politics.md").read_text("utf-8")
STEP = P["face_step"]


def saved(of: Dispute, *measures: Measure, tick: int = 4) -> float:
    return face_now(of, measures, tick, polity(), P)


def rested(measure: Measure, since: int = 50) -> tuple[Measure, Measure]:
    """Return a measure suspended at once, as suspend_measure leaves it."""
    return replace(measure, until=1), replace(measure, id=f"{measure.id}{AGAIN}", since=since)


# The ladder.


@pytest.mark.parametrize(
    ("rung", "name"), [(e, name) for e, rung in enumerate(LADDER) for name in rung.stands]
)
def test_what_the_ladder_names_stands_on_that_rung_in_the_catalogue(rung: int, name: str) -> None:
    assert instruments()[name].rung == rung


def test_what_presses_stands_above_signals() -> None:
    made = instruments().values()
    pressing = [one for one in made if one.category == "coerce" and one.effects]
    gifts = ("acquire_stake", "inducement", "counter_story")
    assert [one.name for one in pressing if one.rung < 2] == [*gifts]
    assert all(one.rung < len(LADDER) for one in made)


def test_the_page_shows_the_same_ladder() -> None:
    for e, rung in enumerate(LADDER):
        assert f"| {e} | {rung.name} |" in PAGE


def test_a_level_has_the_name_of_the_rung_it_has_come_down_to() -> None:
    assert rung_of(0.0).name == "normal relations"
    assert rung_of(4.9) is LADDER[4]
    assert rung_of(8.0) is LADDER[8]


# Face.


def test_each_side_that_suspends_saves_half_a_step() -> None:
    answer = ban(id="answer", by="T", targets=("S",))
    one = saved(dispute(stage="imposed"), *rested(ban()), answer)
    both = saved(dispute(stage="imposed"), *rested(ban()), *rested(answer))
    assert saved(dispute(stage="imposed"), ban(), answer) == 0.0
    assert [one, both] == pytest.approx([0.5 * STEP, STEP])


def test_what_is_back_or_was_lifted_is_suspended_no_more() -> None:
    _, again = rested(ban())
    assert resting(again, 49)
    assert not resting(again, 50)
    assert not resting(replace(again, until=50), 20)
    assert not resting(ban(), 0)


def test_a_suspension_through_third_countries_is_the_senders() -> None:
    _, again = rested(ban(id="rule#A", by="A"))
    assert author_of(again, dispute()) == "S"


def test_denied_measures_are_a_cover_until_they_are_found_out() -> None:
    denied = ban(deniability=0.8)
    assert saved(dispute(stage="imposed", attribution=-1.0), denied) == pytest.approx(STEP)
    assert saved(dispute(stage="imposed", attribution=1.0), denied) == 0.0
    assert saved(dispute(stage="imposed", attribution=-1.0), ban()) == 0.0


# Truces and silence.


def test_while_measures_are_suspended_the_two_can_only_settle() -> None:
    quarrel = dispute(stage="frozen")
    moved = month(politics(quarrel), rested(ban()))
    assert [draw.what for draw in moved.draws if draw.subject == "quarrel"] == ["settled"]
    (odds,) = (draw.odds for draw in moved.draws if draw.what == "settled")
    assert dict(odds.parts)["face"] == pytest.approx(P["hazard_settle_face"] * 0.5 * STEP)
    lifted = month(politics(quarrel), (replace(ban(), until=1),))
    assert not [draw for draw in lifted.draws if draw.subject == "quarrel"]


def test_who_lets_measures_lapse_without_a_word_loses_less_at_home() -> None:
    gone = dispute(stage="frozen", since=0)
    tick = 1 + round(P["frozen_months"] * 30.44 / 7)
    quiet, loud = (
        month(politics(gone), (replace(ban(), until=1, hushed=hushed),), tick=tick)
        for hushed in (True, False)
    )
    sender = COUNTRIES["S"]
    for moved in (quiet, loud):
        found = moved.politics.dispute("quarrel")
        assert found and found.ending == "withdrawn"
    lost = [50.0 - float(m.politics.support[sender]) for m in (quiet, loud)]
    assert 0.0 < lost[0] < lost[1]
    assert lost[0] == pytest.approx(P["quiet_notice"] * lost[1], rel=0.05)


def test_a_way_out_that_stands_spares_who_gives_in() -> None:
    answer = ban(id="answer", by="T", targets=("S",))
    rests = (ban(), *rested(answer))
    held = dispute(stage="imposed", toll=toll_of(1.0))
    lost = []
    for measures in (rests, (ban(), answer)):
        moved = month(politics(held), measures, chance=falls(hazard=0.0))
        found = moved.politics.dispute("quarrel")
        assert found and found.ending == "conceded"
        lost.append(50.0 - float(moved.politics.support[COUNTRIES["T"]]))
    assert lost[0] < lost[1]


# Incidents.


def test_ties_that_are_cut_make_incidents_likelier() -> None:
    intact, usual, cut = (incident(7.0, ties, P).total for ties in (1.0, P["usual_ties"], 0.0))
    assert intact < usual < cut
    assert usual == incident(7.0, None, P).total
    assert cut - intact == pytest.approx(P["incident_ties"])


def test_the_odds_of_an_incident_name_the_ties() -> None:
    high = dispute(stage="imposed", escalation=7.0)
    toll = replace(toll_of(1.0), ties=0.3)
    moved = month(politics(high), (ban(rung=7),), {"quarrel": toll})
    (odds,) = (draw.odds for draw in moved.draws if draw.what == "incident")
    expected = P["incident_ties"] * (P["usual_ties"] - 0.3)
    assert dict(odds.parts)["ties of trade"] == pytest.approx(expected)
