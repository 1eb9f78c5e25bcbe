"""`msel`: the list of injects as a spreadsheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cli.exercise.common import logged, noted
from cli.exercise.injects import list_ as list_of_injects
from cli.output import MISTAKE
from cli.registry.command import Answer, Argument, Values, Verbs, switch
from cli.registry.session import Session
from sim.errors import SimError

if TYPE_CHECKING:
    from sim.exercise.msel import InjectRow

_msel = Verbs("msel", "Show the list of injects; read and write it as .xlsx or .csv.")

FILE = Argument("file", "A file: .xlsx or .csv.", "path")


@_msel.verb("show", "Show the list.")
def show(session: Session, values: Values) -> Answer:
    """Show the list of injects."""
    return list_of_injects(session, values)


@_msel.verb(
    "import",
    "Add the injects of a spreadsheet, or put them in the place of those of the same id.",
    FILE,
    changes=True,
)
def import_(session: Session, values: Values) -> Answer:
    """Read a list of injects into the exercise; nothing of it if anything is wrong."""
    from sim.exercise.conduct import injects

    path = Path(values.text("file"))
    rows, warnings = _read(path)
    entry = injects.set_rows(session.exercise, session.table, rows)
    told = noted(session, entry, f"{len(rows)} injects read from {path}")
    return Answer({"rows": len(rows), **logged(session, entry)}, told=(*warnings, told))


@_msel.verb(
    "check",
    "Tell everything that is wrong with a spreadsheet of injects; exit code 2 if anything is.",
    FILE,
    switch("alone", "Look at the file alone, not at the names of an exercise."),
)
def check(session: Session, values: Values) -> Answer:
    """Check a list of injects."""
    from sim.exercise.msel import read_msel

    path = Path(values.text("file"))
    rows, problems = read_msel(path)
    told = [str(problem) for problem in problems]
    wrong = any(problem.severity == "error" for problem in problems)
    if not values.flag("alone"):
        from sim.exercise.conduct.effects import checked_rows

        try:
            checked_rows(session.table, rows)
        except SimError as error:
            told += str(error).splitlines()
            wrong = True
    data = {"path": str(path), "ok": not wrong, "rows": len(rows), "problems": told}
    lines = told if wrong else [*told, f"{path}: OK, {len(rows)} injects"]
    return Answer(data, tuple(lines), code=MISTAKE if wrong else 0, marked=False)


@_msel.verb("export", "Write the list to a spreadsheet.", FILE)
def export(session: Session, values: Values) -> Answer:
    """Write the list of injects."""
    from sim.exercise.msel import write_msel
    from sim.exercise.topics.injects import INJECTS

    path = Path(values.text("file"))
    rows = tuple(session.exercise.of(INJECTS).rows.values())
    write_msel(path, rows, session.marking)
    return Answer(
        {"path": str(path), "rows": len(rows)}, told=(f"{len(rows)} injects are in {path}",)
    )


def _read(path: Path) -> tuple[tuple[InjectRow, ...], list[str]]:
    """Return the rows of a file that is sound, with its warnings; SimError for any other."""
    from sim.exercise.msel import read_msel

    rows, problems = read_msel(path)
    wrong = [problem for problem in problems if problem.severity == "error"]
    if wrong:
        raise SimError("\n".join(map(str, problems)))
    return rows, [str(problem) for problem in problems]


NOUN = _msel.done()
