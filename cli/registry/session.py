"""Session: who speaks, in which exercise, and how they want to be answered."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sim.errors import SimError
from sim.language import SOURCE, speaking, t

if TYPE_CHECKING:  # the model takes a second to load, an exercise a part of it
    from sim.exercise.exercise import Exercise
    from sim.exercise.programs.running import Running
    from sim.exercise.table import Table
    from sim.exercise.views.menu import Menu

WHITE = "white"
"""As sim.exercise.acts has it, which --help need not wait for."""

PLACE = "COUNTERVAIL_EXERCISE"
"""Environment variable that names the exercise's file."""


def _silent(_: str) -> str:
    return ""


@dataclass
class Session:
    """Who speaks, in which exercise."""

    path: Path | None = None
    """Of the exercise's file; None: the one in the folder."""
    by: str = WHITE
    plain: bool = False
    """No colour, no lines, no signs beyond ASCII but letters."""
    json: bool = False
    asks: bool = True
    """Whether a destructive command asks once."""
    ask: Callable[[str], str] = _silent
    """Put a question, and return the answer; nothing where nobody can be asked."""
    language: str = ""
    """To be answered in; empty: the exercise's."""
    prompt: bool = False
    """Whether commands are typed one after the other."""
    choices: tuple[str, ...] = ()
    """Lines that the numbers of the menu last shown stand for."""
    menus: dict[tuple[object, ...], Menu] = field(default_factory=dict, repr=False)
    """What seats may order, as far as it was worked out."""
    _exercise: Exercise | None = field(default=None, repr=False)
    _table: Table | None = field(default=None, repr=False)
    _programs: Running | None = field(default=None, repr=False)

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def white(self) -> bool:
        """Return whether the white cell speaks."""
        return self.by == WHITE

    @property
    def exercise(self) -> Exercise:
        """Return the exercise, as it stands now."""
        if self._exercise is None:
            from sim.exercise.exercise import Exercise

            self._exercise = Exercise.open(self.path or exercise_here())
        return self._exercise

    @property
    def table(self) -> Table:
        """Return the model behind the exercise."""
        if self._table is None:
            from cli.output import tell_of_compiling  # loads the model, as the table does
            from sim.exercise.table import Table

            tell_of_compiling()
            self._table = Table(self.exercise)
        return self._table

    @property
    def programs(self) -> Running:
        """Return the programs that play seats, started when they are first asked."""
        if self._programs is None:
            from sim.exercise.programs.running import Running

            self._programs = Running()
        return self._programs

    def use(self, exercise: Exercise) -> None:
        """Speak in an exercise that is open already; it is closed with the session."""
        self.close()
        self._exercise, self.path = exercise, exercise.file.path

    def close(self) -> None:
        """Let go of the exercise."""
        if self._exercise is not None:
            self._exercise.close()
        self._exercise = self._table = None
        self.menus.clear()
        if self._programs is not None:
            self._programs.close()
        self._programs = None

    def speaking(self) -> AbstractContextManager[None]:
        """Speak its language within; English where there is no exercise."""
        if self.language:
            return speaking(self.language)
        try:
            return speaking(self.exercise.setup.language)
        except SimError:  # whoever needs an exercise is told by and by
            return speaking(SOURCE)

    @property
    def marking(self) -> str:
        """Return the exercise's handling mark; empty if there is no exercise, or no mark."""
        return self._exercise.setup.marking if self._exercise is not None else ""

    def seat(self, named: str) -> str:
        """Return the seat that is meant: the speaker's own, or the one the white cell names."""
        if not self.white:
            if named and named != self.by:
                raise SimError(t("you are {seat}; leave out --seat", seat=self.by))
            return self.by
        if not named:
            raise SimError("for which seat? The white cell adds --seat, such as --seat JPN")
        from sim.exercise.topics.seats import known_place

        seat = spelt(named, self.exercise)
        known_place(self.exercise.state, seat)
        return seat


def spelt(seat: str, exercise: Exercise) -> str:
    """Return a seat as the exercise spells it, whatever the case it was typed in."""
    from sim.exercise.topics.seats import SEATS

    alike = {name.casefold(): name for name in exercise.of(SEATS).places}
    return alike.get(seat.casefold(), seat)


def exercise_here() -> Path:
    """Return the exercise's file that the environment names, or the only one of the folder."""
    from sim.exercise.conduct.create import SUFFIX

    named = os.environ.get(PLACE, "")
    if named:
        return Path(named)
    found = sorted(Path().glob(f"*{SUFFIX}"))
    if len(found) == 1:
        return found[0]
    if not found:
        raise SimError(
            f"there is no exercise in this folder; name one with --exercise FILE{SUFFIX}, or make "
            "one: countervail exercise new SCENARIO"
        )
    names = ", ".join(map(str, found))
    raise SimError(
        f"there are {len(found)} exercises in this folder; say which: --exercise {names}"
    )


def joined(session: Session, seat: str, code: str) -> None:
    """Let a seat speak in the session; SimError unless the code is its own."""
    from sim.exercise.topics.seats import SEATS

    by = spelt(seat, session.exercise)
    if session.exercise.of(SEATS).at(code) != by:
        raise SimError(t("this is not the code of {seat}; look at your role card", seat=seat))
    session.by = by
