"""Sheets: sealed, kept as they were written, and changed by nobody else."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.exercise.acts import WHITE
from sim.exercise.conduct import orders as conduct
from sim.exercise.conduct import seats
from sim.exercise.state import NotNowError, State
from sim.exercise.topics.orders import (
    MOST_ORDERS,
    ORDERS,
    CustomRuled,
    Ordered,
    Submitted,
    Withdrawn,
    meant,
    next_ids,
)
from sim.exercise.topics.rounds import Adjudicated, Locked, Opened, Published
from sim.exercise.topics.seats import SEATS as SEATED
from sim.exercise.topics.seats import Chair
from sim.exercise.topics.setup import SETUP
from tests.exercise.made_up import CREATED, exercise, opened

TEXT = "export_ban product=ore target=SOUTH"


def test_a_sheet_is_written_handed_in_and_taken_back(tmp_path: Path) -> None:
    made = opened(exercise(tmp_path))
    conduct.add(made, "NORTH", "NORTH", TEXT, "to be safe")
    conduct.add(made, "NORTH", "NORTH", "export_ban product=tools target=SOUTH")
    first, second = made.of(ORDERS).draft("NORTH").orders
    assert first.id.startswith("NORTH-1-") and first.reason == "to be safe"
    conduct.drop(made, "NORTH", "NORTH", first.id)
    conduct.submit(made, "NORTH", "NORTH")
    with pytest.raises(NotNowError, match="order withdraw"):
        conduct.add(made, "NORTH", "NORTH", TEXT)
    conduct.withdraw(made, "NORTH", "NORTH")
    conduct.add(made, "NORTH", "NORTH", TEXT)
    kept, third = made.of(ORDERS).draft("NORTH").orders
    assert kept == second and third.id not in (first.id, second.id)


def ids_of(seed: int, seat: str, count: int) -> tuple[str, ...]:
    state = State().with_slice(SETUP, CREATED.model_copy(update={"seed": seed}))
    return next_ids(state, seat, count)


def test_the_same_seed_gives_the_same_ids_and_another_one_others() -> None:
    ends = [{id.rpartition("-")[2] for id in ids_of(seed, "NORTH", 5)} for seed in (1, 1, 2)]
    assert ends[0] == ends[1] and not ends[0] & ends[2]


@given(st.integers(0, 9), st.integers(1, 300), st.integers(1, 300))
def test_ids_are_all_different_and_stay_whatever_is_written_later(
    seed: int, few: int, more: int
) -> None:
    ids = ids_of(seed, "SOUTH.Trade", few + more)
    assert len({*ids}) == few + more and all(id.startswith("SOUTH-Trade-0-") for id in ids)
    assert ids[:few] == ids_of(seed, "SOUTH.Trade", few)


def test_ids_do_not_rise_with_what_is_written() -> None:
    ids = ids_of(1, "NORTH", 200)
    rises = sum(one < other for one, other in pairwise(ids))
    assert 80 < rises < 120


@pytest.mark.parametrize(
    ("typed", "found"),
    [("N-1-K7X", "N-1-K7X"), ("n-1-k7x", "N-1-K7X"), ("K7X", "N-1-K7X"), (" k7x ", "N-1-K7X"),
     ("7X", "7X"), ("X3D", "X3D"), ("N", "N"), ("", ""), ("-", "-")],
)  # fmt: skip
def test_an_order_is_meant_by_the_end_of_its_id_where_one_alone_ends_so(
    typed: str, found: str
) -> None:
    assert meant(typed, ["N-1-K7X", "N-1-X3D", "S-1-X3D"]) == found


def test_a_seat_orders_for_itself_alone_and_learns_nothing_by_trying(tmp_path: Path) -> None:
    made = opened(exercise(tmp_path))
    told = []
    for prepare in (lambda: None, lambda: conduct.submit(made, "SOUTH", "SOUTH")):
        prepare()
        for seat in ("SOUTH", "NOBODY"):
            with pytest.raises(NotNowError) as refused:
                conduct.add(made, "NORTH", seat, TEXT)
            told.append(str(refused.value))
    assert len(set(told)) == 1


def test_the_white_cell_enters_orders_for_any_seat(tmp_path: Path) -> None:
    made = opened(exercise(tmp_path))
    conduct.add(made, WHITE, "SOUTH", TEXT)
    conduct.submit(made, WHITE, "SOUTH")
    assert [one.seat for one in conduct.missing(made)] == ["NORTH"]
    with pytest.raises(NotNowError, match="Did you mean 'SOUTH'"):
        conduct.add(made, WHITE, "SOUT", TEXT)


def test_nobody_orders_before_a_round_opens_or_after_it_is_locked(tmp_path: Path) -> None:
    made = exercise(tmp_path)
    with pytest.raises(NotNowError, match="exercise start"):
        made.do("NORTH", Ordered(seat="NORTH", id="a", text=TEXT))
    opened(made).do(WHITE, Locked(round=1, sheets={}))
    for act in (Ordered(seat="NORTH", id="a", text=TEXT), Submitted(seat="NORTH")):
        with pytest.raises(NotNowError, match="round 1 is locked"):
            made.do("NORTH", act)


def test_a_sheet_has_a_limit(tmp_path: Path) -> None:
    made = opened(exercise(tmp_path))
    acts = [Ordered(seat="NORTH", id=f"N{n}", text=TEXT) for n in range(MOST_ORDERS)]
    made.do_all("NORTH", acts)
    with pytest.raises(NotNowError, match=f"{MOST_ORDERS} orders at most"):
        conduct.add(made, "NORTH", "NORTH", TEXT)


def test_what_was_not_handed_in_cannot_be_taken_back(tmp_path: Path) -> None:
    made = opened(exercise(tmp_path))
    with pytest.raises(NotNowError, match="has not handed in"):
        made.do("NORTH", Withdrawn(seat="NORTH"))


def test_an_idea_is_ruled_on_until_it_has_acted(tmp_path: Path) -> None:
    made = opened(exercise(tmp_path))
    conduct.ask_custom(made, "NORTH", "NORTH", "invite South's mayors", "goodwill")
    (id,) = made.of(ORDERS).customs
    conduct.refuse_custom(made, id, "they would not come")
    assert made.of(ORDERS).customs[id].state == "refused"
    again = CustomRuled(id=id, allowed=True, because="they have written to us")
    made.do(WHITE, again)
    assert made.of(ORDERS).customs[id].state == "allowed"
    made.do(WHITE, Locked(round=1, sheets={}))
    made.do(WHITE, Adjudicated(round=1, record="r", digest="d", acted=(id,)))
    made.do_all(WHITE, (Published(round=1), Opened(round=2)))
    with pytest.raises(NotNowError, match="had its effects in round 1"):
        made.do(WHITE, again)
    with pytest.raises(NotNowError, match="unknown idea"):
        conduct.refuse_custom(made, "NORTH-1-9", "no such thing")


def test_a_seat_taken_over_in_mid_round_keeps_its_sheet(tmp_path: Path) -> None:
    made = opened(exercise(tmp_path))
    conduct.add(made, "NORTH", "NORTH", TEXT)
    seats.takeover(made, "NORTH", Chair(kind="script", policy="passive"), "ill")
    with pytest.raises(NotNowError, match="taken over by the white cell"):
        conduct.add(made, "NORTH", "NORTH", TEXT)
    conduct.add(made, WHITE, "NORTH", "export_ban product=tools target=SOUTH")
    seats.handback(made, "NORTH")
    conduct.submit(made, "NORTH", "NORTH")
    assert len(made.of(ORDERS).draft("NORTH").orders) == 2
    assert made.of(SEATED).places["NORTH"].chair.kind == "human"
    with pytest.raises(NotNowError, match="nobody has taken NORTH over"):
        seats.handback(made, "NORTH")


def test_a_code_opens_its_seat_and_no_other_text_tells_of_seats(tmp_path: Path) -> None:
    made = exercise(tmp_path)
    assert seats.join(made, " code1 ", "Ms Doe") == "SOUTH"
    assert made.of(SEATED).places["SOUTH"].chair.player == "Ms Doe"
    for wrong in ("", "CODE", "CODE2", "SOUTH"):
        with pytest.raises(Exception, match="no seat has this code") as refused:
            seats.join(made, wrong)
        assert "NORTH" not in str(refused.value)


def test_who_joins_a_seat_that_was_taken_over_decides_once_it_is_handed_back(
    tmp_path: Path,
) -> None:
    made = exercise(tmp_path)
    seats.takeover(made, "SOUTH", Chair(kind="white", player="control"))
    seats.join(made, "CODE1", "Ms Doe")
    assert made.of(SEATED).places["SOUTH"].chair.player == "control"
    seats.handback(made, "SOUTH")
    assert made.of(SEATED).places["SOUTH"].chair.player == "Ms Doe"
