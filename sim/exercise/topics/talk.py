"""Talk: messages between seats, what the press is told, and requests for information (RFIs).

Everything that is said becomes an item with the seats that may read it: those that it names, or
everybody. What a seat reads is gathered from the items that are its to read, and from nothing else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, Literal

from pydantic import Field

from sim.errors import unknown
from sim.exercise.acts import WHITE, Act, SeatAct
from sim.exercise.state import NotNowError, Said, State, Topic
from sim.exercise.topics.rounds import ROUNDS, Phase, must_be
from sim.exercise.topics.seats import known_place, may_act_for

TALKING: tuple[Phase, ...] = ("between", "brief", "open", "locked", "review")
"""Seats talk from STARTEX to ENDEX, whatever the white cell does meanwhile."""

Words = Annotated[str, Field(min_length=1, max_length=4000)]
Name = Annotated[str, Field(max_length=200)]
RfiId = Annotated[str, Field(pattern=r"^RFI-[A-Za-z0-9_.-]{1,90}$")]


class MessageSent(SeatAct):
    """Somebody wrote to seats, or to the white cell."""

    sender: str
    """A seat, or the white cell."""
    to: tuple[str, ...] = Field(min_length=1, max_length=60)
    text: Words
    under: Name = ""
    """Under which name the white cell writes; empty: its own."""


class PressReleased(SeatAct):
    """Somebody told the press something: everybody reads it."""

    sender: str
    headline: Name = ""
    text: Words
    under: Name = ""
    """The outlet that the white cell made up; empty: none."""


class RfiAsked(SeatAct):
    """A seat asked the white cell for information."""

    id: RfiId
    seat: str
    text: Words
    urgent: bool = False


class RfiAnswered(Act):
    """The white cell answered the seat that asked."""

    id: str
    text: Words


class RfiReleased(Act):
    """The white cell let others read what it answered; who asked is not told."""

    id: str
    to: tuple[str, ...] = Field((), max_length=60)
    """Seats; none: everybody."""
    text: Words
    """What they read: question and answer as the white cell words them."""


class RfiDeclined(Act):
    """The white cell does not answer."""

    id: str
    because: Words


@dataclass(frozen=True)
class Item:
    """Something that was said, with its place in the log."""

    number: int
    round: int
    """The round it was said in; 0: before the first."""
    at: dt.datetime
    kind: Literal["message", "press", "rfi", "answer"]
    sender: str
    to: tuple[str, ...]
    """Who reads it beside the sender; none: everybody."""
    text: str
    headline: str = ""
    under: str = ""
    rfi: str = ""
    """Id of the request it belongs to, for the seat that asked."""

    @property
    def author(self) -> str:
        """Return who it says it is from."""
        return self.under or self.sender

    def read_by(self, seat: str) -> bool:
        """Return whether it is a seat's to read; the white cell reads everything."""
        return not self.to or seat in (*self.to, self.sender, WHITE)


@dataclass(frozen=True)
class Rfi:
    """A request for information, and what became of it."""

    id: str
    seat: str
    round: int
    text: str
    urgent: bool = False
    state: Literal["open", "answered", "released", "declined"] = "open"
    answer: str = ""
    """The answer, or why there is none."""


@dataclass(frozen=True)
class Talk:
    """All that was said on a line of play."""

    items: tuple[Item, ...] = ()
    rfis: Mapping[str, Rfi] = field(default_factory=dict)


