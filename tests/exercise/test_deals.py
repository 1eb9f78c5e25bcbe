"""Deals: who may offer and sign, who knows of them, and what the model makes of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import SimError
from sim.exercise.acts import PROGRAM, WHITE, Act
from sim.exercise.conduct import create, deals, lines, orders, rounds, seats
from sim.exercise.conduct.verify import verified
from sim.exercise.exercise import Exercise
from sim.exercise.state import NotNowError, State
from sim.exercise.table import Table
from sim.exercise.topics.deals import DEALS, known_deals, waiting
from sim.exercise.topics.offers import (
    Deal,
    DealDue,
    DealProposed,
    DealRefused,
    DealSigned,
    DealWithdrawn,
)
from sim.exercise.topics.orders import ORDERS
from sim.exercise.topics.rounds import Adjudicated, Published, Unlocked
from sim.exercise.topics.seats import Chair
from sim.exercise.views import room_view, view
from sim.exercise.views.deals import deals as agreed
from tests.exercise.made_up import Watch
from tests.exercise.room import PLACES, Room, begun

SEATS = tuple(PLACES)


def offer(id: str = "D-1", *parties: str, **more: object) -> DealProposed:
    """Return an offer, of JPN's to CHN where nothing else is said."""
    named = parties or ("JPN", "CHN")
    words = {"give": ("hold_off",)} if not {"give", "ask", "text"} & {*more} else {}
    values = {"id": id, "seat": named[0], "parties": named, **words, **more}
    return DealProposed.model_validate(values)


def offered(act: DealProposed | None = None) -> Room:
    room = begun()
    act = act or offer()
    room.do(act.seat, act)
    return room


def state_of(room: Room, id: str = "D-1") -> Deal:
    return room.state.of(DEALS).by_id[id]


# --- offering and answering ----------------------------------------------------------------------


def test_who_offers_has_signed_and_the_other_signs() -> None:
    room = offered()
    assert state_of(room).missing == ("CHN",)
    room.do("CHN", DealSigned(id="D-1", seat="CHN"))
    assert (state_of(room).state, state_of(room).missing) == ("signed", ())


def test_an_understanding_is_signed_by_all_its_seats() -> None:
    room = offered(offer("D-1", "JPN", "CHN", "Toyo", text="We meet in Basel."))
    room.do("Toyo", DealSigned(id="D-1", seat="Toyo"))
    assert state_of(room).state == "offered"
    assert "CHN has not" in room.refusal("Toyo", DealSigned(id="D-1", seat="Toyo"))
    room.do("CHN", DealSigned(id="D-1", seat="CHN"))
    assert state_of(room).state == "signed"
    room.opened().locked()
    assert state_of(room).entered is None  # the model does nothing


@pytest.mark.parametrize(
    ("by", "act", "state"),
    [
        ("CHN", DealRefused(id="D-1", seat="CHN"), "refused"),
        ("JPN", DealWithdrawn(id="D-1", seat="JPN"), "withdrawn"),
        ("CHN", offer("D-2", "CHN", "JPN", answers="D-1"), "countered"),
        (WHITE, DealRefused(id="D-1", seat="CHN"), "refused"),
    ],
)
def test_an_offer_is_answered_once(by: str, act: Act, state: str) -> None:
    room = offered()
    room.do(by, act)
    assert state_of(room).state == state
    assert f"{state} already" in room.refusal("CHN", DealSigned(id="D-1", seat="CHN"))


