"""`rfi`: requests for information to the white cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cli.exercise.common import BECAUSE, FOR_SEAT, listed, logged, noted, seat_names
from cli.registry.command import Answer, Argument, Values, Verbs, option, switch
from cli.registry.session import Session, spelt
from sim.language import called, t

_rfi = Verbs("rfi", "Ask the white cell for information; answer, release, decline.")


def _ids(session: Session, _: Sequence[str] = ()) -> Iterable[str]:
    from sim.exercise.topics import talk

    return [rfi.id for rfi in talk.rfis(session.exercise.state, session.by)]


ID = Argument("id", "The request, such as RFI-JPN-1.", complete=_ids)


@_rfi.verb(
    "ask",
    "Ask the white cell something.",
    Argument("text", "The question.", "words"),
    switch("urgent", "It cannot wait."),
    FOR_SEAT,
    seats=True,
    changes=True,
)
def ask(session: Session, values: Values) -> Answer:
    """Ask."""
    from sim.exercise.conduct import talk
    from sim.exercise.topics.talk import RfiAsked

    seat = session.seat(values.text("seat"))
    entry = talk.ask(
        session.exercise, session.by, seat, values.text("text"), urgent=values.flag("urgent")
    )
    id = RfiAsked.model_validate_json(entry.body).id
    return Answer(
        {"id": id, **logged(session, entry)},
        told=(noted(session, entry, f"{id}: {values.text('text')}"),),
    )


@_rfi.verb("list", "List requests: a seat its own, the white cell all.", seats=True)
def list_(session: Session, _: Values) -> Answer:
    """List requests."""
    from sim.exercise.topics import talk

    found = talk.rfis(session.exercise.state, session.by)
    table = listed("id", t("state"), t("question"), t("answer"))
    for rfi in found:
        state = called("request", rfi.state)
        if rfi.urgent and rfi.state == "open":
            state = t("{state}, urgent", state=state)
        table.add_row(rfi.id, state, rfi.text, rfi.answer)
    data = [
        {"id": r.id, "seat": r.seat, "round": r.round, "state": r.state, "urgent": r.urgent,
         "text": r.text, "answer": r.answer}
        for r in found
    ]  # fmt: skip
    return Answer({"rfis": data}, (table if found else t("no requests"),))


@_rfi.verb("answer", "Answer the seat that asked.", ID, Argument("text", "The answer.", "words"),
           changes=True)  # fmt: skip
def answer(session: Session, values: Values) -> Answer:
    """Answer a request."""
    from sim.exercise.conduct import talk

    entry = talk.answer(session.exercise, values.text("id"), values.text("text"))
    told = noted(session, entry, f"{values.text('id')} is answered")
    return Answer({"id": values.text("id"), **logged(session, entry)}, told=(told,))


@_rfi.verb(
    "release",
    "Let others read an answer; who asked is not told.",
    ID,
    Argument(
        "text", "What they read; left out: the question and the answer.", "words", required=False
    ),
    option("to", "A seat; may be repeated; none: everybody.", many=True, complete=seat_names),
    changes=True,
)
def release(session: Session, values: Values) -> Answer:
    """Release an answer."""
    from sim.exercise.conduct import talk

    to = [spelt(seat, session.exercise) for seat in values.many("to")]
    entry = talk.release(session.exercise, values.text("id"), to, values.text("text"))
    told = noted(
        session, entry, f"{values.text('id')} is released to {', '.join(to) or 'everybody'}"
    )
    return Answer({"id": values.text("id"), **logged(session, entry)}, told=(told,))


@_rfi.verb("decline", "Do not answer; the seat reads why.", ID, BECAUSE, changes=True)
def decline(session: Session, values: Values) -> Answer:
    """Decline a request."""
    from sim.exercise.conduct import talk

    entry = talk.decline(session.exercise, values.text("id"), values.text("because"))
    told = noted(session, entry, f"{values.text('id')} is declined")
    return Answer({"id": values.text("id"), **logged(session, entry)}, told=(told,))


NOUN = _rfi.done()
