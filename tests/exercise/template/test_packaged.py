"""The packaged exercises: ready to be played in ninety minutes and in half a day."""

from __future__ import annotations

import re
from functools import cache

import pytest

from sim.exercise.template.derive import derived, format_of, prelude, round_days
from sim.exercise.template.load import Prepared, load_exercise
from sim.game import Game, digest, parameters_of
from sim.orders.base import Order
from sim.orders.effects.deed import Standing
from sim.orders.legality import refused
from sim.orders.timing import deed_of, lead_months
from sim.patches import Patch, patched
from sim.scenario import catalog
from sim.seats.history import HistorySeats
from sim.seats.policies import policy
from sim.world.setting import MONTH_DAYS

NAMES = ("rare-earth-2010", "three-chokepoints")

WAITS = ("§A.8", "§A.9", "in talks", "stockpile of")
"""In refusals at STARTEX that a playbook may have: the order needs another one before it."""


@cache
def prepared(name: str) -> Prepared:
    return load_exercise(catalog.folder(name))


def at_startex(name: str) -> Game:
    """The game on the first day, after the prelude."""
    ready = prepared(name)
    scenario = derived(ready.scenario, ready.template, "half-day")
    seats = HistorySeats(scenario)
    game = Game.start(scenario, seed=1, parameters=parameters_of(scenario), seats=seats)
    for _ in range(prelude(ready.scenario, ready.template, "half-day")):
        game.play_round()
    return game


def test_they_are_those_that_have_the_file() -> None:
    there = {name for name in catalog.names() if (catalog.folder(name) / "exercise.yaml").exists()}
    assert there == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_it_can_be_played_in_ninety_minutes_and_in_half_a_day(name: str) -> None:
    formats = prepared(name).template.formats
    short, half = formats["short"], formats["half-day"]
    assert short.rounds == 3 and short.schedule[-1].minute == 90
    assert 4 <= half.rounds <= 6 and half.schedule[-1].minute <= 300
    assert {*short.humans} <= {*half.humans}


@pytest.mark.parametrize("name", NAMES)
def test_every_seat_has_its_papers(name: str) -> None:
    template = prepared(name).template
    people = {seat for format_ in template.formats.values() for seat in format_.humans}
    for seat, row in template.seats.items():
        assert row.title and row.brief and row.role and row.playbook
        assert seat not in people or (row.secret and row.goals)
        assert any(goal.secret for goal in row.goals) or seat not in people
        assert row.brief not in row.secret


@pytest.mark.parametrize("name", NAMES)
def test_injects_come_in_every_way(name: str) -> None:
    rows = prepared(name).template.injects
    assert len(rows) >= 14
    assert sum(row.status == "held" for row in rows) >= 4
    assert sum(row.round is not None for row in rows) >= 4
    assert sum("ordered(" in row.when for row in rows) >= 2
    assert sum("cover(" in row.when or "damage" in row.when for row in rows) >= 1
    assert any(row.effects for row in rows)
    assert any(row.public for row in rows) and any(row.to for row in rows)
    assert all(row.expected and row.objective and row.learning for row in rows)


@pytest.mark.parametrize("name", NAMES)
def test_every_round_of_a_format_has_something_to_happen(name: str) -> None:
    template = prepared(name).template
    fixed = {row.round for row in template.injects if row.round is not None}
    assert fixed == set(range(1, format_of(template, "half-day").rounds + 1))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("way", ["short", "half-day"])
def test_every_round_brings_each_team_something_to_decide(name: str, way: str) -> None:
    template = prepared(name).template
    chosen = format_of(template, way)
    for round in range(1, chosen.rounds + 1):
        due = [row for row in template.injects if row.round == round]
        for seat in chosen.humans:
            told = [row.id for row in due if seat in row.to or (way != "short" and not row.to)]
            assert told, f"round {round}: nothing for {seat}"


@pytest.mark.parametrize("name", NAMES)
def test_what_all_read_speaks_to_nobody(name: str) -> None:
    template = prepared(name).template
    for seat, row in template.seats.items():
        texts = [row.title, row.brief, *(goal.text for goal in row.goals if not goal.secret)]
        assert not [text for text in texts if re.search(r"\byou", text, re.IGNORECASE)], seat


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("way", ["short", "half-day"])
def test_most_of_a_playbook_bites_before_the_end(name: str, way: str) -> None:
    ready = prepared(name)
    rounds = format_of(ready.template, way).rounds
    days = rounds * round_days(ready.scenario, format_of(ready.template, way))
    for seat in format_of(ready.template, way).humans:
        orders = [Order.parse(play.order) for play in ready.template.seats[seat].playbook]
        late = [order for order in orders if lead_months(order) * MONTH_DAYS >= days]
        assert len(late) <= len(orders) / 4, f"{seat}: {late}"


@pytest.mark.parametrize("name", NAMES)
def test_evaluators_have_enough_to_look_for(name: str) -> None:
    template = prepared(name).template
    assert len(template.objectives) >= 3
    assert all(len(objective.look_for) >= 3 for objective in template.objectives)
    served = {row.objective for row in template.injects}
    assert served == {objective.id for objective in template.objectives}


@pytest.mark.parametrize("name", NAMES)
def test_playbooks_are_legal_at_startex_or_say_what_they_wait_for(name: str) -> None:
    game = at_startex(name)
    standing = Standing(game.world.measures, game.world.politics)
    day = game.timeline.date(game.tick)
    for seat, row in prepared(name).template.seats.items():
        for play in row.playbook:
            order = Order.parse(play.order)
            reason = refused(
                deed_of(order, play.code, seat, day, game.setting, game.world), standing
            )
            assert reason is None or any(mark in reason for mark in WAITS), f"{play.code}: {reason}"
            words = ("once", "after")
            assert reason is None or any(word in play.title for word in words), play.code


@pytest.mark.parametrize("name", NAMES)
def test_every_effect_changes_the_world(name: str) -> None:
    game = at_startex(name)
    texts = [text for row in prepared(name).template.injects for text in row.effects]
    assert texts
    for text in texts:
        patch = Patch.parse(text)
        after, _ = patched(game.world, [patch], game.setting, game.scenario)
        assert digest(after) != digest(game.world), text


@pytest.mark.parametrize("name", NAMES)
def test_something_happens_when_the_program_plays(name: str) -> None:
    template = prepared(name).template
    game = at_startex(name)
    history = HistorySeats(game.scenario)
    game.seats = {
        seat: history[seat] if row.policy == "history" else policy(row.policy)
        for seat, row in template.seats.items()
        if "." not in seat
    }
    for _ in range(4):
        game.play_round()
    rulings = [ruling for entry in game.journal[-4:] for ruling in entry.rulings]
    assert not [ruling for ruling in rulings if ruling.outcome == "refused"]
    assert any(d.stage != "latent" for d in game.world.politics.disputes)
    assert len({ruling.seat for ruling in rulings}) >= 4
