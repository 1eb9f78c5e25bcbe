"""Paper: teams' order sheets as a spreadsheet, which is hostile until checked.

A row is an order: `Seat`, `Order` (a code of the playbook, or the whole order) and, if somebody
wants to say it, `Reason`. A workbook may have a sheet for each seat instead of the column `Seat`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.exercise.msel.files import content_of
from sim.exercise.msel.sheet import Sheet, UnreadableError

MOST_ROWS = 500
LONGEST = 500
"""Characters of an order."""

HEADERS: Mapping[str, str] = {
    "seat": "seat", "role": "seat", "team": "seat", "country": "seat",
    "order": "order", "orders": "order", "action": "order", "code": "order", "codes": "order",
    "reason": "reason", "why": "reason", "because": "reason",
}  # fmt: skip
"""How columns may be headed -> what they hold."""


@dataclass(frozen=True)
class Row:
    """Orders of a seat, as they are written in a row."""

    place: str
    seat: str
    text: str
    reason: str = ""


def read_orders(path: Path) -> tuple[list[Row], list[str]]:
    """Return the rows of a spreadsheet, and everything that is wrong with it."""
    try:
        tables = list(_sheets(path))
    except UnreadableError as error:
        return [], [f"{path.name}: {error}"]
    rows: list[Row] = []
    faults: list[str] = []
    for table in tables:
        _read(table, rows, faults)
    if not tables:
        faults.append(f"{path.name}: no sheet with the column Order")
    return rows, faults


def _sheets(path: Path) -> Iterator[Sheet]:
    """Yield the sheets that hold orders."""
    from sim.exercise.msel.csv_file import read_csv
    from sim.exercise.msel.xlsx_file import sheets_of

    suffix, content = path.suffix.casefold(), content_of(path)
    if suffix == ".xlsx":
        found: Sequence[Sheet] = sheets_of(content, path.name)
    elif suffix in (".csv", ".tsv", ".txt"):
        found = [read_csv(content, path.name)]
    else:
        raise UnreadableError(f"'{path.suffix}' is not read; save the sheets as .xlsx or .csv")
    for sheet in found:
        if sheet.rows and "order" in _columns(sheet.rows[0][1]):
            yield sheet


def _columns(cells: Sequence[str]) -> dict[str, int]:
    """Return what each column holds -> where it stands; the first of a kind counts."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        kind = HEADERS.get(cell.strip().casefold())
        if kind and kind not in found:
            found[kind] = place
    return found


def _read(sheet: Sheet, rows: list[Row], faults: list[str]) -> None:
    columns = _columns(sheet.rows[0][1])
    for number, cells in sheet.rows[1:]:
        given = {kind: cells[at].strip() for kind, at in columns.items() if at < len(cells)}
        text, seat = given.get("order", ""), given.get("seat") or sheet.name
        place = str(sheet.problem("", number)).rstrip(": ")
        if not text:
            continue
        if len(rows) >= MOST_ROWS:
            faults.append(f"{place}: more than {MOST_ROWS} orders; the rest is not read")
            return
        if not seat:
            faults.append(f"{place}: whose order is it? Fill in the column Seat")
        elif len(text) > LONGEST:
            faults.append(f"{place}: {len(text)} characters; an order has {LONGEST} at most")
        else:
            rows.append(Row(place, seat, text, given.get("reason", "")[:2000]))
