"""Observations as plain data: everything that is told is named, and nothing else is told."""

import datetime as dt
import functools
import json
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from cli.reference import observation as reference
from sim.game import Game, parameters_of
from sim.observation import observation_data
from sim.observation.plain import plain
from sim.observation.told import OBSERVATION, TABLES, UNTOLD, Told
from sim.politics.forecast import Launch
from sim.politics.information.chokepoints import Chokepoint
from sim.scenario import catalog
from sim.seats.load import load_scenario
from sim.seats.policies import policy
from sim.world.deals import Deal, Term
from sim.world.disputes import Toll
from tests.seats.made_up import NOW, quarrel, seen, step

PAGE = Path(__file__).parents[2] / "docs/reference/observation.md"


@pytest.mark.parametrize("kind", TABLES, ids=lambda kind: kind.__name__)
def test_every_field_is_told_or_it_is_said_why_not(kind: type) -> None:
    told = {field.source or field.name for field in TABLES[kind]}
    untold = UNTOLD.get(kind, {}).keys()
    assert not told & untold
    assert told | untold == {field.name for field in fields(kind)}


def full() -> Any:
    """An observation in which nothing is empty."""
    toll = Toll((0.0, 1 / 3, 0.5, 0.0), (0.1,) * 4, (0.2,) * 4)
    deal = Deal("d", ("A", "B"), (Term("A", "pay", amount=1e9),), NOW, NOW + 13)
    worth = Launch((("concession", 0.2), ("own cost", -0.1)), 0.3)
    return seen(
        measures=(step("B", "A", "export_ban", "ore"),),
        disputes=(quarrel("B", "A", toll=toll, deadline=NOW + 1),),
        deals=(deal,),
        deterrence={"q": worth},
        deterrence_denied={"q": worth},
        listed=lambda: (Chokepoint("Forge", "ore", 1e-5, 1e9, 0.5),),
    )


def paths(fields: tuple[Told[Any], ...], data: Any) -> Iterator[str]:
    """Every name in data that is told by tables, an example of each."""
    assert [field.name for field in fields] == list(data)
    for field in fields:
        yield field.name
        found = data[field.name]
        if field.parts:
            one = found if field.name == "own" else next(iter_of(found))
            yield from (f"{field.name}.{name}" for name in paths(field.parts, one))


def iter_of(found: Any) -> Iterator[Any]:
    return iter(found.values() if isinstance(found, dict) else found)


def test_what_is_told_is_what_the_tables_name() -> None:
    data = json.loads(json.dumps(observation_data(full()), allow_nan=False))
    assert len(list(paths(OBSERVATION, data))) == 118


def test_days_and_chances_are_told_instead_of_ticks_and_log_odds() -> None:
    data: Any = observation_data(full())
    (dispute,), (deal,) = data["disputes"], data["deals"]
    assert dispute["attribution"] == 0.952574
    assert dispute["deadline"] == (full().start + dt.timedelta(days=7)).isoformat()
    assert deal["until"] == full().end.isoformat()
    assert dispute["losses"]["B"] == {"damage": 0.333333, "sector": 0.1, "shortage": 0.2}
    assert data["deterrence"]["q"]["worth"] == 0.1


def test_a_day_beyond_the_calendar_is_its_last() -> None:
    far = replace(step("B", "A", "export_ban", "ore"), until=10**7)
    data: Any = observation_data(seen(measures=(far,)))
    assert data["measures"][0]["until"] == "9999-12-31"


def test_what_is_not_told_is_not_in_it() -> None:
    marks = {
        "resolve": 0.111222, "plain_since": 333444, "misread": (("token1", 1),),
        "toll_before": Toll((0.555666,) * 4, (0.0,) * 4, (0.0,) * 4),
        "toll": Toll((0.0,) * 4, (0.0,) * 4, (0.0,) * 4, (0.777888,) * 4, 0.999111),
        "ending": "token2",
    }  # fmt: skip
    banned = replace(
        step("B", "A", "export_ban", "ore"), continues="token3", replaced=(("token4", 1),)
    )
    marked = seen(luck=222333, disputes=(quarrel("B", "A", **marks),), measures=(banned,))
    text = json.dumps(observation_data(marked))
    tokens = ("111222", "333444", "token", "555666", "777888", "999111", "222333")
    assert [token for token in tokens if token in text] == []


@functools.cache
def game() -> Game:
    """A game in which much has happened."""
    scenario = load_scenario(catalog.find("three-chokepoints"))
    seats = {name: policy(row.policy) for name, row in scenario.seats.items()}
    made = Game.start(scenario, seed=2, parameters=parameters_of(scenario), seats=seats)
    for _ in range(4):
        made.play_round()
    return made


@pytest.mark.parametrize("seat", ["SORIN", "KORVA", "Korva-Metals", "KORVA.Trade", "nobody"])
def test_what_is_seen_in_play_has_a_plain_form(seat: str) -> None:
    observation = game().observe(seat)
    data: Any = json.loads(json.dumps(observation_data(observation), allow_nan=False))
    assert [m["id"] for m in data["measures"]] == [m.id for m in observation.measures]
    assert [d["id"] for d in data["disputes"]] == [d.id for d in observation.disputes]
    assert (data["own"] is None) == (seat == "nobody")
    for dispute in data["disputes"]:
        assert set(dispute["losses"]) <= set(game().network.countries)


def test_what_has_no_plain_form_is_a_mistake_of_ours() -> None:
    with pytest.raises(TypeError, match="set has no plain form"):
        plain({"a": {1}})


def test_the_page_is_what_the_tables_say() -> None:
    assert reference().strip() in PAGE.read_text("utf-8")
