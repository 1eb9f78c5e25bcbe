"""The instruments: what can be ordered, as data read from `catalogue/*.yaml`.

Each entry says who may order it, by what right, how long it takes, what it costs, how it is seen,
and which effects it is composed of. What an instrument does in the real world and does not do
here is said in the entry itself.
"""

from __future__ import annotations

import functools
import importlib.resources
import math
from collections.abc import Mapping
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from sim.parameters import LOADER

Category = Literal["protect", "promote", "partner", "coerce", "de-escalate"]
Depth = Literal["economic", "account", "political"]
"""economic: it changes measures that the economy reads; account: it moves money only; political:
it changes disputes, rules and what people think."""
Named = Literal[
    "product", "country", "activity", "firm", "channel", "order", "dispute", "deal", "exposure",
    "club", "text",
]  # fmt: skip


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Key(_Entry):
    """One key of an order's text."""

    kind: Literal["names", "number", "date", "choice"]
    meaning: str
    required: bool = False
    default: float | None = None
    low: float = 0.0
    high: float = math.inf
    unit: str = "1"
    of: Named | Literal[""] = ""
    """What the names are names of."""
    choices: tuple[str, ...] = ()


class Lead(_Entry):
    """Months from an order to the act, and from the act until it bites; shortest and longest."""

    decide: tuple[float, float]
    effect: tuple[float, float]


class Effect(_Entry):
    """A primitive of `sim.orders.effects`, with what it is given.

    A value such as `$rate` is what the order says under a key, `1-$share` one less that.
    """

    do: str
    given: Mapping[str, str | float | bool] = Field(default_factory=dict)


class Precedent(_Entry):
    """What came of an instrument where it was used, for players; the model does not read it."""

    where: str
    """Who, against whom, over what, and when."""
    outcome: str
    source: str

    def __str__(self) -> str:
        return f"{self.where}: {self.outcome} ({self.source})"


class Instrument(_Entry):
    """What can be ordered."""

    name: str = ""
    title: str
    """What ordering it means, as a verb phrase."""
    category: Category
    depth: Depth
    authority: Mapping[str, str]
    """Government (or `any`) -> role that decides; `firm` for what firms decide themselves."""
    legal_basis: tuple[str, ...]
    keys: Mapping[str, Key]
    lead_months: Lead
    capital: Annotated[float, Field(ge=0, le=6)]
    """Political cost [0 to 6]; a government pays twice that in points of capital."""
    borne_by: str
    deniability: Annotated[float, Field(ge=0, le=1)]
    wto: Literal["consistent", "contestable", "inconsistent", "outside"]
    wto_note: str = ""
    reversibility: Annotated[float, Field(ge=0, le=1)]
    rung: Annotated[int, Field(ge=-2, le=8)]
    attribution: Annotated[float, Field(ge=0, le=1)]
    """Least confidence about who did it, before it is lawful or can be defended [1]."""
    gates: tuple[str, ...] = ()
    """Conditions beside authority, by name; `sim.orders.gates` defines them."""
    counters: tuple[str, ...]
    presses: bool = False
    """Whether it is a step against somebody though it is not of category coerce."""
    effects: tuple[Effect, ...]
    world: str
    """What it does in the real world."""
    here: str
    """What it does here, and what it leaves out."""
    examples: tuple[str, ...] = ()
    precedent: tuple[Precedent, ...] = ()
    sources: tuple[str, ...] = ()
    confidence: Literal["high", "medium", "low"]

    @model_validator(mode="before")
    @classmethod
    def _common(cls, data: Any) -> Any:
        """Add the keys that every order may carry."""
        if isinstance(data, dict):
            return {**data, "keys": {**data.get("keys", {}), **COMMON}}
        return data

    @property
    def own(self) -> Mapping[str, Key]:
        """Return the keys that not every order has."""
        return {name: key for name, key in self.keys.items() if name not in COMMON}


COMMON: Mapping[str, Key] = {
    "from": Key(kind="date", meaning="first day in force"),
    "until": Key(kind="date", meaning="last day in force"),
    "dispute": Key(kind="names", of="dispute", meaning="the dispute it is a step in"),
    "package": Key(kind="names", of="text", meaning="orders of one package are decided together"),
    "overrule": Key(
        kind="choice", choices=("yes", "no"), meaning="whether to overrule ministers who object"
    ),
}

FILES = ("coerce", "protect", "promote", "partner", "de-escalate", "firm")


@functools.cache
def instruments() -> Mapping[str, Instrument]:
    """Return every instrument by name, in the order of the files."""
    found: dict[str, Instrument] = {}
    for file in FILES:
        text = importlib.resources.files("sim").joinpath(f"orders/catalogue/{file}.yaml")
        for name, entry in yaml.load(text.read_text("utf-8"), Loader=LOADER).items():
            try:
                found[name] = Instrument.model_validate({**entry, "name": name})
            except ValidationError as error:
                raise ValueError(f"catalogue/{file}.yaml: {name}: {error}") from error
    return found
