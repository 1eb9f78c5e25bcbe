"""The model's parameters: one default, unit, range and source each, from the files beside it."""

from __future__ import annotations

import functools
import importlib.resources
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import yaml

from sim.errors import SimError, UnknownNameError


@dataclass(frozen=True)
class Parameter:
    """What is known of one parameter."""

    name: str
    default: float
    unit: str
    low: float
    high: float
    scope: Literal["economy", "product", "country", "politics"]
    status: Literal["fitted", "sourced", "judged"]
    source: str
    meaning: str

    def checked(self, value: float) -> float:
        """Return the value if it lies in the plausible range; SimError otherwise."""
        if not self.low <= value <= self.high:
            unit = "" if self.unit == "1" else f" {self.unit}"
            raise SimError(
                f"parameter {self.name}: {value:g} is outside its plausible range "
                f"{self.low:g} to {self.high:g}{unit}"
            )
        return value


LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""For packaged files. The C loader is ten times as fast; a PyYAML without it is rare."""

FILES = ("economy", "politics", "coalitions", "information", "dependence")
"""What each file of this folder is about."""


@functools.cache
def catalogue() -> dict[str, Parameter]:
    """Return every parameter by name, in the order of the files."""
    folder = importlib.resources.files("sim.parameters")
    return {
        name: Parameter(name=name, **entry)
        for file in FILES
        for name, entry in yaml.load(
            folder.joinpath(f"{file}.yaml").read_text("utf-8"), Loader=LOADER
        ).items()
    }


class Parameters(Mapping[str, float]):
    """Values for all parameters; immutable."""

    def __init__(self, values: Mapping[str, float]) -> None:
        self._values = dict(values)

    def __getitem__(self, name: str) -> float:
        try:
            return self._values[name]
        except KeyError:
            raise UnknownNameError("parameter", name, list(self._values)) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def replaced(self, changes: Mapping[str, float]) -> Parameters:
        """Return these values with some changed.

        Raises UnknownNameError for a name that is none, SimError for a value out of range.
        """
        known = catalogue()
        for name, value in changes.items():
            if name not in known:
                raise UnknownNameError("parameter", name, list(known))
            known[name].checked(value)
        return Parameters({**self._values, **changes})


def load_parameters() -> Parameters:
    """Return the default value of every parameter."""
    return Parameters({name: entry.default for name, entry in catalogue().items()})


BEHAVIOUR_OFF: Mapping[str, float] = {
    "hoarding": 0.0,
    "speculation": 0.0,
    "price_waiting": 0.0,
    "seller_speculation": 0.0,
    "licence_withholding": 0.0,
    "switching": 0.0,
    "spot_buying": 0.0,
    "thrifting": 0.0,
    "expansion": 0.0,
    "informal_expansion": 0.0,
    "closure": 0.0,
}
"""Values at which nobody hoards, speculates, switches supplier, thrifts, builds or closes."""
