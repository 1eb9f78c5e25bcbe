"""Leaks: whatever is said and done, nobody is shown what is not for them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.exercise.acts import WHITE
from sim.exercise.conduct import orders, rounds
from sim.exercise.views import data, menu, room_view, view, white_view
from tests.exercise.views.planted import ROOM, SEATS, STEPS, Day, mark, strangers

steps = st.tuples(
    st.sampled_from(sorted(STEPS.keys() - {"explain"})),  # it takes a second
    st.permutations(SEATS),
    st.integers(0, 9),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(steps, min_size=8, max_size=30))
def test_nobody_is_shown_what_is_not_for_them(day: list[tuple[str, list[str], int]]) -> None:
    played = Day.begin()
    try:
        for name, (seat, other, *_), n in day:
            played.step(name, seat, other, n)
            if name == "play":
                played.look()
        played.look()
        assert list(played.leaks()) == []
    finally:
        played.end()


def everything() -> Day:
    """Return a day on which every seat did and was told everything once."""
    day = Day.begin()
    last = ("play", "explain", "remark", "play")
    for name in sorted(STEPS.keys() - {*last, "submit", "withdraw", "take over"}):
        for n, seat in enumerate(SEATS):
            if name != "idea allowed" or seat == "A":
                day.step(name, seat, SEATS[n - 1], n)
    day.look()
    for name in ("idea allowed", *last):
        day.step(name, "A", "B", 0)
    return day


def test_what_is_planted_is_shown_to_those_it_is_for() -> None:
    day = everything()
    day.look()
    for seat in SEATS:
        mine = "".join(text for reader, text in day.shown if reader == seat)
        assert mark(seat) in mine
    day.tell(WHITE, white_view(day.exercise, day.table))
    assert mark(WHITE) in day.shown[-1][1]
    assert list(day.leaks())[:-1] == []
    day.end()


def test_the_search_finds_what_is_not_for_a_reader() -> None:
    assert strangers(f"so {mark('A', 'B.METI')} it is", "C") == [mark("A", "B.METI")]
    assert strangers(mark("A", "B.METI"), "B.METI") == []
    assert strangers(mark("A"), ROOM) == [mark("A")]


def seen(day: Day, seat: str) -> dict[str, Any]:
    """Return all that a seat can see."""
    shown = [view(day.exercise, day.table, seat), menu(day.exercise, day.table, seat, among=[])]
    return {"seat": data(shown), "room": data(room_view(day.exercise, day.table))}


OTHERS_DO = st.lists(
    st.tuples(
        st.sampled_from(["order", "submit", "withdraw", "idea", "request", "guess"]),
        st.sampled_from([seat for seat in SEATS if seat != "C"]),
        st.integers(0, 9),
    ),
    min_size=1,
)


@settings(max_examples=25, deadline=None)
@given(OTHERS_DO)
def test_what_others_write_and_hand_in_changes_nothing_that_a_seat_sees(
    done: list[tuple[str, str, int]],
) -> None:
    quiet, busy = Day.begin(), Day.begin()
    try:
        for name, seat, n in done:
            busy.step(name, seat, "C", n)
        for day in (quiet, busy):
            day.step("order", "C", "A", 1)
            day.step("idea", "C", "A", 1)
            day.step("request", "C", "A", 1)
        assert seen(busy, "C") == seen(quiet, "C")
        for day in (quiet, busy):
            rounds.lock(day.exercise, day.table)
        assert seen(busy, "C") == seen(quiet, "C")
    finally:
        quiet.end()
        busy.end()


def test_nothing_is_seen_of_a_result_before_it_is_published() -> None:
    day = Day.begin()
    for seat in SEATS:
        day.step("order", seat, "C", 0)
    rounds.lock(day.exercise, day.table)
    before = {seat: seen(day, seat) for seat in SEATS}
    rounds.adjudicate(day.exercise, day.table)
    for seat in SEATS:
        after = seen(day, seat)
        for shown in (*after["seat"][:1], *before[seat]["seat"][:1], after["room"],
                      before[seat]["room"]):  # fmt: skip
            shown["head"]["clocks"].pop("phase")
        assert json.dumps(after) == json.dumps(before[seat])
        for shown in (before[seat]["room"], before[seat]["seat"][0]):
            shown["head"]["clocks"]["phase"] = "locked"
    day.end()


@pytest.mark.parametrize("seat", SEATS)
def test_a_default_order_looks_like_any_other(seat: str) -> None:
    silent, speaking = Day.begin(), Day.begin()
    orders.add(speaking.exercise, seat, seat, "hold" if seat != "Forge" else "comply order=x")
    names = []
    for day in (silent, speaking):
        rounds.lock(day.exercise, day.table)
        entry = rounds.adjudicate(day.exercise, day.table).entry
        names.append(next(r.order_id for r in entry.rulings if r.seat == seat))
        day.end()
    assert names[0] == names[1]
