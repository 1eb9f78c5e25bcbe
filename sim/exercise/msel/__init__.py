"""MSEL: the ordered list of injects, and the spreadsheets it is written in."""

from sim.exercise.msel.files import read_msel, write_msel
from sim.exercise.msel.rows import InjectRow, due, plain, rows_of
from sim.exercise.msel.sheet import MselProblem

__all__ = [
    "InjectRow",
    "MselProblem",
    "due",
    "plain",
    "read_msel",
    "rows_of",
    "write_msel",
]
