"""Comparison: courses of play side by side: lines, other groups' files, the tables of a pair."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from rich.console import RenderableType
from rich.text import Text

from cli.exercise.common import listed
from cli.layout import number_table, titled
from cli.output import rounded
from cli.registry.command import Answer, Plain
from cli.registry.session import Session
from sim.errors import SimError, unknown
from sim.exercise.aar.compare import compare
from sim.exercise.aar.report import Comparison
from sim.exercise.exercise import Exercise
from sim.exercise.pair import Apart, paired
from sim.exercise.table import Table
from sim.exercise.views import data
from sim.figures import figure


def compared(
    session: Session, lines: Sequence[str], files: Sequence[Path], names: Sequence[str]
) -> Answer:
    """Return courses of play side by side."""
    known = session.exercise.state.lines
    for line in lines:
        if line not in known:
            raise SimError(f"{unknown('line', line, known)}; nor is there such a file")
    with ExitStack() as opened:
        others = {f.name: Table(opened.enter_context(Exercise.open(f))) for f in files}
        found = compare(session.exercise, session.table, names, lines=lines, against=others)
    return Answer(_comparison_data(found), tuple(_comparison(found)), found.notes)


def parted(session: Session, files: Sequence[Path], names: Sequence[str]) -> Answer:
    """Return where two tables that play one exercise on one seed part."""
    if len(files) != 1:
        raise SimError("compare --apart: name the one other file of the pair")
    with Exercise.open(files[0]) as other:
        found = paired(session.table, Table(other), names)
    shown = [part for apart in found for part in _apart(apart)]
    return Answer({"rounds": [data(apart) for apart in found]}, tuple(shown))


def _comparison(found: Comparison) -> Iterator[RenderableType]:
    for row, name in enumerate(found.numbers):
        rounds = max((len(column.values[row]) for column in found.columns), default=0)
        unit = "" if found.units[row] == "1" else f" [{found.units[row]}]"
        table = number_table(f"{name}{unit}", *(f"R{n}" for n in range(1, rounds + 1)))
        for column in found.columns:
            table.add_row(column.title, *(figure(value) for value in column.values[row]))
        yield table
        yield Text("")
    about = listed("", "")
    about.show_header = False
    for column in found.columns:
        about.add_row(column.title, column.about)
    yield about


def _comparison_data(found: Comparison) -> Plain:
    return {
        "numbers": [
            {"number": name, "unit": unit}
            for name, unit in zip(found.numbers, found.units, strict=True)
        ],
        "courses": [
            {"title": c.title, "about": c.about,
             "values": [[rounded(v) for v in row] for row in c.values]}
            for c in found.columns
        ],
        "notes": list(found.notes),
    }  # fmt: skip


def _apart(apart: Apart) -> Iterator[RenderableType]:
    yield titled(f"Round {apart.round}")
    one, other = apart.injects
    rows = [
        *((each.seat, "; ".join(each.one), "; ".join(each.other)) for each in apart.orders),
        *([("injects", ", ".join(one), ", ".join(other))] if one or other else []),
        *(
            (f"{each.number} [{each.unit}]", figure(each.one), figure(each.other))
            for each in apart.numbers
        ),
    ]
    if not rows:
        yield Text("They do not differ.")
        return
    table = listed("", "this table", "the other")
    for row in rows:
        table.add_row(*row)
    yield table
