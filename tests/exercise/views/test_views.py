"""Views: what each reader is shown, and that it is right."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.errors import SimError
from sim.exercise.conduct import create, deals, explanation, injects, orders, rounds, talk, white
from sim.exercise.msel.rows import InjectRow
from sim.exercise.table import Table
from sim.exercise.topics.deals import DEALS
from sim.exercise.topics.injects import Delivered
from sim.exercise.topics.orders import ORDERS
from sim.exercise.topics.rounds import ROUNDS
from sim.exercise.views import data, menu, room_view, view, white_view
from sim.exercise.views.common import told_to
from sim.exercise.views.remarks import check_about
from sim.exercise.views.seat import SeatView
from sim.orders.instruments import instruments
from sim.orders.menu import legal_orders
from tests.exercise.made_up import Watch, exercise
from tests.exercise.views.planted import SEATS, Day, prepared

SLOW = "customs_slowdown product=ore target=B share=0.5"


@pytest.fixture
def day() -> Iterator[Day]:
    begun = Day.begin()
    yield begun
    begun.end()


def seen(day: Day, seat: str) -> SeatView:
    return view(day.exercise, day.table, seat)


def own_id(day: Day, seat: str) -> str:
    """Return the id of the only order of a seat in the round that was locked."""
    (order,) = day.exercise.of(ROUNDS).sheets[seat].orders
    return order.id


def publish(day: Day) -> None:
    """Bring the open round to its publication."""
    rounds.lock(day.exercise, day.table)
    rounds.adjudicate(day.exercise, day.table)
    rounds.publish(day.exercise)


def changed(day: Day, seat: str) -> dict[str, float | None]:
    recap = seen(day, seat).recap
    assert recap is not None
    return {change.what: change.after for change in recap.changes if not change.subject}


# --- a seat ---------------------------------------------------------------------------------------


def test_before_startex_a_seat_reads_its_papers_and_sees_no_world(tmp_path: Path) -> None:
    with create.create(tmp_path / "x.exercise", str(prepared().parent), clock=Watch()) as made:
        early = view(made, Table(made), "A")
        assert early.papers.secret and early.observation is None and early.recap is None
        assert room_view(made, Table(made)).observation is None


def test_a_seat_that_is_not_there_has_no_view(day: Day) -> None:
    with pytest.raises(SimError, match="unknown seat 'AB'"):
        seen(day, "AB")


def test_clocks_tell_the_round_by_both_times(day: Day) -> None:
    clocks = seen(day, "A").head.clocks
    assert (clocks.phase, clocks.round, clocks.remaining) == ("open", 1, 1800.0)
    assert (str(clocks.start), str(clocks.end)) == ("2020-01-06", "2020-04-06")
    observation = seen(day, "A").observation
    assert observation is not None and observation["start"] == "2020-01-06"


def test_a_sheet_is_shown_as_it_stands(day: Day) -> None:
    states = [seen(day, "A").sheet.state]
    orders.add(day.exercise, "A", "A", SLOW, "to hurt")
    orders.submit(day.exercise, "A", "A")
    states.append(seen(day, "A").sheet.state)
    rounds.lock(day.exercise, day.table)
    states.append(seen(day, "A").sheet.state)
    assert states == ["draft", "submitted", "locked"]
    (order,) = seen(day, "A").sheet.orders
    assert (order.id, order.reason) == (own_id(day, "A"), "to hurt")
    assert order.title == "Keep shipments waiting at the border"


def test_a_recap_tells_a_seat_its_own_numbers_rulings_and_how_its_sheet_came_about(
    day: Day,
) -> None:
    orders.add(day.exercise, "A", "A", SLOW)
    publish(day)
    recap, game = seen(day, "A").recap, day.table.published()
    assert recap is not None and recap.round == 1
    assert [(r.id, r.outcome) for r in recap.rulings] == [(own_id(day, "A"), "carried out")]
    assert "counted" in recap.sheet
    own = game.observe("A").own
    assert own is not None and changed(day, "A")["capital"] == own.capital
    before = {c.what: c.before for c in recap.changes if not c.subject}
    began = day.table.game(0).observe("A").own
    assert began is not None and before["capital"] == began.capital
    quiet = seen(day, "C").recap
    assert quiet is not None and "standing orders" in quiet.sheet


def test_what_an_inject_does_in_a_seats_name_is_no_ruling_on_its_orders(day: Day) -> None:
    injects.fire(day.exercise, "W4")
    publish(day)
    recap = seen(day, "T").recap
    assert recap is not None and {r.id for r in recap.rulings} == {own_id(day, "T")}
    assert "W4-1" in {r.order_id for r in day.table.result(1).entry.rulings}


def test_ministries_share_what_their_country_sees_and_keep_what_is_their_own(day: Day) -> None:
    orders.add(day.exercise, "B.METI", "B.METI", "hold")
    talk.message(day.exercise, "A", "A", ["B.METI"], "for you alone")
    state, ministry = seen(day, "B"), seen(day, "B.METI")
    assert state.observation is not None and ministry.observation is not None
    assert {**state.observation, "seat": "B.METI"} == ministry.observation
    assert state.inbox == () and len(ministry.inbox) == 1
    assert seen(day, "B").sheet.orders == () and len(seen(day, "B.METI").sheet.orders) == 1
    assert seen(day, "B").papers.secret != seen(day, "B.METI").papers.secret


def test_an_inject_for_a_country_nobody_plays_is_for_its_ministries(tmp_path: Path) -> None:
    told = Delivered(1, "W", 1, "open", InjectRow(id="W", title="Storm", to=("B",)))
    readers = []
    for n, seats in enumerate((("B.METI", "C"), ("B", "B.METI", "C"))):
        folder = tmp_path / str(n)
        folder.mkdir()
        with exercise(folder, seats=seats) as made:
            readers.append([seat for seat in seats if told_to(made, told, seat)])
    assert readers == [["B.METI"], ["B"]]


def test_a_remark_on_an_order_is_read_by_who_gave_it_and_one_on_the_round_by_all(day: Day) -> None:
    orders.add(day.exercise, "A", "A", SLOW)
    rounds.lock(day.exercise, day.table)
    rounds.adjudicate(day.exercise, day.table)
    white.annotate(day.exercise, 1, "about yours", "why", about=own_id(day, "A"))
    white.annotate(day.exercise, 1, "about all", "why")
    assert seen(day, "A").remarks == ()  # not before it is published
    rounds.publish(day.exercise)
    told = {seat: [r.text for r in seen(day, seat).remarks] for seat in SEATS}
    assert told.pop("A") == ["about yours", "about all"]
    assert {*map(tuple, told.values())} == {("about all",)}
    assert [r.text for r in room_view(day.exercise, day.table).remarks] == ["about all"]


def test_causes_are_named_as_far_as_they_were_heard_of(day: Day) -> None:
    orders.add(day.exercise, "A", "A", f"{SLOW} dispute=quarrel")
    injects.fire(day.exercise, "W3")
    rounds.lock(day.exercise, day.table)
    rounds.adjudicate(day.exercise, day.table)
    names = ["B.damage", "B.support", "C.damage"]
    explanation.explain(day.exercise, day.table, 1, names=names, members=0)
    rounds.publish(day.exercise)
    hurt, third = seen(day, "B").recap, seen(day, "C").recap
    assert hurt is not None and third is not None
    assert "nobody owns up to it" in hurt.losses and "A:" not in hurt.losses
    why = next(c.why for c in hurt.changes if c.what == "support")
    assert "what you do not know of -" in why  # W3 was told to A alone
    assert "waiting" not in third.losses


# --- the room and the white cell ------------------------------------------------------------------


def test_the_room_reads_the_press_and_public_injects_alone(day: Day) -> None:
    talk.press(day.exercise, "A", "A", "We are innocent", headline="Denial")
    talk.message(day.exercise, "A", "A", ["T"], "whisper")
    injects.fire(day.exercise, "W1")
    room = room_view(day.exercise, day.table)
    assert [letter.headline for letter in room.press] == ["Denial"]
    assert room.injects == ()
    assert room.observation is not None and room.observation["own"] is None


def test_headlines_of_a_round_are_what_everybody_may_know(day: Day) -> None:
    orders.add(day.exercise, "A", "A", SLOW)
    orders.add(day.exercise, "B", "B", "data_call")
    publish(day)
    (told,) = room_view(day.exercise, day.table).headlines
    assert [line.text for line in told.lines if "B" in line.text.split()[0]] != []
    assert not any("waiting" in line.text for line in told.lines)


def test_the_white_cell_sees_everything_at_a_glance(day: Day) -> None:
    orders.add(day.exercise, "A", "A", SLOW, "to hurt")
    orders.submit(day.exercise, "A", "A")
    orders.add(day.exercise, "T", "T", "hold")
    talk.ask(day.exercise, "C", "C", "Who was it?")
    orders.ask_custom(day.exercise, "C", "C", "Send a fleet")
    all_of_it = white_view(day.exercise, day.table)
    assert set(all_of_it.missing) == {*SEATS} - {"A"}
    assert {row.seat: row.orders for row in all_of_it.seats}["T"] == 1
    assert [r.text for r in all_of_it.requests] == ["Who was it?"]
    assert [i.text for i in all_of_it.ideas] == ["Send a fleet"]
    assert {w.id for w in all_of_it.coming} == {"W1", "W2", "W3", "W4"}
    publish(day)
    review = white_view(day.exercise, day.table).review
    assert review is not None and review.round == 1
    assert "to hurt" in {r.meant for r in review.rulings}


def test_every_view_is_plain_data(day: Day) -> None:
    orders.add(day.exercise, "A", "A", SLOW)
    publish(day)
    views = [seen(day, s) for s in SEATS]
    whole = [*views, room_view(day.exercise, day.table), white_view(day.exercise, day.table)]
    for one in (*whole, menu(day.exercise, day.table, "A", among=["threat"])):
        assert json.loads(json.dumps(data(one), allow_nan=False))


# --- the menu -------------------------------------------------------------------------------------


def test_a_menu_tells_of_each_prepared_order_whether_it_is_legal_and_why_not(day: Day) -> None:
    (before,) = menu(day.exercise, day.table, "A", among=[]).playbook
    assert before.legal and before.why_not == "" and before.terms is not None
    orders.add(day.exercise, "A", "A", before.order.partition(" package")[0])
    publish(day)
    (after,) = menu(day.exercise, day.table, "A", among=[]).playbook
    assert not after.legal and "does the same already" in after.why_not


def test_choices_are_the_legal_orders_of_the_instruments_asked_for(day: Day) -> None:
    found = menu(day.exercise, day.table, "B", among=["export_ban", "data_call"])
    game = day.table.published()
    legal = legal_orders(game.world, game.setting, "B", among=["export_ban", "data_call"])
    assert [c.order for c in found.choices] == [str(o.order) for o in legal] != []
    assert [c.terms.points for c in found.choices] == [o.price.points for o in legal]
    protective = menu(day.exercise, day.table, "B", category="protect")
    assert {c.category for c in protective.choices} == {"protect"}


def test_a_menu_says_what_happened_when_an_order_was_tried(day: Day) -> None:
    told = menu(day.exercise, day.table, "B", among=["export_ban"]).tried["export_ban"]
    assert told.examples == instruments()["export_ban"].examples
    assert told.counters == instruments()["export_ban"].counters
    assert told.outcomes


# --- remarks --------------------------------------------------------------------------------------


def test_a_remark_is_read_by_whom_it_concerns(day: Day) -> None:
    ex = day.exercise
    orders.ask_custom(ex, "A", "A", "A parade")
    (idea,) = ex.of(ORDERS).customs
    orders.allow_custom(ex, day.table, idea, ["A.support += 1", "B: hold"], "why not")
    rows = [
        InjectRow(id="P1", title="For B alone", to=("B",), effects=("A: hold",)),
        InjectRow(id="P2", title="For all", public=True),
    ]
    injects.set_rows(ex, day.table, rows)
    injects.fire_all(ex, ["P1", "P2"])
    talk_deal = deals.propose(ex, day.table, "A", "A", ["B"], text="Between us", secret=True)
    assert talk_deal.number
    (deal,) = ex.of(DEALS).by_id
    publish(day)
    concerned = {
        idea: {"A"}, "idea-1-1": {"A"}, "idea-1-1-2": {"A"}, "P1": {"B"}, "P1-1": {"B"},
        "P2": {*SEATS}, "A.support": {*SEATS}, "": {*SEATS}, deal: {"A", "B"},
    }  # fmt: skip
    for about in concerned:
        check_about(ex, day.table, 1, about)
        white.annotate(ex, 1, f"of {about}", "why", about=about)
    read = {seat: {r.text for r in seen(day, seat).remarks} for seat in SEATS}
    found = {about: {s for s in SEATS if f"of {about}" in read[s]} for about in concerned}
    assert found == concerned
    room = {r.text for r in room_view(ex, day.table).remarks}
    assert room == {"of P2", "of A.support", "of "}


@pytest.mark.parametrize(
    ("about", "hint"),
    [("W33", "W3"), ("A.suport", "support"), ("quarel", "quarrel")],
)
def test_a_remark_is_about_something_that_there_is(day: Day, about: str, hint: str) -> None:
    injects.fire(day.exercise, "W3")
    publish(day)
    with pytest.raises(SimError, match=f"Did you mean '{hint}'"):
        check_about(day.exercise, day.table, 1, about)
    white.annotate(day.exercise, 1, "about nothing", "why", about=about)
    assert not any(seen(day, seat).remarks for seat in SEATS)
