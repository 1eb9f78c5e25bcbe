"""News: each event reaches those whom it concerns, in the words that are theirs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.events import Event, EventKind
from sim.observation.news import RULES, News, headlines, news
from sim.world.deals import Deal, Term
from sim.world.disputes import Dispute
from sim.world.measures import Measure
from sim.world.rulings import Ruling
from sim.world.world import World
from tests.properties.test_secrecy import SEATS, game, hushed

ROOM = "the room"
DAY = dt.date(2020, 1, 6)
IN_THE_PAPERS = ("CapacityOpened", "LeaderChanged")
TOKEN = "xyzzy"


@dataclass(frozen=True)
class Round:
    rulings: tuple[Ruling, ...] = ()
    events: tuple[Event, ...] = ()


def world() -> World:
    """Return a World with a quarrel, a deal and a measure each that only A and T know of."""
    before = game().world
    unheard = Dispute("unheard", "A", "T", "Be silent.", "security", 0.5, 0.5, stage="imposed",
                      attribution=-2.0, public=False)  # fmt: skip
    politics = before.politics.with_dispute(unheard)
    politics = politics.with_deal(deal("whisper", secret=True))
    politics = politics.with_deal(deal("handshake", secret=False))
    politics = politics.with_deal(replace(deal("offer", secret=False), signed=None))
    listing = Measure(
        "list",
        "listing",
        "A",
        firms=("Forge",),
        since=1,
        known=1,
        deniability=0.9,
        instrument="unreliable_entity",
    )
    loud = Measure("loud", "duty", "A", products=("ore",), since=1, known=1)
    suit = Measure("suit", "suit", "B", targets=("A",), against="loud", since=1, known=1)
    measures = (*before.measures, hushed(before, "A", "T"), listing, loud, suit)
    return replace(before.with_measures(measures), politics=politics)


def deal(id: str, *, secret: bool) -> Deal:
    return Deal(id, ("A", "T"), (Term("A", "pay", amount=1.0),), 1, 99, secret=secret, signed=2)


def ruling(id: str, seat: str, order: str) -> Ruling:
    return Ruling(id, order, seat, DAY, "carried out", "within its powers", meant="a plan")


def read(happened: Round, seat: str) -> News:
    return news(happened, game().world, world(), game().setting, seat)


def reached(event: Event, *rulings: Ruling) -> dict[str, str]:
    """Return who is told of an event, and in which words."""
    happened = Round(rulings, (event,))
    found = {seat: read(happened, seat).events for seat in SEATS}
    found[ROOM] = headlines(happened, game().world, world(), game().setting)
    return {who: events[0].text for who, events in found.items() if events}


ALL = {*SEATS, ROOM}
GOVERNMENT_OF_B = {"B", "B.METI"}
OFFER = ruling("talk", "B", "deal_talks target=A")
PROBE = ruling("probe", "A", "cyber_probe target=B intensity=0.5")
SECRET_TALK = ruling("hint", "A", "deal_talks target=T")
LIFT = ruling("over", "A", "lift order=loud,hush")


@pytest.mark.parametrize(
    ("kind", "subject", "told"),
    [
        ("MeasureImposed", "loud", ALL),
        ("MeasureImposed", "hush", {"A", "T"}),
        ("MeasureImposed", "list", {"A", "Forge"}),
        ("MeasureImposed", "talk", ALL),
        ("MeasureImposed", "probe", {"A"}),
        ("MeasureImposed", "hint", {"A", "T"}),
        ("MeasureImposed", "nothing-known", set()),
        ("MeasureLifted", "over", ALL),
        ("SuitDecided", "suit", ALL),
        ("Voted", "talk", GOVERNMENT_OF_B),
        ("ThreatMade", "quarrel", ALL),
        ("ThreatMade", "unheard", {"A", "T"}),
        ("ThreatAnswered", "unheard", {"A", "T"}),
        ("DisputeOpened", "unheard", {"A", "T"}),
        ("DisputeEnded", "unheard", {"A", "T"}),
        ("Incident", "unheard", {"A", "T"}),
        ("Joined", "quarrel", ALL),
        ("Left", "unheard", {"A", "T"}),
        ("PromiseBroken", "unheard", {"A", "T"}),
        ("StoodAside", "unheard", {"A", "T"}),
        ("FirmsReported", "quarrel", GOVERNMENT_OF_B),
        ("FirmsReported", "unheard", {"T"}),
        ("Misread", "C", {"C"}),
        ("DealOffered", "offer", {"A", "T"}),
        ("DealRefused", "offer", {"A", "T"}),
        ("DealLapsed", "offer", {"A", "T"}),
        ("DealSigned", "handshake", ALL),
        ("DealSigned", "whisper", {"A", "T"}),
        ("DealBroken", "handshake", ALL),
        ("DealBroken", "whisper", {"A", "T"}),
        ("CapacityOpened", "Forge", ALL),
        ("LeaderChanged", "B", ALL),
        ("StockExhausted", "Forge", {*GOVERNMENT_OF_B, "Forge"}),
        ("Inject", "storm", set()),
    ],
)
def test_an_event_reaches_whom_it_concerns(kind: EventKind, subject: str, told: set[str]) -> None:
    event = Event(DAY, kind, "It happened", subject)
    assert reached(event, OFFER, PROBE, SECRET_TALK, LIFT).keys() == told


def test_every_kind_of_event_has_a_rule() -> None:
    assert RULES.keys() == {*get_args(EventKind)}


def test_a_kind_without_a_rule_is_told_to_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(RULES, "LeaderChanged")
    assert reached(Event(DAY, "LeaderChanged", "B has a new government", "B")) == {}


# --- words ----------------------------------------------------------------------------------------


def test_those_hit_by_what_is_denied_are_given_no_name_and_no_number() -> None:
    given = ruling("hush", "A", "customs_slowdown product=ore target=T share=0.5")
    said = reached(Event(DAY, "MeasureImposed", "A began to do it (hush)", "hush"), given)
    assert said["A"] == "A began to do it (hush)"
    assert "hush" not in said["T"] and not said["T"].startswith("A ")


def test_a_denied_measure_is_not_named_among_those_that_were_lifted() -> None:
    said = reached(Event(DAY, "MeasureLifted", "A lifted loud, hush", "over"), LIFT)
    assert said.pop("A") == "A lifted loud, hush"
    assert {*said.values()} == {"A lifted loud"}


def test_nobody_reads_in_anothers_purse_why_a_threat_came_to_nothing() -> None:
    text = "A cannot carry out its threat: it costs 6.0 points; 2.1 are left"
    said = reached(Event(DAY, "ThreatAnswered", text, "quarrel"))
    assert said.pop("A") == text
    assert {*said.values()} == {"A cannot carry out its threat"}


def test_only_the_parties_read_by_what_a_deal_was_broken() -> None:
    said = reached(Event(DAY, "DealBroken", "A breaks handshake: hush against T", "handshake"))
    assert said.pop("A") == said.pop("T") == "A breaks handshake: hush against T"
    assert {*said.values()} == {"A breaks handshake"}


def test_a_ruling_is_read_by_the_seat_that_ordered_and_not_what_was_meant_by_it() -> None:
    happened = Round((OFFER, replace(OFFER, order_id="metis", seat="B.METI")))
    found = {seat: [r.order_id for r in read(happened, seat).rulings] for seat in SEATS}
    assert found == {**{seat: [] for seat in SEATS}, "B": ["talk"], "B.METI": ["metis"]}
    assert {r.meant for r in read(happened, "B").rulings} == {""}


# --- properties -----------------------------------------------------------------------------------

kinds = st.sampled_from(sorted({*get_args(EventKind)} - {*IN_THE_PAPERS}))
hidden = st.sampled_from(["hush", "list", "unheard", "whisper", "offer", "hint", "probe"])
events: Callable[..., st.SearchStrategy[Event]] = st.builds


@given(st.lists(events(Event, st.just(DAY), kinds, st.just(f"{TOKEN}: {TOKEN}"), hidden)))
def test_what_two_keep_between_themselves_reaches_nobody_else(happened: list[Event]) -> None:
    over = Round((SECRET_TALK, PROBE), tuple(happened))
    for seat in ("B", "C", "B.METI"):
        assert TOKEN not in str(read(over, seat))
    assert TOKEN not in str(headlines(over, game().world, world(), game().setting))


def test_the_room_knows_nothing_that_a_country_does_not() -> None:
    g = game()
    for moment, entry in zip(g.moments, g.journal, strict=True):
        after = g.moments[entry.round].world if entry.round < len(g.moments) else g.world
        for seat in SEATS:
            told = news(entry, moment.world, after, g.setting, seat)
            known = {(event.date, event.kind) for event in told.events}
            assert {(event.date, event.kind) for event in told.headlines} <= known
