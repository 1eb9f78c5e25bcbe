"""Injects: the MSEL as it stands: what is pending, held, fired or skipped, and what was told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from pydantic import Field

from sim.errors import unknown
from sim.exercise.acts import Act
from sim.exercise.msel.rows import InjectRow
from sim.exercise.state import NotNowError, Said, State, Topic
from sim.exercise.topics.rounds import ROUNDS, Adjudicated


class MselSet(Act):
    """Rows were added to the MSEL, or took the place of those of the same id."""

    rows: tuple[InjectRow, ...] = Field(max_length=2000)


class InjectFired(Act):
    """An inject was delivered."""

    id: str
    why: str = ""
    """What brought it about, in words, for the white cell."""


class InjectSet(Act):
    """An inject was held back, approved, skipped, or set to another time."""

    id: str
    status: Literal["pending", "approved", "held", "skipped"] | None = None
    round: int | None = Field(None, ge=1, le=1000)
    minute: int | None = Field(None, ge=0, le=10_000)


@dataclass(frozen=True)
class Delivered:
    """An inject as it was told."""

    number: int
    """Of the log's entry."""
    id: str
    round: int
    """The round it was told in; 0: before the first."""
    phase: str
    row: InjectRow
    """As it read then."""


@dataclass(frozen=True)
class Injects:
    """The list, and what was told of it."""

    rows: Mapping[str, InjectRow] = field(default_factory=dict)
    told: tuple[Delivered, ...] = ()
    acting: tuple[str, ...] = ()
    """Fired ones whose effects wait for the next adjudication."""
    acted: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """Round -> the injects whose effects it had."""

    @property
    def fired(self) -> frozenset[str]:
        """Return the ids of all that were fired."""
        return frozenset(one.id for one in self.told)


class _Injects(Topic[Injects]):
    name = "injects"
    acts = (MselSet, InjectFired, InjectSet)

    def check(self, state: State, said: Said) -> None:
        own, act = state.of(self), said.act
        if isinstance(act, InjectFired | InjectSet):
            if act.id not in own.rows:
                raise NotNowError(unknown("inject", act.id, own.rows))
            if own.rows[act.id].status == "fired":
                raise NotNowError(f"{act.id} has been fired; what was told stays told")
            if (
                isinstance(act, InjectSet)
                and act.minute is not None
                and not (act.round or own.rows[act.id].round)
            ):
                raise NotNowError(f"{act.id} has no round that minutes are counted from")
            if isinstance(act, InjectFired) and state.of(ROUNDS).phase in ("planning", "over"):
                raise NotNowError("injects are fired between STARTEX and ENDEX")
        if isinstance(act, MselSet):
            gone = [r.id for r in act.rows if r.id in own.fired and own.rows[r.id] != r]
            if gone:
                raise NotNowError(
                    f"{', '.join(gone)} were fired already and cannot be changed; "
                    "take these rows out, or give new ones another id"
                )

    def after(self, own: Injects, said: Said, before: State) -> Injects:
        match said.act:
            case MselSet(rows=rows):
                new = {row.id: _on_this_line(own, row) for row in rows}
                return replace(own, rows={**own.rows, **new})
            case InjectSet(id=id) as act:
                changes = act.model_dump(include={"status", "round", "minute"}, exclude_none=True)
                return _with(own, own.rows[id].model_copy(update=changes))
            case InjectFired(id=id):
                row = own.rows[id].model_copy(update={"status": "fired"})
                rounds = before.of(ROUNDS)
                told = Delivered(said.number, id, rounds.round, rounds.phase, row)
                acting = (*own.acting, id) if row.effects else own.acting
                return replace(_with(own, row), told=(*own.told, told), acting=acting)
            case Adjudicated(round=round, acted=acted):
                # What was fired while the model was at work waits for the next round.
                waiting = tuple(id for id in own.acting if id not in acted)
                had = tuple(id for id in own.acting if id in acted)
                return replace(own, acting=waiting, acted={**own.acted, round: had})
        return own


def _on_this_line(own: Injects, row: InjectRow) -> InjectRow:
    """Return a row; one that was fired elsewhere, and never on this line, is approved here."""
    if row.status != "fired" or row.id in own.fired:
        return row
    return row.model_copy(update={"status": "approved"})


def _with(own: Injects, row: InjectRow) -> Injects:
    return replace(own, rows={**own.rows, row.id: row})


INJECTS = _Injects(Injects())
