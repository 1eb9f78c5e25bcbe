"""A good scenario with anything put anywhere: problems, never a crash."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sim.scenario.loader import read
from sim.scenario.source import parse

SOUND: Any = parse((Path(__file__).parent / "sound.yaml").read_bytes(), "sound").data


def places_in(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every key path of the data."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    inner = [(*at, key) for key, _ in items]
    for path in list(inner):
        child = value[path[-1]]
        if isinstance(child, dict | list):
            inner += places_in(child, path)
    return inner


PLACES = places_in(SOUND)
ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-10, 10),
    st.floats(allow_nan=False),
    st.sampled_from(["ore", "A", "mine", "t", "USD/t", "Big", "2030-02-02", "*", "", "x y"]),
    st.just([]),
    st.just({}),
    st.sampled_from(PLACES).map(lambda at: copy.deepcopy(found(SOUND, at))),
)
REMOVED = object()


def found(data: Any, at: tuple[Any, ...]) -> Any:
    for key in at:
        data = data[key]
    return data


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


@settings(max_examples=300)
@given(
    st.lists(
        st.tuples(st.sampled_from(PLACES), st.one_of(ANYTHING, st.just(REMOVED))),
        min_size=1,
        max_size=4,
    )
)
def test_damage_of_any_kind_is_told_or_harmless(
    changes: list[tuple[tuple[Any, ...], Any]],
) -> None:
    draft = read(json.dumps(damaged(changes)), "f")
    assert draft.scenario is not None or draft.errors


def test_removing_a_product_is_told_wherever_it_is_named() -> None:
    data = copy.deepcopy(SOUND)
    del data["products"]["ore"]
    keys = {p.key for p in read(json.dumps(data), "f").problems}
    assert keys == {
        "activities.mine.outputs.ore",
        "activities.mill.inputs.ore",
        "activities.carry.inputs.ore",
        "activities.carry.outputs.ore",
        "flows.0.product",
        "flows.1.product",
        "baskets.stones.weights.ore",
    }


def test_a_row_of_wrong_shape_does_not_shift_the_places_of_those_after_it() -> None:
    data = copy.deepcopy(SOUND)
    data["flows"][0]["colour"] = "red"
    data["flows"][1]["quantity"] = "much"
    data["flows"][2]["to"] = "Z"
    keys = {p.key for p in read(json.dumps(data), "f").problems}
    assert keys == {"flows.0.colour", "flows.1.quantity", "flows.2.to"}
