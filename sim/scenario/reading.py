"""Reading: the part of a file that has its shape, so that one mistake hides no other."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from pydantic import BaseModel

from sim.scenario.shape import shape
from sim.scenario.source import Document, KeyPath

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class Part:
    """A part of a file's data, and the numbers that its list entries have in the file."""

    data: object
    kept: Mapping[KeyPath, tuple[int, ...]] = field(default_factory=dict)
    """List, by its key path in the part -> the number that each of its entries has in the file."""

    def in_file(self, at: KeyPath) -> KeyPath:
        """Return a key path of the part with list entries counted as in the file."""
        return tuple(self._number(at[:n], key) for n, key in enumerate(at))

    def _number(self, where: KeyPath, key: str | int) -> str | int:
        numbers = self.kept.get(where, ())
        return numbers[key] if isinstance(key, int) and key < len(numbers) else key


def readable(model: type[M], document: Document) -> tuple[M | None, Part]:
    """Return what of a document can be read as a model, and the part of its data that says so.

    What is of the wrong shape is left out, and what lacks something with it. None if nothing is
    left.
    """
    drop: set[KeyPath] = set()
    while () not in drop:
        part = without(document.data, drop)
        shaped = shape(model, replace(document, data=part.data))
        if shaped.model is not None:
            return shaped.model, part
        drop |= {part.in_file(_existing(part.data, at)) for at in shaped.wrong}
    return None, Part(None)


def without(data: object, drop: Collection[KeyPath]) -> Part:
    """Return the part of data that lacks what stands at key paths."""
    kept: dict[KeyPath, tuple[int, ...]] = {}

    def pruned(value: object, old: KeyPath, new: KeyPath) -> object:
        if isinstance(value, dict):
            return {
                key: pruned(child, (*old, key), (*new, key))
                for key, child in value.items()
                if (*old, key) not in drop
            }
        if isinstance(value, list):
            kept[new] = tuple(n for n in range(len(value)) if (*old, n) not in drop)
            return [pruned(value[n], (*old, n), (*new, k)) for k, n in enumerate(kept[new])]
        return value

    return Part(pruned(data, (), ()), kept)


def _existing(data: object, at: KeyPath) -> KeyPath:
    """Return as much of a key path as leads to something."""
    for length, part in enumerate(at):
        inside = (isinstance(data, dict) and part in data) or (
            isinstance(data, list) and isinstance(part, int) and part < len(data)
        )
        if not inside:
            return at[:length]
        data = data[part]  # type: ignore[index]  # looked at above
    return at
