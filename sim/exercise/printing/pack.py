"""Pack: the papers of the day written to files.

sitman                 for everybody
role-SEAT, orders-SEAT for that seat and nobody else
roles, orders          all of them, a page for each seat, for the white cell
facilitator, msel      for the white cell
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path

from sim.errors import raise_all, unknown
from sim.exercise.documents.blocks import Block, Heading, PageBreak
from sim.exercise.documents.files import FORMATS, write
from sim.exercise.exercise import Exercise
from sim.exercise.printing import guide_texts
from sim.exercise.printing.guide import guide
from sim.exercise.printing.msel import msel
from sim.exercise.printing.order_sheet import order_sheet, sheet
from sim.exercise.printing.paper import Paper, paper
from sim.exercise.printing.reading import Own, Shared, Whole, known, own, shared, whole
from sim.exercise.printing.role import named, role, role_card
from sim.exercise.printing.situation import situation_manual
from sim.exercise.rehearsal.trial import trial
from sim.exercise.table import Table
from sim.exercise.topics.seats import SEATS
from sim.language import SOURCE, speaking

KINDS = ("sitman", "roles", "orders", "facilitator", "msel")
"""What can be printed."""

Progress = Callable[[int, int], None]
"""Called with how many files are written, and how many there will be."""


def pack(
    exercise: Exercise,
    table: Table,
    folder: Path,
    *,
    kinds: Collection[str] = KINDS,
    formats: Collection[str] = ("docx", "html"),
    seats: Sequence[str] | None = None,
    progress: Progress | None = None,
) -> list[Path]:
    """Write papers of an exercise to a folder, and return the files.

    Without `seats`, those that people play get role cards and order sheets. SimError tells of
    kinds, formats and seats there are not.
    """
    _known("paper", kinds, KINDS)
    _known("format", formats, FORMATS)
    return _written(papers(exercise, table, kinds, seats), folder, formats, progress)


def pack_of(
    scenario: str,
    folder: Path,
    *,
    format: str | None = None,
    kinds: Collection[str] = KINDS,
    formats: Collection[str] = ("docx", "html"),
    seats: Sequence[str] | None = None,
    language: str = SOURCE,
    progress: Progress | None = None,
) -> list[Path]:
    """Write the papers of a scenario that is no exercise yet; they have no join codes."""
    _known("paper", kinds, KINDS)
    _known("format", formats, FORMATS)
    with trial(scenario, format=format, language=language) as exercise:
        made = papers(exercise, Table(exercise), kinds, seats, codes=False)
        return _written(made, folder, formats, progress)


def papers(
    exercise: Exercise,
    table: Table,
    kinds: Collection[str] = KINDS,
    seats: Sequence[str] | None = None,
    *,
    codes: bool = True,
) -> tuple[Paper, ...]:
    """Return papers of an exercise in its language, in the order of `KINDS`."""
    chosen = played_by_people(exercise, table) if seats is None else tuple(seats)
    _known("seat", chosen, table.template.seats)
    with speaking(exercise.setup.language):
        everybody, game = shared(table), known(table)
        each = {seat: own(table, game, seat, codes=codes) for seat in chosen}
        return tuple(_papers(kinds, everybody, each, whole(table, codes=codes)))


def played_by_people(exercise: Exercise, table: Table) -> tuple[str, ...]:
    """Return the seats that get papers unless others are asked for."""
    places = exercise.of(SEATS).places.items()
    return tuple(
        seat
        for seat, place in places
        if (place.away or place.chair).kind == "human" and seat in table.template.seats
    )


def _papers(
    kinds: Collection[str], everybody: Shared, each: dict[str, Own], all_: Whole
) -> Iterator[Paper]:
    if "sitman" in kinds:
        yield situation_manual(everybody)
    if "roles" in kinds:
        yield from (role_card(everybody, one) for one in each.values())
        yield paper("roles", guide_texts.roles_title(), everybody, _together(each.values(), role))
    if "orders" in kinds:
        yield from (order_sheet(everybody, one) for one in each.values())
        yield paper(
            "orders",
            guide_texts.sheets_title(),
            everybody,
            _together(each.values(), sheet),
            dense=True,
        )
    if "facilitator" in kinds:
        yield guide(all_)
    if "msel" in kinds:
        yield msel(all_)


def _together(each: Iterable[Own], blocks: Callable[[Own], Iterator[Block]]) -> Iterator[Block]:
    """Yield what all seats read, each on a page of its own."""
    for n, one in enumerate(each):
        if n:
            yield PageBreak()
        yield Heading(named(one))
        yield from (_lower(block) for block in blocks(one))


def _lower(block: Block) -> Block:
    return Heading(block.text, block.level + 1) if isinstance(block, Heading) else block


def _written(
    made: Sequence[Paper], folder: Path, formats: Collection[str], progress: Progress | None
) -> list[Path]:
    written: list[Path] = []
    taken: set[str] = set()
    for done, one in enumerate(made):
        if progress:
            progress(done, len(made))
        written += write(one.document, folder / file_name(one.name, taken), formats)
    if progress:
        progress(len(made), len(made))
    return written


def file_name(name: str, taken: set[str]) -> str:
    """Return a name that any file system takes, unlike those taken, and take it.

    >>> taken = set()
    >>> file_name("role-JPN.METI", taken), file_name("role-../../x", taken)
    ('role-JPN-METI', 'role-x')
    >>> file_name("role-Jpn-Meti", taken)
    'role-Jpn-Meti-2'
    """
    plain = re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-")[:80] or "paper"
    found, n = plain, 1
    while found.casefold() in taken:  # some file systems take A and a for one
        n += 1
        found = f"{plain}-{n}"
    taken.add(found.casefold())
    return found


def _known(what: str, named_: Collection[str], there: Collection[str]) -> None:
    raise_all(unknown(what, name, there) for name in named_ if name not in there)
