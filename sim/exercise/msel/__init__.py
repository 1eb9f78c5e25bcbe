"""MSEL: the ordered list of injects, and the spreadsheets it is written in."""

from sim.exercise.msel.files import read_msel, write_msel
from sim.exercise.msel.rows import InjectRow, due, plain, rows_of

__all__ = [
    "InjectRow",
    "due",
    "plain",
    "read_msel",
    "rows_of",
    "write_msel",
]
