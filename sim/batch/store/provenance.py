"""Provenance: what made a folder, so that only what would give the same numbers adds to it."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pydantic import Field

import sim
from sim.scenario.spec import Strict

PACKAGES = ("numpy", "scipy", "numba", "llvmlite", "mesa", "pydantic", "SALib", "distributed")
"""Those on which numbers or their order may depend."""

SUFFIXES = (".py", ".yaml")
"""Of the files that make up the model."""

APART = ("exercise", "language")
"""Rooms that no number of a run passes through: they may be mended while a batch waits."""


class Identity(Strict):
    """What decides the numbers of a run, apart from the study."""

    version: str
    """Of Countervail."""
    program: str
    """Digest of the program's own model files."""
    scenario: str
    """Digest of the scenario's text; empty where the model needs none."""
    model: str
    """Digest of all else that a run is made of, such as what each lever does."""
    parts: dict[str, str] = Field(default_factory=dict)
    """Digests of each of that by the key that says it, so that one can be named; may be none."""

    @staticmethod
    def of(model: object, scenario_text: str | None = None) -> Identity:
        """Return the identity of a model, described by anything that JSON can hold."""
        keys = model if isinstance(model, Mapping) else {}
        return Identity(
            version=version("countervail"),
            program=program_digest(),
            scenario="" if scenario_text is None else _digest(scenario_text),
            model=_as_digest(model),
            parts={str(key): _as_digest(value) for key, value in keys.items()},
        )

    def differing(self, other: Identity) -> tuple[str, ...]:
        """Return the keys by which the runs of another say something else."""
        keys = dict.fromkeys([*self.parts, *other.parts])
        return tuple(key for key in keys if self.parts.get(key) != other.parts.get(key))


class Provenance(Strict):
    """What made a folder, where and when; no names of machine or person."""

    identity: Identity
    design: str
    """Digest of the study as it began, and of its sample."""
    started: dt.datetime
    python: str
    packages: dict[str, str]
    """Package -> version; those that are not installed are left out."""
    platform: str
    processors: int | None

    @staticmethod
    def here(identity: Identity, design: str, started: dt.datetime) -> Provenance:
        """Return the provenance of what is made on this machine."""
        return Provenance(
            identity=identity,
            design=design,
            started=started,
            python=platform.python_version(),
            packages=dict(_packages()),
            platform=f"{platform.system()} {platform.release()} {platform.machine()}",
            processors=os.cpu_count(),
        )

    def changed(self) -> tuple[str, ...]:
        """Return which versions are others by now, in plain words; numbers may hang on them."""
        then = {"Python": self.python, **self.packages}
        today = {"Python": platform.python_version(), **dict(_packages())}
        return tuple(
            f"{name} {then.get(name, 'missing')}, now {today.get(name, 'missing')}"
            for name in sorted({*then, *today})
            if then.get(name) != today.get(name)
        )


@cache
def program_digest() -> str:
    """Return what two installations have in common only if their model files are the same."""
    root = Path(sim.__file__).parent
    apart = tuple(f"{room}/" for room in APART)
    found = {p.relative_to(root).as_posix(): p for p in root.rglob("*") if p.suffix in SUFFIXES}
    whole = sha256()
    for name, path in sorted(found.items()):
        if not name.startswith(apart):
            content = path.read_bytes().replace(b"\r\n", b"\n")  # as some have them on Windows
            whole.update(f"{name} {len(content)}\n".encode())
            whole.update(content)
    return whole.hexdigest()


def _as_digest(value: object) -> str:
    return _digest(json.dumps(value, sort_keys=True))


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _packages() -> Iterator[tuple[str, str]]:
    for name in PACKAGES:
        try:
            yield name, version(name)
        except PackageNotFoundError:
            continue
