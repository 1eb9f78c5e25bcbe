"""Parse: a condition's text as its terms, by recursive descent.

either := both ("or" both)*
both   := one ("and" one)*
one    := "not" one | "(" either ")" | "ordered" "(" seat ["," instrument] ")"
        | "fired" "(" inject ")" | "round" sign number | "date" sign day
        | SUBJECT "." what ["(" names ")"] sign number [unit]
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable

from sim.errors import SimError, unknown
from sim.exercise.conditions.terms import (
    AllOf,
    Amount,
    AnyOf,
    Compared,
    Condition,
    Fired,
    InRound,
    Not,
    OnDate,
    Ordered,
    Sign,
)

LONGEST = 500
"""Characters."""
DEEPEST = 20
"""Brackets and `not` within each other."""

WORDS = ("date", "fired", "not", "ordered", "round")
"""What a term may begin with, beside the name of a number."""

SIGNS: dict[str, Sign] = {
    "<=": "<=", ">=": ">=", "!=": "!=", "==": "=", "<": "<", ">": ">", "=": "=",
    "≤": "<=", "≥": ">=", "≠": "!=",
}  # fmt: skip
"""As typed, spreadsheets' own signs among them -> as kept; longer ones first."""

_SPACE = re.compile(r"\s*")
_SIGN = re.compile("|".join(SIGNS))
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*")
_WORD = re.compile(r"[A-Za-z]+(?![\w.-])")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?![\w-])")
_NUMBER = re.compile(r"[-+−]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?")
_TERM = r"(?:%|1|(?!(?:and|or|not)\b)[A-Za-z][A-Za-z0-9]*)"
_UNIT = re.compile(rf"% *of +GDP(?: +a +year)?|of +100|{_TERM}(?: *[*/] *{_TERM})*", re.IGNORECASE)
_INSIDE = re.compile(r"[^()]*")
_FOUND = re.compile(r"[\w.%-]{1,30}|.", re.DOTALL)


class ConditionError(SimError):
    """A condition that is not understood."""

    def __init__(self, column: int, message: str) -> None:
        super().__init__(f"column {column}: {message}")
        self.column = column