@pytest.mark.parametrize(
    ("by", "act", "why"),
    [
        ("CHN", DealSigned(id="D-1", seat="JPN"), "you are CHN"),
        ("JPN", DealSigned(id="D-1", seat="JPN"), "CHN has not"),
        ("JPN", DealRefused(id="D-1", seat="JPN"), "deal withdraw"),
        ("CHN", DealWithdrawn(id="D-1", seat="CHN"), "deal refuse"),
        ("JPN", offer("D-1"), "try again"),
        ("JPN", offer("D-2", "JPN", "CHN", "USA"), "terms bind two"),
        ("JPN", offer("D-2", "JPN", "JPN"), "different parties"),
        ("JPN", offer("D-2", "JPN", "CHM"), "Did you mean 'CHN'"),
        ("JPN", offer("D-2", "CHN", "JPN", seat="JPN"), "in the name of CHN"),
        ("JPN", offer("D-2", text=""), "say what is given"),
        ("JPN", offer("D-2", text="We will see.", when="round > 2"), "words alone"),
        ("CHN", DealDue(id="D-1"), "for the white cell"),
        (PROGRAM, DealDue(id="D-1"), "does not wait"),
    ],
)
def test_what_cannot_be_done_is_said(by: str, act: Act, why: str) -> None:
    room = offered()
    before = room.state.of(DEALS)
    assert why in room.refusal(by, act)
    assert room.state.of(DEALS) == before


def test_an_offer_that_its_round_outlives_lapses() -> None:
    room = offered(offer(until=1)).opened().locked()
    assert "good until round 1" in room.refusal("CHN", DealSigned(id="D-1", seat="CHN"))
    room.published()
    assert state_of(room).state == "lapsed"
    assert "the next is 2" in room.refusal("JPN", offer("D-2", until=1))


def test_a_ministry_speaks_for_its_country_in_what_binds_it() -> None:
    room = offered(offer("D-1", "CHN", "JPN"))
    assert [deal.id for deal in known_deals(room.state, "JPN.METI")] == ["D-1"]
    room.do("JPN.METI", DealSigned(id="D-1", seat="JPN.METI"))
    assert state_of(room).signed == ("CHN", "JPN")


# --- when the model learns of it -----------------------------------------------------------------


def test_what_is_signed_when_a_round_is_locked_enters_with_it() -> None:
    room = offered()
    room.opened().do("CHN", DealSigned(id="D-1", seat="CHN"))
    room.do("USA", offer("D-2", "USA", "CHN"))
    room.locked().do("CHN", DealSigned(id="D-2", seat="CHN"))
    assert (state_of(room).entered, state_of(room, "D-2").entered) == (1, None)
    room.published().opened().locked()
    assert (state_of(room).entered, state_of(room, "D-2").entered) == (1, 2)


def test_a_round_that_is_unlocked_has_taken_nothing_in() -> None:
    room = offered()
    room.opened().do("CHN", DealSigned(id="D-1", seat="CHN"))
    room.locked().do(WHITE, Unlocked(because="A sheet was lost."))
    assert (state_of(room).offered, state_of(room).entered) == (None, None)
    room.locked()
    assert (state_of(room).offered, state_of(room).entered) == (1, 1)


def test_a_deal_with_a_condition_waits_until_it_holds_or_its_round_is_over() -> None:
    room = offered(offer(when="round >= 2", until=2)).opened()
    room.do("CHN", DealSigned(id="D-1", seat="CHN"))
    room.locked().published()
    assert waiting(room.state) == (state_of(room),)
    late, room.state = room.state, room.opened().state
    room.do(PROGRAM, DealDue(id="D-1", why="round was 2"))
    room.locked().published()
    assert (state_of(room).entered, state_of(room).state) == (2, "signed")
    room.state = late
    room.opened().locked().published()
    assert (state_of(room).entered, state_of(room).state) == (None, "lapsed")


def test_an_offer_to_a_script_enters_the_model_unsigned() -> None:
    room = offered(offer("D-1", "JPN", "EU"))
    room.opened().locked()
    assert (state_of(room).offered, state_of(room).entered) == (1, None)


# --- secrecy -------------------------------------------------------------------------------------


