"""White cell: notes on results, what it reveals, and the explanations that were worked out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pydantic import Field

from sim.exercise.acts import Act
from sim.exercise.state import NotNowError, Said, State, Topic
from sim.exercise.topics.rounds import ROUNDS, Overruled, must_be


class Annotated(Act):
    """The white cell added a remark to what is published; the World is untouched."""

    round: int
    about: str = Field("", max_length=500)
    """The number, order, inject, idea, deal or dispute that it is about; empty: the round."""
    text: str = Field(min_length=1, max_length=4000)
    because: str = Field(min_length=1, max_length=4000)


class Revealed(Act):
    """The white cell told seats something that they could not have known."""

    to: tuple[str, ...] = ()
    """Seats; none: everybody."""
    text: str = Field(min_length=1, max_length=4000)


class Explained(Act):
    """Numbers of a round were traced to their causes; the record holds what was found."""

    round: int
    of: str
    """The record of the round that was explained."""
    record: str


@dataclass(frozen=True)
class Told:
    """A remark or revelation with its place in the log."""

    number: int
    round: int
    to: tuple[str, ...]
    text: str
    about: str = ""
    because: str = ""


@dataclass(frozen=True)
class White:
    """What the white cell added to the model's results."""

    remarks: tuple[Told, ...] = ()
    revealed: tuple[Told, ...] = ()
    overruled: tuple[Overruled, ...] = ()
    """All that stand, in order."""
    explained: Mapping[int, str] = field(default_factory=dict)
    """Round -> the record of its explanation."""


class _White(Topic[White]):
    name = "white"
    acts = (Annotated, Revealed, Explained)

    def check(self, state: State, said: Said) -> None:
        rounds = state.of(ROUNDS)
        match said.act:
            case Annotated(round=round):
                must_be(state, "review", "between", "brief", "open", "locked", "over")
                if not 1 <= round <= len(rounds.records):
                    raise NotNowError(
                        f"round {round} has no result; adjudicated: {len(rounds.records)}"
                    )
            case Explained(round=round, of=of):
                if not 1 <= round <= len(rounds.records) or rounds.records[round - 1] != of:
                    raise NotNowError(f"round {round} has another result meanwhile")

    def after(self, own: White, said: Said, before: State) -> White:
        rounds = before.of(ROUNDS)
        match said.act:
            case Annotated(round=round, about=about, text=text, because=because):
                remark = Told(said.number, round, (), text, about, because)
                return replace(own, remarks=(*own.remarks, remark))
            case Revealed(to=to, text=text):
                told = Told(said.number, rounds.round, to, text)
                return replace(own, revealed=(*own.revealed, told))
            case Explained(round=round, record=record):
                return replace(own, explained={**own.explained, round: record})
            case Overruled() as act:
                gone = {n: r for n, r in own.explained.items() if n != act.round}
                return replace(own, overruled=(*own.overruled, act), explained=gone)
        return own


WHITE_CELL = _White(White())
