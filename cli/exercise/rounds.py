"""`round`: the life of a round, from brief to publication."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from cli.exercise.common import BECAUSE, counted, last, logged, noted, span
from cli.registry.command import Answer, Argument, Plain, Values, Verbs, option, switch
from cli.registry.session import Session
from cli.registry.shown import write_answer

if TYPE_CHECKING:
    from sim.exercise.log.entry import Entry

_round = Verbs("round", "Lead a round: brief, open, lock, adjudicate, review, publish.")


@_round.verb(
    "brief",
    "Begin the next round and let seats read what they know; a seat reads its brief.",
    switch("all", "For a seat: its papers too, and all that it was ever told."),
    seats=True,
    changes=True,
)
def brief(session: Session, values: Values) -> Answer:
    """Begin a round; for a seat, show what it may read."""
    from cli.exercise.views import seat_brief  # draws with the model loaded
    from sim.exercise.conduct import rounds
    from sim.exercise.topics.rounds import ROUNDS

    if not session.white:
        return seat_brief(session, every=values.flag("all"))
    if session.exercise.of(ROUNDS).phase in ("brief", "open", "locked"):  # read out once more
        return _headlines(session, {"round": _number(session)}, ())
    entry = rounds.brief(session.exercise)
    number = _number(session)
    told = noted(session, entry, f"round {number}: brief")
    return _headlines(session, {"round": number, **logged(session, entry)}, (told,))


@_round.verb(
    "open",
    "Let seats draft and submit orders.",
    option(
        "minutes", "Time for planning, counted down; default: the format's; 0: no end.", "number"
    ),
    changes=True,
)
def open_(session: Session, values: Values) -> Answer:
    """Open the round."""
    from sim.exercise.conduct import rounds
    from sim.exercise.conduct.injects import fire_due

    given = values.number("minutes")
    minutes = (session.table.format.minutes.open if given is None else given) or None
    entry = rounds.open_round(session.exercise, minutes)
    fired = fire_due(session.exercise, session.table)
    number = _number(session)
    until = f" for {minutes:g} minutes" if minutes else ""
    told = [noted(session, entry, f"round {number} is open{until}"), *injects_told(session, fired)]
    return Answer({"round": number, "minutes": minutes, **logged(session, entry)}, told=tuple(told))


@_round.verb(
    "extend",
    "Give seats longer; a number below 0 takes time away.",
    Argument("minutes", "How much longer.", "number"),
    changes=True,
)
def extend(session: Session, values: Values) -> Answer:
    """Move the end of planning."""
    from sim.exercise.conduct import rounds

    entry = rounds.extend(session.exercise, values.number("minutes") or 0.0)
    left = rounds.status(session.exercise).remaining
    return Answer(
        {"remaining_s": left, **logged(session, entry)},
        told=(noted(session, entry, f"time left for round {_number(session)}: {span(left)}"),),
    )


@_round.verb(
    "lock",
    "Take no more orders; silent seats give their default orders.",
    changes=True,
)
def lock(session: Session, _: Values) -> Answer:
    """Lock the round."""
    from cli.exercise.ideas import undecided  # it adds to another noun
    from sim.exercise.conduct import rounds
    from sim.exercise.conduct.injects import fire_due
    from sim.exercise.topics.orders import ORDERS
    from sim.exercise.topics.rounds import ROUNDS

    entry = rounds.lock(session.exercise, session.table, session.programs)
    fired = fire_due(session.exercise, session.table)  # nothing is lost to a short round
    sheets = session.exercise.of(ROUNDS).sheets
    ideas = session.exercise.of(ORDERS).customs.values()
    thinking = {idea.seat for idea in ideas if idea.round == _number(session)}
    told = [noted(session, entry, f"round {_number(session)} is locked")]
    told += [
        f"{seat}: {counted(len(sheet.orders), 'order')}, {sheet.origin} {sheet.told}".rstrip()
        + (" beside its idea" if sheet.origin == "default" and seat in thinking else "")
        for seat, sheet in sheets.items()
        if sheet.origin != "none"
    ]
    told += [*undecided(session), *injects_told(session, fired)]
    data = {
        "round": _number(session),
        **logged(session, entry),
        "sheets": {
            seat: {"origin": sheet.origin, "orders": [line.text for line in sheet.orders]}
            for seat, sheet in sheets.items()
        },
        "injects": _ids(session, fired),
    }
    return Answer(data, told=tuple(told))


@_round.verb("unlock", "Let seats change their orders once more.", BECAUSE, changes=True)
def unlock(session: Session, values: Values) -> Answer:
    """Unlock the round."""
    from sim.exercise.conduct import rounds

    entry = rounds.unlock(session.exercise, values.text("because"))
    told = noted(session, entry, f"round {_number(session)} is open again")
    return Answer({"round": _number(session), **logged(session, entry)}, told=(told,))


@_round.verb(
    "adjudicate",
    "Work out what comes of all orders at once, for the white cell to review.\n\n"
    "The result is shown at once; why each number is what it is, and its range over re-runs under "
    "other chance and parameters, follow.",
    option("range", "Re-runs behind each range; default: 200; 0: causes without a range.", "whole",
           metavar="N"),
    switch("bare", "The result alone, without causes; white explain adds them."),
    changes=True,
)  # fmt: skip
def adjudicate(session: Session, values: Values) -> Answer:
    """Adjudicate the round, show what came of it, then why."""
    from cli.exercise.results import explained, reviewed  # loads the model
    from sim.exercise.conduct import rounds

    rounds.adjudicate(session.exercise, session.table)
    told = noted(session, last(session), f"round {_number(session)} is adjudicated")
    shown = reviewed(session, None)
    bare = Answer(shown.data, shown.shown, (told,))
    if values.flag("bare"):
        return bare
    if session.json:
        why = explained(session, None, (), values.whole("range"), None)
        return Answer(why.data, why.shown, (told, *why.told))
    write_answer(session, bare)
    return explained(session, None, (), values.whole("range"), None, numbers_alone=True)


@_round.verb("review", "Show the round under review: rulings, events, draws, numbers.")
def review(session: Session, _: Values) -> Answer:
    """Show what came of the round that is under review, or was last published."""
    from cli.exercise.results import reviewed  # loads the model

    return reviewed(session, None)


@_round.verb(
    "show",
    "Show what came of a round: all of it to the white cell, to a seat what it may know.",
    Argument("number", "The round; the last one, if left out.", "whole", required=False),
    switch("all", "For a seat: every stock and price that moved."),
    seats=True,
)
def show(session: Session, values: Values) -> Answer:
    """Show the result of a round."""
    if session.white:
        from cli.exercise.results import reviewed  # loads the model

        return reviewed(session, values.whole("number"))
    from cli.exercise.views import seat_recap

    return seat_recap(session, values.whole("number"), every=values.flag("all"))


@_round.verb("publish", "Tell everybody the round's result.", changes=True)
def publish(session: Session, _: Values) -> Answer:
    """Publish the round."""
    from sim.exercise.conduct import rounds

    published, *fired = rounds.publish(session.exercise, session.table)
    number = _number(session)
    told = [
        noted(session, published, f"round {number} is published"),
        *injects_told(session, fired),
    ]
    return _headlines(session, {"round": number, "log": published.number}, told)


def _headlines(session: Session, data: Mapping[str, Plain], told: Sequence[str]) -> Answer:
    """Return an answer with what is read out to the room."""
    from cli.exercise.views import headline_lines
    from sim.exercise.views import data as as_data
    from sim.exercise.views import room_view

    seen = room_view(session.exercise, session.table)
    last = as_data(seen.headlines[-1]) if seen.headlines else None
    return Answer({**data, "headlines": last}, tuple(headline_lines(seen)), tuple(told))


def injects_told(session: Session, entries: Sequence[Entry]) -> list[str]:
    """Return a line for each inject that was fired, from the log's entries."""
    from sim.exercise.topics.injects import INJECTS

    told = {one.number: one for one in session.exercise.of(INJECTS).told}
    return [
        noted(
            session,
            entry,
            f"inject {told[entry.number].id} is told: {told[entry.number].row.headline}",
        )
        for entry in entries
        if entry.number in told
    ]


def _ids(session: Session, entries: Sequence[Entry]) -> list[str]:
    """Return the injects that were fired, from the log's entries."""
    from sim.exercise.topics.injects import INJECTS

    told = {one.number: one.id for one in session.exercise.of(INJECTS).told}
    return [told[entry.number] for entry in entries if entry.number in told]


def _number(session: Session) -> int:
    from sim.exercise.topics.rounds import ROUNDS

    return session.exercise.of(ROUNDS).round


NOUN = _round.done()
