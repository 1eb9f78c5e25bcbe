"""Common: what the nouns of an exercise share: words for the log, names to complete, tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.table import Table

from cli.registry.command import Argument, option
from cli.registry.session import Session
from sim.errors import SimError, raise_all
from sim.language import t

if TYPE_CHECKING:
    from sim.exercise.log.entry import Entry
    from sim.exercise.topics.seats import Chair


def noted(session: Session, entry: Entry | int, text: str) -> str:
    """Return what was understood and done, with its number in the log.

    A seat is not told the number: it would count what others do.
    """
    number = entry if isinstance(entry, int) else entry.number
    return f"log {number}: {text}" if session.white else t("noted: {text}", text=text)


def logged(session: Session, entry: Entry) -> dict[str, int]:
    """Return an entry's number as data, for the white cell."""
    return {"log": entry.number} if session.white else {}


def last(session: Session) -> int:
    """Return the number of the log's last entry."""
    return session.exercise.state.head


def listed(*headings: str, right: Sequence[str] = ()) -> Table:
    """Return an empty table of texts; the columns named in `right` hold numbers."""
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    for heading in headings:
        justify, wrap = ("right", True) if heading in right else ("left", False)
        table.add_column(heading, justify=justify, no_wrap=wrap, overflow="fold")  # type: ignore[arg-type]
    return table


def counted(number: int, what: str) -> str:
    """Return a number of things.

    >>> counted(1, "order"), counted(0, "order")
    ('1 order', '0 orders')
    """
    return f"{number} {what}{'' if number == 1 else 's'}"


def span(seconds: float | None) -> str:
    """Return a length of time as people read it on a clock.

    >>> span(754.2), span(-61), span(7261), span(None)
    ('12:34', '-1:01', '2:01:01', '')
    """
    if seconds is None:
        return ""
    sign, whole = ("-" if seconds < 0 else ""), int(abs(seconds))
    hours, rest = divmod(whole, 3600)
    if hours:
        return f"{sign}{hours}:{rest // 60:02}:{rest % 60:02}"
    return f"{sign}{rest // 60}:{rest % 60:02}"


# --- names to complete ---------------------------------------------------------------------------


def seat_names(session: Session, _: Sequence[str] = ()) -> Iterable[str]:
    """Return the seats of the exercise, which everybody knows."""
    from sim.exercise.topics.seats import SEATS

    return tuple(session.exercise.of(SEATS).places)


def addressees(session: Session, _: Sequence[str] = ()) -> Iterable[str]:
    """Return whom one can write to."""
    return ("all", "white", *(seat for seat in seat_names(session) if seat != session.by))


def policies(_: Session, __: Sequence[str] = ()) -> Iterable[str]:
    """Return what can play a seat."""
    from sim.seats.policies import POLICIES

    return tuple(POLICIES)


FOR_SEAT = option(
    "seat", "For which seat; the white cell says so.", complete=seat_names, white=True
)

BECAUSE = option("because", "The reason, kept in the log.", "words", required=True)


def required_seat(help: str) -> Argument:
    """Return the place of a seat's name."""
    return Argument("seat", help, complete=seat_names)


# --- who decides for a seat ----------------------------------------------------------------------

CHAIRS = "human, human:NAME, script:POLICY, program:COMMAND or white"


def chair_of(text: str) -> Chair:
    """Return who decides for a seat, as it is written: human:Team 2, script:passive, white."""
    from sim.errors import unknown
    from sim.exercise.programs.program import argv_of
    from sim.exercise.topics.seats import Chair
    from sim.seats.policies import POLICIES

    kind, _, rest = (part.strip() for part in text.partition(":"))
    match kind.casefold():
        case "human":
            return Chair(kind="human", player=rest)
        case "white":
            return Chair(kind="white", player=rest)
        case "script" if rest in POLICIES:
            return Chair(kind="script", policy=rest)
        case "script":
            raise SimError(unknown("policy", rest, POLICIES))
        case "program":
            return Chair(kind="program", command=argv_of(rest))
    raise SimError(f"'{text}': nobody can play a seat like that; write {CHAIRS}")


def chairs_of(texts: Iterable[str]) -> dict[str, Chair]:
    """Return who decides for each seat of texts such as JPN=human; every mistake at once."""
    chairs, faults = {}, []
    for text in texts:
        seat, equals, who = (part.strip() for part in text.partition("="))
        try:
            if not seat or not equals:
                raise SimError(f"--seat {text}: write SEAT=WHO, such as JPN=human")
            chairs[seat] = chair_of(who)
        except SimError as error:
            faults.append(str(error))
    raise_all(faults)
    return chairs


def chair_told(chair: Chair) -> str:
    """Return who decides for a seat, as it is written."""
    more = chair.player or chair.policy or " ".join(chair.command)
    return f"{chair.kind}:{more}" if more else chair.kind
