"""Cells: columns of text as names and numbers, with what is wrong with each cell."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from sim.dependence.trade import Bools, Floats, Rows

LONGEST_NAME = 200
LARGEST = 1e18
"""Amounts above it are no trade; squares and sums of what is below cannot overflow [unit]."""
LONGEST_SHOWN = 40
"""Characters of a cell that a message shows."""

Told = Callable[[int, int, str], None]
"""Takes the line, the column from 0 and what is wrong."""

_PLAIN = re.compile(r"[0-9eE+.\-\s]*")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_YEAR = re.compile(r"([0-9]{4})(\.0*)?")
_UNKNOWN = frozenset({"", "na", "n/a", "nan", "null", "none", "-", "..", "."})
"""How tables write that a number is not known, in lower case."""
_ANSWERS = {
    **dict.fromkeys(("1", "yes", "true", "y", "x"), True),
    **dict.fromkeys(("", "0", "no", "false", "n"), False),
}


@dataclass
class Decimals:
    """How numbers are written: with a comma, or with a point; learned from the first that tells."""

    may_be_comma: bool
    """Whether commas do not part cells."""
    comma: bool | None = None
    grouped: str = ""
    """The first number whose sign could separate thousands."""
    short: bool = False
    """Whether there are numbers without a sign."""
    sure: bool = False
    """Whether some number would not be written so if thousands were separated."""

    @property
    def doubtful(self) -> str:
        """Return a number that may be meant a thousand times as large; "" if there is none."""
        return self.grouped if self.short and not self.sure else ""

    def unsigned(self, largest: float) -> None:
        """Note the largest of some numbers that have neither comma nor point."""
        self.short = True
        self.sure = self.sure or largest >= 1000.0

    def plain(self, cell: str) -> str:
        """Return a number with a decimal point; ValueError if it is written another way."""
        for sign in ",." if self.may_be_comma else "":
            if sign in cell:
                self.grouped = self.grouped or cell
                self.sure = self.sure or not _GROUPED.fullmatch(cell)
                if self.comma is None:
                    self.comma = sign == ","
                if self.comma != (sign == ","):
                    names = ("comma", "point") if self.comma else ("point", "comma")
                    raise ValueError(
                        f"{shown(cell)} has a decimal {names[1]}, an earlier number a decimal "
                        f"{names[0]}; write all one way, and none with separators of thousands"
                    )
        return cell.replace(",", ".") if self.comma else cell


@dataclass(frozen=True)
class Column:
    """The cells of one column in some rows."""

    cells: Sequence[str]
    lines: Sequence[int]
    """The line that each cell stands in."""
    number: int
    """Of the column, from 0."""
    told: Told

    def names(self, what: str, known: dict[str, int]) -> Rows:
        """Return the number of each name; new ones are added to those known."""
        cells = [cell.strip() for cell in self.cells]
        bad = {name for name in set(cells) if not name or len(name) > LONGEST_NAME}
        for line, name in zip(self.lines, cells, strict=True) if bad else ():
            if name in bad:
                length = f"{len(name)} characters; at most {LONGEST_NAME} make a name"
                self.told(line, self.number, length if name else f"no {what}; name it")
        return np.array([known.setdefault(name, len(known)) for name in cells], dtype=np.int64)

    def amounts(self, what: str, decimals: Decimals) -> Floats:
        """Return numbers that must be there and are 0 or more."""

        def amount(cell: str) -> float:
            if cell.casefold() in _UNKNOWN:
                raise ValueError(f"no {what}; leave the row out, or write 0 if nothing was traded")
            value = _number(cell, decimals)
            if value < 0.0:
                raise ValueError(f"{shown(cell)} is negative; what is traded is 0 or more")
            if value > LARGEST:
                raise ValueError(f"{shown(cell)} is too large an amount; none is above {LARGEST:g}")
            return value

        values = self._at_once(decimals)
        if values is not None and decimals.may_be_comma:
            decimals.unsigned(values.max())
        if values is not None and ((values >= 0.0) & (values <= LARGEST)).all():
            return values
        return self._each(amount)

    def rates(self, decimals: Decimals) -> Floats:
        """Return numbers that may be missing, NaN where they are, and above −1."""

        def rate(cell: str) -> float:
            if cell.casefold() in _UNKNOWN:
                return math.nan
            value = _number(cell, decimals)
            if not -1.0 < value <= 10.0:
                raise ValueError(
                    f"{shown(cell)} is no growth in a year; write a share such as 0.05 for 5 %"
                )
            return value

        return self._each(rate)

    def years(self) -> Rows:
        """Return years."""

        def year(cell: str) -> float:
            found = _YEAR.fullmatch(cell)
            if not found:
                raise ValueError(f"{shown(cell)} is no year; write one such as 2019")
            return float(found[1])

        return self._each(year).astype(np.int64)

    def answers(self) -> Bools:
        """Return whether each cell says yes."""

        def answer(cell: str) -> float:
            try:
                return float(_ANSWERS[cell.casefold()])
            except KeyError:
                raise ValueError(f"{shown(cell)} is neither yes nor no") from None

        return self._each(answer) > 0.0

    def _at_once(self, decimals: Decimals) -> Floats | None:
        """Return all cells as numbers the quick way; None if any needs a closer look."""
        text = "\n".join(self.cells)
        if not _PLAIN.fullmatch(text) or (decimals.may_be_comma and "." in text):
            return None
        try:
            return np.array(list(map(float, self.cells)), dtype=np.float64)
        except ValueError:
            return None

    def _each(self, read: Callable[[str], float]) -> Floats:
        """Return what each cell reads as; what is wrong is told, and counts as 0."""
        found: dict[str, float] = {}  # years and flags repeat a lot
        values = np.zeros(len(self.cells))
        for at, cell in enumerate(self.cells):
            text = cell.strip()
            if text not in found:
                try:
                    found[text] = read(text)
                except ValueError as error:
                    self.told(self.lines[at], self.number, str(error))
                    continue
            values[at] = found[text]
        return values


def shown(cell: str) -> str:
    """Return a cell as messages show it: in quotes, and not too long.

    >>> shown("abc")
    "'abc'"
    """
    return repr(cell if len(cell) <= LONGEST_SHOWN else f"{cell[:LONGEST_SHOWN]}…")


def _number(cell: str, decimals: Decimals) -> float:
    plain = decimals.plain(cell)
    if not _NUMBER.fullmatch(plain):
        hint = " without separators of thousands" if re.fullmatch(r"[0-9.,' ]+", cell) else ""
        raise ValueError(f"{shown(cell)} is no number; write one such as 1234.5{hint}")
    value = float(plain)
    if not math.isfinite(value):
        raise ValueError(f"{shown(cell)} is too large a number")
    if not re.search("[.,]", cell):
        decimals.unsigned(value)
    return value
