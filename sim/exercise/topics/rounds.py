"""Rounds: STARTEX, the life of each round from brief to publication, both clocks, ENDEX."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from pydantic import Field

from sim.exercise.acts import Act, Value
from sim.exercise.state import NotNowError, Said, State, Topic
from sim.exercise.topics.lines import Branched, Switched
from sim.world.rulings import Outcome

Phase = Literal["planning", "between", "brief", "open", "locked", "review", "over"]
"""planning: before STARTEX; between: nothing is under way; brief: seats read; open: they plan,
talk, order; locked: no more orders; review: adjudicated, for the white cell only; over: ENDEX."""


class Started(Act):
    """STARTEX."""

    records: tuple[str, ...] = ()
    """Records of the rounds before the exercise, which history played."""


class Paused(Act):
    """The room's clock stands still."""

    because: str = Field("", max_length=2000)


class Resumed(Act):
    """The room's clock goes on."""


class Briefed(Act):
    """A round began: every seat may read what it knows."""

    round: int


class Opened(Act):
    """Seats may order."""

    round: int
    minutes: float | None = Field(None, gt=0, le=10_000)
    """Time for planning [min]; None: as long as it takes."""


class Extended(Act):
    """Seats have longer."""

    minutes: float = Field(ge=-10_000, le=10_000)


class OrderLine(Value):
    """One order on a sheet, as text."""

    id: str
    given: dt.date
    text: str = Field(max_length=2000)
    reason: str = Field("", max_length=2000)
    settled: bool = False


class Sheet(Value):
    """A seat's orders for a round, and who they come from."""

    orders: tuple[OrderLine, ...] = ()
    origin: Literal["submitted", "draft", "default", "script", "program", "none"]
    """draft: written and never submitted; default: the scenario's, of a silent seat."""
    told: str = ""
    """What the white cell should know of how it came about."""


class Locked(Act):
    """No more orders; these are the sheets."""

    round: int
    sheets: Mapping[str, Sheet]


class Unlocked(Act):
    """Seats may change their orders once more."""

    because: str = Field(min_length=1, max_length=2000)


class Adjudicated(Act):
    """The model's own result of the round."""

    round: int
    record: str
    """Under which the file keeps the round."""
    digest: str
    """Of the World after it."""
    acted: tuple[str, ...] = ()
    """Injects and ideas whose effects it had."""


class Overruled(Act):
    """The white cell changed the round's result; the model's own is kept beside it."""

    round: int
    way: Literal["decide", "patch"]
    """decide: rulings or drawn outcomes, the round run again; patch: a quantity of the World."""
    rulings: Mapping[str, tuple[Outcome, str]] = {}
    """Order -> outcome and reason, all that stand decided for the round."""
    draws: Mapping[str, float] = {}
    """Stream -> the number drawn, all that stand decided for the round."""
    patches: tuple[str, ...] = ()
    """All patches of the World after the round."""
    told: str = Field("", max_length=4000)
    """What was changed, in words."""
    because: str = Field(min_length=1, max_length=4000)
    record: str
    digest: str


class Published(Act):
    """Everybody may know the round's result."""

    round: int


class Ended(Act):
    """ENDEX."""

    records: tuple[str, ...] = ()
    """Of the rounds that the World was run on for after it."""
    months: int = Field(0, ge=0, le=600)
    """How far it was run on [month]."""


@dataclass(frozen=True)
class Clock:
    """The room's time since STARTEX, pauses taken out."""

    started: dt.datetime | None = None
    paused: dt.datetime | None = None
    """Since when it stands still; None: it goes."""
    stood: float = 0.0
    """All earlier pauses [s]."""
    left: Mapping[str, float] = field(default_factory=dict)
    """Line of play -> the time played when it was last left for another [s]."""

    def elapsed(self, at: dt.datetime) -> float:
        """Return the time played by an instant [s]."""
        if self.started is None:
            return 0.0
        return max(0.0, ((self.paused or at) - self.started).total_seconds() - self.stood)


@dataclass(frozen=True)
class Rounds:
    """Which round it is, how far it is, and what came of those before."""

    phase: Phase = "planning"
    round: int = 0
    """The round under way, or the last one published."""
    opened: float | None = None
    """When the round was opened, by the room's played time [s]."""
    minutes: float | None = None
    """Time for planning, extensions in it [min]."""
    sheets: Mapping[str, Sheet] = field(default_factory=dict)
    """Seat -> its sheet, once the round is locked."""
    prelude: tuple[str, ...] = ()
    """Records of the rounds before the exercise."""
    records: tuple[str, ...] = ()
    """Records of the exercise's rounds as they stand, in order; the last may be under review."""
    models: tuple[str, ...] = ()
    """The model's own record of each round, kept beside one that was overruled."""
    projected: tuple[str, ...] = ()
    """Records of the rounds that the World was run on for after ENDEX."""
    months: int = 0

    @property
    def published(self) -> int:
        """Return how many rounds everybody knows the result of."""
        return self.round if self.phase in ("between", "over") else max(0, self.round - 1)


