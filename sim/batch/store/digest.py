"""Digest: what two folders have in common only if the same came of the same study."""

from __future__ import annotations

from hashlib import sha256

import numpy as np

from sim.batch.store import database
from sim.batch.store.database import batches, telling
from sim.batch.store.folder import Folder
from sim.batch.store.outline import design_digest

QUERY = "SELECT point, replication, status, scalars, series FROM runs ORDER BY point, replication"


def digest(folder: Folder) -> str:
    """Return the digest of a folder's content: the study, and each run's key, status and numbers.

    How long a run took, how often it was tried and what its error said are no part of it.
    """
    whole = sha256(design_digest(folder.study).encode())
    with folder.reader() as journal, telling(folder.path / database.FILE):
        for rows in batches(journal.connection, QUERY):
            for *key, scalars, series in rows:
                whole.update(np.array([*key, len(scalars), len(series)], "<i8").tobytes())
                whole.update(_plain(scalars))
                whole.update(_plain(series))
    return whole.hexdigest()


def _plain(numbers: bytes) -> bytes:
    """Return numbers with one and the same NaN for all; processors make several."""
    found = np.frombuffer(numbers, "<f8")
    return np.where(np.isnan(found), np.nan, found).tobytes()
