"""A Dask cluster of this machine's own: a scheduler and workers as processes, by their ids."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[3]

Process = subprocess.Popen[bytes]


class Dask:
    """A scheduler at 127.0.0.1, and the workers that it was given."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._started = folder, list[Process]()
        place = folder / "scheduler.json"
        self.scheduler = self._start(
            "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
            "--scheduler-file", str(place),
        )  # fmt: skip
        end = time.monotonic() + 20.0
        while not place.exists() and time.monotonic() < end:
            time.sleep(0.02)
        import json

        self.address: str = json.loads(place.read_text("utf-8"))["address"]

    def worker(self, *shadowing: Path) -> Process:
        """Start a worker; what lies in the folders named comes before what is installed."""
        return self._start(
            "worker", self.address, "--host", "127.0.0.1", "--no-nanny", "--nthreads", "1",
            "--no-dashboard", "--local-directory", str(self._folder), shadowing=shadowing,
        )  # fmt: skip

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
                stdout=log, stderr=log, env={**os.environ, "PYTHONPATH": path},
            )  # fmt: skip
        self._started.append(process)
        return process


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[tuple[Dask, list[Process]]]:
    """Yield a cluster and its workers; they end with the block."""
    dask = Dask(folder)
    try:
        yield dask, [dask.worker() for _ in range(workers)]
    finally:
        dask.end()