class _Clocks(Topic[Clock]):
    """The room's clock is a topic of its own: nobody rewinds it."""

    name = "clock"
    rewound = False
    acts = (Paused, Resumed)

    def check(self, state: State, said: Said) -> None:
        clock = state.of(CLOCK)
        if clock.started is None:
            raise NotNowError("the exercise has not started; `exercise start` is STARTEX")
        if isinstance(said.act, Paused) and clock.paused:
            raise NotNowError("the clock stands still already; `exercise resume` lets it go on")
        if isinstance(said.act, Resumed) and not clock.paused:
            raise NotNowError("the clock is going")

    def after(self, own: Clock, said: Said, before: State) -> Clock:
        match said.act:
            case Started():
                return Clock(said.at)
            case Paused() if own.paused is None:
                return replace(own, paused=said.at)
            case Resumed() if own.paused:
                stood = own.stood + (said.at - own.paused).total_seconds()
                return replace(own, paused=None, stood=stood)
            case Branched() | Switched():
                left = {**own.left, before.current: own.elapsed(said.at)}
                return replace(own, left=left)
        return own


CLOCK = _Clocks(Clock())

NEXT: Mapping[Phase, str] = {
    "planning": "`exercise start` is STARTEX",
    "between": "`round brief` or `round open` begins the next round",
    "brief": "`round open` lets seats order",
    "open": "`round lock` ends it",
    "locked": "`round adjudicate` works out what comes of it",
    "review": "`round publish` tells everybody, `white overrule` changes it first",
    "over": "the exercise is over; `aar build` writes the report",
}
"""What comes next in each phase."""

ALLOWED: Mapping[type[Act], tuple[Phase, ...]] = {
    Started: ("planning",),
    Briefed: ("between",),
    Opened: ("between", "brief"),
    Extended: ("open",),
    Locked: ("open",),
    Unlocked: ("locked",),
    Adjudicated: ("locked",),
    Overruled: ("review",),
    Published: ("review",),
    Ended: ("between", "brief", "open", "locked"),
}
"""In which phases each act may be done."""


def must_be(state: State, *phases: Phase) -> None:
    """Raise NotNowError, with what would do, unless the round is in one of the phases."""
    rounds = state.of(ROUNDS)
    if rounds.phase not in phases:
        where = (
            f"round {rounds.round} is {_said(rounds.phase)}"
            if rounds.round
            else "no round has begun"
        )
        raise NotNowError(f"{where}; {NEXT[rounds.phase]}")


def _said(phase: Phase) -> str:
    told = {"between": "published", "brief": "being briefed", "review": "under review"}
    return told.get(phase, phase)


class _Rounds(Topic[Rounds]):
    name = "rounds"
    acts = tuple(ALLOWED)

    def check(self, state: State, said: Said) -> None:
        act, own = said.act, state.of(self)
        must_be(state, *ALLOWED[type(act)])
        match act:
            case Briefed(round=round) | Opened(round=round):
                coming = own.round if own.phase == "brief" else own.round + 1
                if round != coming:
                    raise NotNowError(f"the next round is {coming}, not {round}")
            case (
                Locked(round=round) | Adjudicated(round=round)
                | Overruled(round=round) | Published(round=round)
            ):  # fmt: skip
                if round != own.round:
                    raise NotNowError(f"round {own.round} is under way, not {round}")

    def after(self, own: Rounds, said: Said, before: State) -> Rounds:
        match said.act:
            case Started(records=records):
                return replace(own, phase="between", prelude=records)
            case Briefed(round=round):
                return replace(_begun(own, round), phase="brief")
            case Opened(round=round, minutes=minutes):
                began = own if own.phase == "brief" else _begun(own, round)
                elapsed = before.of(CLOCK).elapsed(said.at)
                return replace(began, phase="open", opened=elapsed, minutes=minutes)
            case Extended(minutes=minutes):
                return replace(
                    own, minutes=_longer(own, minutes, before.of(CLOCK).elapsed(said.at))
                )
            case Locked(sheets=sheets):
                return replace(own, phase="locked", sheets=sheets)
            case Unlocked():
                return replace(own, phase="open", sheets={})
            case Adjudicated(record=record):
                records, models = (*own.records, record), (*own.models, record)
                return replace(own, phase="review", records=records, models=models)
            case Overruled(record=record):
                return replace(own, records=(*own.records[:-1], record))
            case Published():
                return replace(own, phase="between")
            case Ended(records=records, months=months):
                undone = own.phase != "between"
                last = own.round - 1 if undone else own.round
                return replace(own, phase="over", round=last, projected=records, months=months)
            case Switched(name=name) if own.opened is not None:
                clock = before.of(CLOCK)
                away = clock.elapsed(said.at) - clock.left[name]
                return replace(own, opened=own.opened + away)
        return own


def _begun(own: Rounds, round: int) -> Rounds:
    return replace(own, round=round, opened=None, minutes=None, sheets={})


def _longer(own: Rounds, minutes: float, elapsed: float) -> float:
    """Return the time for planning with more of it; where there was no end, from now on."""
    if own.minutes is None:
        return (elapsed - (own.opened or 0.0)) / 60.0 + minutes
    return max(0.0, own.minutes + minutes)


ROUNDS = _Rounds(Rounds())


def remaining(state: State, at: dt.datetime) -> float | None:
    """Return the time left for planning [s], below 0 once it is over; None: no end is set."""
    own = state.of(ROUNDS)
    if own.phase != "open" or own.minutes is None or own.opened is None:
        return None
    return own.opened + 60.0 * own.minutes - state.of(CLOCK).elapsed(at)
