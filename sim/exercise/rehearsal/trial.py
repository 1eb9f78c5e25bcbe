"""Trial: an exercise in a file that is thrown away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sim.exercise.conduct.create import SUFFIX, create
from sim.exercise.exercise import Exercise, now
from sim.exercise.topics.seats import Chair
from sim.language import SOURCE


@contextmanager
def trial(
    scenario: str,
    *,
    format: str | None = None,
    seed: int = 0,
    chairs: Mapping[str, Chair] | None = None,
    language: str = SOURCE,
    clock: Callable[[], dt.datetime] = now,
) -> Iterator[Exercise]:
    """Yield a new exercise before STARTEX; its file is gone afterwards."""
    with (
        TemporaryDirectory(prefix="countervail-") as folder,
        create(
            Path(folder) / f"trial{SUFFIX}",
            scenario,
            format=format,
            seed=seed,
            chairs=chairs,
            language=language,
            clock=clock,
        ) as made,
    ):
        yield made
