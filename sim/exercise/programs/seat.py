"""ProgramSeat: a program as a seat of a Game."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sim.exercise.programs.limits import Failure
from sim.exercise.programs.program import Program
from sim.exercise.programs.wire import Wanted, option_data
from sim.observation import Observation, observation_data
from sim.orders.base import Order
from sim.orders.menu import Option
from sim.orders.sheet import OrderSheet, SheetEntry


class ProgramSeat:
    """A seat that a program plays; where it fails, the seat gives its default orders."""

    def __init__(
        self,
        program: Program,
        menu: Callable[[str], Sequence[Option]],
        default: Sequence[Order] = (),
    ) -> None:
        self.program = program
        self._menu = menu
        self._default = tuple(default)
        self._refused: tuple[str, ...] = ()

    def orders(self, observation: Observation) -> OrderSheet:
        """Return the sheet of what the program wants.

        What would be refused stands on it all the same: adjudication says so to everybody. The
        program is told with the next question.
        """
        menu = [option_data(option) for option in self._menu(observation.seat)]
        answer = self.program.ask(observation_data(observation), menu, problems=self._refused)
        if isinstance(answer, Failure):
            wanted = tuple(Wanted(order, "default order") for order in self._default)
            self._refused = ()
        else:
            wanted = answer.orders
            self._refused = tuple(filter(None, (observation.may(one.order) for one in wanted)))
        return sheet_of(wanted, observation)


def sheet_of(wanted: Sequence[Wanted], observation: Observation) -> OrderSheet:
    """Return what a program wants as the sheet of its seat."""
    return tuple(
        SheetEntry(
            observation.start,
            f"{observation.seat}-{observation.round}-{number}",
            one.order,
            reason=one.reason,
        )
        for number, one in enumerate(wanted, start=1)
    )