def parse(text: str) -> Condition:
    """Return the condition that a text states.

    >>> str(parse("(round>=2)and JPN.cover( ndpr )<6 weeks"))
    'round >= 2 and JPN.cover(ndpr) < 6 weeks'

    Raises ConditionError with where it is not understood and what would do.
    """
    if len(text) > LONGEST:
        raise ConditionError(1, f"a condition has at most {LONGEST} characters, not {len(text)}")
    return _Parser(text).whole()


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0

    def whole(self) -> Condition:
        found = self.either()
        if self.ahead():
            near = ", '(' belongs before it" if self.ahead() == ")" else ""
            joined = "write 'and' or 'or' before it"
            raise self.error(f"found {self.found()}{near or f'; {joined}'}")
        return found

    def either(self) -> Condition:
        return self.joined("or", self.both, AnyOf)

    def both(self) -> Condition:
        return self.joined("and", self.one, AllOf)

    def joined(
        self, word: str, part: Callable[[], Condition], made: type[AllOf] | type[AnyOf]
    ) -> Condition:
        column = self.column
        parts = [part()]
        while self.word(word):
            parts.append(part())
        return made(tuple(parts), column=column) if len(parts) > 1 else parts[0]

    def one(self) -> Condition:
        column = self.column
        if self.word("not"):
            return Not(self.nested(self.one), column=column)
        if self.taken("("):
            found = self.nested(self.either)
            self.need(")", f"the bracket of column {column} is not closed; write ')'")
            return found
        return self.term(column)

    def nested(self, part: Callable[[], Condition]) -> Condition:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.error(f"more than {DEEPEST} brackets and 'not' within each other")
        found = part()
        self.depth -= 1
        return found

    def term(self, column: int) -> Condition:
        name = self.match(_NAME)
        if name is None:
            raise self.error(
                f"found {self.found()}; write the name of a number such as JPN.cover(ndpr), "
                "or round, date, ordered(…), fired(…), not"
            )
        if "." in name:
            return self.compared(name, column)
        match name.casefold():
            case "round":
                return InRound(self.sign(name), self.round(), column=column)
            case "date":
                return OnDate(self.sign(name), self.day(), column=column)
            case "ordered":
                by, *instrument = self.names(name, "a seat, and an instrument or none", 1, 2)
                return Ordered(by, *instrument, column=column)
            case "fired":
                return Fired(*self.names(name, "an inject", 1, 1), column=column)
        said = unknown("word", name, WORDS)
        raise ConditionError(column, f"{said} A number of the model is SUBJECT.what")

    def compared(self, name: str, column: int) -> Compared:
        if self.ahead() == "(":
            name += f"({','.join(self.names(name, 'names', 1, LONGEST))})"
        return Compared(name, self.sign(name), self.amount(), column=column)

    def names(self, name: str, wanted: str, least: int, most: int) -> list[str]:
        """Return what stands in brackets, split at commas."""
        column = self.column
        self.need("(", f"write {name}(…) with {wanted} in the brackets")
        found = [part.strip() for part in (self.match(_INSIDE) or "").split(",")]
        self.need(")", f"the bracket of column {column} is not closed; write ')'")
        if not least <= len(found) <= most or not all(found):
            raise ConditionError(column, f"{name} takes {wanted} in brackets")
        return [" ".join(part.split()) for part in found]

    def sign(self, name: str) -> Sign:
        typed = self.match(_SIGN)
        if typed is None:
            raise self.error(f"found {self.found()}; compare {name} by <, <=, >, >=, = or !=")
        return SIGNS[typed]

    def round(self) -> int:
        column, amount = self.column, self.amount()
        if amount.unit or amount.number != int(amount.number) or amount.number < 0:
            raise ConditionError(column, f"'{amount}' is no round; write its number, such as 2")
        return int(amount.number)

    def day(self) -> dt.date:
        column, typed = self.column, self.match(_DAY)
        try:
            return dt.date.fromisoformat(typed or "")
        except ValueError:
            said = f"'{typed}'" if typed else self.found()
            raise ConditionError(column, f"{said} is no day; write 2010-09-07") from None

    def amount(self) -> Amount:
        column, typed = self.column, self.match(_NUMBER)
        if typed is None:
            raise self.error(f"found {self.found()}; write a number, and its unit if it has one")
        if self.text[self.at : self.at + 1] == ",":
            raise self.error("write numbers with a point, and thousands without a sign: 1000.5")
        number = float(typed.replace("−", "-"))
        if not math.isfinite(number):
            raise ConditionError(column, f"{typed} is too large to be counted with")
        unit = " ".join((self.match(_UNIT) or "").split())
        return Amount(number, re.sub(r" ?([*/]) ?", r"\1", unit))

    # --- reading on --------------------------------------------------------------------------

    @property
    def column(self) -> int:
        """Return where the next thing stands, from 1."""
        return self.skipped() + 1

    def skipped(self) -> int:
        found = _SPACE.match(self.text, self.at)
        return found.end() if found else self.at

    def ahead(self) -> str:
        """Return the next sign, or nothing at the end."""
        return self.text[self.skipped() : self.skipped() + 1]

    def found(self) -> str:
        """Return the next thing as an error names it."""
        ahead = _FOUND.match(self.text, self.skipped())
        return f"'{ahead.group()}'" if ahead else "the end"

    def match(self, form: re.Pattern[str]) -> str | None:
        found = form.match(self.text, self.skipped())
        if found is None:
            return None
        self.at = found.end()
        return found.group()

    def word(self, wanted: str) -> bool:
        found = _WORD.match(self.text, self.skipped())
        if found is None or found.group().casefold() != wanted:
            return False
        self.at = found.end()
        return True

    def taken(self, sign: str) -> bool:
        if self.ahead() != sign:
            return False
        self.at = self.skipped() + 1
        return True

    def need(self, sign: str, message: str) -> None:
        if not self.taken(sign):
            raise self.error(message)

    def error(self, message: str) -> ConditionError:
        return ConditionError(self.column, message)
