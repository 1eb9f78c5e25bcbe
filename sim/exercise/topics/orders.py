"""Orders: what seats write, hand in and take back while a round is open; sealed until then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Literal

from pydantic import Field

from sim.errors import unknown
from sim.exercise.acts import Act, SeatAct
from sim.exercise.state import NotNowError, Said, State, Topic
from sim.exercise.topics.rounds import ROUNDS, Adjudicated, must_be
from sim.exercise.topics.seats import may_act_for
from sim.exercise.topics.setup import SETUP

MOST_ORDERS = 60
"""On one sheet."""

SIGNS = "CDFHJKLMNPRTVWXY3479"
"""Of which ids end: none that is taken for another by hand, no vowel that would make a word."""

LEAST_SIGNS = 3
"""At the end of an id."""


class Ordered(SeatAct):
    """A seat wrote an order on its sheet."""

    seat: str
    id: str
    text: str = Field(min_length=1, max_length=2000)
    reason: str = Field("", max_length=2000)


class Dropped(SeatAct):
    """A seat struck an order from its sheet."""

    seat: str
    id: str


class Submitted(SeatAct):
    """A seat handed in its sheet as it stands."""

    seat: str


class Withdrawn(SeatAct):
    """A seat took its sheet back, to change it."""

    seat: str


class CustomAsked(SeatAct):
    """A seat wants something that no instrument does."""

    seat: str
    id: str
    text: str = Field(min_length=1, max_length=4000)
    effect: str = Field("", max_length=2000)
    """What the seat hopes for, in its own words."""


class CustomRuled(Act):
    """The white cell turned an idea into effects, or refused it."""

    id: str
    allowed: bool
    effects: tuple[str, ...] = ()
    """Acts of record (`SEAT: order`) and patches; its price is among them."""
    because: str = Field(min_length=1, max_length=4000)


@dataclass(frozen=True)
class Written:
    """An order on a sheet."""

    id: str
    text: str
    reason: str = ""


@dataclass(frozen=True)
class Custom:
    """An idea of a seat's, and what became of it."""

    id: str
    seat: str
    round: int
    text: str
    effect: str = ""
    state: Literal["asked", "allowed", "refused"] = "asked"
    effects: tuple[str, ...] = ()
    because: str = ""
    acted: int | None = None
    """The round that had its effects."""


@dataclass(frozen=True)
class Draft:
    """A seat's sheet while the round is open."""

    orders: tuple[Written, ...] = ()
    submitted: bool = False


@dataclass(frozen=True)
class Orders:
    """All sheets of the round under way, and all ideas so far."""

    drafts: Mapping[str, Draft] = field(default_factory=dict)
    customs: Mapping[str, Custom] = field(default_factory=dict)
    written: Mapping[str, int] = field(default_factory=dict)
    """Seat -> orders and ideas it wrote so far on this line, struck ones too: ids are never used
    again."""

    def draft(self, seat: str) -> Draft:
        """Return a seat's sheet; an empty one if it has written nothing."""
        return self.drafts.get(seat, Draft())


