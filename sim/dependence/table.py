"""Table: trade read from a file of comma-separated values, which is hostile until checked.

Rows are read in batches and kept as numbers, so that two million need little room. Every problem is
told with its place: the first twenty in words, the rest by their number.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import compress, islice
from pathlib import Path
from typing import Any

import numpy as np

from sim.dependence.cells import Column, Decimals, shown
from sim.dependence.columns import FLOWS, TOTALS, WHOLES, Columns, columns_of
from sim.dependence.trade import Bools, Floats, Rows, Trade, counted, ratio, renumbered, summed
from sim.errors import Problem, SimError
from sim.world.world import frozen

LARGEST_FILE = 50_000_000
"""Bytes."""
MOST_ROWS = 2_000_000
MOST_CELLS = 5_000_000
"""Countries times products."""
MOST_COUNTRIES = 1_000
BATCH = 50_000
"""Rows that are looked at together."""
SHOWN = 20
"""Problems told in words."""
DELIMITERS = ",;\t"
UNREAD = "|:^~"
"""Signs that part cells in other tables."""
READ = "comma, semicolon and tab are read"
PARTS = "parts by "
"""Before the name of a column of detail: why a row of it is left out."""

_HIDDEN = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xaa-\xae]|\xe2\x81[\xa6-\xa9]"
)
"""Characters that no table has, or that change how what stands around them is shown."""
_PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0")
"""How archives and workbooks begin."""
_WIDE = (b"\xff\xfe", b"\xfe\xff")
"""How texts in UTF-16 begin."""


class TradeError(SimError):
    """A table of trade that cannot be used, with its first problems in file order."""

    def __init__(self, problems: Sequence[Problem], count: int | None = None) -> None:
        self.problems = tuple(problems)
        self.count = len(self.problems) if count is None else count
        lines = [str(problem) for problem in self.problems]
        if self.count > len(lines):
            lines.append(f"and {self.count - len(lines):,} more")
        super().__init__("\n".join(lines))


def read_table(path: Path) -> Trade:
    """Return the trade in a file; TradeError with all that is wrong with it."""
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):  # a pipe could keep us waiting
            raise _refused(str(path), "no file but a pipe or a device; give a table as CSV")
        with path.open("rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise _refused(str(path), f"cannot be read ({reason}); give a table as CSV") from None
    return read(content, str(path))


def read(content: bytes, path: str) -> Trade:
    """Return the trade in a table; `path` is how messages name it."""
    _check(content, path)
    reading = _Reading(content, path)
    rows = reading.rows()
    reading.complain()
    trade = _trade(rows, reading)
    if not trade.abroad.any():
        raise _refused(
            path, "nothing in it crosses a border; rows name an exporter and an importer"
        )
    return trade


def _check(content: bytes, path: str) -> None:
    """Refuse what is no text, or too much of it."""
    if len(content) > LARGEST_FILE:
        raise _refused(
            path, f"the file has more than {LARGEST_FILE / 1e6:g} MB; split it by year or product"
        )
    if content.startswith(_WIDE):
        raise _refused(path, "the file is in UTF-16; save it as CSV in UTF-8")
    if content.startswith(_PACKED):
        raise _refused(path, "an archive or a workbook, not text; unpack it, or save it as CSV")
    hidden = _HIDDEN.search(content)
    if hidden:
        code = ord(hidden[0].decode("utf-8"))
        said = f"found the control character U+{code:04X}; is this a table as text?"
        raise TradeError([Problem(path, *_spot(content, hidden.start()), "(file)", said)])
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        said = f"found byte 0x{content[error.start]:02X}, which is not UTF-8; save it as UTF-8"
        raise TradeError([Problem(path, *_spot(content, error.start), "(file)", said)]) from None
    if not content.removeprefix(b"\xef\xbb\xbf").strip():
        raise _refused(path, "the file is empty")


def _spot(content: bytes, at: int) -> tuple[int, int]:
    """Return the line and column of a byte, from 1."""
    lines = re.split(r"\r\n|\n|\r", content[:at].decode("utf-8", "replace"))
    return len(lines), len(lines[-1]) + 1


def _refused(path: str, message: str) -> TradeError:
    return TradeError([Problem(path, 1, 1, "(file)", message)])


@dataclass(frozen=True, eq=False)
class _Read:
    """Rows as numbers, those of names in the order in which they were met."""

    seller: Rows
    buyer: Rows
    product: Rows
    value: Floats
    year: Rows
    growth: Floats
    disruptive: Bools
    by_buyer: Bools
    """Whether the buyer's customs counted the row, or nobody knows whose."""

    def chosen(self, kept: Any) -> _Read:
        """Return some of the rows."""
        return _Read(**{name: values[kept] for name, values in vars(self).items()})


