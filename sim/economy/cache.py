"""Cache: where compiled kernels are kept, so that only the first run compiles them.

The one place in sim/ that looks at the machine it runs on: numba fails on import where it finds
no folder to write to, and a program installed by another user must still run. Tried in turn:
the folder named by NUMBA_CACHE_DIR, `__pycache__` beside the source, the user's cache folder.
Where none can be written to, kernels are compiled anew by each process.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numba

config: Any = numba.config  # its settings are not in its types

HERE = Path(__file__).parent
COMPILED_IN = ("kernels.py", "tables.py")
"""Files whose text is compiled into the kernels; numba itself looks at the first only."""


def compiled(**options: Any) -> Callable[[Callable[..., Any]], Any]:
    """Return a decorator that compiles a function and keeps the outcome where that is possible."""

    def compile_(function: Callable[..., Any]) -> Any:
        folder = cache_folder()
        before = config.CACHE_DIR
        config.CACHE_DIR = str(folder or "")
        try:
            return numba.njit(cache=folder is not None, **options)(function)
        finally:
            config.CACHE_DIR = before

    return compile_


def cache_folder() -> Path | None:
    """Return a folder for the kernels as they are now, which can be written to; None if none."""
    name = f"countervail-{_stamp()}"
    return next((c / name for c in _candidates() if _writable(c / name)), None)


def is_filled() -> bool:
    """Return whether kernels compiled by an earlier run are kept."""
    folder = cache_folder()
    return folder is not None and any(folder.rglob("*.nbi"))


def _candidates() -> Iterator[Path]:
    named = os.environ.get("NUMBA_CACHE_DIR")
    if named:
        yield Path(named)
    yield HERE / "__pycache__"
    try:
        yield Path.home() / ".cache" / "countervail"
    except RuntimeError:  # nobody's home
        return


def _stamp() -> str:
    """Return a hash of the kernels' source, so that a change of either file compiles anew."""
    content = hashlib.blake2b(digest_size=8)
    for name in COMPILED_IN:
        content.update((HERE / name).read_bytes())
    return content.hexdigest()


def _writable(folder: Path) -> bool:
    """Return whether a file can be made in a folder; the folder is made if need be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False
