"""Status: how far a batch is, as text and as plain values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from cli.batch.progress import duration
from cli.output import rounded

if TYPE_CHECKING:
    from sim.batch.store.folder import Folder
    from sim.batch.store.journal import Failure
    from sim.batch.store.state import State


def shown(folder: Folder, state: State, failures: Sequence[Failure]) -> Iterator[str]:
    """Yield the lines that tell how far a batch is."""
    counts = state.counts
    yield f"{state.title or state.name} ({folder.path})"
    share = counts.done / state.total if state.total else 1.0
    yield f"{counts.done:,} of {state.total:,} runs done ({share:.0%}), {counts.failed:,} failed"
    if state.alive and state.driver:
        workers = state.driver.workers
        rate = f", {state.rate:.3g} a second" if state.rate else ""
        left = f", about {duration(state.left)} left" if state.left else ""
        yield f"at work: {workers} {'worker' if workers == 1 else 'workers'}{rate}{left}"
    elif state.settled:
        yield "ended: the indices have settled, and the other runs are not needed"
    elif counts.done < state.total:
        yield f"nobody is at work; go on with: countervail batch resume {folder.path}"
    if counts.mean is not None:
        yield f"a run takes {duration(counts.mean)} of the model's own time"
    for failure in failures:
        first = failure.error.splitlines()[0] if failure.error else failure.status
        yield f"  point {failure.run.point}, replication {failure.run.replication}: {first}"
    if counts.failed > len(failures):
        yield f"  and {counts.failed - len(failures):,} more failures"


def state_data(folder: Folder, state: State, failures: Sequence[Failure]) -> dict[str, Any]:
    """Return how far a batch is as plain values."""
    counts = state.counts
    return {
        "folder": str(folder.path),
        "name": state.name,
        "total": state.total,
        "done": counts.done,
        "ok": counts.ok,
        "errors": counts.error,
        "killed": counts.killed,
        "seconds_each": rounded(counts.mean),
        "settled": state.settled,
        "at_work": state.alive,
        "workers": state.driver.workers if state.driver and state.alive else None,
        "rate": rounded(state.rate),
        "seconds_left": rounded(state.left),
        "failures": [
            {
                "point": failure.run.point,
                "replication": failure.run.replication,
                "status": failure.status,
                "tries": failure.tries,
                "error": failure.error,
            }
            for failure in failures
        ],
    }
