"""A good exercise file with anything put anywhere: problems, never a crash."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sim.exercise.template.derive import derived, prelude
from sim.exercise.template.load import read_exercise
from sim.scenario import catalog
from sim.scenario.source import parse
from sim.seats.load import load_scenario

SOUND: Any = parse((Path(__file__).parent / "sound.yaml").read_bytes(), "sound").data
ISLANDS = load_scenario(catalog.folder("two-islands"))
REMOVED = object()


def places_in(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every key path of the data."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    inner = [(*at, key) for key, _ in items]
    for path in list(inner):
        child = value[path[-1]]
        if isinstance(child, dict | list):
            inner += places_in(child, path)
    return inner


def found(data: Any, at: tuple[Any, ...]) -> Any:
    for key in at:
        data = data[key]
    return data


PLACES = places_in(SOUND)
ANYTHING = st.one_of(
    st.none(),
    st.integers(-10, 1_000_000),
    st.floats(allow_nan=False),
    st.sampled_from(
        ["ore", "NORTH", "SOUTH.METI", "hold", "1", "2030-07-08", "*", "", "NO: x", ":"]
    ),
    st.just([]),
    st.just({}),
    st.just(REMOVED),
    st.sampled_from(PLACES).map(lambda at: copy.deepcopy(found(SOUND, at))),
)


def damaged(changes: list[tuple[tuple[Any, ...], Any]]) -> Any:
    data = copy.deepcopy(SOUND)
    for at, value in changes:
        try:
            around = found(data, at[:-1])
            if value is REMOVED:
                del around[at[-1]]
            else:
                around[at[-1]] = copy.deepcopy(value)
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change took the place away
    return data


@settings(max_examples=80)
@given(st.lists(st.tuples(st.sampled_from(PLACES), ANYTHING), min_size=1, max_size=4))
def test_damage_is_told_and_what_is_whole_can_be_played(
    changes: list[tuple[tuple[Any, ...], Any]],
) -> None:
    draft = read_exercise(json.dumps(damaged(changes)), "f", ISLANDS)
    assert draft.template is not None or draft.errors
    if draft.template is not None and not draft.errors:
        for name in draft.template.formats:
            assert derived(ISLANDS, draft.template, name).calendar.rounds > 0
            assert prelude(ISLANDS, draft.template, name) >= 0