class _Orders(Topic[Orders]):
    name = "orders"
    acts = (
        Ordered, Dropped, Submitted, Withdrawn, CustomAsked, CustomRuled,
    )  # fmt: skip

    def check(self, state: State, said: Said) -> None:
        own, act = state.of(self), said.act
        if isinstance(act, CustomRuled):
            must_be(state, "open", "locked")
            custom = own.customs.get(act.id)
            if custom is None:
                raise NotNowError(unknown("idea", act.id, own.customs))
            if custom.acted is not None:
                raise NotNowError(f"{act.id} had its effects in round {custom.acted}")
            return
        seat = getattr(act, "seat", "")
        may_act_for(state, said.by, seat)
        must_be(state, "open")
        draft = own.draft(seat)
        if draft.submitted and not isinstance(act, Withdrawn | CustomAsked):
            raise NotNowError(
                f"the sheet of {seat} is handed in; `order withdraw` takes it back to change it"
            )
        match act:
            case Withdrawn():
                if not draft.submitted:
                    raise NotNowError(f"{seat} has not handed in its sheet")
            case Ordered():
                if len(draft.orders) >= MOST_ORDERS:
                    raise NotNowError(f"a sheet holds {MOST_ORDERS} orders at most")
            case Dropped(id=id):
                if id not in {order.id for order in draft.orders}:
                    raise NotNowError(
                        unknown("order on the sheet", id, [o.id for o in draft.orders])
                    )

    def after(self, own: Orders, said: Said, before: State) -> Orders:
        match said.act:
            case Ordered(seat=seat, id=id, text=text, reason=reason):
                draft = own.draft(seat)
                orders = (*draft.orders, Written(id, text, reason))
                return _counted(_with(own, seat, replace(draft, orders=orders)), seat)
            case Dropped(seat=seat, id=id):
                draft = own.draft(seat)
                left = tuple(o for o in draft.orders if o.id != id)
                return _with(own, seat, replace(draft, orders=left))
            case Submitted(seat=seat):
                return _with(own, seat, replace(own.draft(seat), submitted=True))
            case Withdrawn(seat=seat):
                return _with(own, seat, replace(own.draft(seat), submitted=False))
            case CustomAsked(seat=seat, id=id, text=text, effect=effect):
                round = before.of(ROUNDS).round
                asked = Custom(id, seat, round, text, effect)
                return _counted(replace(own, customs={**own.customs, id: asked}), seat)
            case CustomRuled(id=id, allowed=allowed, effects=effects, because=because):
                ruled = replace(
                    own.customs[id], state="allowed" if allowed else "refused",
                    effects=effects, because=because,
                )  # fmt: skip
                return replace(own, customs={**own.customs, id: ruled})
            case Adjudicated(round=round, acted=acted):
                # Not when locked: an unlocked round goes on with what was written.
                had = {
                    id: replace(own.customs[id], acted=round) for id in acted if id in own.customs
                }
                return replace(own, drafts={}, customs={**own.customs, **had})
        return own


def _with(own: Orders, seat: str, draft: Draft) -> Orders:
    return replace(own, drafts={**own.drafts, seat: draft})


def _counted(own: Orders, seat: str) -> Orders:
    return replace(own, written={**own.written, seat: own.written.get(seat, 0) + 1})


ORDERS = _Orders(Orders())


def next_id(state: State, seat: str) -> str:
    """Return the id of a seat's next order, such as `NORTH-1-K7X`."""
    return next_ids(state, seat, 1)[0]


def next_ids(state: State, seat: str, count: int) -> tuple[str, ...]:
    """Return the ids of a seat's next orders: seat, round, and an end that counts nothing.

    Everybody reads the ids of what is done in the open; an end tells neither what else is on a
    sheet nor who wrote it. It is drawn from the seed: the same play has the same ids again.
    """
    setup, written = state.of(SETUP), state.of(ORDERS).written.get(seat, 0)
    stem = f"{seat.replace('.', '-')}-{state.of(ROUNDS).round}"
    ends = _ends(f"{setup.seed if setup else 0} {stem}", written + count)
    return tuple(f"{stem}-{end}" for end in ends[written:])


def _ends(key: str, count: int) -> tuple[str, ...]:
    """Return ends of ids, all different; as long as need be to be so."""
    found: dict[str, None] = {}
    for n in range(count):
        drawn = blake2b(f"{key} {n}".encode(), digest_size=16).digest()
        signs = "".join(SIGNS[byte % len(SIGNS)] for byte in drawn)
        lengths = range(LEAST_SIGNS, len(signs) + 1)
        found[next(signs[:k] for k in lengths if signs[:k] not in found)] = None
    return tuple(found)


def meant(typed: str, ids: Iterable[str]) -> str:
    """Return which of some ids is meant by itself or its end; what was typed, if not one alone.

    >>> meant("k7x", ["NORTH-1-K7X", "NORTH-1-X3D"])
    'NORTH-1-K7X'
    """
    plain = typed.strip().casefold()
    known = {id.casefold(): id for id in ids}
    if plain in known:
        return known[plain]
    ending = [id for low, id in known.items() if plain and low.endswith(f"-{plain}")]
    return ending[0] if len(ending) == 1 else typed
