"""`seat`: who decides for whom; taking over, handing back, joining by code."""

from __future__ import annotations

from cli.exercise.common import CHAIRS, chair_of, chair_told, listed, logged, noted, required_seat
from cli.registry.command import Answer, Argument, Values, Verbs, option, switch
from cli.registry.session import Session, spelt
from sim.errors import SimError
from sim.language import t

_seat = Verbs("seat", "List, assign, take over and hand back seats; join one by its code.")

WHO = Argument("who", f"Who decides: {CHAIRS}.", "words")


@_seat.verb("list", "List the seats, who decides for each, and the codes that people join with.")
def list_(session: Session, _: Values) -> Answer:
    """List the seats."""
    from sim.exercise.topics.seats import SEATS

    places = session.exercise.of(SEATS).places
    table = listed("seat", "who", "code", "taken from")
    for seat, place in places.items():
        away = chair_told(place.away) if place.away else ""
        table.add_row(seat, chair_told(place.chair), place.code, away)
    data = [
        {
            "seat": seat,
            "who": chair_told(place.chair),
            "code": place.code,
            "taken_from": chair_told(place.away) if place.away else None,
        }
        for seat, place in places.items()
    ]
    return Answer({"seats": data}, (table,))


@_seat.verb(
    "assign",
    "Say who decides for a seat from now on.",
    required_seat("The seat."),
    WHO,
    switch("new_code", "Give the seat another code; the old one opens it no more."),
    changes=True,
)
def assign(session: Session, values: Values) -> Answer:
    """Seat somebody."""
    from sim.exercise.conduct import seats
    from sim.exercise.topics.seats import SEATS, known_place

    exercise = session.exercise
    seat, chair = spelt(values.text("seat"), exercise), chair_of(values.text("who"))
    if seat not in exercise.of(SEATS).places and seat not in session.table.template.seats:
        known_place(exercise.state, seat)  # says which there are
    entry = seats.assign(exercise, seat, chair, new_code=values.flag("new_code"))
    code = exercise.of(SEATS).places[seat].code
    told = noted(session, entry, f"{seat} is played by {chair_told(chair)}; its code is {code}")
    return Answer({"seat": seat, "code": code, **logged(session, entry)}, told=(told,))


@_seat.verb(
    "takeover",
    "Let somebody else decide for a seat, until it is handed back.",
    required_seat("The seat."),
    Argument("who", f"Who decides meanwhile: {CHAIRS}.", required=False),
    option("because", "The reason, kept in the log.", "words"),
    changes=True,
)
def takeover(session: Session, values: Values) -> Answer:
    """Take a seat over."""
    from sim.exercise.conduct import seats

    seat = spelt(values.text("seat"), session.exercise)
    chair = chair_of(values.text("who") or "white")
    entry = seats.takeover(session.exercise, seat, chair, values.text("because"))
    told = noted(session, entry, f"{seat} is played by {chair_told(chair)} until it is handed back")
    return Answer({"seat": seat, **logged(session, entry)}, told=(told,))


@_seat.verb(
    "handback",
    "Give a seat back to whoever it was taken from.",
    required_seat("The seat."),
    changes=True,
)
def handback(session: Session, values: Values) -> Answer:
    """Hand a seat back."""
    from sim.exercise.conduct import seats
    from sim.exercise.topics.seats import SEATS

    seat = spelt(values.text("seat"), session.exercise)
    entry = seats.handback(session.exercise, seat)
    chair = session.exercise.of(SEATS).places[seat].chair
    told = noted(session, entry, f"{seat} is played by {chair_told(chair)} again")
    return Answer({"seat": seat, **logged(session, entry)}, told=(told,))


@_seat.verb(
    "join",
    "Come to a seat with its code, and play it here.",
    Argument("code", "The code of the role card."),
    option("player", "Who plays: a name or a team; the white cell alone reads it.", "words"),
    changes=True,
)
def join(session: Session, values: Values) -> Answer:
    """Join a seat, and type its commands from now on."""
    from sim.exercise.conduct import seats

    if session.prompt:
        raise SimError(t("you are in an exercise already; `seat as SEAT` changes seats"))
    session.by = seats.join(session.exercise, values.text("code"), values.text("player"))
    from cli.prompt.start import talk_on  # the prompt is for those who type

    return talk_on(session)


@_seat.verb(
    "as",
    "Let another seat, or the white cell, use this screen: it is emptied, and its code is asked.",
    Argument("seat", "The seat, or white."),
    option("code", "Its code; asked for, if left out."),
    seats=True,
)
def as_(_: Session, __: Values) -> Answer:
    """Hand the screen to somebody else: what a prompt does itself."""
    raise SimError(t("seat as: only where commands are typed; elsewhere add --as SEAT --code CODE"))


NOUN = _seat.done()
