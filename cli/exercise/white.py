"""`white`: the white cell's power over a result, and what it tells seats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from cli.exercise.common import BECAUSE, logged, noted, seat_names
from cli.registry.command import Answer, Argument, Values, Verbs, option, switch
from cli.registry.session import Session, spelt

if TYPE_CHECKING:
    from sim.exercise.table import Result
    from sim.journal import Entry as JournalEntry

OUTCOMES = ("carried out", "refused", "delayed", "moot")

_white = Verbs("white", "Accept or overrule a result, reveal, remark: the white cell's power.")


def _decidable(session: Session, _: Sequence[str] = ()) -> Iterable[str]:
    """Return the orders that were ruled on in the round under review, and of whom was drawn."""
    found = _reviewed(session)
    if found is None:
        return ()
    subjects = dict.fromkeys(draw.subject for draw in found.draws)
    return [*(ruling.order_id for ruling in found.rulings), *subjects]


def _drawn(session: Session, _: Sequence[str] = ()) -> Iterable[str]:
    """Return what was drawn in the round under review."""
    found = _reviewed(session)
    return dict.fromkeys(draw.what for draw in found.draws) if found else ()


def _reviewed(session: Session) -> JournalEntry | None:
    from sim.exercise.topics.rounds import ROUNDS

    under = session.exercise.of(ROUNDS).phase == "review"
    return _under_review(session).entry if under else None


def _under_review(session: Session) -> Result:
    """Return the result under review; NotNowError if there is none."""
    from sim.exercise.topics.rounds import ROUNDS, must_be

    must_be(session.exercise.state, "review")
    return session.table.result(session.exercise.of(ROUNDS).round)


@_white.verb("accept", "Let the result under review stand, and publish it.", changes=True)
def accept(session: Session, values: Values) -> Answer:
    """Accept the round."""
    from cli.exercise.rounds import publish

    return publish(session, values)


@_white.verb(
    "overrule",
    "Decide a ruling or a drawn outcome, and run the round again.\n\n"
    "A ruling: white overrule JPN-2-K7X --outcome refused --because TEXT. A draw: white overrule "
    "SUBJECT --draw WHAT [--not] --because TEXT, with the names that round review shows.",
    Argument(
        "what",
        "The id of an order or its end, such as K7X; or the subject of a draw.",
        complete=_decidable,
    ),
    option("outcome", "What becomes of the order.", choices=OUTCOMES),
    option("draw", "What is drawn of the subject.", "words", metavar="WHAT", complete=_drawn),
    switch("not", "It does not happen."),
    option("month", "The month of the round in which it was drawn, from 1.", "whole"),
    BECAUSE,
    changes=True,
)
def overrule(session: Session, values: Values) -> Answer:
    """Decide in the model's place, and show what that changed."""
    from cli.exercise.changed import changed_lines
    from cli.exercise.results import reviewed
    from sim.errors import SimError
    from sim.exercise.conduct import white
    from sim.exercise.topics.orders import meant

    because, what = values.text("because"), meant(values.text("what"), _decidable(session))
    if bool(values.text("outcome")) == bool(values.text("draw")):
        raise SimError(
            "white overrule: add --outcome OUTCOME for a ruling, or --draw WHAT for a draw"
        )
    before = _under_review(session)
    if values.text("outcome"):
        outcome = next(one for one in OUTCOMES if one == values.text("outcome"))
        entry = white.decide_ruling(session.exercise, session.table, what, outcome, because)  # type: ignore[arg-type]
        said = f"{what} is {outcome}"
    else:
        happened = not values.flag("not")
        month = values.whole("month")
        entry = white.decide_draw(
            session.exercise, session.table, what, values.text("draw"), happened, because, month
        )
        said = f"{what}: {values.text('draw')} {'happens' if happened else 'does not happen'}"
    told = noted(session, entry, f"{said}, because {because}")
    return Answer(reviewed(session, None).data, tuple(changed_lines(session, before)), (told,))


@_white.verb(
    "adjust",
    "Change named quantities of the world as the round left it, such as 'JPN.support -= 3'.",
    Argument("patch", "What is changed; several parted by semicolons.", "words"),
    BECAUSE,
    changes=True,
)
def adjust(session: Session, values: Values) -> Answer:
    """Patch the world, and show what that changed."""
    from cli.exercise.changed import changed_lines
    from cli.exercise.results import reviewed
    from sim.exercise.conduct import white

    before = _under_review(session)
    texts = [text.strip() for text in values.text("patch").split(";") if text.strip()]
    entry = white.patch(session.exercise, session.table, texts, values.text("because"))
    told = noted(session, entry, f"{'; '.join(texts)}, because {values.text('because')}")
    return Answer(reviewed(session, None).data, tuple(changed_lines(session, before)), (told,))


@_white.verb(
    "note",
    "Add a remark to what is published of a round; the world is untouched.",
    Argument("text", "The remark.", "words"),
    option("round", "The round; default: the last one with a result.", "whole"),
    option("about", "The number, order, inject, idea, deal or dispute that it is about.", "words"),
    BECAUSE,
    changes=True,
)
def note(session: Session, values: Values) -> Answer:
    """Annotate a round."""
    from sim.exercise.conduct import white
    from sim.exercise.topics.rounds import ROUNDS
    from sim.exercise.views.remarks import check_about

    round = values.whole("round") or max(1, len(session.exercise.of(ROUNDS).records))
    about = values.text("about")
    if about:
        check_about(session.exercise, session.table, round, about)
    entry = white.annotate(
        session.exercise, round, values.text("text"), values.text("because"), about
    )
    told = noted(session, entry, f"remark on round {round}: {values.text('text')}")
    return Answer({"round": round, **logged(session, entry)}, told=(told,))


@_white.verb(
    "reveal",
    "Tell seats something that they could not have known.",
    Argument("text", "What they are told.", "words"),
    option("to", "A seat; may be repeated; none: everybody.", many=True, complete=seat_names),
    changes=True,
)
def reveal(session: Session, values: Values) -> Answer:
    """Reveal something."""
    from sim.exercise.conduct import white

    to = [spelt(seat, session.exercise) for seat in values.many("to")]
    entry = white.reveal(session.exercise, to, values.text("text"))
    told = noted(session, entry, f"told to {', '.join(to) or 'everybody'}: {values.text('text')}")
    return Answer({"to": to, **logged(session, entry)}, told=(told,))


@_white.verb(
    "explain",
    "Trace the round's numbers to their causes, each with its range over re-runs.",
    Argument("number", "Numbers such as JPN.damage; left out: those told of every round.",
             required=False, many=True),
    option("round", "The round; default: the last one with a result.", "whole"),
    option("members", "Re-runs under other chance and parameters; 0: no range.", "whole"),
    option("workers", "Processes that share the work; default: all cores.", "whole"),
    changes=True,
)  # fmt: skip
def explain(session: Session, values: Values) -> Answer:
    """Trace numbers to causes."""
    from cli.exercise.results import explained

    return explained(
        session,
        values.whole("round"),
        values.many("number"),
        values.whole("members"),
        values.whole("workers"),
    )


NOUN = _white.done()