@dataclass
class _Reading:
    """A table while it is read."""

    content: bytes
    path: str
    countries: dict[str, int] = field(default_factory=dict)
    products: dict[str, int] = field(default_factory=dict)
    faults: list[tuple[int, int, str]] = field(default_factory=list)
    """Line, column from 0 and what is wrong: the first ones."""
    count: int = 0
    """Of all that is wrong."""
    left_out: Counter[str] = field(default_factory=Counter)
    """Why rows are left out, and how many are."""
    columns: Columns = field(default_factory=lambda: columns_of(()))

    def __post_init__(self) -> None:
        first = next(line for line in self._text() if line.strip())
        named = re.fullmatch(r"sep=(.)\s*", first, re.IGNORECASE)  # as spreadsheets write it
        self.skip = 1 if named else 0
        self.delimiter = named[1] if named and named[1] in DELIMITERS else _delimiter(first)
        self.decimals = Decimals(may_be_comma=self.delimiter != ",")
        self.header_line = 1

    def rows(self) -> _Read:
        """Return every row as numbers; what is wrong is noted."""
        lines = islice(self._text(), self.skip, None)
        reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
        batches: list[_Read] = []
        try:
            header = next((row for row in reader if any(row)), [])
            self.header_line = reader.line_num + self.skip
            if len(header) == 1 and (sign := _unread_delimiter(header[0])):
                self.tell(self.header_line, 0, f"the separator seems to be '{sign}'; {READ}")
                return _joined(())
            self.columns = columns_of(header)
            for column, message in self.columns.faults:
                self.tell(self.header_line, column, message)
            if not self.columns.faults:
                batches += self._batches(_placed(reader, self.skip))
        except csv.Error as error:
            said = f"not CSV: {error}; look for a quotation mark that is not closed"
            self.tell(reader.line_num + self.skip, 0, said)
        if not batches and not self.count:
            self.tell(self.header_line, 0, self._nothing_left())
        return _joined(batches)

    def _nothing_left(self) -> str:
        """Return why there is no trade, and what would be."""
        if not self.left_out:
            return "there is no trade below the header"
        reasons = "; ".join(f"{count:,} {why}" for why, count in sorted(self.left_out.items()))
        asked = [
            f"{self.columns.header[self.columns.places[what]]} {sorted(totals)[0].upper()}"
            for what, totals in TOTALS.items()
            if self.left_out[f"{PARTS}{what}"]
        ]
        hint = f"; ask for the totals too: rows with {' and '.join(asked)}" if asked else ""
        return f"all rows below the header are left out: {reasons}{hint}"

    def tell(self, line: int, column: int, message: str) -> None:
        """Note what is wrong at a place; the first ones of the file are kept."""
        self.count += 1
        fault = (line, column, message)
        if len(self.faults) < SHOWN or fault < self.faults[-1]:
            self.faults = sorted([*self.faults, fault])[:SHOWN]

    def complain(self) -> None:
        """Raise a TradeError if anything is wrong."""
        if not self.faults:
            return
        wanted = {line for line, _, _ in self.faults}
        text = islice(enumerate(self._text(), 1), max(wanted))
        lines = {number: line for number, line in text if number in wanted}
        raise TradeError([self._problem(*fault, lines) for fault in self.faults], self.count)

    def _problem(self, line: int, column: int, message: str, lines: Mapping[int, str]) -> Problem:
        at = _place(lines.get(line, ""), column, self.delimiter)
        header = self.columns.header
        inside = line != self.header_line and column < len(header)
        key = header[column] or f"column {column + 1}" if inside else "(header)"
        return Problem(self.path, line, at, key, message)

    def _text(self) -> io.TextIOWrapper:
        return io.TextIOWrapper(io.BytesIO(self.content), encoding="utf-8-sig", newline="")

    def _batches(self, rows: Iterator[tuple[int, list[str]]]) -> Iterator[_Read]:
        """Yield the rows below the header, many at a time."""
        done = 0
        while batch := list(islice(rows, BATCH)):
            done += len(batch)
            if done > MOST_ROWS:
                said = f"more than {MOST_ROWS:,} rows; split the table by year"
                self.tell(batch[-1][0], 0, said)
                return
            whole = [(line, row) for line, row in batch if self._is_whole(line, row)]
            if whole:
                lines, cells = zip(*whole, strict=True)
                yield from self._batch(lines, list(zip(*cells, strict=True)))

    def _is_whole(self, line: int, row: list[str]) -> bool:
        """Return whether a row has a cell for each column; what is empty at its end is cut off.

        An empty line is no row, and nothing is wrong with it.
        """
        width = len(self.columns.header)
        if not (row and row[0]) and not any(cell.strip() for cell in row):
            return False
        if len(row) > width and not any(cell.strip() for cell in row[width:]):
            del row[width:]
        if len(row) == width:
            return True
        hint = "; is there a comma in a number?" if len(row) > width else ""
        said = f"{len(row)} cells, but the header has {width}{hint}"
        self.tell(line, min(len(row), width) - 1, said)
        return False

    def _batch(self, lines: Sequence[int], cells: Sequence[Sequence[str]]) -> Iterator[_Read]:
        """Yield some rows as numbers, unless all of them are left out."""
        kept = self._kept(lines, cells)
        if not all(kept):
            lines = list(compress(lines, kept))
            cells = [list(compress(column, kept)) for column in cells]
        if not lines:
            return
        places = self.columns.places

        def column(what: str) -> Column:
            return Column(cells[places[what]], lines, places[what], self.tell)

        size, measure = len(lines), self.columns.measure
        yield _Read(
            **self._parties(column, size),
            product=column("product").names("product", self.products),
            value=column(measure).amounts(measure, self.decimals),
            year=column("year").years() if "year" in places else np.zeros(size, dtype=np.int64),
            growth=(
                column("growth").rates(self.decimals)
                if "growth" in places
                else np.full(size, np.nan)
            ),
            disruptive=(
                column("disruptive").answers()
                if "disruptive" in places
                else np.zeros(size, dtype=np.bool_)
            ),
        )

    def _parties(self, column: Any, size: int) -> dict[str, Any]:
        """Return who sells and who buys, and whether the buyer counted it."""
        if not self.columns.by_reporter:
            return {
                "seller": column("exporter").names("exporter", self.countries),
                "buyer": column("importer").names("importer", self.countries),
                "by_buyer": np.ones(size, dtype=np.bool_),
            }
        reporter = column("reporter").names("reporter", self.countries)
        partner = column("partner").names("partner", self.countries)
        flows = [FLOWS[cell.strip().casefold()] for cell in column("flow").cells]
        imported = np.array(flows, dtype=np.bool_)
        return {
            "seller": np.where(imported, partner, reporter),
            "buyer": np.where(imported, reporter, partner),
            "by_buyer": imported,
        }

    def _kept(self, lines: Sequence[int], cells: Sequence[Sequence[str]]) -> list[bool]:
        """Return which rows are trade between two countries in one product, no sum of others."""
        places, kept = self.columns.places, [True] * len(lines)
        for what, wholes in WHOLES.items():
            if what in places:
                self._leave_out(
                    kept, cells[places[what]], wholes, "sums over countries or products"
                )
        if not self.columns.by_reporter:
            return kept
        for what, totals in TOTALS.items():
            if what in places:
                parts = {cell.strip().casefold() for cell in set(cells[places[what]])} - totals
                self._leave_out(kept, cells[places[what]], parts, f"{PARTS}{what}")
        others = {cell.strip().casefold() for cell in set(cells[places["flow"]])} - {*FLOWS}
        self._leave_out(kept, cells[places["flow"]], others, "neither imports nor exports")
        return kept

    def _leave_out(
        self, kept: list[bool], cells: Sequence[str], names: Iterable[str], why: str
    ) -> None:
        """Leave out, in place, the rows whose cell is one of some names in lower case."""
        out = {cell for cell in set(cells) if cell.strip().casefold() in {*names}}
        for at, cell in enumerate(cells) if out else ():
            if kept[at] and cell in out:
                kept[at] = False
                self.left_out[why] += 1


