"""Random streams: one for each seed, round and phase, so that one draw never moves another."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

Streams = Callable[[str], np.random.Generator]
"""A stream of chance for each named event."""


def stream(seed: int, round_: int, phase: str) -> np.random.Generator:
    """Return the generator of a phase of a round; the same for the same three, anywhere.

    >>> bool(stream(1, 2, "build").random() == stream(1, 2, "build").random())
    True
    """
    word = int.from_bytes(hashlib.blake2b(phase.encode(), digest_size=8).digest(), "big")
    return np.random.Generator(np.random.Philox(np.random.SeedSequence([seed, round_, word])))


class Decided(np.random.Generator):
    """A stream of which somebody decided the uniform numbers; all else is drawn as ever.

    Whoever draws several gets the same number each time: in a vote every member draws it. Of
    reports it tells how many there are, as a drawn one would: the lower, the more.
    """

    def __init__(self, usual: np.random.Generator, number: float) -> None:
        super().__init__(usual.bit_generator)
        self.number = number

    def random(self, size: Any = None, *_: Any) -> Any:  # type: ignore[override]  # of numpy's many ways to call it, ours
        """Return the number, or an array of it."""
        return self.number if size is None else np.full(size, self.number)


def streams(seed: int, round_: int, phase: str, decided: Mapping[str, float]) -> Streams:
    """Return a function from an event's name to its stream in a phase of a round.

    `decided` are the uniform numbers that are not left to chance, by the stream's whole name.
    """

    def named(event: str) -> np.random.Generator:
        name = f"{phase} {event}"
        usual = stream(seed, round_, name)
        return Decided(usual, decided[name]) if name in decided else usual

    return named
