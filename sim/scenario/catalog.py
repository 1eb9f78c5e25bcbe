"""Catalog: the packaged scenarios by name."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from sim.errors import UnknownNameError
from sim.scenario.loader import FILE
from sim.scenario.source import parse

KINDS = ("historical", "fictional", "tutorial")
"""Folders of `scenarios/`, in the order they are listed."""


def names() -> list[str]:
    """Return the names of the packaged scenarios, historical ones first."""
    return list(_folders())


def folder(name: str) -> Path:
    """Return a packaged scenario's folder; UnknownNameError if there is none of the name.

    Names are looked up, never joined to a path, so that none leads out of the package.
    """
    try:
        return _folders()[name]
    except KeyError:
        raise UnknownNameError("scenario", name, names()) from None


def find(name_or_path: str) -> Path:
    """Return the folder of a packaged scenario, or the path itself if it looks like one.

    A bare name is a packaged scenario's first, then that of a folder or file that is there.
    """
    looks_like_path = "/" in name_or_path or "\\" in name_or_path or name_or_path.endswith(".yaml")
    if looks_like_path or name_or_path in (".", ".."):
        return Path(name_or_path)
    if name_or_path not in _folders() and _is_there(name_or_path):
        return Path(name_or_path)
    return folder(name_or_path)


def find_plan(name_or_path: str, scenario: Path) -> Path:
    """Return a file of orders: the one of a name beside a scenario, or else the path itself."""
    folder = scenario if scenario.is_dir() else scenario.parent
    beside = {p.stem: p for p in sorted(folder.glob("*.yaml")) if p.name not in NO_PLANS}
    if name_or_path in beside:
        return beside[name_or_path]
    if not beside or Path(name_or_path).suffix or _is_there(name_or_path):
        return Path(name_or_path)
    raise UnknownNameError("file of orders", name_or_path, list(beside))


NO_PLANS = (FILE, "exercise.yaml", "experiment.yaml", "observed.yaml")
"""Files of a scenario's folder that hold no orders to be asked for."""


def kind(name: str) -> str:
    """Return whether a packaged scenario is historical, fictional or a tutorial."""
    return folder(name).parent.name


def title(name: str) -> str:
    """Return what a packaged scenario calls itself, without checking the rest of it."""
    data = parse((folder(name) / FILE).read_bytes(), name).data
    return str(data.get("title", "")) if isinstance(data, dict) else ""


@cache
def _folders() -> dict[str, Path]:
    root = Path(str(files("scenarios")))
    return {
        entry.name: entry
        for group in KINDS
        for entry in sorted((root / group).glob("*"))
        if (entry / FILE).is_file()
    }


def _is_there(path: str) -> bool:
    """Return whether a path that is not empty names a folder or file."""
    try:
        return bool(path) and Path(path).exists()
    except (OSError, ValueError):  # too long, or holding what no path can hold
        return False