def _placed(reader: Any, skipped: int) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the line in which it ends."""
    for row in reader:
        yield reader.line_num + skipped, row


def _delimiter(line: str) -> str:
    """Return what parts the cells of a header: of the signs that may, the most frequent."""
    bare = re.sub(r'"[^"]*"', "", line)
    return max(DELIMITERS, key=bare.count)


def _unread_delimiter(header: str) -> str:
    """Return the sign that seems to part the cells of a header, but is not read; "" if none is.

    >>> _unread_delimiter("exporter|importer|product")
    '|'
    """
    sign = max(UNREAD, key=header.count)
    return sign if header.count(sign) > 1 else ""


def _place(text: str, column: int, delimiter: str) -> int:
    """Return where a column begins in a line, from 1.

    >>> _place('a,"b,c",d', 2, ",")
    9
    """
    quoted, seen = False, 0
    for at, sign in enumerate(text, 1):
        if seen == column:
            return at
        if sign == '"':
            quoted = not quoted
        elif sign == delimiter and not quoted:
            seen += 1
    return max(1, len(text.rstrip("\r\n"))) if seen == column else 1


def _joined(batches: Sequence[_Read]) -> _Read:
    if not batches:
        none = np.zeros(0, dtype=np.int64)
        no, nowhere = none.astype(np.bool_), none.astype(np.float64)
        return _Read(none, none, none, nowhere, none, nowhere, no, no)
    names = [f.name for f in fields(_Read)]
    return _Read(**{name: np.concatenate([vars(b)[name] for b in batches]) for name in names})


def _trade(rows: _Read, reading: _Reading) -> Trade:
    """Return the table of the last year, with the growth up to it."""
    too_many = len(reading.countries) * len(reading.products) > MOST_CELLS
    if too_many or len(reading.countries) > MOST_COUNTRIES:
        said = (
            f"{len(reading.countries):,} countries and {len(reading.products):,} products; at most "
            f"{MOST_COUNTRIES:,} countries, and {MOST_CELLS:,} of one times the other"
        )
        raise _refused(reading.path, said)
    countries, where = renumbered("country", reading.countries)
    products, which = renumbered("product", reading.products)
    rows = replace(
        rows, seller=where[rows.seller], buyer=where[rows.buyer], product=which[rows.product]
    )
    if reading.columns.by_reporter:
        rows = _counted_once(rows, (len(countries), len(countries), len(products)), reading)
    last = rows.chosen(rows.year == rows.year.max())
    trade = summed(countries, products, last.seller, last.buyer, last.product, last.value)
    marked = np.zeros(len(products), dtype=np.bool_)
    marked[last.product[last.disruptive]] = True
    return replace(
        trade,
        unit="as in the table" if reading.columns.measure == "value" else "quantity",
        growth=frozen(_growth(rows, last, len(products))),
        disruptive=frozen(marked),
        notes=tuple(_notes(rows, reading)),
    )


def _counted_once(rows: _Read, shape: tuple[int, int, int], reading: _Reading) -> _Read:
    """Return rows without what two customs counted, or what came back to its own country.

    Of a flow that both sides report, the buyer's count is kept.
    """
    own = rows.seller == rows.buyer
    cell = np.ravel_multi_index((rows.seller, rows.buyer, rows.product), shape)
    year = rows.year - rows.year.min()
    cell = cell * (year.max() + 1) + year
    twice = ~rows.by_buyer & np.isin(cell, cell[rows.by_buyer])
    reading.left_out["goods that came back"] += int(own.sum())
    reading.left_out["exports that the buyer reports too"] += int((twice & ~own).sum())
    return rows.chosen(~own & ~twice)


def _growth(rows: _Read, last: _Read, products: int) -> Floats:
    """Return the yearly growth of the world's trade in each product (§D.10); shape (P,)."""
    known = np.isfinite(last.growth) & (last.value > 0.0) & (last.seller != last.buyer)
    if known.any():
        weight = counted(last.product[known], last.value[known], products)
        grown = counted(last.product[known], (last.value * last.growth)[known], products)
        return np.where(weight > 0.0, ratio(grown, weight), np.nan)
    first, end = int(rows.year.min()), int(rows.year.max())
    if first == end:
        return np.full(products, np.nan)
    before, after = (_market(rows, year, products) for year in (first, end))
    some = (before > 0.0) & (after > 0.0)
    return np.where(some, ratio(after, before) ** (1.0 / (end - first)) - 1.0, np.nan)


