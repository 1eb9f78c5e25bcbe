"""A Game goes on from the records of its rounds as if it had played them."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Callable
from dataclasses import fields
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import SimError
from sim.explain.items import items_of
from sim.explain.published import published
from sim.explain.trail import trails
from sim.game import Game, digest
from sim.parameters import load_parameters
from sim.patches import Patch
from sim.records import from_bytes, to_bytes
from sim.scenario import catalog
from sim.seats.load import load_scenario
from sim.world.decisions import Decisions
from sim.world.flows import Flows
from tests.properties.scenarios import Data, entry, game_of
from tests.test_random_play import play
from tests.world.trading import TRADING

ROUNDS = 3
NAMES = ["two-islands", "three-chokepoints"]


@cache
def beginning(name: str, seed: int) -> Game:
    scenario = load_scenario(catalog.find(name))
    return Game.start(scenario, seed=seed, parameters=load_parameters(), seats={})


def again(game: Game, start: Game) -> Game:
    """Return a game made again from the bytes of its rounds."""
    rows = [to_bytes(game.record(n)) for n in range(1, len(game.journal) + 1)]
    return start.resumed(from_bytes(row, start) for row in rows)


def assert_same(one: Game, other: Game) -> None:
    assert one.journal == other.journal
    assert digest(one.world) == digest(other.world)
    assert [digest(m.world) for m in one.moments] == [digest(m.world) for m in other.moments]
    for a, b in zip(one.moments, other.moments, strict=True):
        assert (a.round, a.sheets, a.injected, a.patches, a.decisions, a.amended) == (
            b.round, b.sheets, b.injected, b.patches, b.decisions, b.amended,
        )  # fmt: skip
        assert a.beside.keys() == b.beside.keys()
        for id, kept in a.beside.items():
            assert digest(kept.world) == digest(b.beside[id].world)
            assert np.array_equal(kept.stocks, b.beside[id].stocks)
    for field in fields(Flows):
        left, right = (getattr(game.flows(), field.name) for game in (one, other))
        assert np.array_equal(left, right, equal_nan=True), field.name


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("seed", range(2))
def test_a_game_goes_on_from_its_records(name: str, seed: int) -> None:
    played, _ = play(name, seed, ROUNDS)
    start = beginning(name, seed)
    resumed = again(played, start)
    assert_same(played, resumed)
    assert resumed.resolve() == played.resolve()
    assert_same(played, resumed)
    assert start.journal == ()


@pytest.mark.parametrize("name", NAMES)
def test_earlier_rounds_branch_alike(name: str) -> None:
    played, _ = play(name, 0, ROUNDS)
    resumed = again(played, beginning(name, 0))
    for moment, entry_ in zip(resumed.moments, played.journal, strict=True):
        assert resumed.branch(moment).resolve() == entry_


def overruled() -> tuple[Game, Game]:
    """Return a game before its first round, and after two in which much was dictated."""
    start = game_of(TRADING)
    game = start.copy()
    game.submit("A", (entry("export_ban product=ore target=B dispute=quarrel", "ban"),))
    game.submit("B", ())
    game.dictate(
        {"C": (entry("consumer_boycott product=ore origin=A rate=0.5", "I1-1"),)},
        [Patch.parse("B.stock(ore) *= 0.5", "I2")],
    )
    game.resolve()
    game.patch([Patch.parse("A.capital = 7"), Patch.parse("A.stock(ore) += 2 kt")])
    game.submit("A", (entry("export_duty product=ore target=C rate=0.3", "duty"),))
    stream = next(d.stream for d in game.journal[0].draws if d.what == "conceded")
    game.decide(Decisions({"duty": ("refused", "no")}, {stream: 0.999}))
    game.resolve()
    return start, game


def test_what_was_dictated_decided_and_patched_comes_back() -> None:
    start, game = overruled()
    resumed = again(game, start)
    assert_same(game, resumed)
    assert resumed.moments[0].patches[0].of == "I2"
    assert resumed.journal[0].patches == ("A.capital = 7", "A.stock(ore) += 2 kt")
    assert resumed.moments[0].sheets["B"] == ()
    assert resumed.resolve() == game.resolve()


def test_what_is_explained_is_the_same() -> None:
    start, game = overruled()
    resumed = again(game, start)
    number = published("B.price(ore)", game.scenario)
    for one, other in zip(game.moments, resumed.moments, strict=True):
        assert items_of(game, one) == items_of(resumed, other)
    assert trails(game, game.moments[1], [number]) == trails(resumed, resumed.moments[1], [number])


def test_fewer_records_take_rounds_back() -> None:
    start, game = overruled()
    back = start.resumed([game.record(1)])
    assert (back.round, len(back.journal)) == (2, 1)
    assert digest(back.world) == digest(game.moments[1].world)
    assert back.resolve() != game.journal[1]  # without the sheets of then


def test_records_follow_each_other() -> None:
    start, game = overruled()
    with pytest.raises(SimError, match="round 2 does not follow here; 1 does"):
        start.resumed([game.record(2)])
    with pytest.raises(SimError, match="round 3 has not been played; so far: 2"):
        game.record(3)


def test_equal_rounds_have_equal_bytes() -> None:
    one, other = (to_bytes(overruled()[1].record()) for _ in range(2))
    assert one == other


def test_a_copy_goes_its_own_way() -> None:
    start, game = overruled()
    copy = game.copy()
    copy.submit("A", (entry("export_ban product=ore target=T", "more"),))
    copy.resolve()
    copy.patch([Patch.parse("A.support = 1")])
    assert len(game.journal) == 2
    assert game.resolve().rulings == ()
    assert start.journal == ()


def test_a_round_of_a_large_scenario_is_small() -> None:
    played, _ = play("three-chokepoints", 0, ROUNDS)
    assert max(len(to_bytes(played.record(n + 1))) for n in range(ROUNDS)) < 400_000


# What is no record.


@cache
def stored() -> tuple[Game, bytes]:
    start, game = overruled()
    return start, to_bytes(game.record(1))


def refused(data: bytes, start: Game | None = None) -> str:
    with pytest.raises(SimError) as error:
        from_bytes(data, start or stored()[0])
    return str(error.value)


def changed(how: Callable[[Data], None] | None = None, **parts: npt.NDArray[Any]) -> bytes:
    """Return the record with its head, or other parts, changed."""
    out = io.BytesIO()
    with np.load(io.BytesIO(stored()[1])) as file:
        kept = {name: file[name] for name in file.files}
    if how:
        head = json.loads(kept["head"].tobytes())
        how(head)
        kept["head"] = np.frombuffer(json.dumps(head).encode(), dtype=np.uint8)
    np.savez(out, **(kept | parts))
    return out.getvalue()


def test_a_record_rewritten_as_it_was_is_read() -> None:
    assert from_bytes(changed(lambda head: None), stored()[0]).entry.round == 1


def set_(*path: str | int, to: Any) -> Callable[[Data], None]:
    """Return what sets a value in a head, as lists and dicts have it."""

    def how(head: Any) -> None:
        for key in path[:-1]:
            head = head[key]
        head[path[-1]] = to

    return how


ENTRY, WORLD, BESIDE, SHEETS = 1, 2, 3, 5


@pytest.mark.parametrize(
    ("how", "told"),
    [
        (set_(0, to=99), "it is of version 99; this program reads version 1"),
        (set_(ENTRY, to=None), "its head cannot be read"),
        (set_(ENTRY, 0, to=2), "round 2 does not end with tick 13"),
        (set_(WORLD, 0, to=26), "round 1 does not end with tick 26"),
        (set_(ENTRY, 8, to="0"), "its World is not the one after round 1"),
        (set_(WORLD, 3, to=7), "it is of another scenario"),
        (set_(WORLD, 4, to=10**9), "it is of another scenario"),
        (set_(WORLD, 4, to=3), "its worlds have the shape"),
        (set_(BESIDE, 0, 2, to=[1.0]), "has no number for stocks"),
        (set_(SHEETS, 0, 3, to="spell"), "unknown instrument 'spell'"),
    ],
)
def test_a_head_that_was_changed_is_refused(how: Callable[[Data], None], told: str) -> None:
    assert told in refused(changed(how))


def test_numbers_that_were_changed_are_refused() -> None:
    with np.load(io.BytesIO(stored()[1])) as file:
        worlds, flows = file["worlds"].copy(), file["flows"]
    worlds[0] ^= 1
    assert "its World is not the one" in refused(changed(worlds=worlds))
    assert "its flows have the shape" in refused(changed(flows=flows[8:]))
    assert "its flows have the shape" in refused(changed(flows=flows.astype(np.float64)))


def test_the_record_of_another_scenario_is_refused() -> None:
    assert "this is no" in refused(stored()[1], beginning("two-islands", 0))


def test_pickled_objects_are_never_opened() -> None:
    assert "allow_pickle" in refused(changed(flows=np.array([Ellipsis], dtype=object)))


@settings(max_examples=60)
@given(st.data())
def test_damage_of_any_kind_is_refused_or_harmless(data: st.DataObject) -> None:
    start, whole = stored()
    damaged = bytearray(whole)
    for place in data.draw(st.lists(st.integers(0, len(damaged) - 1), max_size=5)):
        damaged[place] ^= data.draw(st.integers(1, 255))
    with contextlib.suppress(SimError):
        from_bytes(bytes(damaged[: data.draw(st.integers(0, len(damaged)))]), start)


def test_text_is_refused() -> None:
    assert "this is no record of a round" in refused(b"format: 1")
