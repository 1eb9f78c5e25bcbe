"""Report: all that an after-action report tells, as plain data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sim.exercise.documents.blocks import Figure
from sim.exercise.views.deals import Agreed

Sort = Literal["clock", "open", "round", "inject", "white", "room", "line"]
"""open: a round was opened; round: else of its life; room: what seats did for all to see."""


@dataclass(frozen=True)
class Played:
    """A seat, and who decided for it."""

    seat: str
    title: str
    kind: str
    """human, script, program or white."""
    players: tuple[str, ...]
    """Everybody who ever sat there, by name."""


@dataclass(frozen=True)
class Happened:
    """A line of the timeline, by both clocks."""

    number: int
    """Of the log's entry."""
    at: dt.datetime
    elapsed: float
    """Played since STARTEX [s]."""
    day: dt.date | None
    """Of the scenario; None before STARTEX."""
    line: str
    """Of play."""
    sort: Sort
    text: str


@dataclass(frozen=True)
class OrderTold:
    """An order with what became of it."""

    id: str
    text: str
    meant: str
    """Why the seat gave it, in its own words."""
    outcome: str
    reason: str


@dataclass(frozen=True)
class SheetTold:
    """A seat's orders of a round, and where they came from."""

    seat: str
    origin: str
    orders: tuple[OrderTold, ...]
    told: str
    """What the white cell should know of how it came about."""


@dataclass(frozen=True)
class InjectTold:
    """An inject as it was delivered."""

    id: str
    title: str
    text: str
    to: tuple[str, ...]
    """None: everybody."""
    public: bool
    elapsed: float
    """[s]"""
    why: str
    expected: str


@dataclass(frozen=True)
class CustomTold:
    """An idea of a seat's, and what the white cell made of it."""

    seat: str
    text: str
    state: str
    effects: tuple[str, ...]
    because: str


@dataclass(frozen=True)
class Share:
    """What an order, inject or earlier measure adds to a number."""

    title: str
    seat: str
    share: float
    error: float | None


@dataclass(frozen=True)
class Result:
    """A number of a round."""

    name: str
    """Such as `SORIN.price(magnet)`."""
    subject: str
    what: str
    product: str
    """Empty for a number that is of none."""
    meaning: str
    unit: str
    earlier: float | None
    """In the round before; of the first, as `base`."""
    value: float | None
    own: float | None
    """The model's own, where the white cell overruled it; else the same."""
    base: float | None
    """What it would have been without any order, inject or measure in force."""
    mark: str
    """fitted, sourced or judged."""
    sentence: str
    """How much it changed, and what made it."""
    shares: tuple[Share, ...]
    low: float | None
    high: float | None
    members: int
    """Of the ensemble; 0: none was asked for."""


@dataclass(frozen=True)
class OverruleTold:
    """How the white cell changed a result, and why."""

    way: str
    told: str
    because: str


@dataclass(frozen=True)
class RemarkTold:
    """What the white cell added to what was published, or revealed."""

    text: str
    about: str
    because: str
    to: tuple[str, ...]


@dataclass(frozen=True)
class Press:
    """A text that everybody could read."""

    sender: str
    text: str


@dataclass(frozen=True)
class Talk:
    """How much seats talked; what only some of them could read is counted, not told."""

    messages: Mapping[str, int]
    """Seat -> messages it sent in the round."""
    questions: int
    """RFIs asked."""
    answered: int
    press: tuple[Press, ...]


@dataclass(frozen=True)
class RoundTold:
    """A round."""

    number: int
    start: dt.date
    end: dt.date
    opened: float | None
    """Played time [s]."""
    locked: float | None
    published: float | None
    sheets: tuple[SheetTold, ...]
    injects: tuple[InjectTold, ...]
    customs: tuple[CustomTold, ...]
    talk: Talk
    deals: tuple[Agreed, ...]
    """Those that were offered in it, as they stood when the exercise ended."""
    events: tuple[tuple[dt.date, str], ...]
    results: tuple[Result, ...]
    overruled: tuple[OverruleTold, ...]
    remarks: tuple[RemarkTold, ...]


