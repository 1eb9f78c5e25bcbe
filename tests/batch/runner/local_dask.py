"""A Dask cluster of this machine's own: a scheduler and workers as processes, by their ids."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).parents[3]

Process = subprocess.Popen[bytes]


class Dask:
    """A scheduler at 127.0.0.1, and the workers that it was given."""

    def __init__(self, folder: Path, *, failures: int = 3) -> None:
        """Start a scheduler that gives a task up when more workers than `failures` died of it."""
        self._folder = folder
        self._environment = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": str(failures)}
        self._started: list[Process] = []
        self.workers: list[Process] = []
        place = folder / "scheduler.json"
        self.scheduler = self._start(
            "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
            "--scheduler-file", str(place),
        )  # fmt: skip
        try:
            self.address: str = _told(place)["address"]
        except TimeoutError:
            self.end()
            raise

    def worker(self, *shadowing: Path) -> Process:
        """Start a worker; what lies in the folders named comes before what is installed."""
        started = self._start(
            "worker", self.address, "--host", "127.0.0.1", "--nthreads", "1", "--no-dashboard",
            "--no-nanny", "--local-directory", str(self._folder), shadowing=shadowing,
        )  # fmt: skip
        self.workers.append(started)
        return started

    def end(self) -> None:
        """End every process that was started."""
        for process in self._started:
            process.kill()
        for process in self._started:
            process.wait()

    def _start(self, *command: str, shadowing: tuple[Path, ...] = ()) -> Process:
        path = os.pathsep.join(map(str, [*shadowing, ROOT]))
        with (self._folder / f"{command[0]}-{len(self._started)}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", *command], cwd=self._folder,
                stdout=log, stderr=log,
                env={**os.environ, **self._environment, "PYTHONPATH": path},
            )  # fmt: skip
        self._started.append(process)
        return process


def _told(place: Path) -> dict[str, str]:
    """Return what the scheduler writes of itself, once it is whole."""
    end = time.monotonic() + 20.0
    while time.monotonic() < end:
        with suppress(FileNotFoundError, json.JSONDecodeError):
            found: dict[str, str] = json.loads(place.read_text("utf-8"))
            return found
        time.sleep(0.02)
    raise TimeoutError("the scheduler did not begin")


@contextmanager
def local_dask(folder: Path, *, workers: int, failures: int = 3) -> Iterator[Dask]:
    """Yield a cluster; it ends with the block."""
    dask = Dask(folder, failures=failures)
    try:
        for _ in range(workers):
            dask.worker()
        yield dask
    finally:
        dask.end()
