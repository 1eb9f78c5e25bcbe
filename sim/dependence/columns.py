"""Columns: which column of a table of trade says what, whatever it is called."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sim.errors import nearest

NAMES: Mapping[str, tuple[str, ...]] = {
    "exporter": (
        "exporter", "i", "seller", "exporteriso3", "exporteriso", "exportername", "exporterid",
        "exportercode", "origin", "from",
    ),
    "importer": (
        "importer", "j", "buyer", "importeriso3", "importeriso", "importername", "importerid",
        "importercode", "destination", "to",
    ),
    "product": (
        "product", "k", "hs6", "hs", "hscode", "productcode", "productid", "cmdcode",
        "commoditycode", "commodity", "cmddesc", "good",
    ),
    "value": (
        "value", "v", "primaryvalue", "tradevalue", "tradevalueus", "tradevalueusd", "valueusd",
        "usd", "cifvalue", "fobvalue",
    ),
    "quantity": ("quantity", "q", "netwgt", "netweight", "netweightkg", "weight", "qty", "amount"),
    "year": ("year", "t", "refyear", "period"),
    "growth": ("growth",),
    "disruptive": ("disruptive",),
    "reporter": ("reporter", "reporteriso", "reporterdesc", "reportercode"),
    "partner": ("partner", "partneriso", "partnerdesc", "partnercode"),
    "flow": ("flow", "flowcode", "flowdesc", "tradeflow", "tradeflowcode"),
    "transport": ("motcode",),
    "customs": ("customscode",),
    "second partner": ("partner2code", "partner2iso"),
}  # fmt: skip
"""What a column says -> how it may be called, letters and digits only; the first found counts."""

TOTALS: Mapping[str, frozenset[str]] = {
    "transport": frozenset({"0"}),
    "customs": frozenset({"c00"}),
    "second partner": frozenset({"0", "w00"}),
}
"""Comtrade's columns of detail, and what they hold in the rows that are totals, in lower case."""

WORLD = frozenset({"world", "w00", "wld"})
WHOLES: Mapping[str, frozenset[str]] = {
    "exporter": WORLD,
    "importer": WORLD,
    "reporter": WORLD,
    "partner": WORLD | {"0"},
    "product": frozenset({"total", "all products", "all commodities"}),
}
"""How sums over all countries or products are called, in lower case."""

FLOWS: Mapping[str, bool] = {
    "m": True, "import": True, "imports": True, "1": True,
    "x": False, "export": False, "exports": False, "2": False,
}  # fmt: skip
"""How reports name what they count, in lower case; True: what the reporter buys."""


@dataclass(frozen=True)
class Columns:
    """Where a table says what."""

    places: Mapping[str, int]
    """What -> number of its column from 0."""
    header: tuple[str, ...]
    faults: tuple[tuple[int, str], ...] = field(default=())
    """Column from 0 and what is wrong with it."""

    @property
    def by_reporter(self) -> bool:
        """Return whether rows name a reporter and a partner, as in Comtrade."""
        return "exporter" not in self.places and "reporter" in self.places

    @property
    def measure(self) -> str:
        """Return what is added up: the value, else the quantity."""
        return "value" if "value" in self.places else "quantity"


def columns_of(header: Sequence[str]) -> Columns:
    """Return which column says what, and what is wrong with the header."""
    titles = [title.strip() for title in header]
    bare = [re.sub(r"[^a-z0-9]", "", title.casefold()) for title in titles]
    places = {}
    for what, names in NAMES.items():
        found = [bare.index(name) for name in names if name in bare]
        if found:
            places[what] = found[0]
    faults = (*_repeated(titles), *_missing(places, titles))
    return Columns(places, tuple(titles), faults)


def _repeated(titles: Sequence[str]) -> Iterator[tuple[int, str]]:
    folded = [title.casefold() for title in titles]
    for at, title in enumerate(folded):
        if title and title in folded[:at]:
            first = folded.index(title) + 1
            yield at, f"'{titles[at]}' is the name of column {first} already; rename one of them"


def _missing(places: Mapping[str, int], titles: Sequence[str]) -> Iterator[tuple[int, str]]:
    if "reporter" in places and "exporter" not in places and "importer" not in places:
        needed = ["partner", "flow", "product"]
    else:
        needed = ["exporter", "importer", "product"]
    if "value" not in places and "quantity" not in places:
        needed.append("value")
    for what in needed:
        if what not in places:
            others = ", ".join(f"'{name}'" for name in NAMES[what][1:4])
            near = nearest(what, [title for title in titles if title])
            hint = f". Is '{near}' it?" if near else ""
            yield 0, f"no column for the {what}; name it '{what}' (or {others}){hint}"
