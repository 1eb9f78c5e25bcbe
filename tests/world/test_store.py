"""A World comes back from its bytes, and nothing else does."""

from __future__ import annotations

import contextlib
import io
import json
import zipfile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import SimError
from sim.game import Game
from sim.orders.sheet import SheetEntry
from sim.world.store import MEASURES, from_bytes, to_bytes
from sim.world.world import arrays
from tests.properties.scenarios import Data, game_of, games, played
from tests.world.plain import PLAIN

Drawn = tuple[Data, list[tuple[str, SheetEntry]]]


@settings(max_examples=25)
@given(games())
def test_a_game_goes_on_from_a_stored_world(drawn: Drawn) -> None:
    through = played(*drawn, rounds=2)
    stored = to_bytes(through.world)
    again = game_of(drawn[0])
    loaded = from_bytes(stored, again.network)
    assert loaded.measures == through.world.measures
    for name, array in arrays(through.world).items():
        assert np.array_equal(array, getattr(loaded, name)), name
    resumed = Game(
        again.scenario, loaded, again.setting, again.economy, {},
        books=again.books,
    )  # fmt: skip
    assert resumed.resolve().state == through.resolve().state
    assert to_bytes(resumed.world) == to_bytes(through.world)


@pytest.fixture(scope="module")
def game() -> Game:
    return game_of(PLAIN)


def changed(data: bytes, **arrays: object) -> bytes:
    """Return a stored World with some arrays put in the place of its own."""
    with np.load(io.BytesIO(data)) as file:
        parts = {name: file[name] for name in file.files}
    out = io.BytesIO()
    np.savez(out, **{**parts, **arrays})
    return out.getvalue()


def refused(game: Game, data: bytes) -> str:
    with pytest.raises(SimError, match="no stored World") as told:
        from_bytes(data, game.network)
    return str(told.value)


def test_another_version_is_refused(game: Game) -> None:
    newer = changed(to_bytes(game.world), version=np.int64(1))
    assert "version 1; this program reads version 2" in refused(game, newer)


def test_another_scenarios_world_is_refused(game: Game) -> None:
    wrong = changed(to_bytes(game.world), price=np.ones(3))
    assert "price is of another scenario" in refused(game, wrong)


def test_numbers_that_are_none_are_refused(game: Game) -> None:
    spoilt = np.full_like(game.world.price, np.nan)
    assert "price holds" in refused(game, changed(to_bytes(game.world), price=spoilt))


def test_measures_of_an_unknown_kind_are_refused(game: Game) -> None:
    text = json.dumps([{"id": "m", "kind": "spell", "by": "A"}]).encode()
    wrong = changed(to_bytes(game.world), measures=np.frombuffer(text, dtype=np.uint8))
    assert "measures cannot be read" in refused(game, wrong)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"rate": float("nan")}, "no number for its rate"),
        ({"since": -1}, "at no time"),
        ({"until": 2**40}, "at no time"),
        ({"kind": "quota"}, "without an end"),
    ],
)
def test_measures_that_cannot_be_are_refused(
    game: Game, wrong: dict[str, object], told: str
) -> None:
    text = json.dumps([{"id": "m", "kind": "licence", "by": "A"} | wrong]).encode()
    one = {"quota_used": np.zeros(1), "stockpiled": np.zeros(1)}
    stored = np.frombuffer(text, dtype=np.uint8)
    assert told in refused(game, changed(to_bytes(game.world), measures=stored, **one))


def test_pickled_objects_are_never_opened(game: Game) -> None:
    bomb = np.array([Ellipsis], dtype=object)
    assert "allow_pickle" in refused(game, changed(to_bytes(game.world), price=bomb))


def test_a_missing_array_is_named(game: Game) -> None:
    out = io.BytesIO()
    with np.load(io.BytesIO(to_bytes(game.world))) as file:
        np.savez(out, **{name: file[name] for name in file.files if name != "queue"})
    assert "queue" in refused(game, out.getvalue())


def test_a_file_that_unpacks_to_too_much_is_refused(
    game: Game, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.world.store.LARGEST", 1000)
    assert "unpacks to" in refused(game, to_bytes(game.world))


@settings(max_examples=50)
@given(st.data())
def test_damage_of_any_kind_is_refused_or_harmless(data: st.DataObject) -> None:
    game = game_of(PLAIN)
    stored = bytearray(to_bytes(game.world))
    cut = data.draw(st.integers(0, len(stored)))
    for place in data.draw(st.lists(st.integers(0, len(stored) - 1), max_size=5)):
        stored[place] ^= data.draw(st.integers(1, 255))
    with contextlib.suppress(SimError):
        from_bytes(bytes(stored[:cut]), game.network)


def test_text_is_refused(game: Game) -> None:
    refused(game, b"format: 1\n")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("price.npy", b"nonsense")
    refused(game, out.getvalue())


def test_measures_come_back() -> None:
    game = game_of(PLAIN)
    assert MEASURES.validate_json(MEASURES.dump_json(game.world.measures)) == game.world.measures
