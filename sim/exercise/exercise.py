"""Exercise: a file and the state it stands in; the one door through which anything is added."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.errors import SimError
from sim.exercise import fold
from sim.exercise.acts import Act
from sim.exercise.log.entry import Draft, Entry, content_hash
from sim.exercise.log.file import DamagedError, ExerciseFile, StaleError
from sim.exercise.log.remains import remove
from sim.exercise.state import S, Said, State, Topic
from sim.exercise.topics.setup import SETUP, Created

TRIES = 50
"""So often an act is tried again where somebody else was first."""


Work = tuple[Act, Mapping[str, bytes]]
"""An act, and the records that are kept with it."""

Acts = Sequence[Act] | Callable[[State], Sequence[Act]]
"""Acts, or what makes them of how things stand: somebody else may be first."""


def now() -> dt.datetime:
    """Return the room's time, in UTC to the millisecond; the one clock that exercises read."""
    at = dt.datetime.now(dt.UTC)
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


@dataclass
class Exercise:
    """An exercise that is open.

    What it stands in (`state`) is worked out from the log; `do` checks an act against it, writes
    it, and goes on. Another program may write to the same file: `refresh` reads what it wrote.
    """

    file: ExerciseFile
    state: State = field(default_factory=State)
    clock: Callable[[], dt.datetime] = now
    _last: Entry | None = None

    @staticmethod
    def create(
        path: Path, acts: Sequence[Act], *, by: str, clock: Callable[[], dt.datetime] = now
    ) -> Exercise:
        """Return a new exercise that begins with acts, the first of them `Created`."""
        made = Exercise(ExerciseFile.create(path), clock=clock)
        try:
            made.do_all(by, acts)
        except BaseException:
            made.close()
            remove(path)
            raise
        return made

    @staticmethod
    def open(path: Path, *, clock: Callable[[], dt.datetime] = now) -> Exercise:
        """Return the exercise in a file, as it stands; SimError if there is none that is whole."""
        made = Exercise(ExerciseFile.open(path), clock=clock)
        try:
            made.refresh()
            if made.state.of(SETUP) is None:
                raise SimError(
                    f"{path}: nothing was ever written in it; `exercise new` makes another"
                )
        except BaseException:
            made.close()
            raise
        return made

    def close(self) -> None:
        """Let go of the file."""
        self.file.close()

    def __enter__(self) -> Exercise:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def setup(self) -> Created:
        """Return what it was made from."""
        made = self.state.of(SETUP)
        if made is None:
            raise SimError("the exercise has not been made")
        return made

    def refresh(self) -> tuple[Entry, ...]:
        """Read what others have written meanwhile, and return it."""
        new = tuple(self.file.entries(self._last))
        for entry in new:
            self._follow(entry)
        return new

    def do(self, by: str, act: Act, records: Mapping[str, bytes] | None = None) -> Entry:
        """Do an act, and return its entry; NotNowError, and nothing written, if it cannot be."""
        return self.do_all(by, (act,), records)[-1]

    def do_all(
        self, by: str, acts: Acts, records: Mapping[str, bytes] | None = None
    ) -> tuple[Entry, ...]:
        """Do acts together: all are written, or none."""
        for _ in range(TRIES):
            drafts = self._checked(by, acts(self.state) if callable(acts) else acts)
            try:
                added = self.file.add(drafts, self._last, self.clock(), records)
            except StaleError:
                self.refresh()
                continue
            for entry in added:
                self._follow(entry)
            return added
        raise StaleError("others write all the time; try again")

    def work(self, by: str, topics: Sequence[Topic[Any]], worked_out: Callable[[], Work]) -> Entry:
        """Do an act that takes its time to be worked out from the slices of some topics.

        If somebody changes these meanwhile, or another line is played, it is worked out again.
        """
        for _ in range(TRIES):
            basis = self._basis(topics)
            act, records = worked_out()
            while self._basis(topics) == basis:
                try:
                    added = self.file.add(
                        self._checked(by, (act,)), self._last, self.clock(), records
                    )
                except StaleError:
                    self.refresh()
                    continue
                self._follow(added[0])
                return added[0]
        raise StaleError("others write all the time; try again")

    def _basis(self, topics: Sequence[Topic[Any]]) -> tuple[object, ...]:
        """Return the line that is played, and slices: what something is worked out from."""
        return (self.state.current, *(self.state.of(topic) for topic in topics))

    def allows(self, by: str, act: Act) -> str | None:
        """Return why an act cannot be done now, or None if it can."""
        try:
            fold.check(self.state, Said(0, self.clock(), by, act))
        except SimError as error:
            return str(error)
        return None

    def entries(self) -> tuple[Entry, ...]:
        """Return the whole log, read anew."""
        return tuple(self.file.entries())

    def of(self, topic: Topic[S]) -> S:
        """Return a topic's slice of the state."""
        return self.state.of(topic)

    def keep(self, data: bytes) -> tuple[str, dict[str, bytes]]:
        """Return the name of a record, and what to hand to `do` so that it is kept under it."""
        name = content_hash(data)
        return name, {name: data}

    def _checked(self, by: str, acts: Sequence[Act]) -> list[Draft]:
        """Return acts as drafts, each checked against the state that those before it lead to."""
        state, at, drafts = self.state, self.clock(), []
        for act in acts:
            proposed = Said(state.head + 1, at, by, act)
            fold.check(state, proposed)
            drafts.append(Draft(state.current, by, act.kind(), act.model_dump(mode="json")))
            state = fold.after(state, proposed)
        return drafts

    def _follow(self, entry: Entry) -> None:
        try:
            self.state = fold.after(self.state, fold.said(entry))
        except (LookupError, TypeError, ValueError):
            why = f"entry {entry.number} ({entry.kind}) cannot follow those before it"
            raise DamagedError(self.file.path, why, self._last) from None
        self._last = entry
