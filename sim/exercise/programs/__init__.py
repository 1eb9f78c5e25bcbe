"""Programs: seats played by a program of one's own, which talks JSON Lines over its pipes."""

from sim.exercise.programs.limits import Failure, Limits
from sim.exercise.programs.program import Program, argv_of
from sim.exercise.programs.running import Running
from sim.exercise.programs.seat import ProgramSeat
from sim.exercise.programs.wire import Answer, Letter, Wanted, instrument_data, option_data

__all__ = [
    "Answer",
    "Failure",
    "Letter",
    "Limits",
    "Program",
    "ProgramSeat",
    "Running",
    "Wanted",
    "argv_of",
    "instrument_data",
    "option_data",
]
