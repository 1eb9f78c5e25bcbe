"""Kernels are kept where that is possible, and work where it is not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.economy import cache

ROOT = Path(__file__).parents[2]

NOWHERE = """
import os, sys
refuse = lambda *a, **k: (_ for _ in ()).throw(OSError(30, "Read-only file system"))
import tempfile
tempfile.TemporaryFile = tempfile.NamedTemporaryFile = tempfile.mkstemp = refuse
os.mkdir = os.makedirs = refuse
from pathlib import Path
Path.mkdir = refuse
from sim.economy import cache
assert cache.cache_folder() is None, cache.cache_folder()
from sim.economy.kernels import run_ticks
print(type(run_ticks._cache).__name__)
"""


def test_a_named_folder_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "named"))
    folder = cache.cache_folder()
    assert folder is not None
    assert folder.parent == tmp_path / "named"


def test_the_source_folder_is_next_then_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    beside = cache.HERE / "__pycache__"
    found = cache.cache_folder()
    assert found is not None
    assert found.parent in (beside, tmp_path / ".cache" / "countervail")
    able = cache._writable
    monkeypatch.setattr(cache, "_writable", lambda f: beside not in f.parents and able(f))
    found = cache.cache_folder()
    assert found is not None
    assert found.parent == tmp_path / ".cache" / "countervail"


def test_where_nothing_can_be_written_the_import_still_works() -> None:
    done = subprocess.run(
        [sys.executable, "-B", "-c", NOWHERE], capture_output=True, text=True, cwd=ROOT,
        env={**os.environ, "HOME": "/proc/nonexistent", "PYTHONPATH": str(ROOT),
             "NUMBA_CACHE_DIR": "/proc/nonexistent"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "NullCache"


def test_a_change_of_the_tables_compiles_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in cache.COMPILED_IN:
        (tmp_path / name).write_text("one", encoding="utf-8")
    monkeypatch.setattr(cache, "HERE", tmp_path)
    before = cache.cache_folder()
    (tmp_path / "tables.py").write_text("two", encoding="utf-8")
    assert cache.cache_folder() != before
