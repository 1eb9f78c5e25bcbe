"""Build: a report written to files."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from sim.exercise.aar.paper import paper
from sim.exercise.aar.report import Report
from sim.exercise.documents.files import FORMATS, write


def build(report: Report, stem: Path, formats: Collection[str] = FORMATS) -> tuple[Path, ...]:
    """Write a report beside a stem; return the files."""
    return write(paper(report), stem, formats)
