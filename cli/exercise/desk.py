"""`order missing`, `ping`, `enter`, `import`: what the white cell's desk does with sheets."""

from __future__ import annotations

from pathlib import Path

from cli.exercise.common import listed, logged, noted, required_seat, span
from cli.exercise.orders import NOUN
from cli.registry.command import Answer, Argument, Values, option, switch
from cli.registry.session import Session
from sim.language import t


@NOUN.verb("missing", "List the seats that have not handed in; for the white cell only.")
def missing(session: Session, _: Values) -> Answer:
    """List who is missing."""
    from sim.exercise.conduct import orders

    found = orders.missing(session.exercise)
    table = listed("seat", "player", "orders written", right=("orders written",))
    for one in found:
        table.add_row(one.seat, one.player, str(one.orders))
    data = [{"seat": m.seat, "player": m.player, "orders": m.orders} for m in found]
    return Answer({"missing": data}, (table if found else "all have handed in",))


@NOUN.verb(
    "ping",
    "Remind the seats that have not handed in.",
    Argument("seat", "Only these.", required=False, many=True),
    option("text", "What to write to them.", "words"),
    changes=True,
)
def ping(session: Session, values: Values) -> Answer:
    """Nudge those who are missing."""
    from sim.exercise.conduct import orders, rounds, talk

    missing = [one.seat for one in orders.missing(session.exercise)]
    named = [session.seat(seat) for seat in values.many("seat")] or missing
    left = span(rounds.status(session.exercise).remaining)
    usual = t("Your order sheet is not in yet.")
    usual += f" {t('Time left: {time}.', time=left)}" if left else ""
    if not named:
        return Answer({"told": []}, told=("all have handed in; nobody was reminded",))
    text = values.text("text") or usual
    entry = talk.message(session.exercise, session.by, session.by, named, text)
    told = noted(session, entry, f"reminded: {', '.join(named)}")
    return Answer({"told": named, **logged(session, entry)}, told=(told,))


@NOUN.verb(
    "enter",
    "Enter a paper sheet fast: codes in one line, such as J1 J4 amount=300 J7.",
    required_seat("The seat whose sheet it is."),
    Argument("codes", "The orders; asked for line by line, if left out.", "words", required=False),
    switch("draft", "Leave the sheet open, do not hand it in."),
    switch("no_ask", "Enter what was understood without asking."),
    changes=True,
)
def enter(session: Session, values: Values) -> Answer:
    """Enter a paper sheet: all of it, or nothing."""
    from cli.exercise.paper import entered  # loads the model

    return entered(
        session,
        session.seat(values.text("seat")),
        values.text("codes"),
        hand_in=not values.flag("draft"),
        sure=values.flag("no_ask") or not session.asks,
    )


@NOUN.verb(
    "import",
    "Enter the sheets of a spreadsheet with the columns Seat, Order and Reason: all, or nothing.",
    Argument("file", "A file: .xlsx or .csv.", "path"),
    switch("draft", "Leave the sheets open, do not hand them in."),
    changes=True,
)
def import_(session: Session, values: Values) -> Answer:
    """Enter a team's spreadsheet."""
    from cli.exercise.paper import imported  # loads the model

    return imported(session, Path(values.text("file")), hand_in=not values.flag("draft"))
