"""Program: a program that plays a seat: asked once a round, started again when it fails."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from sim.errors import SimError
from sim.exercise.programs.child import Child
from sim.exercise.programs.limits import Failure, FaultError, Limits
from sim.exercise.programs.wire import BYE, Answer, Said, answer_of, hello, line_of, question
from sim.observation.plain import Plain


class Program:
    """A program that plays a seat; with `with`, it ends in the end.

    It is started when it is first asked. A failure ends it, costs the seat the round, and it is
    started anew when it is asked again, as often as its limits say.
    """

    def __init__(
        self,
        argv: Sequence[str],
        *,
        seat: str,
        title: str,
        instruments: Sequence[Plain] = (),
        limits: Limits | None = None,
    ) -> None:
        if not argv:
            raise SimError(f"{seat}: there is no program to start; write a command")
        self.argv = tuple(argv)
        self.limits = limits or Limits()
        self.failures: tuple[Failure, ...] = ()
        """What went wrong so far."""
        self._hello = hello(seat, title, instruments, self.limits)
        self._child: Child | None = None
        self._problems: tuple[str, ...] = ()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def ask(
        self,
        observation: Said,
        menu: Sequence[Said],
        messages: Sequence[Said] = (),
        problems: Sequence[str] = (),
        round: int | None = None,
    ) -> Answer | Failure:
        """Return what the program wants in a round, or why there is no saying.

        `observation` is observation_data of the seat, `menu` its legal orders (option_data),
        `messages` what was written to it, `problems` what else it should know of its last answer,
        `round` its number where rounds are not counted as the observation counts them.
        """
        if len(self.failures) > self.limits.restarts:
            return Failure("spent", f"it failed {len(self.failures)} times and is left alone")
        number = observation["round"] if round is None else round
        asked = question(number, observation, menu, messages, (*self._problems, *problems))
        try:
            line, unasked = self._exchange(line_of(asked))
            answer = answer_of(line, number)
        except FaultError as fault:
            return self._failed(fault)
        dropped = (f"{unasked} lines that nobody asked for were dropped",) if unasked else ()
        self._problems = (*answer.problems, *dropped)
        return answer

    def close(self) -> None:
        """Say goodbye and end it."""
        if self._child is not None:
            self._child.end(line_of(BYE))
            self._child = None

    def _exchange(self, asked: bytes) -> tuple[bytes, int]:
        if self._child is None:
            self._child = Child(self.argv, self.limits)
            asked = line_of(self._hello) + asked
        return self._child.exchange(asked)

    def _failed(self, fault: FaultError) -> Failure:
        """End the program and return what it did wrong."""
        reason, stderr = str(fault), ""
        if self._child is not None:
            code = self._child.end(patiently=fault.kind == "exit")
            stderr = self._child.complaint
            self._child = None
            if fault.kind == "exit":
                reason += f" ({_departure(code)})"
        failure = Failure(fault.kind, reason, stderr)
        self.failures = (*self.failures, failure)
        self._problems = (f"the last answer did not count: {reason}",)
        return failure


def _departure(code: int | None) -> str:
    """Return how a program left that ended its output."""
    if code is None:
        return "it was still running"
    return f"exit code {code}" if code >= 0 else f"signal {-code}"


def argv_of(command: str) -> tuple[str, ...]:
    """Return the words of a command, as a shell would part them; no shell ever sees it.

    >>> argv_of("python3 'my bot.py' --bold")
    ('python3', 'my bot.py', '--bold')
    """
    windows = os.name == "nt"  # there a backslash parts folders
    try:
        words = shlex.split(command, posix=not windows)
    except ValueError as error:
        raise SimError(f"{command}: the command is not understood ({error})") from None
    if not words:
        raise SimError("there is no program to start; write a command such as: python3 bot.py")
    return tuple(word.strip("\"'") for word in words) if windows else tuple(words)
