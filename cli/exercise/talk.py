"""`msg` and `press`: what seats write to each other, and say to everybody."""

from __future__ import annotations

from cli.exercise.common import FOR_SEAT, addressees, logged, noted, seat_names
from cli.registry.command import Answer, Argument, Values, Verbs, option
from cli.registry.session import WHITE, Session, spelt
from sim.language import t

_msg = Verbs("msg", "Write to seats and to the white cell; read what was written.")
_press = Verbs("press", "Say something to everybody; read what was said.")


@_msg.verb(
    "",
    "Write a message: msg JPN,EU Let us talk at three. Without a text: read the inbox.",
    Argument("to", "Whom: seats parted by commas, white, or all.", required=False,
             complete=addressees),
    Argument("text", "What to write.", "words", required=False),
    option("under", "The name it is written under; the white cell's alone.", "words", white=True),
    FOR_SEAT,
    seats=True,
    changes=True,
)  # fmt: skip
def msg(session: Session, values: Values) -> Answer:
    """Write or read messages."""
    from cli.exercise.letters import inbox
    from sim.exercise.conduct import talk

    if not values.text("text"):
        return inbox(session, values.text("to"))
    sender = session.seat(values.text("seat")) if values.text("seat") else session.by
    to = _readers(session, sender, values.text("to"))
    entry = talk.message(
        session.exercise, session.by, sender, to, values.text("text"), under=values.text("under")
    )
    told = noted(session, entry, t("to {to}: {text}", to=", ".join(to), text=values.text("text")))
    return Answer({"to": to, **logged(session, entry)}, told=(told,))


@_press.verb(
    "",
    "Say something to everybody. Without a text: read what was said.",
    Argument("text", "What is said.", "words", required=False),
    option("headline", "A headline above it.", "words"),
    option(
        "under", "The paper or agency that says it; the white cell's alone.", "words", white=True
    ),
    FOR_SEAT,
    seats=True,
    changes=True,
)
def press(session: Session, values: Values) -> Answer:
    """Say or read what is public."""
    from cli.exercise.letters import headlines
    from sim.exercise.conduct import talk

    if not values.text("text"):
        return headlines(session)
    sender = session.seat(values.text("seat")) if values.text("seat") else session.by
    entry = talk.press(
        session.exercise, session.by, sender, values.text("text"),
        headline=values.text("headline"), under=values.text("under"),
    )  # fmt: skip
    told = noted(
        session,
        entry,
        t(
            "{sender} to everybody: {text}",
            sender=values.text("under") or sender,
            text=values.text("text"),
        ),
    )
    return Answer({**logged(session, entry)}, told=(told,))


def _readers(session: Session, sender: str, named: str) -> list[str]:
    """Return whom a message is for: seats parted by commas, white, or all."""
    names = [spelt(name.strip(), session.exercise) for name in named.split(",") if name.strip()]
    if [name.casefold() for name in names] == ["all"]:
        return [seat for seat in seat_names(session) if seat != sender]
    return [WHITE if name.casefold() == WHITE else name for name in names]


MSG = _msg.done()
PRESS = _press.done()
