"""Cells: the text of a cell as a value of an inject's row, and back."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping

from sim.errors import nearest
from sim.exercise.msel.rows import STATUSES, InjectRow

Value = str | int | bool | dt.date | tuple[str, ...] | None

STATUS_WORDS: Mapping[str, str] = {
    **{status: status for status in STATUSES},
    "draft": "pending", "entered": "pending", "new": "pending", "planned": "pending",
    "ready": "approved", "active": "approved",
    "complete": "fired", "completed": "fired", "delivered": "fired", "deployed": "fired",
    "done": "fired", "executed": "fired", "injected": "fired", "sent": "fired",
    "hold": "held", "on hold": "held", "contingency": "held",
    "archived": "skipped", "canceled": "skipped", "cancelled": "skipped", "deleted": "skipped",
    "skip": "skipped",
}  # fmt: skip
"""How others call where an inject stands -> how we do."""

YES = ("yes", "y", "true", "x", "1", "public")
NO = ("no", "n", "false", "0", "private")
EVERYBODY = ("all", "everybody", "everyone", "all players", "all seats", "*")

_WHOLE = re.compile(r"(\d{1,9})(?:\.0+)?")
_CLOCK = re.compile(r"(?:[ht]? ?\+ ?)?(\d{1,3}):(\d\d)(?::\d\d)?", re.IGNORECASE)
_ROUND = re.compile(r"(?:round|move|turn) *", re.IGNORECASE)
_MINUTES = re.compile(r" *(?:m|min|mins|minute|minutes)\.?$", re.IGNORECASE)
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?")


def value(field: str, text: str) -> Value:
    """Return what a cell says; ValueError tells what it should."""
    return READ[field](text) if field in READ else text


def cell(row: InjectRow, field: str) -> str | int | dt.date | None:
    """Return what is written for a field; None for nothing."""
    found: Value = getattr(row, field)
    if isinstance(found, bool):
        return "yes" if found else "no"
    if isinstance(found, tuple):
        return ("\n" if field == "effects" else ", ").join(found)
    return found


def _id(text: str) -> str:
    return "-".join(text.split())


def _status(text: str) -> str:
    found = STATUS_WORDS.get(" ".join(text.casefold().split()))
    if found is None:
        near = nearest(text, STATUS_WORDS)
        hint = f". Did you mean '{STATUS_WORDS[near]}'?" if near else ""
        raise ValueError(f"'{_short(text)}' is no status; write {', '.join(STATUSES)}{hint}")
    return found


def _round(text: str) -> int:
    found = _WHOLE.fullmatch(_ROUND.sub("", text, count=1))
    if found is None or int(found[1]) < 1:
        raise ValueError(f"'{_short(text)}' is no number of a round; they count from 1, and an "
                         "inject fired by hand has none")  # fmt: skip
    return int(found[1])


def _minutes(text: str) -> int:
    clock = _CLOCK.fullmatch(text)
    if clock:
        return 60 * int(clock[1]) + int(clock[2])
    found = _WHOLE.fullmatch(_MINUTES.sub("", text))
    if found is None:
        raise ValueError(f"'{_short(text)}' is no number of minutes; write 15 or 0:15")
    return int(found[1])


def _date(text: str) -> dt.date:
    found = _DAY.fullmatch(text)
    try:
        return dt.date.fromisoformat(found[1] if found else "")
    except ValueError:
        raise ValueError(f"'{_short(text)}' is no day of the scenario; write 2010-09-07") from None


def hour(text: str) -> str:
    """Return the time of day that a day of the scenario is written with; nothing for midnight."""
    found = _DAY.fullmatch(text)
    return found[2] if found and found[2] not in (None, "00:00") else ""


def _public(text: str) -> bool:
    word = text.casefold()
    if word not in (*YES, *NO):
        raise ValueError(f"'{_short(text)}': write yes or no")
    return word in YES


def _to(text: str) -> tuple[str, ...]:
    names = [name.strip() for name in re.split(r"[,;|\n]", text)]
    return tuple(n for n in names if n) if text.casefold() not in EVERYBODY else ()


def _effects(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:39]}…"


READ: Mapping[str, Callable[[str], Value]] = {
    "id": _id, "status": _status, "round": _round, "minute": _minutes, "date": _date,
    "public": _public, "to": _to, "effects": _effects, "minutes": _minutes,
}  # fmt: skip
"""Field -> how its cells are read; all others are texts as they stand."""
