"""`log`: the account of everything that was said and done."""

from __future__ import annotations

import json
from pathlib import Path

from cli.exercise.common import listed, logged, noted
from cli.output import MISTAKE, progress
from cli.registry.command import Answer, Argument, Values, Verbs, option
from cli.registry.session import Session, exercise_here
from sim.errors import SimError

LONGEST = 60
"""Characters of a value in a line."""

_log = Verbs("log", "Show, mark, export, import, verify and salvage the log.")


@_log.verb(
    "show",
    "Show entries of the log.",
    option("from", "From this entry on.", "whole", metavar="N"),
    option("last", "So many at the end; default: 20.", "whole", metavar="N"),
    option("kind", "Only entries of a kind, such as ordered or inject-fired."),
    option("by", "Only of a seat, of white or of program."),
)
def show(session: Session, values: Values) -> Answer:
    """Show the log."""
    entries = [
        entry
        for entry in session.exercise.entries()
        if entry.number >= (values.whole("from") or 1)
        and values.text("kind") in ("", entry.kind)
        and values.text("by").casefold() in ("", entry.by.casefold())
    ]
    if values.whole("from") is None or values.whole("last"):
        entries = entries[-(values.whole("last") or 20) :]
    table = listed("log", "time", "line", "by", "what", right=("log",))
    for entry in entries:
        time = f"{entry.at.astimezone():%H:%M:%S}"
        table.add_row(
            str(entry.number), time, entry.line, entry.by, f"{entry.kind} {_short(entry.body)}"
        )
    data = [
        {"log": e.number, "at": e.at.isoformat(), "line": e.line, "by": e.by, "kind": e.kind,
         "body": e.body, "hash": e.hash}
        for e in entries
    ]  # fmt: skip
    return Answer({"entries": data}, (table,))


@_log.verb(
    "mark", "Write a remark into the log.", Argument("text", "The remark.", "words"), changes=True
)
def mark(session: Session, values: Values) -> Answer:
    """Mark the log."""
    from sim.exercise.conduct import evaluation

    entry = evaluation.note(session.exercise, values.text("text"))
    return Answer({**logged(session, entry)}, told=(noted(session, entry, values.text("text")),))


@_log.verb(
    "export", "Write the whole exercise as JSON Lines.", Argument("file", "A new file.", "path")
)
def export(session: Session, values: Values) -> Answer:
    """Export the exercise."""
    from sim.exercise.log.text import exported

    path, log = Path(values.text("file")), session.exercise.file
    if path.exists():
        raise SimError(f"{path}: there is a file of that name; name another")
    try:
        with path.open("w", encoding="utf-8") as stream:
            count = 0
            for line in exported(log):
                stream.write(f"{line.rstrip()}\n")
                count += 1
    except SimError:
        path.unlink()  # a part of an exercise is none
        raise
    except OSError as error:
        raise SimError(
            f"{path}: cannot be written ({(error.strerror or str(error)).lower()})"
        ) from None
    return Answer({"path": str(path), "lines": count}, told=(f"{count} lines are in {path}",))


@_log.verb(
    "import",
    "Make an exercise's file of exported lines.",
    Argument("file", "The exported lines.", "path"),
    Argument("to", "The new exercise's file.", "path"),
    exercise=False,
)
def import_(_: Session, values: Values) -> Answer:
    """Import an exercise."""
    from sim.exercise.log.text import imported

    source, target = Path(values.text("file")), Path(values.text("to"))
    if not source.is_file():
        raise SimError(f"{source}: there is no such file")
    with imported(source, target) as made:
        count = sum(1 for _ in made.entries())
    data = {"path": str(target), "entries": count}
    return Answer(data, told=(f"{count} entries are in {target}",))


@_log.verb(
    "verify",
    "Check every entry and run every round again; exit code 2 with the first difference.",
)
def verify(session: Session, _: Values) -> Answer:
    """Verify the exercise."""
    from sim.exercise.conduct.verify import verified

    with progress("Running again") as told:
        found = verified(session.exercise, session.table, told)
    head = session.exercise.state.head
    data = {"ok": not found, "entries": head, "differences": [str(one) for one in found]}
    if found:
        return Answer(data, tuple(map(str, found)), code=MISTAKE)
    return Answer(data, (f"{head} entries are whole, and every round comes out as recorded",))


@_log.verb(
    "salvage",
    "Write what is whole of a damaged exercise to a new file.",
    Argument("to", "The new file.", "path"),
    option("damaged", "The damaged file; default: the only exercise of this folder.", "path",
           metavar="FILE"),
    exercise=False,
)  # fmt: skip
def salvage(_: Session, values: Values) -> Answer:
    """Save what is whole."""
    from sim.exercise.log.text import salvaged

    source, target = values.path("damaged") or exercise_here(), Path(values.text("to"))
    entry, why = salvaged(source, target)
    data = {"path": str(target), "last": entry, "why": why}
    return Answer(data, told=(why, f"entries up to {entry} are in {target}"))


def _short(body: str) -> str:
    """Return what an entry holds in a line: what is long is counted.

    >>> _short('{"id": "I3", "why": "", "rows": [1, 2]}')
    'id=I3 rows=(2)'
    """
    parts = []
    for name, value in json.loads(body).items():
        if isinstance(value, dict | list):
            parts.append(f"{name}=({len(value)})" if value else "")
        elif value not in (None, "", False):
            text = " ".join(str(value).split())
            parts.append(f"{name}={text if len(text) <= LONGEST else text[: LONGEST - 3] + '...'}")
    return " ".join(filter(None, parts))


NOUN = _log.done()
