"""`eval` and `hotwash`: objectives, notes, ratings, forms, and what is said at the end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cli.exercise.common import FOR_SEAT, listed, logged, noted, seat_names
from cli.exercise.injects import inject_ids
from cli.registry.command import Answer, Argument, Values, Verbs, option
from cli.registry.session import Session, spelt
from sim.errors import raise_all
from sim.language import called, t

_eval = Verbs("eval", "Evaluate: objectives, notes, ratings, participants' forms, improvements.")
_hotwash = Verbs("hotwash", "Write down what is said right after ENDEX; show it.")


def _objectives(session: Session, _: Sequence[str] = ()) -> Iterable[str]:
    from sim.exercise.topics.evaluation import EVALUATION

    return tuple(session.exercise.of(EVALUATION).objectives) if session.white else ()


def _questions(session: Session, _: Sequence[str] = ()) -> Iterable[str]:
    from sim.exercise.topics.evaluation import EVALUATION

    return [f"{id}=" for id in session.exercise.of(EVALUATION).questions]


OBJECTIVE = Argument("objective", "The objective.", complete=_objectives)
EVALUATOR = option("evaluator", "Who writes: a name.", "words")


@_eval.verb("show", "Show the evaluation guide with its ratings, notes and improvements.")
def show(session: Session, _: Values) -> Answer:
    """Show the evaluation guide."""
    from sim.exercise.topics.evaluation import EVALUATION, eeg

    own = session.exercise.of(EVALUATION)
    guide = listed("objective", "row", "what to look for", "rating")
    rows = []
    for row in eeg(session.exercise.state):
        rating = row.rating.rated.rating if row.rating else ""
        guide.add_row(row.objective, row.row, row.text, rating)
        rows.append(
            {"objective": row.objective, "row": row.row, "text": row.text, "rating": rating}
        )
    notes = listed("log", "round", "about", "note", right=("log", "round"))
    for note in own.notes:
        about = " ".join(filter(None, (note.noted.objective, note.noted.inject, note.noted.seat)))
        notes.add_row(str(note.number), str(note.round), about, note.noted.text)
    data = {
        "scale": dict(own.scale),
        "guide": rows,
        "notes": [
            {"log": n.number, "round": n.round, **n.noted.model_dump(mode="json")}
            for n in own.notes
        ],
        "improvements": [i.model_dump(mode="json") for i in own.improvements],
        "forms": len(own.forms),
    }
    plan = listed("issue", "recommendation", "owner", "due")
    for one in own.improvements:
        plan.add_row(one.issue, one.recommendation, one.owner, one.due)
    parts = [(guide, rows), (notes, own.notes), (plan, own.improvements)]
    return Answer(data, tuple(table for table, there in parts if there) or ("nothing yet",))


@_eval.verb(
    "objective",
    "Add an objective.",
    Argument("id", "A new id, such as O4."),
    Argument("title", "What the exercise is to show.", "words"),
    option("look", "What an evaluator looks for, as ID=TEXT; may be repeated.", "words", many=True,
           metavar="ID=TEXT"),
    changes=True,
)  # fmt: skip
def objective(session: Session, values: Values) -> Answer:
    """Add an objective."""
    from sim.exercise.conduct import evaluation

    rows = _pairs("--look", values.many("look"))
    id = values.text("id")
    entry = evaluation.add_objective(session.exercise, id, values.text("title"), rows)
    told = noted(session, entry, f"objective {id}: {values.text('title')}")
    return Answer({"id": id, **logged(session, entry)}, told=(told,))


@_eval.verb(
    "note",
    "Write down what was seen; it can never be changed.",
    Argument("text", "What was seen.", "words"),
    option("objective", "The objective it is about.", complete=_objectives),
    option("inject", "The inject it is about.", complete=inject_ids),
    option("seat", "The seat it is about.", complete=seat_names),
    option("round", "The round; default: the one under way.", "whole"),
    EVALUATOR,
    changes=True,
)
def note(session: Session, values: Values) -> Answer:
    """Note something."""
    from sim.exercise.conduct import evaluation

    seat = values.text("seat")
    entry = evaluation.note(
        session.exercise,
        values.text("text"),
        evaluator=values.text("evaluator"),
        objective=values.text("objective"),
        inject=values.text("inject"),
        seat=spelt(seat, session.exercise) if seat else "",
        round=values.whole("round"),
    )
    return Answer({**logged(session, entry)}, told=(noted(session, entry, values.text("text")),))


@_eval.verb(
    "rate",
    "Rate an objective, or a row of it; a later rating stands in the place of an earlier.",
    OBJECTIVE,
    Argument("rating", "A mark of the scale: P, S, M or U, unless the exercise has its own."),
    option("row", "The row of the guide."),
    option("comment", "Why.", "words"),
    EVALUATOR,
    changes=True,
)
def rate(session: Session, values: Values) -> Answer:
    """Rate."""
    from sim.exercise.conduct import evaluation

    entry = evaluation.rate(
        session.exercise,
        values.text("objective"),
        values.text("rating"),
        row=values.text("row"),
        comment=values.text("comment"),
        evaluator=values.text("evaluator"),
    )
    what = " ".join(filter(None, (values.text("objective"), values.text("row"))))
    return Answer(
        {**logged(session, entry)},
        told=(noted(session, entry, f"{what}: {values.text('rating')}"),),
    )


@_eval.verb(
    "form",
    "Hand in a participant's form as QUESTION=ANSWER; without answers: show the questions.",
    Argument("answer", "Such as Q1=4 or Q7=\"in words\".", required=False, many=True,
             complete=_questions),
    option("name", "Who answers; left out: not told.", "words"),
    FOR_SEAT,
    seats=True,
    changes=True,
)  # fmt: skip
def form(session: Session, values: Values) -> Answer:
    """Show or hand in the participant form."""
    from sim.exercise.conduct import evaluation
    from sim.exercise.topics.evaluation import EVALUATION

    questions = session.exercise.of(EVALUATION).questions
    if not values.many("answer"):
        table = listed("id", t("question"), t("answered by"))
        how = {"scale": t("1 to 5"), "yes-no": t("yes or no"), "text": t("words")}
        for id, question in questions.items():
            table.add_row(id, question.text, how[question.kind])
        data = [question.model_dump(mode="json") for question in questions.values()]
        return Answer({"questions": data}, (table if questions else t("there is no form"),))
    alike = {id.casefold(): id for id in questions}
    given = _pairs("eval form", values.many("answer"))
    answers = {alike.get(id.casefold(), id): text for id, text in given.items()}
    named = values.text("seat")
    seat = session.seat(named) if named or not session.white else ""
    entry = evaluation.answer(
        session.exercise, session.by, answers, seat=seat, name=values.text("name")
    )
    told = noted(session, entry, t("form with {count} answers, thank you", count=len(answers)))
    return Answer({**logged(session, entry)}, told=(told,))


@_eval.verb(
    "improve",
    "Add a line to the improvement plan.",
    Argument("issue", "What is to be better.", "words"),
    option("recommendation", "What is to be done.", "words"),
    option("owner", "By whom.", "words"),
    option("due", "Until when.", "words"),
    option("objective", "The objective it serves.", complete=_objectives),
    changes=True,
)
def improve(session: Session, values: Values) -> Answer:
    """Plan an improvement."""
    from sim.exercise.conduct import evaluation

    entry = evaluation.improve(
        session.exercise,
        values.text("issue"),
        recommendation=values.text("recommendation"),
        owner=values.text("owner"),
        due=values.text("due"),
        objective=values.text("objective"),
    )
    return Answer({**logged(session, entry)}, told=(noted(session, entry, values.text("issue")),))


MOMENTS = ("strength", "improve", "surprise")


@_hotwash.verb(
    "",
    "Write down what somebody says: what to keep, to improve, or what surprised. Without a text: "
    "show the questions and what was said.",
    Argument("text", "What is said.", "words", required=False),
    option("kind", "What it is; default: improve.", choices=MOMENTS),
    option("name", "Who says it.", "words"),
    FOR_SEAT,
    seats=True,
    changes=True,
)
def hotwash(session: Session, values: Values) -> Answer:
    """Take part in the hot wash."""
    from sim.exercise.conduct import evaluation

    if not values.text("text"):
        return _said(session)
    kind = next(one for one in MOMENTS if one == (values.text("kind") or "improve"))
    named = values.text("seat")
    seat = session.seat(named) if named or not session.white else ""
    entry = evaluation.hotwash(
        session.exercise, session.by, kind, values.text("text"),  # type: ignore[arg-type]
        seat=seat, name=values.text("name"),
    )  # fmt: skip
    told = noted(session, entry, f"{called('moment', kind)}: {values.text('text')}")
    return Answer({**logged(session, entry)}, told=(told,))


def _said(session: Session) -> Answer:
    """Return the hot wash: to a seat its own words, to the white cell all."""
    from sim.exercise.topics.evaluation import EVALUATION

    said = [
        one for one in session.exercise.of(EVALUATION).hotwash
        if session.white or one.seat == session.by
    ]  # fmt: skip
    table = listed("", t("who"), t("said"))
    for one in said:
        table.add_row(called("moment", one.moment), one.seat or one.name, one.text)
    questions = session.table.template.hotwash
    data = {
        "questions": list(questions),
        "said": [{"kind": s.moment, "seat": s.seat, "name": s.name, "text": s.text} for s in said],
    }
    shown = [f"{number}. {text}" for number, text in enumerate(questions, 1)]
    return Answer(data, (*shown, *([table] if said else [])) or (t("nothing was said yet"),))


def _pairs(what: str, texts: Sequence[str]) -> dict[str, str]:
    pairs, faults = {}, []
    for text in texts:
        name, equals, value = (part.strip() for part in text.partition("="))
        if name and equals and value:
            pairs[name] = value
        else:
            faults.append(f"{what} {text}: write NAME=VALUE")
    raise_all(faults)
    return pairs


EVAL = _eval.done()
HOTWASH = _hotwash.done()
