"""Remote: what a worker of a cluster does, once it has shown that it runs this very program."""

from __future__ import annotations

import pickle
import threading
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import import_module
from importlib.metadata import version

from sim.batch.runner.chunk import Chunk
from sim.batch.runner.work import Do, Work
from sim.batch.store.provenance import program_digest
from sim.batch.store.record import RunRecord
from sim.errors import SimError

LISTED = 8
"""Workers that are named when they are refused; there may be thousands."""


def refuse_others(said: Mapping[str, str]) -> None:
    """Refuse workers that run another program than this one."""
    ours = program()
    others = {worker: answer for worker, answer in sorted(said.items()) if answer != ours}
    if others:
        raise SimError(_refusal(ours, others))


def _refusal(ours: str, others: Mapping[str, str]) -> str:
    """Say which workers run something else."""
    named = [f"  {worker}: {answer}" for worker, answer in others.items()]
    more = [f"  and {len(named) - LISTED} more"] if len(named) > LISTED else []
    told = f"workers of the cluster that run something else than {ours}:"
    cure = "install the same Countervail there, and start them anew"
    return "\n".join([told, *named[:LISTED], *more, cure])


def line(error: BaseException | None) -> str:
    """Return what went wrong, in a line."""
    return " ".join(f"{type(error).__name__}: {error}".split()).removesuffix(":")


_turn = threading.Lock()
"""In a worker: the model is no two threads' at once."""


def done(packed: bytes, expected: str, chunk: Chunk) -> list[RunRecord]:
    """Do a chunk in a worker."""
    ours = program()
    if ours != expected:
        here = import_module("distributed").get_worker().address
        raise SimError(_refusal(expected, {here: ours}))
    with _turn:
        return _ready(packed)(chunk)


@cache
def program() -> str:
    """Return what this process runs: the version, and the beginning of the model's digest."""
    return f"Countervail {version('countervail')} (model {program_digest()[:12]})"


@lru_cache(maxsize=4)
def _ready(packed: bytes) -> Do:
    """Return what does chunks, made ready once in each process for the studies of late."""
    try:
        work: Work = pickle.loads(packed)
        return work.ready()
    except Exception as error:  # some kinds do not survive the way back
        raise SimError(f"no worker could be made ready: {line(error)}") from error