@st.composite
def dealt(draw: st.DrawFn, n: int, state: State) -> tuple[str, Act]:
    """Draw an act of somebody's on deals, be it allowed or not; its words are like no other's."""
    by = draw(st.sampled_from(SEATS))
    found = tuple(state.of(DEALS).by_id.values())
    about_one = draw(st.integers(0, 3))
    if found and about_one:
        deal = draw(st.sampled_from(found))
        by = draw(st.sampled_from((*deal.missing, deal.offer.seat, by)))
        kind = draw(st.sampled_from((DealSigned, DealSigned, DealRefused, DealWithdrawn)))
        return by, kind(id=deal.id, seat=by)
    terms = draw(st.booleans())
    own = by.partition(".")[0] if terms else by
    others = [name for name in SEATS if name != own and not (terms and "." in name)]
    most = 1 if terms else 2
    to = draw(st.lists(st.sampled_from(others), min_size=1, max_size=most, unique=True))
    return by, DealProposed(
        id=f"D-{n}N", seat=by, parties=(own, *to), give=(f"lift:token{n}x",) if terms else (),
        text=f"token{n}x", secret=draw(st.booleans()),
        answers=draw(st.sampled_from(("", *(deal.id for deal in found)))),
    )  # fmt: skip


def knowing(deal: Deal) -> set[str]:
    """Return which seats may know of a deal, said in another way than the code does."""
    if set(deal.signed) == set(deal.offer.parties) and not deal.offer.secret:
        return set(SEATS)
    if not deal.offer.give:
        return set(deal.offer.parties)
    return {seat for seat in SEATS if seat.split(".")[0] in deal.offer.parties}


@given(st.data())
def test_no_deal_ever_shows_to_a_seat_that_is_no_party(data: st.DataObject) -> None:
    room = begun()
    for n in range(data.draw(st.integers(1, 16))):
        by, act = data.draw(dealt(n, room.state))
        known = {deal.id for deal in known_deals(room.state, by)}
        refusal = room.refusal(by, act)
        every = room.state.of(DEALS).by_id.values()
        for deal in every:
            told = deal.id in refusal or deal.offer.text in refusal
            own = getattr(act, "id", "") == deal.id or getattr(act, "answers", "") == deal.id
            assert not told or own or deal.id in known  # what it named itself is no news to it
        for seat in SEATS:
            may = tuple(deal for deal in every if seat in knowing(deal))
            assert known_deals(room.state, seat) == may


@pytest.mark.parametrize("answer", [DealSigned, DealRefused, DealWithdrawn])
def test_a_deal_of_others_is_refused_like_one_that_is_not(
    answer: type[DealSigned | DealRefused | DealWithdrawn],
) -> None:
    room = offered(offer("D-SECRET", secret=True))
    told = room.refusal("USA", answer(id="D-SECRET", seat="USA"))
    room = begun()
    assert told == room.refusal("USA", answer(id="D-SECRET", seat="USA"))
    assert told == room.refusal("USA", answer(id="D-SECRET", seat="USA")) != ""


# --- with the model ------------------------------------------------------------------------------

PEOPLE = ("KORVA", "SORIN", "ALDER", "Korva-Metals")
TARIFF = "import_tariff origin=KORVA product=magnet rate=0.3"


@dataclass
class Day:
    """An exercise under way, and its model."""

    exercise: Exercise
    table: Table

    def open(self) -> Day:
        rounds.open_round(self.exercise)
        return self

    def resolve(self) -> Day:
        rounds.lock(self.exercise, self.table)
        rounds.adjudicate(self.exercise, self.table)
        return self

    def publish(self) -> Day:
        rounds.publish(self.exercise, self.table)
        return self

    def propose(self, seat: str, to: str, **more: object) -> str:
        """Propose a deal and return its id."""
        known = {deal.id for deal in known_deals(self.exercise.state, WHITE)}
        deals.propose(self.exercise, self.table, seat, seat, to.split(), **more)  # type: ignore[arg-type]
        (new,) = {deal.id for deal in known_deals(self.exercise.state, WHITE)} - known
        return new

    def sign(self, seat: str, id: str) -> None:
        deals.sign(self.exercise, self.table, seat, seat, id)

    def agree(self, seat: str, other: str, **more: object) -> str:
        """Let one propose a deal and the other sign it; return its id."""
        id = self.propose(seat, other, **more)
        self.sign(other, id)
        return id

    def told(self, seat: str) -> dict[str, tuple[str, str]]:
        """Return what a seat is told of each deal: how it stands, and in words."""
        return {d.id: (d.state, d.told) for d in agreed(self.exercise, self.table, seat)}

    def refusal(self, seat: str, to: str, **more: object) -> str:
        with pytest.raises(SimError) as refused:
            self.propose(seat, to, **more)
        return str(refused.value)


