"""Talk: what is said reaches those it names, and nobody else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import SimError
from sim.exercise.acts import WHITE, Act
from sim.exercise.conduct import lines as going_back
from sim.exercise.conduct import talk as conduct
from sim.exercise.state import NotNowError, State
from sim.exercise.topics.rounds import Ended
from sim.exercise.topics.talk import (
    Item,
    MessageSent,
    PressReleased,
    RfiAnswered,
    RfiAsked,
    RfiDeclined,
    RfiReleased,
    inbox,
    next_rfi,
    readable,
    rfis,
    sent,
)
from tests.exercise.made_up import exercise, opened, played
from tests.exercise.room import PLACES, begun, planned

SEATS = tuple(PLACES)


def texts(items: Iterable[Item]) -> list[str]:
    return [item.text for item in items]


def message(sender: str, *to: str, text: str = "Let us talk.") -> MessageSent:
    return MessageSent(sender=sender, to=to, text=text)


# --- messages and press --------------------------------------------------------------------------


def test_a_message_is_read_by_those_it_names_and_by_the_white_cell() -> None:
    room = begun()
    room.do("JPN", message("JPN", "USA", WHITE))
    assert texts(inbox(room.state, "USA")) == texts(inbox(room.state, WHITE)) == ["Let us talk."]
    assert texts(sent(room.state, "JPN")) == ["Let us talk."]
    (item,) = readable(room.state, "USA")
    assert (item.round, item.author, item.to) == (1, "JPN", ("USA", WHITE))
    assert readable(room.state, "CHN") == readable(room.state, "JPN.METI") == ()


def test_a_message_between_others_is_in_the_white_cells_reading_not_in_its_inbox() -> None:
    room = begun()
    room.do("JPN", message("JPN", "USA"))
    assert texts(readable(room.state, WHITE)) == ["Let us talk."]
    assert inbox(room.state, WHITE) == ()


def test_everybody_reads_the_press() -> None:
    room = begun()
    room.do("CHN", PressReleased(sender="CHN", headline="Calm", text="All is well."))
    for seat in SEATS:
        assert texts(readable(room.state, seat)) == ["All is well."]
    assert inbox(room.state, "CHN") == ()


def test_the_white_cell_writes_under_any_name_and_nobody_else_does() -> None:
    room = begun()
    room.do(WHITE, PressReleased(sender=WHITE, under="The Harbour Times", text="Prices double."))
    assert readable(room.state, "JPN")[0].author == "The Harbour Times"
    forged = PressReleased(sender="CHN", under="The Harbour Times", text="Prices halve.")
    assert "another name" in room.refusal("CHN", forged)


@pytest.mark.parametrize(
    ("by", "act", "why"),
    [
        ("CHN", message("JPN", "USA"), "you are CHN"),
        ("CHN", message(WHITE, "USA"), "only the white cell"),
        ("CHN", message("CHN", "USB"), "Did you mean 'USA'"),
        ("CHN", message("CHN", "CHN"), "itself"),
    ],
)
def test_what_cannot_be_sent_is_said_and_not_sent(by: str, act: Act, why: str) -> None:
    room = begun()
    assert why in room.refusal(by, act)
    assert readable(room.state, WHITE) == ()


def test_seats_talk_from_startex_to_endex_and_the_white_cell_always() -> None:
    room = planned()
    assert "exercise start" in room.refusal("JPN", message("JPN", "CHN"))
    room.do(WHITE, message(WHITE, "JPN", text="Welcome."))
    room = begun()
    phases = [room.refusal("JPN", message("JPN", "CHN"))]
    for go in (room.opened, room.locked, room.published):
        go()
        phases.append(room.refusal("JPN", message("JPN", "CHN")))
    assert phases == [""] * 4
    room.do(WHITE, Ended())
    assert "over" in room.refusal("JPN", message("JPN", "CHN"))
    assert room.refusal(WHITE, message(WHITE, "CHN")) == ""


def test_what_is_too_long_is_refused_in_words() -> None:
    with pytest.raises(SimError, match="text: String should have at most 4000 characters"):
        MessageSent(sender="JPN", to=("CHN",), text="x" * 4001)


# --- requests for information --------------------------------------------------------------------


def asked(id: str = "RFI-JPN-1", **more: bool) -> RfiAsked:
    return RfiAsked(id=id, seat="JPN", text="How much ore is left?", **more)


def test_an_answer_goes_to_the_seat_that_asked() -> None:
    room = begun()
    room.do("JPN", asked(urgent=True))
    assert [(r.id, r.state, r.urgent) for r in rfis(room.state, WHITE)] == [
        ("RFI-JPN-1", "open", True)
    ]
    room.do(WHITE, RfiAnswered(id="RFI-JPN-1", text="Six weeks."))
    assert texts(inbox(room.state, "JPN")) == ["Six weeks."]
    assert rfis(room.state, "JPN")[0].state == "answered"
    assert not readable(room.state, "CHN")
    assert not rfis(room.state, "CHN")


def test_a_released_answer_does_not_tell_who_asked() -> None:
    room = begun()
    room.do("JPN", asked())
    assert "answered can be" in room.refusal(WHITE, RfiReleased(id="RFI-JPN-1", text="Six."))
    room.do(WHITE, RfiAnswered(id="RFI-JPN-1", text="Six weeks."))
    room.do(WHITE, RfiReleased(id="RFI-JPN-1", to=("USA",), text="Ore lasts six weeks."))
    room.do(WHITE, RfiReleased(id="RFI-JPN-1", text="Ore lasts six weeks, we hear."))
    assert texts(inbox(room.state, "USA")) == [
        "Ore lasts six weeks.", "Ore lasts six weeks, we hear.",
    ]  # fmt: skip
    assert texts(inbox(room.state, "CHN")) == ["Ore lasts six weeks, we hear."]
    assert "JPN" not in repr(readable(room.state, "USA"))


def test_a_request_is_answered_or_declined_once() -> None:
    room = begun()
    room.do("JPN", asked())
    room.do(WHITE, RfiDeclined(id="RFI-JPN-1", because="Nobody knows that."))
    assert texts(inbox(room.state, "JPN")) == ["Nobody knows that."]
    assert "declined already" in room.refusal(WHITE, RfiAnswered(id="RFI-JPN-1", text="Six."))


def test_only_the_white_cell_answers() -> None:
    room = begun()
    room.do("JPN", asked())
    for seat in ("JPN", "CHN"):
        why = room.refusal(seat, RfiAnswered(id="RFI-JPN-1", text="Six."))
        assert why == room.refusal(seat, RfiAnswered(id="RFI-USA-1", text="Six.")) != ""


def test_numbers_count_a_seats_own_requests() -> None:
    room = begun()
    for _ in range(2):
        room.do("JPN", asked(next_rfi(room.state, "JPN")))
    assert next_rfi(room.state, "JPN") == "RFI-JPN-3"
    assert next_rfi(room.state, "CHN") == "RFI-CHN-1"


# --- conducting ----------------------------------------------------------------------------------


def test_talk_is_conducted_and_rewound_with_the_play(tmp_path: Path) -> None:
    made = opened(exercise(tmp_path))
    conduct.message(made, "NORTH", "NORTH", ["SOUTH", "SOUTH"], "Hello.")
    conduct.ask(made, "SOUTH", "SOUTH", "Who is it?")
    conduct.answer(made, "south-1", "The north.")
    conduct.release(made, "RFI-SOUTH-1", ["NORTH"])
    assert texts(inbox(made.state, "NORTH")) == ["Question: Who is it?\nAnswer: The north."]
    conduct.ask(made, "SOUTH", "SOUTH", "Where?")
    conduct.decline(made, "RFI-SOUTH-2", "Look at the map.")
    conduct.press(made, "SOUTH", "SOUTH", "We are here.", headline="South")
    with pytest.raises(SimError, match="Did you mean 'RFI-SOUTH-2'"):
        conduct.answer(made, "RFI-SOTH-2", "There.")
    assert len(readable(made.state, WHITE)) == 7
    going_back.rewind(played(made), 1)
    assert not readable(made.state, WHITE)
    assert not rfis(made.state, WHITE)
    made.close()


def test_nothing_is_written_that_cannot_be_said(tmp_path: Path) -> None:
    made = opened(exercise(tmp_path))
    head = made.state.head
    with pytest.raises(NotNowError):
        conduct.message(made, "NORTH", "SOUTH", [WHITE], "I am the south.")
    assert made.state.head == head
    made.close()


# --- secrecy -------------------------------------------------------------------------------------

Readers = frozenset[str]


@dataclass
class Spoken:
    """An act with a text that nothing else holds, and who may ever read it."""

    by: str
    act: Act
    token: str
    readers: Readers
    aware: Readers
    """Who may notice that it was said: its readers, and who asked what is released."""


@st.composite
def spoken(draw: st.DrawFn, n: int, state: State) -> Spoken:
    """Draw something that somebody says, be it allowed or not."""
    token = f"token{n}x"
    by = draw(st.sampled_from((*SEATS, WHITE)))
    to = tuple(
        draw(st.lists(st.sampled_from((*SEATS, WHITE)), min_size=1, max_size=3, unique=True))
    )
    asked, asker = rfis(state, WHITE), ""
    about_one = draw(st.booleans())
    if asked and about_one:
        rfi = draw(st.sampled_from(asked))
        asker = rfi.seat
        by = draw(st.sampled_from((WHITE, WHITE, by)))
        act, readers = draw(
            st.sampled_from(
                [
                    (RfiAnswered(id=rfi.id, text=token), (rfi.seat,)),
                    (RfiDeclined(id=rfi.id, because=token), (rfi.seat,)),
                    (RfiReleased(id=rfi.id, to=to, text=token), to),
                    (RfiReleased(id=rfi.id, text=token), SEATS),
                ]
            )
        )
    else:
        act, readers = draw(
            st.sampled_from(
                [
                    (MessageSent(sender=by, to=to, text=token), (*to, by)),
                    (PressReleased(sender=by, text=token), SEATS),
                    (RfiAsked(id=f"RFI-{by}-1", seat=by, text=token), (by,)),
                ]
            )
        )
    all_readers = frozenset((*readers, WHITE))
    return Spoken(by, act, token, all_readers, all_readers | {asker})


def seen(state: State, seat: str) -> str:
    """Return everything that talk tells a seat."""
    own = (readable(state, seat), inbox(state, seat), sent(state, seat), rfis(state, seat))
    return repr((own, next_rfi(state, seat)))


@given(st.data())
def test_no_text_ever_reaches_a_seat_that_it_does_not_name(data: st.DataObject) -> None:
    room = begun()
    done: list[Spoken] = []
    for n in range(data.draw(st.integers(1, 16))):
        one = data.draw(spoken(n, room.state))
        before = {seat: seen(room.state, seat) for seat in SEATS}
        refusal = room.refusal(one.by, one.act)
        if not refusal:
            done.append(one)
        for seat in SEATS:
            if refusal or seat not in one.aware:  # not even that something was said
                assert seen(room.state, seat) == before[seat]
        assert not [d.token for d in done if d.token in refusal]
    for seat in (*SEATS, WHITE):
        told = seen(room.state, seat)
        for one in done:
            assert (one.token in told) == (seat in one.readers)