def _market(rows: _Read, year: int, products: int) -> Floats:
    chosen = (rows.year == year) & (rows.seller != rows.buyer)
    return counted(rows.product[chosen], rows.value[chosen], products)


def _notes(rows: _Read, reading: _Reading) -> Iterator[str]:
    """Yield what a reader has to know of how the table was read."""
    first, end = int(rows.year.min()), int(rows.year.max())
    if first != end:
        yield f"Shares are those of {end}; growth, unless a column gives it, is from {first} on."
    for why, count in sorted(reading.left_out.items()):
        if count:
            yield f"{count:,} rows left out: {why}."
    again = _given_again(rows)
    if again:
        yield f"{again:,} {'row was' if again == 1 else 'rows were'} given twice and added up."
    if reading.decimals.doubtful:
        sign = "comma" if reading.decimals.comma else "point"
        yield (
            f"{reading.decimals.doubtful} and the like are read with a decimal {sign}; if it "
            "separates thousands, write them without it."
        )
    folded = Counter(name.casefold() for name in reading.countries)
    alike = sorted(name for name in reading.countries if folded[name.casefold()] > 1)
    if alike:
        listed = ", ".join(shown(name) for name in alike[:6])
        yield f"Names that differ in case only count as different countries: {listed}."


def _given_again(rows: _Read) -> int:
    """Return how many rows with trade say the same as another, value and all."""
    traded = rows.chosen(rows.value > 0.0)
    columns = (traded.year, traded.seller, traded.buyer, traded.product, traded.value)
    order = np.lexsort(columns)
    same = [column[order][1:] == column[order][:-1] for column in columns]
    return int(np.logical_and.reduce(same).sum())
