"""Cases: which of the tests' cases exercise an instrument, where the tests are at hand."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "tests" / "cases"
"""Where cases are beside the source; an installed package has none."""


@dataclass(frozen=True, order=True)
class Case:
    """A case: the file that holds it and what it says must be so."""

    file: str
    name: str


def cases_of(instrument: str) -> tuple[Case, ...] | None:
    """Return the cases whose orders name an instrument; None where no cases are at hand."""
    return _cases().get(instrument, ()) if FOLDER.is_dir() else None


@functools.cache
def _cases() -> Mapping[str, tuple[Case, ...]]:
    """Return the cases that exercise each instrument, in the order of the files."""
    import yaml  # cases are read by two commands only

    found: dict[str, dict[Case, None]] = {}
    for path in sorted(FOLDER.rglob("*.yaml")):
        for data in yaml.safe_load(path.read_text("utf-8")) or ():
            for text in _texts(data.get("orders")):
                name = text.partition(" ")[0]
                found.setdefault(name, {})[Case(path.name, data["name"])] = None
    return {name: tuple(cases) for name, cases in found.items()}


def _texts(part: Any) -> Iterator[str]:
    """Yield every order's text of a part of a case, whatever it is nested in."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, Mapping):
        for child in part.values():
            yield from _texts(child)
    elif isinstance(part, list):
        for child in part:
            yield from _texts(child)
