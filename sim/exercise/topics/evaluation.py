"""Evaluation: objectives, notes, ratings, forms, the hot wash, and what is to be done better.

Nothing of it is rewound with the play, and nothing is ever changed: a later rating or form stands
in the place of an earlier one, which stays in the log.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from pydantic import Field

from sim.errors import unknown
from sim.exercise.acts import WHITE, Act, SeatAct, Value
from sim.exercise.state import NotNowError, Said, State, Topic
from sim.exercise.topics.injects import INJECTS
from sim.exercise.topics.rounds import ROUNDS
from sim.exercise.topics.seats import known_place, may_act_for

SCALE: Mapping[str, str] = {
    "P": "Performed without challenges",
    "S": "Performed with some challenges",
    "M": "Performed with major challenges",
    "U": "Unable to be performed",
}
"""Mark -> meaning, of HSEEP; for an exercise that sets no other."""

Moment = Literal["strength", "improve", "surprise"]


class LookedFor(Value):
    """A row of the evaluation guide: what an evaluator looks for."""

    id: str
    text: str = Field(max_length=2000)


class Asked(Value):
    """A question of the participant form."""

    id: str
    text: str = Field(max_length=2000)
    kind: Literal["scale", "yes-no", "text"] = "scale"
    """scale: 1 to 5."""


class ObjectiveAdded(Act):
    """The exercise is to show something, and by this it is judged."""

    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$")
    title: str = Field(min_length=1, max_length=2000)
    look_for: tuple[LookedFor, ...] = Field((), max_length=50)


class GuideSet(Act):
    """The scale on which is rated, and what participants are asked."""

    scale: Mapping[str, str] = {}
    """Mark -> meaning; none: that of HSEEP."""
    questions: tuple[Asked, ...] = Field((), max_length=100)


class Noted(Act):
    """An evaluator saw something."""

    text: str = Field(min_length=1, max_length=4000)
    evaluator: str = Field("", max_length=200)
    """Name."""
    objective: str = ""
    inject: str = ""
    seat: str = ""
    round: int | None = Field(None, ge=1, le=1000)
    """None: the one under way."""


class Rated(Act):
    """An evaluator rated an objective, or a row of it."""

    objective: str
    row: str = ""
    """Empty: the objective as a whole."""
    rating: str
    comment: str = Field("", max_length=4000)
    evaluator: str = Field("", max_length=200)


class Answered(SeatAct):
    """A participant handed in a form."""

    answers: Mapping[str, str] = Field(min_length=1, max_length=100)
    """Question -> answer."""
    seat: str = ""
    name: str = Field("", max_length=200)
    """Empty: not told. A second form of one name stands in the place of the first."""


class HotWashed(SeatAct):
    """Something was said in the hot wash."""

    moment: Moment
    """strength: to keep; improve: to do better; surprise: what nobody had expected."""
    text: str = Field(min_length=1, max_length=4000)
    seat: str = ""
    name: str = Field("", max_length=200)


class ImprovementAdded(Act):
    """Something is to be done better: by whom, until when."""

    issue: str = Field(min_length=1, max_length=4000)
    recommendation: str = Field("", max_length=4000)
    owner: str = Field("", max_length=200)
    due: str = Field("", max_length=100)
    """A day, or in words."""
    objective: str = ""


@dataclass(frozen=True)
class Note:
    """What an evaluator saw, with when it was written."""

    number: int
    """Of the log's entry."""
    at: dt.datetime
    line: str
    """Of play."""
    round: int
    noted: Noted


@dataclass(frozen=True)
class Rating:
    """A rating as it stands."""

    number: int
    at: dt.datetime
    rated: Rated


@dataclass(frozen=True)
class Evaluation:
    """All that was evaluated."""

    scale: Mapping[str, str] = field(default_factory=lambda: SCALE)
    questions: Mapping[str, Asked] = field(default_factory=dict)
    objectives: Mapping[str, ObjectiveAdded] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    ratings: Mapping[tuple[str, str], Rating] = field(default_factory=dict)
    """Objective and row -> the last one."""
    forms: tuple[Answered, ...] = ()
    hotwash: tuple[HotWashed, ...] = ()
    improvements: tuple[ImprovementAdded, ...] = ()


