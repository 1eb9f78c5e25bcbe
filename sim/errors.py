"""The errors a user can cause, each said once with what was found, where, and what would do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong with one place of a file."""

    path: str
    line: int
    column: int
    key: str
    message: str
    severity: Severity = "error"

    def __str__(self) -> str:
        mark = "" if self.severity == "error" else "warning: "
        return f"{self.path}:{self.line}:{self.column}: {self.key}: {mark}{self.message}"


class SimError(Exception):
    """Anything that Countervail reports as the user's to mend."""


def raise_all(faults: Iterable[str]) -> None:
    """Raise SimError with every fault, a line each, if there is any."""
    told = "\n".join(faults)
    if told:
        raise SimError(told)


class ScenarioError(SimError):
    """A scenario that cannot be used, with all its problems in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(p) for p in self.problems))


class InvalidOrderError(SimError):
    """An order text that is not understood (one that is understood but refused gets a Ruling)."""


class UnknownNameError(SimError):
    """A name that nothing here bears."""

    def __init__(self, what: str, found: str, known: Sequence[str]) -> None:
        super().__init__(unknown(what, found, known))


def unknown(what: str, found: str, known: Iterable[str], first: Sequence[str] = ()) -> str:
    """Say that a name is unknown, with the nearest known one; `first` are listed before others.

    >>> unknown("country", "NW", ["CN", "JP", "NO"])
    "unknown country 'NW'; known: CN, JP, NO. Did you mean 'NO'?"
    """
    names = [*first, *sorted(set(known) - {*first})]
    listed = ", ".join(names[:12]) + (f" and {len(names) - 12} more" if len(names) > 12 else "")
    listed = listed or "none"
    near = nearest(found, names)
    hint = f". Did you mean '{near}'?" if near else ""
    return f"unknown {what} '{found}'; known: {listed}{hint}"


def nearest(found: str, known: Iterable[str]) -> str | None:
    """Return the known name most like the one found, or None if none is alike."""
    folded = {name.casefold(): name for name in known}
    match = difflib.get_close_matches(found.casefold(), folded, n=1, cutoff=0.4)
    return folded[match[0]] if match else None
