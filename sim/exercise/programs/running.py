"""Running: the programs that play seats of an exercise, asked when a round is locked."""

from __future__ import annotations

from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Self

from sim.errors import SimError
from sim.exercise.acts import PROGRAM
from sim.exercise.programs.limits import Failure, Limits
from sim.exercise.programs.program import Program
from sim.exercise.programs.seat import sheet_of
from sim.exercise.programs.wire import Answer, Letter, instrument_data, option_data
from sim.exercise.topics.rounds import ROUNDS
from sim.exercise.topics.talk import Item, MessageSent, inbox
from sim.observation import Observation, observation_data
from sim.observation.plain import Plain
from sim.orders.menu import legal_orders
from sim.orders.sheet import OrderSheet

if TYPE_CHECKING:
    from sim.exercise.table import Table


@dataclass
class _Asked:
    """A program, what it was last asked about, and what came of that."""

    program: Program
    seen: tuple[int, Observation] | None = None
    came: tuple[OrderSheet | None, str] = (None, "")
    problems: tuple[str, ...] = ()


class Running:
    """The programs that play seats; each is started when it is first asked."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits
        self._asked: dict[str, _Asked] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End all of them."""
        for asked in self._asked.values():
            asked.program.close()
        self._asked = {}

    def sheet(
        self, seat: str, command: tuple[str, ...], table: Table
    ) -> tuple[OrderSheet | None, str]:
        """Return a program's orders, or None, and what the white cell should know of them.

        It is asked once a round: who asks again gets the same. What it writes to others is sent.
        """
        game, round = table.game(), table.exercise.of(ROUNDS).round
        seen = (round, game.observe(seat))
        asked = self._asked_of(seat, command, table)
        if asked.seen != seen:
            answer = asked.program.ask(
                observation_data(seen[1]),
                [option_data(o) for o in legal_orders(game.world, game.setting, seat)],
                [_message(item) for item in inbox(table.exercise.state, seat)],
                asked.problems,
                round,
            )
            asked.seen, asked.came, asked.problems = seen, *_outcome(answer, seen[1], table)
        return asked.came

    def _asked_of(self, seat: str, command: tuple[str, ...], table: Table) -> _Asked:
        """Return the program of a seat; another command is another program."""
        asked = self._asked.get(seat)
        if asked is not None and asked.program.argv == command:
            return asked
        if asked is not None:
            asked.program.close()
        known = instrument_data(table.beginning.setting, seat)
        title = table.exercise.setup.title
        program = Program(command, seat=seat, title=title, instruments=known, limits=self._limits)
        self._asked[seat] = _Asked(program)
        return self._asked[seat]


def _outcome(
    answer: Answer | Failure, seen: Observation, table: Table
) -> tuple[tuple[OrderSheet | None, str], tuple[str, ...]]:
    """Return what came of an answer, and what the program is told of it with the next question."""
    if isinstance(answer, Failure):
        words = f"\nThe program's last words: {answer.stderr}" if answer.stderr else ""
        return (None, f"{answer.reason}{words}"), ()
    unsent = tuple(filter(None, (_sent(letter, seen.seat, table) for letter in answer.messages)))
    refused = tuple(filter(None, (seen.may(one.order) for one in answer.orders)))
    told = "\n".join((*answer.problems, *unsent))
    return (sheet_of(answer.orders, seen), told), (*refused, *unsent)


def _sent(letter: Letter, seat: str, table: Table) -> str | None:
    """Send a message, and return why it could not be."""
    try:
        act = MessageSent(sender=seat, to=(letter.to,), text=letter.text)
        table.exercise.do(PROGRAM, act)
    except SimError as error:
        return f"the message to '{letter.to}' was not sent: {error}"
    return None


def _message(item: Item) -> dict[str, Plain]:
    """Return what was said to a seat as its program gets it."""
    return {
        "from": item.author,
        "round": item.round,
        "kind": item.kind,
        "headline": item.headline,
        "text": item.text,
        "public": not item.to,
    }
