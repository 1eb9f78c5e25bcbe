"""Index: names in a fixed order, each with its row number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sim.errors import UnknownNameError


class Index:
    """Names and their rows; the order given is the order of every array over them.

    >>> countries = Index("country", ["CHN", "JPN"])
    >>> countries["JPN"], countries.name(0), len(countries)
    (1, 'CHN', 2)
    """

    def __init__(self, what: str, names: Iterable[str]) -> None:
        self.what = what
        self.names = tuple(names)
        self._rows = {name: row for row, name in enumerate(self.names)}
        if len(self._rows) != len(self.names):
            raise ValueError(f"repeated {what} in {self.names}")

    def __getitem__(self, name: str) -> int:
        """Return the row of a name; UnknownNameError if there is none."""
        try:
            return self._rows[name]
        except KeyError:
            raise UnknownNameError(self.what, name, self.names) from None

    def __contains__(self, name: str) -> bool:
        return name in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)

    def name(self, row: int) -> str:
        """Return the name of a row."""
        return self.names[row]
