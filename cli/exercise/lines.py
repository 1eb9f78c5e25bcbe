"""`rewind`, `branch`, `switch`, `compare`: lines of play beside each other; nothing is deleted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from cli.exercise.common import last, noted
from cli.registry.command import Answer, Argument, Values, Verbs, option
from cli.registry.command import switch as switch_
from cli.registry.session import Session

_rewind = Verbs("rewind", "Go back to the start of a round.")
_branch = Verbs("branch", "Play on from an earlier round, beside what was played.")
_switch = Verbs("switch", "Play another line on.")
_compare = Verbs("compare", "Set lines of play, or other groups' files, beside each other.")


def line_names(session: Session, _: Sequence[str] = ()) -> Iterable[str]:
    """Return the lines of play; for the white cell."""
    return tuple(session.exercise.state.lines) if session.white else ()


@_rewind.verb(
    "",
    "Go back to the start of a round; what was undone stays in the log, on its own line.",
    Argument("round", "The round to play again.", "whole"),
    changes=True,
    warning="The rounds from there on leave the line that is played.",
)
def rewind(session: Session, values: Values) -> Answer:
    """Go back."""
    from sim.exercise.conduct import lines

    round = values.whole("round") or 1
    name = lines.rewind(session.exercise, round)
    told = noted(
        session, last(session), f"line {name} is played now, from the start of round {round}"
    )
    return Answer({"line": name, "round": round, "log": last(session)}, told=(told,))


@_branch.verb(
    "",
    "Begin a line of play at the start of a round, and play it now.",
    Argument("name", "What the line is called."),
    Argument("round", "The round it begins with.", "whole"),
    option("origin", "The line it is taken from; default: the one that is played.", metavar="LINE",
           complete=line_names),
    changes=True,
)  # fmt: skip
def branch(session: Session, values: Values) -> Answer:
    """Branch."""
    from sim.exercise.conduct import lines

    round = values.whole("round") or 1
    name = lines.branch(session.exercise, values.text("name"), round, values.some("origin"))
    told = noted(
        session, last(session), f"line {name} is played now, from the start of round {round}"
    )
    return Answer({"line": name, "round": round, "log": last(session)}, told=(told,))


@_switch.verb(
    "",
    "Play another line on from where it stands.",
    Argument("line", "The line.", complete=line_names),
    changes=True,
)
def switch(session: Session, values: Values) -> Answer:
    """Switch lines."""
    from sim.exercise.conduct import lines

    lines.switch(session.exercise, values.text("line"))
    told = noted(session, last(session), f"line {values.text('line')} is played now")
    return Answer({"line": values.text("line"), "log": last(session)}, told=(told,))


@_compare.verb(
    "",
    "Set lines of this exercise, and other groups' files, beside the line that is played.",
    Argument("other", "Lines or files.", required=False, many=True, complete=line_names),
    option("number", "A number such as JPN.damage; may be repeated.", many=True),
    switch_("apart", "With the other file of a pair: where the two tables part, round by round."),
)
def compare(session: Session, values: Values) -> Answer:
    """Compare courses of play."""
    from cli.exercise.comparison import compared, parted

    others = values.many("other")
    files = [Path(other) for other in others if Path(other).is_file()]
    names = [other for other in others if not Path(other).is_file()]
    if values.flag("apart"):
        return parted(session, files, values.many("number"))
    return compared(session, names, files, values.many("number"))


REWIND = _rewind.done()
BRANCH = _branch.done()
SWITCH = _switch.done()
COMPARE = _compare.done()