@dataclass(frozen=True)
class Outlasting:
    """A number of the last round, and as the world was run on after ENDEX."""

    name: str
    unit: str
    at_endex: float | None
    later: float | None


@dataclass(frozen=True)
class Afterwards:
    """What outlasted the game: nobody ordered anything any more."""

    months: int
    until: dt.date
    numbers: tuple[Outlasting, ...]
    events: tuple[tuple[dt.date, str], ...]


@dataclass(frozen=True)
class RowTold:
    """A row of the evaluation guide; the first of an objective is the objective as a whole."""

    id: str
    text: str
    rating: str
    meaning: str
    comment: str
    evaluator: str


@dataclass(frozen=True)
class NoteTold:
    """What an evaluator noted."""

    number: int
    at: dt.datetime
    round: int
    evaluator: str
    seat: str
    inject: str
    objective: str
    text: str


@dataclass(frozen=True)
class ObjectiveTold:
    """An objective with its guide and notes."""

    id: str
    rows: tuple[RowTold, ...]
    notes: tuple[NoteTold, ...]


@dataclass(frozen=True)
class QuestionTold:
    """A question of the participant form, and how it was answered."""

    id: str
    text: str
    answers: int
    counts: Mapping[str, int]
    """Answer -> how often; none for questions answered in words."""
    mean: float | None
    """Of a scale of 1 to 5."""
    words: tuple[str, ...]


@dataclass(frozen=True)
class Said:
    """Something said in the hot wash."""

    moment: str
    text: str
    by: str
    """Seat or name; empty: not told."""


@dataclass(frozen=True)
class Improvement:
    """A line of the improvement plan."""

    issue: str
    recommendation: str
    owner: str
    due: str
    objective: str


@dataclass(frozen=True)
class Column:
    """A course of play in a comparison."""

    title: str
    about: str
    """What it is, in a sentence."""
    values: tuple[tuple[float | None, ...], ...]
    """Of each number, round by round; as many rounds as were played."""


@dataclass(frozen=True)
class Comparison:
    """Numbers of several courses of play side by side."""

    numbers: tuple[str, ...]
    units: tuple[str, ...]
    columns: tuple[Column, ...]
    notes: tuple[str, ...] = ()
    """What could not be compared, and why."""


@dataclass(frozen=True)
class Quarrel:
    """A dispute, as it stood at the end."""

    id: str
    sender: str
    target: str
    state: str
    """How it ended; while it is open, how far it has gone."""
    open: bool
    defenders: tuple[str, ...]
    """Countries that acted together against its sender."""


@dataclass(frozen=True)
class Provenance:
    """By what the report can be made again."""

    file: str
    entries: int
    hash: str
    """Of the log's last entry."""
    line: str
    """Of play that is reported."""
    scenario: str
    scenario_hash: str
    seed: int
    parameters: tuple[tuple[str, float], ...]
    """Those that differ from the scenario's."""
    program: str
    """Version that made the exercise."""
    reporter: str
    """Version that made the report."""


@dataclass(frozen=True)
class Report:
    """An after-action report."""

    title: str
    scenario: str
    marking: str
    language: str
    chatham: bool
    """Whether names of people were taken out."""
    over: bool
    """Whether the exercise has ended; else this is how it stands."""
    started: dt.datetime | None
    ended: dt.datetime | None
    played: float
    """By the room's clock, pauses taken out [s]."""
    startex: dt.date
    endex: dt.date
    """Day of the scenario after the last round reported."""
    seats: tuple[Played, ...]
    timeline: tuple[Happened, ...]
    rounds: tuple[RoundTold, ...]
    quarrels: tuple[Quarrel, ...]
    overruled: Mapping[str, int]
    """Other line of play -> overrules that do not stand on the line reported."""
    afterwards: Afterwards | None
    """None where the world was not run on."""
    objectives: tuple[ObjectiveTold, ...]
    notes: tuple[NoteTold, ...]
    """Those bound to no objective."""
    hotwash: tuple[Said, ...]
    forms: int
    """Participants who answered."""
    questions: tuple[QuestionTold, ...]
    improvements: tuple[Improvement, ...]
    comparison: Comparison
    figures: tuple[Figure, ...]
    provenance: Provenance
