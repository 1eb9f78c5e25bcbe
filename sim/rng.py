"""Random streams: one for each seed, round and phase, so that one draw never moves another."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

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