@pytest.fixture(scope="module")
def begun_day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first round of three-chokepoints, open, in a file; to make one takes a second."""
    chairs = {
        seat: Chair(kind="human" if seat in PEOPLE else "script", policy="passive")
        for seat in (*PEOPLE, "MERID", "TARRA", "PELA")
    }
    path = tmp_path_factory.mktemp("deals") / "day.exercise"
    with create.create(path, "three-chokepoints", seed=7, chairs=chairs, clock=Watch()) as made:
        rounds.start(made, Table(made))
        rounds.open_round(made)
    return path


@pytest.fixture
def day(begun_day: Path, tmp_path: Path) -> Iterator[Day]:
    """The first round of three-chokepoints, open."""
    path = Path(shutil.copy(begun_day, tmp_path))
    with Exercise.open(path, clock=Watch()) as made:
        yield Day(made, Table(made))


def test_a_deal_signed_in_the_room_is_signed_in_the_model_once_it_is_adjudicated(day: Day) -> None:
    id = day.agree("SORIN", "KORVA", give=("hold_off",), ask=("supply:magnet:1",), months=6)
    assert day.told("ALDER")[id] == (
        "signed",
        "it enters the model with the next round that is locked",
    )
    day.resolve()
    deal = day.table.game().world.politics.deal(id)
    assert deal and (deal.state, deal.parties, deal.months) == ("signed", ("SORIN", "KORVA"), 6.0)
    assert [str(term) for term in deal.terms] == ["hold_off", "supply:magnet:1"]
    assert day.told("SORIN")[id] == ("signed", "it enters the model with round 1")
    assert day.told(WHITE)[id] == ("in force", "it binds until 2031-07-06")
    day.publish()
    assert day.told("SORIN")[id] == day.told("ALDER")[id] == day.told(WHITE)[id]
    assert verified(day.exercise, day.table) == ()


def test_a_breach_is_noticed_and_told_to_those_it_concerns(day: Day) -> None:
    id = day.agree("SORIN", "KORVA", give=("hold_off",))
    secret = day.agree("KORVA", "SORIN", ask=("hold_off",), secret=True)
    orders.add(day.exercise, "SORIN", "SORIN", TARIFF)
    (tariff,) = day.exercise.of(ORDERS).draft("SORIN").orders
    day.resolve()
    assert day.told("KORVA")[id][0] == "signed"  # under review, it is for the white cell to know
    day.publish()
    broken = ("broken", f"broken by SORIN: {tariff.id} against KORVA")
    for party in ("SORIN", "KORVA", WHITE):
        assert day.told(party) == {id: broken, secret: broken}
    assert day.told("ALDER") == {id: ("broken", "broken by SORIN")}
    assert day.told("Korva-Metals") == day.told("ALDER")
    seen = view(day.exercise, day.table, "KORVA").deals
    assert {one.stands for one in seen} == {broken[1]}
    (shown,) = room_view(day.exercise, day.table).deals  # the other is secret
    assert (shown.id, shown.stands) == (id, "broken by SORIN")


def test_a_deal_enters_the_model_when_its_condition_holds(day: Day) -> None:
    when = "round >= 2 and SORIN.damage >= 0 % of GDP a year"
    id = day.agree("SORIN", "KORVA", give=("hold_off",), when=when)
    assert day.told("KORVA")[id] == ("waiting", f"it binds once {when}")
    day.resolve().publish()
    assert day.table.game().world.politics.deals == ()
    day.open().resolve().publish()
    assert day.told("KORVA")[id][0] == "in force"
    why = day.exercise.of(DEALS).by_id[id].why
    assert why.startswith("round was 2; SORIN.damage was ")


def test_everything_wrong_with_terms_is_said_at_once(day: Day) -> None:
    told = day.refusal("SORIN", "KORVA", give=("hold_of", "pay:x"), when="KORVA.damage >")
    assert told.count("\n") == 2
    assert "'hold_of' is no term; write lift:ORDER" in told
    assert "'x' is no amount" in told
    assert "condition: column" in told


def test_terms_are_refused_by_the_rules_of_the_order(day: Day) -> None:
    for terms, why in UNREAL:
        assert why in day.refusal("SORIN", "KORVA", **terms)


UNREAL: list[tuple[dict[str, object], str]] = [
    ({"give": ("lift:ban",)}, "SORIN has no order ban to lift"),
    ({"give": ("pay:1e14",)}, "SORIN would pay"),
    ({"ask": ("supply:chips:10",)}, "KORVA sells no chips to SORIN"),
    ({"give": ("hold_off",), "when": "ALDER.damage > 1 % of GDP a year"}, "ALDER.damage"),
    ({"give": ("hold_off",), "when": "ordered(ALDER)"}, "ordered(ALDER)"),
    ({"give": ("hold_off",), "when": "fired(I01)"}, "fired(I01)"),
    ({"give": ("hold_off",), "when": "KORVA.damage > 1 week"}, "% of GDP a year"),
]


def test_terms_tell_nothing_of_orders_that_a_seat_has_not_heard_of(day: Day) -> None:
    orders.add(
        day.exercise, "KORVA", "KORVA", "customs_slowdown product=magnet target=SORIN share=0.5"
    )
    day.resolve().publish().open()
    world = day.table.published().world
    (measure,) = (m for m in world.measures if m.instrument == "customs_slowdown")
    assert not measure.heard_of("ALDER", world.tick)
    told = day.refusal("ALDER", "KORVA", ask=(f"lift:{measure.origin}",))
    assert told.replace(measure.origin, "ghost") == day.refusal(
        "ALDER", "KORVA", ask=("lift:ghost",)
    )
    assert day.propose("SORIN", "KORVA", ask=(f"lift:{measure.origin}",))  # it feels it


def test_who_binds_a_country_is_for_its_government_to_say(day: Day) -> None:
    for seat in ("SORIN.Trade", "SORIN.PM"):
        seats.assign(day.exercise, seat, Chair(kind="human"))
    assert "Trade has no authority over it: PM has" in day.refusal(
        "SORIN.Trade", "KORVA", give=("hold_off",)
    )
    assert "is a firm" in day.refusal("Korva-Metals", "SORIN", give=("hold_off",))
    id = day.propose("SORIN.PM", "KORVA", give=("hold_off",))
    assert id in day.told("SORIN")
    other = day.propose("KORVA", "SORIN", give=("hold_off",))
    with pytest.raises(SimError, match="SORIN itself can do it"):
        day.sign("SORIN.Trade", other)
    day.sign("SORIN.PM", other)
    assert day.told(WHITE)[other][0] == "signed"


def test_what_cannot_be_paid_any_more_is_not_carried_out(day: Day) -> None:
    first = day.agree("KORVA", "SORIN", ask=("pay:4e9",))
    second = day.agree("KORVA", "SORIN", ask=("pay:4e9",))
    states = day.resolve().publish().told("SORIN")
    assert sorted(state for state, _ in states.values()) == ["in force", "not carried out"]
    (failed,) = (id for id in (first, second) if states[id][0] == "not carried out")
    assert "SORIN would pay" in states[failed][1]
    for other in ("KORVA", "ALDER"):  # how much SORIN has left is not theirs to know
        assert day.told(other)[failed] == ("not carried out", "a party could not do its part")


def test_a_counter_offer_takes_the_place_of_the_first(day: Day) -> None:
    first = day.propose("SORIN", "KORVA", give=("hold_off",), secret=True)
    deals.counter(day.exercise, day.table, "KORVA", "KORVA", first[2:].lower(), ask=("pay:1e8",))
    countered, standing = agreed(day.exercise, day.table, "SORIN")
    assert (countered.state, standing.state) == ("countered", "offered")
    assert (standing.parties, standing.answers) == (("KORVA", "SORIN"), first)
    assert standing.secret  # as the first was
    with pytest.raises(NotNowError, match="cannot be countered"):
        deals.counter(day.exercise, day.table, "ALDER", "ALDER", first, text="And us?")


def test_scripts_answer_offers_of_the_room_by_orders(day: Day) -> None:
    seats.assign(day.exercise, "PELA", Chair(kind="script", policy="deal_seeker"))
    id = day.propose("KORVA", "PELA", give=("hold_off",))
    day.resolve().publish()
    assert day.told("KORVA")[id][0] == "offered"
    day.open().resolve().publish()
    assert day.told("KORVA")[id][0] in ("in force", "refused")
    with pytest.raises(SimError, match="PELA has answered"):
        deals.sign(day.exercise, day.table, WHITE, "PELA", id)


def test_an_offer_that_was_ordered_is_answered_by_an_order(day: Day) -> None:
    text = "propose_deal target=SORIN give=hold_off until=2031-12-31"
    orders.add(day.exercise, "KORVA", "KORVA", text)
    day.resolve().publish().open()
    (deal,) = agreed(day.exercise, day.table, "SORIN")
    assert (deal.parties[0], deal.state, deal.round) == ("KORVA", "offered", 1)
    assert day.told("ALDER") == {}
    day.sign("SORIN", deal.id.lower())
    (draft,) = orders_of(day, "SORIN")
    assert draft == f"sign_deal deal={deal.id}"
    with pytest.raises(NotNowError, match="unknown deal"):
        day.sign("ALDER", deal.id)


def orders_of(day: Day, seat: str) -> list[str]:
    return [order.text for order in day.exercise.of(ORDERS).draft(seat).orders]


def test_deals_are_rewound_with_the_play(day: Day) -> None:
    kept = day.agree("SORIN", "KORVA", give=("hold_off",))
    day.resolve().publish().open()
    gone = day.agree("SORIN", "KORVA", ask=("pay:1e8",))
    lines.rewind(day.exercise, 2)
    assert kept in day.told("SORIN")
    assert gone not in day.told("SORIN")


def test_what_was_good_until_a_round_lapses_when_it_is_published() -> None:
    room = offered(offer(until=1)).opened().locked()
    room.do(WHITE, Adjudicated(round=1, record="r", digest="d"))
    assert state_of(room).state == "offered"  # nobody is told of a result before it is published
    room.do(WHITE, Published(round=1))
    assert state_of(room).state == "lapsed"


def test_an_offer_that_is_taken_back_before_it_is_played_never_reaches_the_script(day: Day) -> None:
    id = day.propose("KORVA", "TARRA", give=("pay:1e8",), until=3)
    rounds.lock(day.exercise, day.table)
    deals.withdraw(day.exercise, "KORVA", "KORVA", id)
    rounds.adjudicate(day.exercise, day.table)
    assert day.table.game().world.politics.deal(id) is None
    assert day.publish().told("KORVA")[id][0] == "withdrawn"


def test_an_offer_that_a_script_has_in_hand_cannot_be_taken_back_and_is_told_as_signed(
    day: Day,
) -> None:
    id = day.propose("KORVA", "TARRA", give=("pay:1e8",), until=2)
    day.resolve().publish()
    with pytest.raises(NotNowError, match=r"TARRA has .* until round 2"):
        deals.withdraw(day.exercise, "KORVA", "KORVA", id)
    with pytest.raises(NotNowError, match="TARRA has"):
        deals.counter(day.exercise, day.table, "KORVA", "KORVA", id, give=("pay:1",))
    day.open()
    seats.takeover(day.exercise, "TARRA", Chair(kind="human"))
    deals.refuse(day.exercise, day.table, WHITE, "TARRA", id)
    orders.add(day.exercise, WHITE, "TARRA", f"sign_deal deal={id}")
    day.resolve().publish()
    assert day.told("KORVA")[id][0] == day.told("TARRA")[id][0] == "in force"


def test_a_deal_that_somebody_else_let_fall_due_is_no_hindrance(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = day.agree("SORIN", "KORVA", give=("hold_off",), when="round >= 1")
    seen = waiting(day.exercise.state)
    day.exercise.do(PROGRAM, DealDue(id=id, why="round was 1"))
    monkeypatch.setattr(deals, "waiting", lambda _: seen)  # as it was a moment ago
    assert deals.fall_due(day.exercise, day.table) == []
    assert day.exercise.of(DEALS).by_id[id].due
