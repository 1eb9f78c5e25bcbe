"""Sheet: a table of texts as rows of the MSEL, and back.

Every problem is told at once, each with its row and column as the spreadsheet shows them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import count

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from sim.exercise.msel.cells import Value, cell, hour, value
from sim.exercise.msel.columns import COLUMNS, FIELDS, HEADERS, Layout, layout, score
from sim.exercise.msel.rows import MOST_COLUMNS, MOST_ROWS, InjectRow
from sim.exercise.spreadsheet.table import Sheet, SheetProblem, Written, letters

MOST_PROBLEMS = 100
"""So many are told; more are counted."""

NAMED = {info.alias: name for name, info in InjectRow.model_fields.items() if info.alias}
"""How a field is called in files -> as we call it."""


def rows_from(sheet: Sheet) -> tuple[tuple[InjectRow, ...], tuple[SheetProblem, ...]]:
    """Return the rows of a sheet that are sound, and everything that is wrong with the others."""
    if not sheet.score(score):
        return (), (sheet.problem(
            "no row names the columns; write a row such as No., Title, Text, To above the injects"
        ),)  # fmt: skip
    head = sheet.head(score)
    number, headers = sheet.rows[head]
    headers = tuple(" ".join(header.split()) for header in headers)
    found = layout(headers)
    problems = [sheet.problem(said, number, header) for header, said in found.faults]
    problems += [sheet.problem(said, number, h, "warning") for h, said in found.doubts]
    body = sheet.rows[head + 1 :]
    if len(body) > MOST_ROWS:
        problems.append(sheet.problem(f"more than {MOST_ROWS:,} injects; the rest is not read"))
    if len(found.own) > MOST_COLUMNS:
        said = f"{len(found.own)} columns of your own; the most is {MOST_COLUMNS}"
        return (), (*problems, sheet.problem(said, number))
    reading = _Reading(sheet, headers, found)
    rows = [row for n, cells in body[:MOST_ROWS] if (row := reading.row(n, cells))]
    return tuple(rows), _first(sheet, [*problems, *reading.problems])


def _first(sheet: Sheet, problems: Sequence[SheetProblem]) -> tuple[SheetProblem, ...]:
    """Return as many problems as somebody reads, and how many more there are."""
    more = len(problems) - MOST_PROBLEMS
    rest = (sheet.problem(f"and {more:,} problems more"),) if more > 0 else ()
    return (*problems[:MOST_PROBLEMS], *rest)


def _ids(taken: Collection[str]) -> Iterator[str]:
    """Yield numbers for injects that have none: I01, I02, …, but for those taken."""
    return (name for n in count(1) if (name := f"I{n:02d}") not in taken)


class _Reading:
    """Reads rows one after another and keeps what is wrong with them."""

    def __init__(self, sheet: Sheet, headers: Sequence[str], found: Layout) -> None:
        self.sheet, self.headers, self.layout = sheet, headers, found
        self.problems: list[SheetProblem] = []
        self.seen: dict[str, int] = {}
        self.unnamed: set[int] = set()
        self.hours = False
        self.errors = 0
        at = found.places.get("id")
        self.ids = _ids({c[at] for _, c in sheet.rows if at is not None and at < len(c)})
        self.places = sorted(found.places.items(), key=lambda item: item[1])

    def row(self, number: int, cells: Sequence[str]) -> InjectRow | None:
        """Return an inject, or None if something is wrong with it."""
        before = self.errors
        self.complain_of_unnamed(number, cells)
        values: dict[str, Value | Mapping[str, str]] = {}
        for field, place in self.places:
            text = _at(cells, place)
            try:
                if text:
                    values[field] = value(field, text)
                    self.doubt_hour(number, field, text)
            except ValueError as error:
                self.complain(number, field, str(error))
        if self.errors > before:
            return None
        values["extra"] = {name: _at(cells, place) for name, place in self.layout.own.items()}
        if "id" not in values:
            values["id"] = next(self.ids)
        try:
            row = InjectRow.model_validate(values)
        except ValidationError as error:
            found = error.errors(include_url=False)
            for each in sorted(found, key=lambda each: self.layout.places.get(_field(each), -1)):
                self.complain(number, _field(each), _said(each))
            return None
        return self.once(number, row)

    def once(self, number: int, row: InjectRow) -> InjectRow | None:
        """Return an inject unless another bears its number."""
        first = self.seen.setdefault(row.id, number)
        if first == number:
            return row
        self.complain(number, "id", f"'{row.id}' is the number of row {first} already")
        return None

    def doubt_hour(self, number: int, field: str, text: str) -> None:
        """Say once that days of the scenario have no hours."""
        if field == "date" and hour(text) and not self.hours:
            self.hours = True
            column = self.headers[self.layout.places[field]]
            said = f"the hour ({hour(text)}) is left out; injects have a day of the scenario"
            self.problems.append(self.sheet.problem(said, number, column, "warning"))

    def complain(self, number: int, field: str, message: str) -> None:
        place = self.layout.places.get(field)
        column = self.headers[place] if place is not None else HEADERS.get(field, field)
        self.refuse(number, column, message)

    def refuse(self, number: int, column: str, message: str) -> None:
        self.errors += 1
        self.problems.append(self.sheet.problem(message, number, column))

    def complain_of_unnamed(self, number: int, cells: Sequence[str]) -> None:
        for place, text in enumerate(cells):
            named = place < len(self.headers) and self.headers[place]
            if text and not named and place not in self.unnamed:
                self.unnamed.add(place)
                self.refuse(number, letters(place), "its column has no name; write one above it")


def _field(error: ErrorDetails) -> str:
    """Return the field, or column of the user's, that Pydantic found something in."""
    first, second, *_ = (*map(str, error["loc"]), "", "")
    return second if first == "extra" else NAMED.get(first, first)


def _at(cells: Sequence[str], place: int) -> str:
    return cells[place].strip() if place < len(cells) else ""


def _said(error: ErrorDetails) -> str:
    """Return what Pydantic found in our own words."""
    context = error.get("ctx", {})
    match error["type"]:
        case "string_too_long":
            return f"{len(error['input']):,} characters; the most is {context['max_length']:,}"
        case "too_long":
            return f"{context['actual_length']} entries; the most is {context['max_length']}"
        case "less_than_equal":
            return f"{error['input']} is too many; the most is {context['le']}"
        case "string_pattern_mismatch":
            return (f"'{error['input'][:40]}': write letters and digits, such as I03, up to 40 "
                    "of them, with '_', '-' or '.' between")  # fmt: skip
    return error["msg"]


def table_of(rows: Sequence[InjectRow]) -> list[list[Written]]:
    """Return rows as a table, headers first: our columns, then the user's in their order."""
    own = list(dict.fromkeys(name for row in rows for name in row.extra))
    return [
        [*FIELDS, *own],
        *(
            [*(cell(row, column.field) for column in COLUMNS), *(row.extra.get(n, "") for n in own)]
            for row in rows
        ),
    ]
