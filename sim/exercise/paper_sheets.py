"""Paper sheets: teams' orders in a spreadsheet.

A row is an order: `Seat`, `Order` (a code of the playbook, or the whole order) and, if somebody
wants to say it, `Reason`. A workbook may have a sheet for each seat instead of the column `Seat`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.exercise.spreadsheet.files import worksheets
from sim.exercise.spreadsheet.table import Sheet, UnreadableError

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
        found = worksheets(path, _score)
    except UnreadableError as error:
        return [], [f"{path.name}: {error}"]
    sheets = [sheet for sheet in found if sheet.score(_score)]
    rows: list[Row] = []
    faults: list[str] = []
    for sheet in sheets:
        _read(sheet, rows, faults)
    if not sheets:
        faults.append(f"{path.name}: no sheet with the column Order")
    return rows, faults


def _columns(cells: Sequence[str]) -> dict[str, int]:
    """Return what each column holds -> where it stands; the first of a kind counts."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        kind = HEADERS.get(cell.strip().casefold())
        if kind and kind not in found:
            found[kind] = place
    return found


def _score(cells: Sequence[str]) -> int:
    """Return how many columns of an order sheet a row heads; without Order it is none."""
    found = _columns(cells)
    return len(found) if "order" in found else 0


def _read(sheet: Sheet, rows: list[Row], faults: list[str]) -> None:
    head = sheet.head(_score)
    columns = _columns(sheet.rows[head][1])
    for number, cells in sheet.rows[head + 1 :]:
        given = {kind: cells[at].strip() for kind, at in columns.items() if at < len(cells)}
        text, seat = given.get("order", ""), given.get("seat") or sheet.name
        place = sheet.problem("", number).place
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