class _Evaluation(Topic[Evaluation]):
    name = "evaluation"
    rewound = False
    acts = (ObjectiveAdded, GuideSet, Noted, Rated, Answered, HotWashed, ImprovementAdded)

    def check(self, state: State, said: Said) -> None:
        own, act = state.of(self), said.act
        if isinstance(act, Answered | HotWashed):
            _spoken_for(state, said.by, act.seat)
        match act:
            case ObjectiveAdded(id=id):
                if id in own.objectives:
                    raise NotNowError(
                        f"there is an objective '{id}' already; give this one another id"
                    )
            case GuideSet():
                if own.ratings or own.forms:
                    raise NotNowError("ratings or forms were handed in; their scale stays as it is")
            case Noted(objective=objective, inject=inject, seat=seat, round=round):
                _named(own, objective)
                if inject and inject not in state.of(INJECTS).rows:
                    raise NotNowError(unknown("inject", inject, state.of(INJECTS).rows))
                if seat:
                    known_place(state, seat)
                if round and round > state.of(ROUNDS).round:
                    raise NotNowError(f"round {round} has not begun")
            case Rated(objective=objective, row=row, rating=rating):
                _known(own, objective)
                rows = [one.id for one in own.objectives[objective].look_for]
                if row and row not in rows:
                    raise NotNowError(unknown(f"row of {objective}", row, rows))
                if rating not in own.scale:
                    raise NotNowError(unknown("rating", rating, own.scale))
            case Answered(answers=answers):
                for question, answer in answers.items():
                    _fits(own, question, answer)
            case ImprovementAdded(objective=objective):
                _named(own, objective)

    def after(self, own: Evaluation, said: Said, before: State) -> Evaluation:
        match said.act:
            case ObjectiveAdded(id=id) as act:
                return replace(own, objectives={**own.objectives, id: act})
            case GuideSet(scale=scale, questions=questions):
                asked = {question.id: question for question in questions}
                return replace(own, scale=scale or SCALE, questions=asked)
            case Noted() as act:
                round = act.round or before.of(ROUNDS).round
                note = Note(said.number, said.at, before.current, round, act)
                return replace(own, notes=(*own.notes, note))
            case Rated() as act:
                rating = Rating(said.number, said.at, act)
                return replace(own, ratings={**own.ratings, (act.objective, act.row): rating})
            case Answered() as act:
                kept = tuple(f for f in own.forms if not act.name or _whose(f) != _whose(act))
                return replace(own, forms=(*kept, act))
            case HotWashed() as act:
                return replace(own, hotwash=(*own.hotwash, act))
            case ImprovementAdded() as act:
                return replace(own, improvements=(*own.improvements, act))
        return own


def _spoken_for(state: State, by: str, seat: str) -> None:
    """Raise NotNowError where somebody speaks for a seat that is not theirs."""
    if seat or by != WHITE:
        may_act_for(state, by, seat)


def _known(own: Evaluation, objective: str) -> None:
    if objective not in own.objectives:
        raise NotNowError(unknown("objective", objective, own.objectives))


def _named(own: Evaluation, objective: str) -> None:
    if objective:
        _known(own, objective)


def _fits(own: Evaluation, question: str, answer: str) -> None:
    """Raise NotNowError for a question that is not on the form, or no answer to it."""
    if question not in own.questions:
        raise NotNowError(unknown("question", question, own.questions))
    kinds = {"scale": ("1", "2", "3", "4", "5"), "yes-no": ("yes", "no")}
    allowed = kinds.get(own.questions[question].kind)
    if allowed and answer not in allowed:
        raise NotNowError(f"{question} is answered by {', '.join(allowed)}; found '{answer}'")
    if len(answer) > 4000:
        raise NotNowError(f"the answer to {question} is too long; 4000 characters at most")


def _whose(form: Answered) -> tuple[str, str]:
    return form.seat, form.name


EVALUATION = _Evaluation(Evaluation())


@dataclass(frozen=True)
class GuideRow:
    """A row of the evaluation guide with what became of it."""

    objective: str
    row: str
    """Empty: the objective as a whole."""
    text: str
    rating: Rating | None


def eeg(state: State) -> tuple[GuideRow, ...]:
    """Return the evaluation guide: each objective, then its rows, with the ratings that stand."""
    own = state.of(EVALUATION)
    return tuple(
        GuideRow(id, row, text, own.ratings.get((id, row)))
        for id, objective in own.objectives.items()
        for row, text in [("", objective.title), *((r.id, r.text) for r in objective.look_for)]
    )
