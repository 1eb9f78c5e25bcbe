"""Spreading work over processes: same results, in order, and nobody left behind (§W.6)."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from sim.errors import SimError, UnknownNameError
from sim.explain.spread import Processes, serial

ROOT = Path(__file__).parents[2]
TASKS = tuple(range(23))
METHODS = [m for m in ("fork", "spawn") if m in multiprocessing.get_all_start_methods()]


def squared(task: int) -> tuple[float, ...]:
    return (float(task), float(task**2))


def failing(task: int) -> tuple[float, ...]:
    if task == 5:
        raise UnknownNameError("thing", "x", ["y"])
    return (0.0,)


def breaking(task: int) -> tuple[float, ...]:
    raise ZeroDivisionError("by nothing")


def dying(task: int) -> tuple[float, ...]:
    os.kill(os.getpid(), signal.SIGKILL)
    return ()


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("workers", [1, 2, 3])
def test_results_come_in_order_whoever_does_the_work(workers: int, method: str) -> None:
    told: list[tuple[int, int]] = []
    spread = Processes(workers, method)
    found = spread(squared, TASKS, lambda *done: told.append(done))
    assert found == serial(squared, TASKS)
    assert told == [(n, 23) for n in range(1, 24)]


def test_large_sets_of_bits_pass() -> None:
    tasks = [2**n for n in range(60, 80)]
    assert [row[0] for row in Processes(2)(squared, tasks)] == [float(t) for t in tasks]


def test_no_tasks_need_nobody() -> None:
    assert Processes(2)(squared, []) == []


def test_a_mistake_of_the_users_is_told_as_such() -> None:
    with pytest.raises(SimError, match="unknown thing 'x'"):
        Processes(2)(failing, TASKS)


def test_our_own_mistakes_are_not_hidden() -> None:
    with pytest.raises(RuntimeError, match="ZeroDivisionError: by nothing"):
        Processes(2)(breaking, TASKS)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
def test_a_process_ended_from_outside_is_noticed() -> None:
    with pytest.raises(SimError, match="ended from outside"):
        Processes(2)(dying, TASKS)


HOLDING = """
    import os, signal
    from sim.errors import SimError
    from sim.explain import spread

    def dies(work, tasks, taken, writer, parent):
        taken.get_lock().acquire()  # whoever comes second waits for ever
        os.kill(os.getpid(), signal.SIGKILL)

    spread._serve = dies
    try:
        spread.Processes(2, "fork")(None, range(40))
    except SimError as error:
        print(error)
"""


@pytest.mark.skipif("fork" not in METHODS, reason="no fork here")
def test_one_that_dies_with_the_tasks_in_its_hand_does_not_hang_the_others() -> None:
    found = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(HOLDING)], capture_output=True, text=True,
        timeout=30, cwd=ROOT, check=True,
    )  # fmt: skip
    assert "ended from outside" in found.stdout


def test_nobody_is_left_when_the_work_is_done() -> None:
    Processes(2)(squared, TASKS)
    assert multiprocessing.active_children() == []


SLOW = """
    import os, signal, sys, time
    from sim.explain.spread import Processes

    # Whoever runs the tests in the background has it ignored, and children inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)

    def work(task):
        os.write(1, f"{os.getpid()}\\n".encode())
        time.sleep(0.2)
        return (1.0,)

    if __name__ == "__main__":
        try:
            Processes(2)(work, range(400))
        except KeyboardInterrupt:
            sys.exit(7)
"""


def begun(tmp_path: Path) -> tuple[subprocess.Popen[str], list[int]]:
    """Return a process whose workers are at work, and their ids."""
    script = tmp_path / "slow.py"
    script.write_text(textwrap.dedent(SLOW), "utf-8")
    parent = subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, start_new_session=True,
    )  # fmt: skip
    workers: set[int] = set()
    assert parent.stdout is not None
    while len(workers) < 2:
        workers.add(int(parent.stdout.readline()))
    return parent, sorted(workers)


def ended(pids: list[int]) -> bool:
    """Return whether processes end within some seconds."""
    for _ in range(100):
        if not any(Path(f"/proc/{pid}/cmdline").exists() and alive(pid) for pid in pids):
            return True
        time.sleep(0.1)
    return False


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at /proc")
@pytest.mark.parametrize("how", ["killed", "interrupted"])
def test_workers_end_with_whoever_started_them(how: str, tmp_path: Path) -> None:
    parent, workers = begun(tmp_path)
    if how == "killed":
        parent.kill()
    else:
        os.killpg(parent.pid, signal.SIGINT)  # as a terminal does it
    _, talk = parent.communicate(timeout=20)
    assert ended(workers)
    if how == "interrupted":
        assert parent.returncode == 7
        assert talk == ""
