"""`screen` and `play`: for everybody on the wall, and for one person alone."""

from __future__ import annotations

from cli.exercise.common import CHAIRS
from cli.exercise.exercises import FORMAT, LANGUAGE, SEED
from cli.registry.command import Answer, Argument, Values, Verbs, option, switch
from cli.registry.session import Session

_screen = Verbs("screen", "Show the room what everybody may know.")
_play = Verbs("play", "Play a scenario alone: scripted seats take the others.")


@_screen.verb(
    "",
    "Show the room what everybody may know: clocks, headlines, press, prices; it follows.",
    switch("once", "Show it once, and do not follow."),
)
def screen(session: Session, values: Values) -> Answer:
    """Show the projector's screen."""
    from cli.screen import screen as shown  # loads the model

    return shown(session, values)


@_play.verb(
    "",
    "Play a scenario alone: the phases run by themselves, scripted seats take the others.",
    Argument("scenario", "A packaged scenario's name, or a path."),
    option("seat", "The seat you play.", required=True),
    option("seats", f"Who else decides for a seat: {CHAIRS}; may be repeated.", many=True,
           metavar="SEAT=WHO"),
    FORMAT,
    SEED,
    LANGUAGE,
    option("to", "The exercise's file; default: one in a new temporary folder.", "path",
           metavar="FILE"),
    switch("why", "Trace numbers to their causes after each round; it takes longer."),
    exercise=False,
)  # fmt: skip
def play(session: Session, values: Values) -> Answer:
    """Play alone."""
    from cli.play import play as played  # loads the model

    return played(session, values)


SCREEN = _screen.done()
PLAY = _play.done()