class _Talk(Topic[Talk]):
    name = "talk"
    acts = (MessageSent, PressReleased, RfiAsked, RfiAnswered, RfiReleased, RfiDeclined)

    def check(self, state: State, said: Said) -> None:
        match said.act:
            case MessageSent(sender=sender, to=to, under=under):
                _may_speak(state, said.by, sender, under)
                _known_readers(state, sender, to)
            case PressReleased(sender=sender, under=under):
                _may_speak(state, said.by, sender, under)
            case RfiAsked(id=id, seat=seat):
                may_act_for(state, said.by, seat)
                must_be(state, *TALKING)
                if id != next_rfi(state, seat):
                    raise NotNowError(f"the next request of {seat} is {next_rfi(state, seat)}")
            case RfiAnswered(id=id) | RfiReleased(id=id) | RfiDeclined(id=id) as act:
                _may_answer(state.of(self), id, act)
                if isinstance(act, RfiReleased):
                    _known_readers(state, WHITE, act.to)

    def after(self, own: Talk, said: Said, before: State) -> Talk:
        match said.act:
            case MessageSent(sender=sender, to=to, text=text, under=under):
                return _told(own, said, before, "message", sender, to, text, under=under)
            case PressReleased(sender=sender, headline=headline, text=text, under=under):
                return _told(
                    own, said, before, "press", sender, (), text, headline=headline, under=under
                )
            case RfiAsked(id=id, seat=seat, text=text, urgent=urgent):
                asked = Rfi(id, seat, before.of(ROUNDS).round, text, urgent)
                told = _told(own, said, before, "rfi", seat, (WHITE,), text, rfi=id)
                return _with(told, asked)
            case RfiAnswered(id=id, text=text):
                rfi = replace(own.rfis[id], state="answered", answer=text)
                return _with(_answered(own, said, before, rfi, text), rfi)
            case RfiDeclined(id=id, because=because):
                rfi = replace(own.rfis[id], state="declined", answer=because)
                return _with(_answered(own, said, before, rfi, because), rfi)
            case RfiReleased(id=id, to=to, text=text):
                told = _told(own, said, before, "answer", WHITE, to, text)
                return _with(told, replace(own.rfis[id], state="released"))
        return own


TALK = _Talk(Talk())


# --- what may be said ----------------------------------------------------------------------------


def _may_speak(state: State, by: str, sender: str, under: str) -> None:
    """Raise NotNowError unless somebody may speak as the sender now."""
    if sender != WHITE:
        may_act_for(state, by, sender)
    elif by != WHITE:
        raise NotNowError("only the white cell speaks for the white cell")
    if under and by != WHITE:
        raise NotNowError("only the white cell writes under another name")
    if by != WHITE:
        must_be(state, *TALKING)


def _known_readers(state: State, sender: str, to: tuple[str, ...]) -> None:
    for reader in to:
        if reader == sender:
            raise NotNowError(f"{sender} cannot write to itself")
        if reader != WHITE:
            known_place(state, reader)


def _may_answer(own: Talk, id: str, act: Act) -> None:
    rfi = own.rfis.get(id)
    if rfi is None:
        raise NotNowError(unknown("request", id, own.rfis))
    if isinstance(act, RfiReleased):
        if rfi.state not in ("answered", "released"):
            raise NotNowError(f"{id} is {rfi.state}; what is answered can be released")
    elif rfi.state != "open":
        raise NotNowError(f"{id} is {rfi.state} already; a message says more")


# --- what it leaves ------------------------------------------------------------------------------


def _told(
    own: Talk,
    said: Said,
    before: State,
    kind: Literal["message", "press", "rfi", "answer"],
    sender: str,
    to: tuple[str, ...],
    text: str,
    *,
    headline: str = "",
    under: str = "",
    rfi: str = "",
) -> Talk:
    round = before.of(ROUNDS).round
    item = Item(said.number, round, said.at, kind, sender, to, text, headline, under, rfi)
    return replace(own, items=(*own.items, item))


def _answered(own: Talk, said: Said, before: State, rfi: Rfi, text: str) -> Talk:
    return _told(own, said, before, "answer", WHITE, (rfi.seat,), text, rfi=rfi.id)


def _with(own: Talk, rfi: Rfi) -> Talk:
    return replace(own, rfis={**own.rfis, rfi.id: rfi})


# --- who reads what ------------------------------------------------------------------------------


def readable(state: State, seat: str) -> tuple[Item, ...]:
    """Return all that a seat may read: what it wrote, what names it, what is public."""
    return tuple(item for item in state.of(TALK).items if item.read_by(seat))


def inbox(state: State, seat: str) -> tuple[Item, ...]:
    """Return what others told a seat, and everybody."""
    return tuple(
        item for item in state.of(TALK).items
        if item.sender != seat and (not item.to or seat in item.to)
    )  # fmt: skip


def sent(state: State, seat: str) -> tuple[Item, ...]:
    """Return what a seat said."""
    return tuple(item for item in state.of(TALK).items if item.sender == seat)


def rfis(state: State, seat: str) -> tuple[Rfi, ...]:
    """Return a seat's own requests; the white cell's are all."""
    return tuple(rfi for rfi in state.of(TALK).rfis.values() if seat in (rfi.seat, WHITE))


def next_rfi(state: State, seat: str) -> str:
    """Return the id of a seat's next request: a count of its own, which tells nothing of others."""
    asked = sum(rfi.seat == seat for rfi in state.of(TALK).rfis.values())
    return f"RFI-{seat}-{asked + 1}"
