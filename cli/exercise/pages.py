"""Pages: documents and rehearsals, which take longer to make than anything else."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from cli.exercise.common import counted, listed
from cli.options import cores
from cli.output import MISTAKE, progress, tell_of_compiling
from cli.registry.command import Answer
from cli.registry.session import Session
from sim.exercise.aar.build import build
from sim.exercise.aar.gather import report
from sim.exercise.documents.files import write
from sim.exercise.exercise import Exercise
from sim.exercise.printing.pack import pack, pack_of
from sim.exercise.rehearsal.rehearse import GAMES, rehearse
from sim.exercise.rehearsal.report import report as report_of
from sim.exercise.table import Table
from sim.exercise.topics.seats import Chair
from sim.explain.spread import Processes

STEM = "aar"


def aar_written(
    session: Session,
    *,
    formats: Collection[str],
    folder: Path,
    against: Sequence[Path],
    ensemble: int,
    chatham: bool,
) -> Answer:
    """Write the after-action report beside the exercise's name."""
    others = {path.stem: Exercise.open(path) for path in against}
    try:
        with progress("After-action report") as told:
            found = report(
                session.exercise,
                session.table,
                chatham=chatham,
                against={name: Table(other) for name, other in others.items()},
                ensemble=ensemble,
                spread=Processes(cores()),
                progress=told,
            )
    finally:
        for other in others.values():
            other.close()
    name = STEM if chatham else f"{session.exercise.file.path.stem}-{STEM}"
    return _files(build(found, folder / name, formats))


def papers_written(
    session: Session,
    kinds: Collection[str],
    *,
    formats: Collection[str],
    folder: Path,
    seats: Sequence[str],
    scenario: str,
    format: str | None,
) -> Answer:
    """Write papers of the exercise, or of a scenario that is none yet."""
    named = tuple(seats) or None
    with progress("Papers") as told:
        if scenario:
            tell_of_compiling()
            files = pack_of(
                scenario, folder, format=format, kinds=kinds, formats=formats, seats=named,
                progress=told,
            )  # fmt: skip
        else:
            files = pack(
                session.exercise, session.table, folder, kinds=kinds, formats=formats, seats=named,
                progress=told,
            )  # fmt: skip
    return _files(files)


def rehearsed(
    scenario: str,
    *,
    format: str | None,
    chairs: Mapping[str, Chair],
    games: int | None,
    seed: int,
    folder: Path | None,
) -> Answer:
    """Play a scenario by itself, and tell what would not work."""
    tell_of_compiling()
    with progress("Rehearsing") as told:
        found = rehearse(
            scenario, format=format, chairs=chairs, games=games or GAMES, seed=seed, progress=told
        )
    table = listed("", "about", "what")
    for one in found.findings:
        table.add_row(one.weight, one.about, one.text)
    files = write(report_of(found), folder / f"{found.scenario}-rehearsal") if folder else ()
    head = f"{found.title}, {found.format}: {counted(len(found.courses), 'game')} played"
    data = {
        "scenario": found.scenario,
        "format": found.format,
        "games": len(found.courses),
        "findings": [asdict(one) for one in found.findings],
        "files": [str(path) for path in files],
    }
    shown = (head, table) if found.findings else (head, "nothing was found")
    said = tuple(f"in {path}" for path in files)
    return Answer(data, shown, said, code=MISTAKE if found.faults else 0)


def _files(paths: Sequence[Path]) -> Answer:
    names = [str(path) for path in paths]
    return Answer(
        {"files": names}, tuple(names), (f"{counted(len(names), 'file')} written",), marked=False
    )
